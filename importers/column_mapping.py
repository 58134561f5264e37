"""What each column of a hand-made list holds, and what its words mean, as somebody settled it.

It is kept as JSON, changed by a person, and applied to the next files of these titles or words.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from domain.kinds import KINDS
from domain.taxonomy import taxonomy
from domain.text import fold
from importers.columns import SEVERAL, TITLES, Columns
from importers.known import FIELD_NAMES
from importers.limits import UnreadableFileError
from importers.wording import IGNORED, each_meaning

# What a column may hold, as people call it.
COLUMN_FIELDS: Mapping[str, str] = {
    **{name: FIELD_NAMES.get(name, name) for name in TITLES},
    "id": "identifiant dans la liste",
    "name": "nom de la structure",
    "siren": "SIREN",
    "departement": "département",
    "latitude": "latitude",
    "longitude": "longitude",
    "postcode": "code postal",
    "ticked": "cases à cocher (une colonne par activité, type ou label)",
}
MAY_REPEAT = SEVERAL | {"ticked"}  # in several columns
_UNREADABLE = "La correspondance des colonnes est illisible : refaites-la."

_KNOWN: Mapping[str, Callable[[], Mapping[str, object]]] = {
    "service": lambda: taxonomy().services,
    "kind": lambda: KINDS,
    "label": lambda: taxonomy().labels,
    "network": lambda: taxonomy().networks,
}


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """`fields`: folded title → field of COLUMN_FIELDS; a column that is absent is left aside.

    `meanings`: folded words → "service:repassage", "kind:EI", "label:esus", "network:…", "ignore";
    or several that are true together, with "+" between them.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    meanings: Mapping[str, str] = field(default_factory=dict)
    one_row_a_service: bool = False

    def with_field(self, title: str, held: str | None) -> Self:
        """The column of this title holds that, or nothing."""
        others = {column: f for column, f in self.fields.items() if column != fold(title)}
        return replace(self, fields=others | ({fold(title): held} if held else {}))

    def with_meaning(self, words: str, meaning: str | None) -> Self:
        """The words mean that in every row; None: what is known of them."""
        others = {said: m for said, m in self.meanings.items() if said != fold(words)}
        return replace(self, meanings=others | ({fold(words): meaning} if meaning else {}))

    def taking_up(self, earlier: Sequence[Self]) -> Self:
        """With what was settled of earlier lists beside their columns, the latest first.

        Words mean what they last meant, whatever the titles; rows are joined as in the last list
        whose columns are all here.
        """
        meanings: dict[str, str] = {}
        for mapping in reversed(earlier):
            meanings |= mapping.meanings
        alike = (one for one in earlier if one.fields.keys() <= self.fields.keys())
        grouped = next((one.one_row_a_service for one in alike), self.one_row_a_service)
        return replace(self, meanings=meanings, one_row_a_service=grouped)

    def columns(self, titles: tuple[str, ...]) -> Columns:
        """In the order of the file. Raises UnreadableFileError when a supplier has no name."""
        by_field: dict[str, tuple[str, ...]] = {}
        ignored = []
        for title in titles:
            held = self.fields.get(fold(title))
            if held is None or (held in by_field and held not in MAY_REPEAT):
                ignored.append(title)
            else:
                by_field[held] = (*by_field.get(held, ()), fold(title))
        columns = Columns(by_field, tuple(ignored)).with_name()
        if not columns.has("name"):
            raise UnreadableFileError(
                "Aucune colonne ne donne le nom de la structure : dites laquelle."
            )
        return columns

    def repeated(self, titles: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """Fields of one column that several columns hold: the first alone would be read."""
        held: dict[str, tuple[str, ...]] = {}
        for title in titles:
            if name := self.fields.get(fold(title)):
                held[name] = (*held.get(name, ()), title)
        return {n: t for n, t in held.items() if len(t) > 1 and n not in MAY_REPEAT}

    def as_json(self) -> dict[str, Any]:
        return {
            "fields": dict(self.fields),
            "meanings": dict(self.meanings),
            "one_row_a_service": self.one_row_a_service,
        }

    @classmethod
    def from_json(cls, said: object) -> Self:
        """A meaning that has left the taxonomy is forgotten: its words are asked about again.

        Raises UnreadableFileError: what comes back from a browser may be anything.
        """
        if not isinstance(said, dict):
            raise UnreadableFileError(_UNREADABLE)
        held, meanings = _texts(said, "fields"), _texts(said, "meanings")
        grouped = said.get("one_row_a_service", False)
        if not set(held.values()) <= COLUMN_FIELDS.keys() or not isinstance(grouped, bool):
            raise UnreadableFileError(_UNREADABLE)
        return cls(
            {fold(title): name for title, name in held.items()},
            {fold(words): m for words, m in meanings.items() if is_meaning(m)},
            grouped,
        )


def is_meaning(meaning: str) -> bool:
    """Whether words may mean that, or all of that."""
    return meaning == IGNORED or bool(meaning and all(map(_is_known, each_meaning(meaning))))


def _is_known(meaning: str) -> bool:
    sort, _, value = meaning.partition(":")
    return sort in _KNOWN and value in _KNOWN[sort]()


def meaning_label(meaning: str) -> str:
    """As a person reads it: "activité : Repassage". Raises KeyError for what is no meaning."""
    if meaning == IGNORED:
        return "ne rien en retenir"
    return " + ".join(map(_label, each_meaning(meaning)))


def _label(meaning: str) -> str:
    sort, _, value = meaning.partition(":")
    named = {"service": "activité", "kind": "type", "label": "label", "network": "réseau"}
    return f"{named[sort]} : {_KNOWN[sort]()[value].label}"  # type: ignore[attr-defined]  # each has one


def _texts(said: dict[Any, Any], name: str) -> dict[str, str]:
    part = said.get(name, {})
    if not isinstance(part, dict):
        raise UnreadableFileError(_UNREADABLE)
    if not all(isinstance(text, str) for pair in part.items() for text in pair):
        raise UnreadableFileError(_UNREADABLE)
    return part
