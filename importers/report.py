"""The report of an import: five counts that add up to the rows, and what there is to tell."""

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

from importers.changes import Conflict
from importers.decisions import Decision, Effect, Outcome
from importers.known import FIELD_NAMES, KnownSupplier
from importers.settling import may_be_settled

LEVELS = {"departement": "département", "region": "région", "epci": "EPCI"}
LONGEST_VALUE = 200
MOST_MESSAGES = 20
JOINS = "joins"  # in what is told of a row: the line that says it too
_STRAIGHT = "'"

Entry = dict[str, Any]


class Report:
    """Counts rows as they are decided; entries wait in a temporary file, not in memory.

    A context, which ends with that file.
    """

    def __init__(self) -> None:
        self.rows = 0
        self.outcomes: Counter[Outcome] = Counter()
        self.repaired: Counter[str] = Counter()
        self.duplicates = 0
        self.remarked = 0  # rows of which there is something to check
        self.refusals: Counter[str] = Counter()  # by message
        self._entries = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 closed by __exit__

    def add(self, decision: Decision) -> None:
        self.rows += 1
        self.outcomes[decision.outcome] += 1
        self.repaired.update(note.rule for note in decision.notes if note.rule)
        self.remarked += any(not note.rule for note in decision.notes)
        if decision.problem and decision.outcome is Outcome.REJECTED:
            self.refusals[decision.problem.message] += 1
        self.duplicates += sum(len(effect.duplicates) for effect in decision.effects)
        entry = entry_of(decision)
        if entry:
            separator = ",\n" if self._entries.tell() else "\n"
            self._entries.write(separator + json.dumps(entry, ensure_ascii=False))

    @property
    def counts(self) -> dict[str, Any]:
        """As the report gives them: rows, the five outcomes, repairs by rule."""
        outcomes = {outcome.value: self.outcomes[outcome] for outcome in Outcome}
        return {"rows": self.rows, **outcomes, "repaired": dict(sorted(self.repaired.items()))}

    def write(self, path: Path) -> None:
        """As JSON. Raises OSError."""
        self._entries.seek(0)
        with path.open("w", encoding="utf-8") as file:
            counts = json.dumps(self.counts, ensure_ascii=False)
            file.write(f'{{"counts": {counts},\n"rows": [')
            shutil.copyfileobj(self._entries, file)
            file.write("\n]}\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._entries.close()


def entry_of(decision: Decision) -> Entry | None:
    """What the report tells of a row; None for one simply created.

    One entry a row: the fields, the values, the messages and the suggestions are each joined.
    """
    told = [*_problem(decision), *_conflicts(decision), *_changes(decision), *_notes(decision)]
    if not told and decision.outcome is Outcome.CREATED:
        return None
    told = told or [{"message": _nothing(decision)}]
    values = ", ".join(_each(told, "value"))[:LONGEST_VALUE]
    return {
        "line": decision.line,
        "outcome": decision.outcome.value,
        "field": ", ".join(_each(told, "field")) or None,
        "value": values or told[0].get("value"),
        "message": _joined([t["message"] for t in told]),
        "suggestion": _joined(_each(told, "suggestion")) or None,
    }


def _each(told: list[Entry], part: str) -> list[str]:
    """What is told, without the absent and the repeated."""
    return list(dict.fromkeys(entry[part] for entry in told if entry.get(part)))


def _joined(messages: list[str]) -> str:
    beyond = len(messages) - MOST_MESSAGES
    others = "1 autre remarque" if beyond == 1 else f"{beyond} autres remarques"
    more = [f"et {others}"] if beyond > 0 else []
    return " ; ".join(messages[:MOST_MESSAGES] + more)


def _problem(decision: Decision) -> list[Entry]:
    problem = decision.problem
    if problem is None:
        return []
    return [
        {
            "field": problem.field,
            "value": problem.value[:LONGEST_VALUE],
            "message": problem.message,
            "suggestion": problem.suggestion,
        }
    ]


def _conflicts(decision: Decision) -> list[Entry]:
    return [_conflict(conflict) for conflict in decision.conflicts]


_CONFLICT_SUGGESTIONS = {"networks": "si elle le demande, l’ajouter depuis « Ajouter un membre »"}


def _conflict(conflict: Conflict) -> Entry:
    name, show = FIELD_NAMES[conflict.field], _zone if conflict.field == "zone" else shown
    said = show(conflict.said)
    kept = "l’annuaire n’en dit rien"
    if conflict.kept is not None:
        kept = f"l’annuaire « {show(conflict.kept)} », {conflict.reason}"
    told = {
        "field": name,
        "value": said,
        "message": f"{name} : le fichier dit « {said} », {kept}",
        "suggestion": _CONFLICT_SUGGESTIONS.get(
            conflict.field, "corriger le fichier, ou faire corriger la fiche"
        ),
    }
    return told | ({"settles": conflict.field} if may_be_settled(conflict.field) else {})


def _changes(decision: Decision) -> list[Entry]:
    return [entry for effect in decision.effects for entry in _effect(effect)]


def remarks(decision: Decision) -> list[Entry]:
    """What there is to say of a row beside the values that it changes."""
    matches = [
        {"message": told["message"]} for effect in decision.effects for told in _matches(effect)
    ]
    told = [*_problem(decision), *_conflicts(decision), *matches, *_notes(decision)]
    if decision.is_joined:
        message = f"ce qu’elle dit est réuni avec la ligne {decision.repeats_line}"
        return [{"message": message, JOINS: decision.repeats_line}, *told]
    if not told and decision.repeats_line:
        return [{"message": _nothing(decision)}]
    return told


def _effect(effect: Effect) -> Iterator[Entry]:
    names = [FIELD_NAMES[name] for name in effect.changes]
    matches = list(_matches(effect))
    added = f", complétée : {', '.join(names)}" if names else ""
    yield from (told | {"message": told["message"] + added} for told in matches)
    if names and not matches and not effect.creates:
        yield {"field": ", ".join(names), "message": f"mis à jour : {', '.join(names)}"}
    for duplicate in effect.duplicates:
        yield _identity(effect) | {
            "message": f"doublon probable de « {_called(duplicate.other)} » : {duplicate.reason}",
            "suggestion": "comparer les deux fiches",
        }


def _matches(effect: Effect) -> Iterator[Entry]:
    """That the row was found to be about a supplier which another record made, and why."""
    if effect.match_reason:
        why = f"rattachée à « {_called(effect.supplier)} » ({effect.match_reason})"
        yield _identity(effect) | {"message": why}


def _identity(effect: Effect) -> Entry:
    return {"field": "SIRET", "value": effect.supplier.siret}


def _called(supplier: KnownSupplier) -> str:
    city = supplier.single.get("city")
    name = str(supplier.single["name"])
    return f"{name}, {str(city).replace(_STRAIGHT, '’')}" if city else name


def _notes(decision: Decision) -> list[Entry]:
    """What is lost before what was mended: of many, only the first may be read."""
    by_gravity = sorted(decision.notes, key=lambda note: note.rule is not None)
    return [
        {
            "field": note.field,
            "value": note.value[:LONGEST_VALUE],
            "message": note.message,
            "suggestion": note.suggestion,
        }
        for note in by_gravity
    ]


def _nothing(decision: Decision) -> str:
    if decision.repeats_line:
        return f"répète la ligne {decision.repeats_line}"
    return "déjà à jour"


def _zone(value: list[Any]) -> str:
    """A coverage, or several, as a person reads them."""
    if all(isinstance(part, list) for part in value):
        return " + ".join(map(_zone, value))
    whole_country, radius_km, territories = value
    said = ["France entière"] if whole_country else []
    said += [f"{radius_km} km"] if radius_km else []
    levels = (territory.split(":") for territory in territories)
    return ", ".join([*said, *(f"{LEVELS.get(level, level)} {code}" for level, code in levels)])


def shown(value: Any) -> str:
    """A fact as a person reads it."""
    if isinstance(value, list):
        return ", ".join(shown(part) for part in value if part not in (None, False, []))
    if isinstance(value, bool):
        return "oui" if value else "non"
    said = str(value)
    return said if len(said) <= LONGEST_VALUE else f"{said[:LONGEST_VALUE]}…"
