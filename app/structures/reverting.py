"""Put back what a change replaced: what nobody changed since; the rest is left, and told why.

A revert is a change like any other: it is in the history, and can be reverted.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.db import db
from app.moderation.erasing import ERASED
from app.structures.facts import (
    ADDRESS_BASE,
    FACTS,
    HELD_LISTS,
    Origin,
    changes_from,
    is_derived,
    read_fact,
    read_facts,
    write_fact,
)
from app.structures.imported import (
    ROWS,
    Step,
    give_back,
    imported_steps,
    saying_source,
    source_of_row,
)
from app.structures.queries import hold_supplier
from app.structures.saving import note
from domain.models import HistoryAction, HistoryEntry, Supplier

# What an official source or a network certifies: moderators alone put it back.
CERTIFIED = frozenset({"kinds", "labels", "siret", "siret_problem", "networks", "vouchings"})
REVERTIBLE = frozenset({HistoryAction.UPDATED, HistoryAction.MATCHED, HistoryAction.REVERTED})
IMPORT = "import:"

CHANGED_SINCE = "changé depuis, laissé tel quel"
FOR_MODERATORS = (
    "une source officielle ou un réseau le certifie : seule la modération peut le remettre"
)
WAS_ERASED = "une donnée personnelle en a été effacée"
FILE_GONE = "un fichier dont il dépend a été supprimé"
NOT_CERTAIN = "l’import ne dit pas assez pour le remettre avec certitude"


@dataclass(slots=True)
class Reverted:
    """Fields that were put back; those that were left, each with why, in French."""

    put_back: list[str] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)


def is_revertible(entry: HistoryEntry) -> bool:
    """A point that follows from the address would come back: it is corrected on the map."""
    follows = entry.actor == ADDRESS_BASE
    return entry.action in REVERTIBLE and bool(entry.changes) and not follows


def is_revertible_by(entry: HistoryEntry, *, certifies: bool) -> bool:
    """Whether that hand may put back anything of it. `certifies`: whether it is a moderator's."""
    return is_revertible(entry) and (certifies or not entry.changes.keys() <= CERTIFIED)


def revert(
    supplier_id: int, entry: HistoryEntry, origin: Origin, actor: str, *, certifies: bool
) -> Reverted:
    """Put back what the entry replaced. Commits. `certifies`: whether it is a moderator's hand."""
    done = put_back(hold_supplier(supplier_id), entry, origin, actor, certifies=certifies)
    db.session.commit()
    return done


def put_back(
    supplier: Supplier, entry: HistoryEntry, origin: Origin, actor: str, *, certifies: bool
) -> Reverted:
    """The same, of a supplier that is held. The caller commits."""
    done = Reverted()
    before = read_facts(supplier)
    for name in entry.changes:
        steps = _steps(supplier, entry, name, origin)
        why = _why_not(steps, certifies=certifies) or _take(supplier, steps or ())
        if why:
            done.left[name] = why
        else:
            done.put_back.append(name)
    if changes := changes_from(before, supplier):
        note(supplier, HistoryAction.REVERTED, actor, changes, reverts=entry)
    return done


def _why_not(steps: Sequence[Step] | None, *, certifies: bool) -> str:
    """Why these are left, in French; "" when they can be taken."""
    if steps is None:
        return NOT_CERTAIN
    if not certifies and any(step.fact in CERTIFIED for step in steps):
        return FOR_MODERATORS
    if any(ERASED in json.dumps(step.value, ensure_ascii=False) for step in steps):
        return WAS_ERASED
    return "" if all(step.is_free for step in steps) else CHANGED_SINCE


def _steps(supplier: Supplier, entry: HistoryEntry, name: str, origin: Origin) -> list[Step] | None:
    """None when what to write is not certain."""
    old, new = entry.changes[name]
    if entry.actor.startswith(IMPORT):
        source = entry.actor.removeprefix(IMPORT)
        return imported_steps(supplier, name, old, new, Origin(source, entry.at.date()))
    if name not in FACTS:
        return None
    is_free = FACTS[name].is_same(read_fact(supplier, name), new) or is_derived(supplier, name)
    return [Step(name, old, origin, is_free)]


def _take(supplier: Supplier, steps: Iterable[Step]) -> str:
    """Why the database refuses them, in French; "" once they are taken."""
    try:
        with db.session.begin_nested():
            _write(supplier, steps)
    except IntegrityError:  # a paper or a picture that it names is gone
        return FILE_GONE
    return ""


def _write(supplier: Supplier, steps: Iterable[Step]) -> None:
    for step in steps:
        rows = _rows(supplier, step.fact)
        origin = saying_source(supplier, step.fact, step.value) or step.origin
        write_fact(supplier, step.fact, step.value, origin)
        for row in _rows(supplier, step.fact):
            if row not in rows or db.session.is_modified(row):
                origin = source_of_row(supplier, step.fact, row) or step.origin
                row.source, row.as_of = origin.source, origin.as_of
        if step.fact in HELD_LISTS:
            give_back(supplier, step.fact)


def _rows(supplier: Supplier, fact: str) -> list[Any]:
    """Of a fact that records list; [] of another."""
    collection = next((rows.collection for rows in ROWS.values() if rows.fact == fact), None)
    return list(getattr(supplier, collection)) if collection else []
