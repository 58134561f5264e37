"""What the managers of a network write of a member for themselves: nobody else reads it."""

from sqlalchemy import select

from app.administration.noting import note_change
from app.db import db, hold_rows
from app.networks.models import MemberNote
from app.seen import digest
from domain.models import Membership, Network, Supplier, utcnow


class NoteChangedError(Exception):
    """A colleague wrote `note` while this one was being written."""

    def __init__(self, note: MemberNote) -> None:
        super().__init__()
        self.note = note


def write_note(network: Network, supplier_id: int, text: str, seen: str, actor: str) -> bool:
    """Of a member; an empty one is erased. The journal tells that it changed, not what it says.

    Whether it is a member still. Commits. Raises NoteChangedError when the note is no more the one
    whose digest was `seen`, and writes nothing.
    """
    if not _hold_membership(network, supplier_id):
        return False
    known = db.session.get(MemberNote, (supplier_id, network.slug), populate_existing=True)
    if text != (known.text if known else ""):
        if known and digest(known.text) != seen:
            db.session.rollback()
            raise NoteChangedError(known)
        _write(network, supplier_id, known, text, actor)
    db.session.commit()
    return True


def _hold_membership(network: Network, supplier_id: int) -> bool:
    """Of two who write, the second waits here: a first note has no row to hold."""
    mine = Membership.supplier_id == supplier_id, Membership.network_slug == network.slug
    hold_rows(Membership.source, *mine)
    return db.session.scalar(select(Membership.source).where(*mine)) is not None


def _write(
    network: Network, supplier_id: int, known: MemberNote | None, text: str, actor: str
) -> None:
    if known and not text:
        db.session.delete(known)
    else:
        written = known or MemberNote(supplier_id=supplier_id, network_slug=network.slug)
        written.text, written.changed_at, written.changed_by = text, utcnow(), actor
        db.session.add(written)
    note_change(f"network {network.slug}", f"note sur la fiche n° {supplier_id}")


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
