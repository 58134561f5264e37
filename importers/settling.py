"""Conflicts that a person has settled: whose value counts, field by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from importers.changes import Change, Conflict
from importers.facts import Note
from importers.known import CERTIFIED, FIELD_NAMES, SINGLE, TOGETHER

FILE, DIRECTORY = "file", "directory"  # whose value counts
_TOLD = {
    FILE: "la valeur du fichier est prise, comme vous l’avez dit",
    DIRECTORY: "celle de l’annuaire est gardée, comme vous l’avez dit",
}


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a person's answers make of conflicts, and those that are left."""

    changes: dict[str, Change]
    left: tuple[Conflict, ...]
    notes: tuple[Note, ...]


def settle(conflicts: Sequence[Conflict], answers: Mapping[str, str]) -> Settlement:
    """`answers`: field → FILE or DIRECTORY."""
    settled = [conflict for conflict in conflicts if conflict.field in answers]
    return Settlement(
        {c.field: Change(c.kept, c.said) for c in settled if answers[c.field] == FILE},
        tuple(conflict for conflict in conflicts if conflict.field not in answers),
        tuple(_note(conflict.field, answers[conflict.field]) for conflict in settled),
    )


def _note(name: str, whose: str) -> Note:
    return Note(FIELD_NAMES[name], "", f"{FIELD_NAMES[name]} : {_TOLD[whose]}")


def may_be_settled(name: str) -> bool:
    """Not what sources certify, nor coverages, which are no one value or another."""
    return name in SINGLE and name not in CERTIFIED


def settled_with(name: str) -> frozenset[str]:
    """The fields that the same answer settles: half an address of each would be nowhere."""
    return next((fields for fields in TOGETHER if name in fields), frozenset({name}))
