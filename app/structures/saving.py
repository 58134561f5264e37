"""Save what somebody changed of a page: whole or not at all, told in the history, never over
what a colleague wrote meanwhile.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.db import db
from app.structures.facts import (
    ADDRESS_BASE,
    FACTS,
    HELD_LISTS,
    STRUCTURE,
    Origin,
    read_fact,
    write_fact,
)
from app.structures.queries import hold_supplier
from domain.models import HistoryAction, HistoryEntry, Supplier, utcnow

Facts = Mapping[str, Any]

# What imports call the parts of one of our facts.
IMPORTED_AS = {
    "services": "activities",
    "zone": "activities",
    "emails": "contacts",
    "phones": "contacts",
}


@dataclass(frozen=True, slots=True)
class OthersChange:
    """What somebody else made of a fact since the form was opened."""

    name: str
    actor: str
    at: datetime
    before: Any
    after: Any


class EditConflictError(Exception):
    """Facts that this person changes were changed by somebody else since they opened the form."""

    def __init__(self, changes: Iterable[OthersChange]) -> None:
        super().__init__()
        self.changes = tuple(changes)


def save(
    supplier_id: int, facts: Facts, version: int, origin: Origin, actor: str
) -> HistoryEntry | None:
    """Have the page say `facts`, from a form opened at `version`; None when nothing changes.

    Commits. Raises EditConflictError, and writes nothing, when one of the facts that it changes
    was changed since `version`; what only others changed stays theirs.
    """
    supplier = hold_supplier(supplier_id)
    others = changes_since(supplier, version, changed(supplier, facts))
    mine = {name: value for name, value in facts.items() if not _is_as_opened(name, value, others)}
    if disputed := [change for change in others if change.name in mine]:
        db.session.rollback()
        raise EditConflictError(disputed)
    entry = write_facts(supplier, mine, origin, actor)
    db.session.commit()
    return entry


def _is_as_opened(name: str, value: Any, others: Iterable[OthersChange]) -> bool:
    """Whether somebody else changed the fact, and the form only says what it was before."""
    first = next((change for change in others if change.name == name), None)
    return first is not None and bool(first.before == value)


def changed(supplier: Supplier, facts: Facts) -> list[str]:
    return [
        name
        for name, value in facts.items()
        if not FACTS[name].is_same(value, read_fact(supplier, name))
    ]


def changes_since(supplier: Supplier, version: int, names: Iterable[str]) -> list[OthersChange]:
    """What others made of these facts since that version of the page, oldest first."""
    entries = db.session.scalars(
        select(HistoryEntry)
        .where(
            HistoryEntry.supplier_id == supplier.id,
            HistoryEntry.version > version,
            HistoryEntry.actor != ADDRESS_BASE,
        )
        .order_by(HistoryEntry.id)
    )
    wanted = set(names)
    return [
        OthersChange(name, entry.actor, entry.at, before, after)
        for entry in entries
        for said, (before, after) in entry.changes.items()
        if (name := IMPORTED_AS.get(said, said)) in wanted
    ]


def write_facts(
    supplier: Supplier,
    facts: Facts,
    origin: Origin,
    actor: str,
    action: HistoryAction = HistoryAction.UPDATED,
) -> HistoryEntry | None:
    """Write what differs, with its history, in the present transaction. Does not commit."""
    names = newly_said(supplier, facts, origin)
    if not names:
        return None
    before = {name: read_fact(supplier, name) for name in names}
    for name in names:
        write_fact(supplier, name, facts[name], origin)
    after = {name: read_fact(supplier, name) for name in names}
    changes = {
        name: [before[name], after[name]]
        for name in names
        if not FACTS[name].is_same(before[name], after[name])
    }
    return note(supplier, action, actor, changes)


def newly_said(supplier: Supplier, facts: Facts, origin: Origin) -> list[str]:
    """What differs, and the lists of others that a structure makes its own by saying them again.

    An empty list that stays so, in a section where nothing changes, says nothing.
    """
    names = changed(supplier, facts)
    if origin.source != STRUCTURE:
        return names
    held = {row.field for row in supplier.provenances if row.source == STRUCTURE}
    lists = sorted(HELD_LISTS & facts.keys() - held - {*names})
    return [*names, *(name for name in lists if facts[name] or names)]


def note(
    supplier: Supplier,
    action: HistoryAction,
    actor: str,
    changes: Mapping[str, Any] | None = None,
    reverts: HistoryEntry | None = None,
) -> HistoryEntry:
    """A new version of the page, and the entry that tells it."""
    if actor != ADDRESS_BASE:
        supplier.updated_at = utcnow()
    db.session.flush()
    entry = HistoryEntry(
        supplier_id=supplier.id,
        actor=actor,
        action=action,
        changes=dict(changes or {}),
        version=supplier.version,
        reverts_id=reverts.id if reverts else None,
    )
    db.session.add(entry)
    db.session.flush()
    return entry
