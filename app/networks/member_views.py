"""One member of a network, for its managers: added, noted, removed; and the list of them all."""

from collections.abc import Sequence
from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.sessions import signed_in
from app.directory.presenters.common import commune_of, supplier_url
from app.forms import text_of
from app.networks.forms import NoteForm, NumberForm
from app.networks.joining import add_member, remove_member
from app.networks.notes import write_note
from app.networks.queries import (
    Member,
    all_members,
    members_among,
    network_or_404,
    read_filters,
)
from app.spreadsheets import Cell, spreadsheet
from app.structures.advice import ESSENTIALS
from app.structures.claiming.finding import find_structures
from app.structures.claiming.forms import FindForm
from app.structures.colleagues.inviting import is_member


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
        found=[(supplier, is_member(supplier, network)) for supplier in found],
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
    form = NoteForm(data={"text": found.note})
    if form.validate_on_submit():
        write_note(known, found.supplier, text_of(form.text), signed_in().actor)
        flash("Note enregistrée : seuls les responsables du réseau et la modération la lisent.")
        return redirect(url_for("networks.member", network=network, supplier_id=supplier_id))
    return render_template("networks/member.html", network=known, member=found, form=form)


def _member(network: str, supplier_id: int) -> Member:
    return next(iter(members_among(network, [supplier_id])), None) or abort(404)


def remove(network: str, supplier_id: int) -> ResponseReturnValue:
    gone = remove_member(network_or_404(network), supplier_id, signed_in().actor)
    if gone is None:
        abort(404)
    flash(f"« {gone.display_name} » n’est plus membre du réseau. Sa fiche reste dans l’annuaire.")
    return redirect(url_for("networks.members", network=network))


HEADER = (
    "Structure",
    "SIRET",
    "Commune",
    "Fiche tenue depuis le",
    "Invitation valable jusqu’au",
    *(f"Manque : {essential.name}" for essential in ESSENTIALS),
    "Note du réseau",
    "Adresse de la fiche",
)


def members_file(network: str) -> ResponseReturnValue:
    """The list as it is filtered, every page of it, as a file for a spreadsheet."""
    network_or_404(network)
    filters = read_filters(request.args)
    rows = map(_row, all_members(network, filters))
    return spreadsheet(f"membres-{network}", "csv", HEADER, rows)


def _row(member: Member) -> Sequence[Cell]:
    supplier = member.supplier
    invited_until = member.invitation.expires_at if member.invitation else None
    return (
        supplier.display_name,
        _in_groups(supplier.siret),
        commune_of(supplier),
        _day(member.kept_since),
        _day(invited_until),
        *("oui" if essential in member.missing else "" for essential in ESSENTIALS),
        member.note,
        supplier_url(supplier, external=True),
    )


def _day(moment: datetime | None) -> str:
    """As spreadsheets read it, in whatever language: "2026-05-03"."""
    return moment.astimezone().date().isoformat() if moment else ""


def _in_groups(siret: str | None) -> str:
    """As it is read, "823 123 456 00012": spreadsheets would make a number of it."""
    groups = (siret or "")[:3], (siret or "")[3:6], (siret or "")[6:9], (siret or "")[9:]
    return " ".join(filter(None, groups))
