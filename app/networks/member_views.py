"""One member of a network, for its managers: added, noted, removed."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.actors import shown_actor
from app.accounts.inviting import invite_typed
from app.accounts.sessions import signed_in
from app.forms import text_of
from app.networks.forms import InviteForm, NoteForm, NumberForm
from app.networks.inviting import invite_member
from app.networks.joining import add_member, remove_member
from app.networks.models import MemberNote
from app.networks.notes import NoteChangedError, write_note
from app.networks.place.vouching import VOUCHED
from app.networks.queries import (
    Member,
    members_among,
    network_or_404,
)
from app.seen import digest
from app.structures.claiming.finding import AT_MOST, find_structures
from app.structures.claiming.forms import FindForm
from app.structures.colleagues.inviting import is_member
from app.structures.facts import departed_from
from domain.models import Network


def find_member(network: str) -> ResponseReturnValue:
    """A structure of the directory looked for by name or number, then added."""
    known, form = network_or_404(network), FindForm(request.args)
    words = text_of(form.q)
    found = find_structures(words) if words and form.validate() else []
    return render_template(
        "networks/add.html",
        network=known,
        form=form,
        words=words,
        found=[(it, is_member(it, network), network in departed_from(it)) for it in found],
        is_cut=len(found) == AT_MOST,
    )


def add(network: str) -> ResponseReturnValue:
    known, form = network_or_404(network), NumberForm()
    if not form.validate():
        abort(400)
    added = add_member(known, form.supplier.data or 0, signed_in().actor)
    if added is None:
        flash("Cette structure est déjà membre du réseau, ou n’est plus dans l’annuaire.", "error")
        return redirect(url_for("networks.members", network=network))
    flash(f"« {added.display_name} » est membre du réseau.")
    return redirect(url_for("networks.member", network=network, supplier_id=added.id))


def member(network: str, supplier_id: int) -> ResponseReturnValue:
    """What its page lacks, and the network's own note."""
    known, found = network_or_404(network), _member(network, supplier_id)
    form = NoteForm(data={"text": found.note, "seen": digest(found.note)})
    if not form.validate_on_submit():
        return _page(known, found, form)
    # Not the field: one that is missing is what the note says now, which nobody has seen.
    text, seen = text_of(form.text), request.form.get("seen", "")
    try:
        is_member = write_note(known, supplier_id, text, seen, signed_in().actor)
    except NoteChangedError as conflict:
        form.seen.data = digest(conflict.note.text)
        return _page(known, found, form, _theirs(conflict.note)), 409
    if not is_member:
        abort(404)
    flash("Note enregistrée : seuls les responsables du réseau et la modération la lisent.")
    return redirect(url_for("networks.member", network=network, supplier_id=supplier_id))


def invite(network: str, supplier_id: int) -> ResponseReturnValue:
    """To keep its page, or once more."""
    known, found = network_or_404(network), _member(network, supplier_id)
    form, by = InviteForm(), signed_in()
    if form.validate() and invite_typed(
        form.email, lambda email: invite_member(known, found, email, by)
    ):
        return redirect(url_for("networks.member", network=network, supplier_id=supplier_id))
    return _page(known, _member(network, supplier_id), _note_form(found), inviting=form)


def _note_form(found: Member) -> NoteForm:
    """As the note is, whatever another form of the page has sent."""
    return NoteForm(formdata=None, data={"text": found.note, "seen": digest(found.note)})


def _theirs(note: MemberNote) -> dict[str, Any]:
    """What a colleague wrote meanwhile, as it is shown beside what was typed."""
    return {
        "who": shown_actor(note.changed_by, note.network_slug),
        "at": note.changed_at,
        "theirs": [note.text],
    }


def _page(
    known: Network,
    found: Member,
    form: NoteForm,
    theirs: dict[str, Any] | None = None,
    inviting: InviteForm | None = None,
) -> str:
    return render_template(
        "networks/member.html",
        network=known,
        member=found,
        form=form,
        theirs=theirs,
        inviting=inviting or InviteForm(formdata=None, data={"email": found.to_write_to}),
        vouched=VOUCHED,
    )


def _member(network: str, supplier_id: int) -> Member:
    return next(iter(members_among(network, [supplier_id])), None) or abort(404)


def remove(network: str, supplier_id: int) -> ResponseReturnValue:
    gone = remove_member(network_or_404(network), supplier_id, signed_in().actor)
    if gone is None:
        abort(404)
    flash(f"« {gone.display_name} » n’est plus membre du réseau. Sa fiche reste dans l’annuaire.")
    return redirect(url_for("networks.members", network=network))
