"""What the managers of a network write of a member for themselves: nobody else reads it."""

from sqlalchemy import select

from app.administration.noting import note_change
from app.db import db
from app.networks.models import MemberNote
from domain.models import Network, Supplier, utcnow


def write_note(network: Network, supplier: Supplier, text: str, actor: str) -> None:
    """Of a member; an empty one is erased. The journal tells that it changed, not what it says.

    Commits.
    """
    known = db.session.get(MemberNote, (supplier.id, network.slug))
    if text == (known.text if known else ""):
        return
    if not text:
        db.session.delete(known)
    else:
        written = known or MemberNote(supplier_id=supplier.id, network_slug=network.slug)
        written.text, written.changed_at, written.changed_by = text, utcnow(), actor
        db.session.add(written)
    note_change(f"network {network.slug}", f"note sur la fiche n° {supplier.id}")
    db.session.commit()


def copy_notes(kept: Supplier, merged: Supplier) -> None:
    """Of two pages made one, the kept one has both notes; the other keeps its own, for an unmerge.

    The caller commits, the kept supplier having been given the memberships of the other.
    """
    own = {note.network_slug: note for note in _notes(kept)}
    for note in _notes(merged):
        if known := own.get(note.network_slug):
            known.text = f"{known.text}\n\n{note.text}"
        else:
            copied = MemberNote(supplier_id=kept.id, network_slug=note.network_slug)
            copied.text, copied.changed_by = note.text, note.changed_by
            db.session.add(copied)


def _notes(supplier: Supplier) -> list[MemberNote]:
    notes = select(MemberNote).where(MemberNote.supplier_id == supplier.id)
    return list(db.session.scalars(notes.order_by(MemberNote.network_slug)))
