"""What people settled of the columns of earlier lists, and what of it holds for another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

from domain.text import fold
from importers.column_mapping import ColumnMapping
from importers.headers import is_put_before, is_untitled

Confidence = Literal["sure", "likely", "doubtful"]


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What a column may hold: a field of COLUMN_FIELDS or None, why, and up to three values.

    `guessed` is the field that it would hold if no earlier list were known.
    """

    rank: int
    title: str
    field: str | None
    confidence: Confidence
    reason: str
    samples: tuple[str, ...]
    guessed: str | None = None

    @property
    def is_to_check(self) -> bool:
        return self.confidence == "doubtful" and (self.field or self.guessed) is not None

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Self:
        """Also as it was kept before earlier lists were told from guesses."""
        return cls(**{"guessed": said["field"], **said})


@dataclass(frozen=True, slots=True)
class Recalled:
    """What a person said of a title in that list: it held `field`, where `guessed` was guessed."""

    field: str | None
    guessed: str | None
    list_name: str


@dataclass(frozen=True, slots=True)
class EarlierList:
    """A list whose columns a person settled: as they were proposed, then as they were left."""

    name: str
    columns: tuple[ColumnGuess, ...]
    mapping: ColumnMapping

    @property
    def titles(self) -> list[str]:
        return [fold(column.title) for column in self.columns]

    def said(self, is_whole: bool = False) -> Iterator[tuple[str, Recalled]]:
        """Folded titles with what the person said of them; `is_whole`: whatever they say it of."""
        for column in self.columns:
            title = fold(column.title)
            held = self.mapping.fields.get(title)
            if is_whole or _is_answered(column, held):
                yield title, Recalled(held, column.guessed, self.name)


def _is_answered(column: ColumnGuess, held: str | None) -> bool:
    """Whether leaving the column so was an answer, which its title or its cells do not repeat."""
    if is_untitled(column.title) or not column.samples:
        return False
    if held != column.guessed or column.field != column.guessed:
        return True
    return held is not None and column.confidence == "doubtful"


def recall(titles: Sequence[str], earlier: Sequence[EarlierList]) -> Mapping[str, Recalled]:
    """Folded title → what was said of it last; `earlier` come the latest first.

    Rows given back are read as those that they come from, down to what nobody answered.
    """
    own = [fold(title) for title in titles if not is_put_before(title)]
    recalled: dict[str, Recalled] = {}
    if len(own) < len(titles):
        whole = next((one for one in earlier if one.titles == own), None)
        recalled = dict(whole.said(is_whole=True)) if whole else {}
    for one in earlier:
        for title, said in one.said():
            if title in own:
                recalled.setdefault(title, said)
    return recalled
