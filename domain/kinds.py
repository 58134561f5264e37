"""Legal kinds of suppliers, and the legal frames that they open.

Help for the reader, not legal advice: `CAUTION` goes with every page that shows a frame.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from domain.text import fold
from domain.words import without_plurals

Answer = Literal["oui", "conditionnel", "non"]

PATH = Path(__file__).resolve().parents[1] / "data" / "taxonomy" / "kinds.json"


@dataclass(frozen=True, slots=True)
class Kind:
    """What the law or the statutes say a supplier is, such as ESAT or association."""

    code: str
    short: str  # for chips and lists: "ESAT", "Association"
    label: str
    family: str  # "handicap", "insertion" or "ess"
    definition: str
    synonyms: tuple[str, ...]
    frames: Mapping[str, Answer]  # one answer for each of LEGAL_FRAMES
    conditions: Mapping[str, str]  # why, for each frame whose answer is "conditionnel"
    until: date | None  # the announced last day of the kind itself
    note: str

    @property
    def oeth(self) -> Answer:
        return self.frames["oeth"]


@dataclass(frozen=True, slots=True)
class LegalFrame:
    """A rule of public procurement, or of the duty to employ disabled workers."""

    id: str
    label: str
    rule: str
    kinds: tuple[str, ...]  # codes of the kinds that qualify by themselves
    conditional_kinds: tuple[str, ...]  # codes of the kinds that may qualify


def _kind(row: dict[str, Any]) -> Kind:
    until = row["until"]
    return Kind(
        **row
        | {
            "synonyms": tuple(row["synonyms"]),
            "frames": MappingProxyType(row["frames"]),
            "conditions": MappingProxyType(row["conditions"]),
            "until": date.fromisoformat(until) if until else None,
        }
    )


def _frame(row: dict[str, str], kinds: Iterable[Kind]) -> LegalFrame:
    answers = {kind.code: kind.frames[row["id"]] for kind in kinds}
    return LegalFrame(
        id=row["id"],
        label=row["label"],
        rule=row["rule"],
        kinds=tuple(code for code, answer in answers.items() if answer == "oui"),
        conditional_kinds=tuple(
            code for code, answer in answers.items() if answer == "conditionnel"
        ),
    )


_content = json.loads(PATH.read_text(encoding="utf-8"))

CAUTION: str = _content["caution"]
KINDS: Mapping[str, Kind] = MappingProxyType({row["code"]: _kind(row) for row in _content["kinds"]})
LEGAL_FRAMES: Mapping[str, LegalFrame] = MappingProxyType(
    {row["id"]: _frame(row, KINDS.values()) for row in _content["frames"]}
)


def words_of(kind: Kind) -> tuple[str, ...]:
    """Every way to name the kind: code, short name, label, synonyms."""
    return (kind.code, kind.short, kind.label, *kind.synonyms)


_BY_WORDS = {
    without_plurals(fold(words)): kind for kind in KINDS.values() for words in words_of(kind)
}


def kind_for(words: str) -> Kind | None:
    """The kind named so, in any case, accents or number ("Entreprises adaptées", "ea")."""
    return _BY_WORDS.get(without_plurals(fold(words)))


def has_ended(code: str, day: date) -> bool:
    """Whether the kind itself is no more, whoever held it: the law gave it an end."""
    known = KINDS.get(code)
    return known is not None and known.until is not None and known.until < day


def ended_between(since: date, until: date) -> list[str]:
    """Codes of the kinds that are still on the first of these days, and no more on the other."""
    return [code for code in KINDS if has_ended(code, until) and not has_ended(code, since)]


def frames_of(kinds: Iterable[str]) -> tuple[str, ...]:
    """Ids of the frames that at least one of these kinds opens by itself.

    `kinds` are codes of the kinds in force; an unknown one opens nothing.
    """
    return _answered(kinds, "oui")


def conditional_frames_of(kinds: Iterable[str]) -> tuple[str, ...]:
    """Ids of the frames that these kinds open on a condition only (see Kind.conditions)."""
    held = tuple(kinds)
    firm = frames_of(held)
    return tuple(frame for frame in _answered(held, "conditionnel") if frame not in firm)


def _answered(kinds: Iterable[str], answer: Answer) -> tuple[str, ...]:
    held = [KINDS[code] for code in kinds if code in KINDS]
    return tuple(
        frame for frame in LEGAL_FRAMES if any(kind.frames[frame] == answer for kind in held)
    )
