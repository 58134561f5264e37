"""What a decision about a row says: its outcome, and what is to be written of whom."""

from dataclasses import dataclass, field
from enum import StrEnum

from importers.changes import Change, Conflict
from importers.facts import LabelFacts, Note
from importers.known import Facts, KnownSupplier, coverages
from importers.matching import Duplicate


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """The source record to keep: the base of the next comparison.

    `former_key`: of one that is known, the key that it has had until now.
    """

    key: str
    original_name: str
    facts: Facts
    is_new: bool
    match_reason: str | None = None
    former_key: str = ""

    @property
    def is_moved(self) -> bool:
        return self.former_key not in {"", self.key}


@dataclass(frozen=True, slots=True)
class Effect:
    """What is to be written of one supplier."""

    supplier: KnownSupplier
    changes: dict[str, Change] = field(default_factory=dict)
    record: RecordFacts | None = None
    duplicates: tuple[Duplicate, ...] = ()
    labels: tuple[LabelFacts, ...] = ()  # what is said of those that it adds or renews
    quotes: str | None = None  # why the row is about this supplier, when no record is kept of it

    @property
    def creates(self) -> bool:
        record = self.record
        return record is not None and record.is_new and record.match_reason is None

    @property
    def match_reason(self) -> str | None:
        """Why the row is about a supplier that another record made."""
        return self.record.match_reason if self.record else self.quotes


@dataclass(frozen=True, slots=True)
class Decision:
    """The one result of one row."""

    line: int
    outcome: Outcome
    effects: tuple[Effect, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    problem: Note | None = None  # why nothing of the row is believed
    notes: tuple[Note, ...] = ()
    repeats_line: int | None = None  # the row says again what this line said
    is_joined: bool = False  # which says what both say


def rejected(line: int, problem: Note, notes: tuple[Note, ...] = ()) -> Decision:
    return Decision(line, Outcome.REJECTED, problem=problem, notes=notes)


def applied(effect: Effect, source: str) -> Effect:
    """The same effect, once `supplier` is as it will be."""
    supplier, record = effect.supplier, effect.record
    for name, change in effect.changes.items():
        if name in supplier.several:
            supplier.several[name] = change.after
        elif name == "zone":
            supplier.set_coverages(coverages(change.after), source)
        else:
            supplier.single[name] = change.after
    for label in effect.labels:
        supplier.labels[source, label.label] = label
    if record:
        if record.is_moved:
            del supplier.records[source, record.former_key]
        supplier.records[source, record.key] = record.facts
    return effect
