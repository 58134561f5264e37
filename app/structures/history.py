"""The history of a page: who changed what, and the way back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.accounts.actors import shown_actors
from app.accounts.gate import roles_of
from app.accounts.permissions import Role
from app.accounts.sessions import signed_in
from app.db import db
from app.paging import page_within
from app.structures.editing import origin_of
from app.structures.queries import edited_supplier
from app.structures.reverting import Reverted, is_revertible, is_revertible_by, revert
from app.structures.saving import IMPORTED_AS
from app.structures.wording import fact_name, imported_in_lines
from domain.models import HistoryAction, HistoryEntry, Merge, Supplier

ENTRIES_PER_PAGE = 20
LONG_TEXT = 280  # characters, beyond which a value is folded

ACTIONS: Mapping[HistoryAction, str] = {
    HistoryAction.CREATED: "Fiche créée",
    HistoryAction.UPDATED: "Modification",
    HistoryAction.MATCHED: "Source rattachée",
    HistoryAction.PROPOSED: "Structure proposée",
    HistoryAction.ACCEPTED: "Structure acceptée",
    HistoryAction.REFUSED: "Structure refusée",
    HistoryAction.ARCHIVED: "Fiche archivée",
    HistoryAction.RESTORED: "Fiche rétablie",
    HistoryAction.CONFIRMED: "Fiche confirmée exacte",
    HistoryAction.REVERTED: "Retour en arrière",
    HistoryAction.MERGED: "Fiches réunies",
    HistoryAction.UNMERGED: "Fiches séparées",
    HistoryAction.TEAM: "Équipe",
}

# What a history tells beside the facts of the page.
ELSE: Mapping[str, str] = {
    "merged": "Fiche réunie à celle-ci",
    "merged_into": "Réunie à la fiche",
    "confirmed_on": "Confirmée le",
    "reason": "Motif",
    "owner": "Qui tient la fiche",
    "colleagues": "Collègues",
}
NUMBERS = frozenset({"merged", "merged_into"})
PEOPLE = frozenset({"owner", "colleagues"})


@dataclass(frozen=True, slots=True)
class ChangeLine:
    field: str
    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def is_long(self) -> bool:
        return sum(map(len, (*self.before, *self.after))) > LONG_TEXT


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry, in words. `merge_id` is that of the merge it tells, while it holds."""

    id: int
    at: datetime
    who: str
    action: str
    changes: tuple[ChangeLine, ...]
    is_revertible: bool
    reverted_at: datetime | None
    merge_id: int | None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """`fields` are those that the history tells of, by name; `field` the one asked, "" for all."""

    supplier: Supplier
    entries: tuple[EntryLine, ...]
    fields: tuple[tuple[str, str], ...]
    field: str
    number: int
    last: int
    moderates: bool


def history(supplier_id: int) -> ResponseReturnValue:
    supplier = edited_supplier(supplier_id)
    entries = _entries(supplier_id)
    field = request.args.get("champ", "")
    asked = [entry for entry in entries if not field or field in _fields(entry)]
    wanted = request.args.get("page", 1, int)
    number, last = page_within(wanted, len(asked), ENTRIES_PER_PAGE)
    shown = asked[(number - 1) * ENTRIES_PER_PAGE : number * ENTRIES_PER_PAGE]
    page = HistoryPage(
        supplier=supplier,
        entries=_lines(supplier_id, shown, entries),
        fields=_named_fields(entries),
        field=field,
        number=number,
        last=last,
        moderates=_moderates(),
    )
    return render_template("structures/history.html", page=page)


def _entries(supplier_id: int) -> list[HistoryEntry]:
    """Newest first. A supplier has some dozens: they are sorted and counted here."""
    query = select(HistoryEntry).where(HistoryEntry.supplier_id == supplier_id)
    return list(db.session.scalars(query.order_by(HistoryEntry.id.desc())))


def _fields(entry: HistoryEntry) -> set[str]:
    """An import's "services" are our "activities": one field to a reader."""
    return {IMPORTED_AS.get(name, name) for name in entry.changes}


def _named_fields(entries: Iterable[HistoryEntry]) -> tuple[tuple[str, str], ...]:
    fields = set().union(*map(_fields, entries))
    return tuple(sorted(((name, _name(name)) for name in fields), key=lambda told: told[1]))


def _name(field: str) -> str:
    return ELSE.get(field) or fact_name(IMPORTED_AS.get(field, field))


def _lines(
    supplier_id: int, shown: Sequence[HistoryEntry], entries: Iterable[HistoryEntry]
) -> tuple[EntryLine, ...]:
    certifies = _moderates()
    people = (actor for entry in shown for actor in _people(entry))
    names = shown_actors(people, supplier_id)
    reverted = {entry.reverts_id: entry.at for entry in entries if entry.reverts_id}
    merges = _standing_merges(shown)
    return tuple(
        EntryLine(
            id=entry.id,
            at=entry.at,
            who=names[entry.actor],
            action=_action(entry),
            changes=tuple(_change(name, told, names) for name, told in entry.changes.items()),
            is_revertible=is_revertible_by(entry, certifies=certifies) and entry.id not in reverted,
            reverted_at=reverted.get(entry.id),
            merge_id=merges.get(entry.changes.get("merged", [None, None])[1]),
        )
        for entry in shown
    )


def _action(entry: HistoryEntry) -> str:
    is_said_again = entry.action is HistoryAction.UPDATED and not entry.changes
    return "Repris à son compte, sans changement" if is_said_again else ACTIONS[entry.action]


def _people(entry: HistoryEntry) -> Iterator[str]:
    """Who made the change, and whom it tells of."""
    yield entry.actor
    for field in PEOPLE & entry.changes.keys():
        for told in entry.changes[field]:
            yield from _listed(told)


def _listed(told: str | list[str] | None) -> list[str]:
    return told if isinstance(told, list) else [told] if told else []


def _standing_merges(entries: Iterable[HistoryEntry]) -> dict[int, int]:
    """Of the merges that these entries tell, those not undone: the merged supplier → its merge."""
    merged = [
        e.changes["merged"][1]
        for e in entries
        if e.action is HistoryAction.MERGED and "merged" in e.changes
    ]
    standing = select(Merge.merged_id, Merge.id).where(
        Merge.merged_id.in_(merged), Merge.undone_at.is_(None)
    )
    return {row.merged_id: row.id for row in db.session.execute(standing)}


def _change(field: str, told: list[Any], names: Mapping[str, str]) -> ChangeLine:
    if field in PEOPLE:
        before, after = (tuple(names[actor] for actor in _listed(value)) for value in told)
    else:
        before, after = (_in_words(field, value) for value in told)
    return ChangeLine(field, _name(field), before, after)


def _in_words(field: str, value: Any) -> tuple[str, ...]:
    if value is not None and field in NUMBERS:
        return (f"fiche n° {value}",)
    return imported_in_lines(field, value)


def undo(supplier_id: int, entry_id: int) -> ResponseReturnValue:
    """Revert one entry of this page's history."""
    entry = db.session.get(HistoryEntry, entry_id)
    if entry is None or entry.supplier_id != supplier_id or not is_revertible(entry):
        abort(404)
    user, supplier = signed_in(), edited_supplier(supplier_id)
    done = revert(supplier_id, entry, origin_of(user, supplier), user.actor, certifies=_moderates())
    _tell(done)
    return redirect(url_for("structures.history", supplier_id=supplier_id))


def _tell(done: Reverted) -> None:
    if done.put_back:
        flash(f"Remis comme avant : {', '.join(dict.fromkeys(map(_name, done.put_back)))}.")
    for field, why in done.left.items():
        flash(f"{_name(field)} : {why}.", "error")


def _moderates() -> bool:
    return Role.MODERATOR in roles_of(signed_in())
