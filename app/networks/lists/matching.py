"""Match the columns of a dropped list, and its words, with those of the directory."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.db import db
from app.networks.lists.models import MemberList
from app.networks.lists.queries import last_mapping
from app.networks.lists.refused import WHY
from app.networks.lists.tables import opened_table
from domain.kinds import KINDS
from domain.taxonomy import taxonomy
from domain.text import fold
from importers.choices import Found
from importers.column_mapping import ColumnMapping, is_meaning, meaning_label
from importers.formats import FORMATS
from importers.guessing import ColumnGuess, guess_mapping
from importers.limits import UnreadableFileError
from importers.mapping import map_table
from importers.reading import CheckedTable
from importers.wording import IGNORED

BY_HAND = "generic"


@dataclass(frozen=True, slots=True)
class Matching:
    """How a list is read: `format_label` of a known format, else what each column may hold."""

    found: Found
    rows: int
    header_line: int
    format_label: str | None
    columns: tuple[ColumnGuess, ...]
    mapping: ColumnMapping

    def held(self, column: ColumnGuess) -> str | None:
        return self.mapping.fields.get(fold(column.title))


def start_matching(session: Session, one: MemberList) -> None:
    """Recognise its format, else take up the last mapping of these titles, else guess one.

    The caller commits. Raises UnreadableFileError.
    """
    with opened_table(session, one) as table:
        one.format = _known_format(table)
        if one.format is not None:
            one.mapping = None
            return
        guess = guess_mapping(table)
        one.header = {"line": guess.header.line, "titles": list(guess.header.titles)}
        one.mapping = last_mapping(one.network_slug, guess.header.titles) or (
            guess.mapping.as_json()
        )


def _known_format(table: CheckedTable) -> str | None:
    """None for a list that a person is to match, and for what a network may not certify."""
    try:
        known = map_table(table).format
    except UnreadableFileError:  # a person may still say what its columns are
        return None
    return None if known.name == BY_HAND or known.certifies else known.name


@contextmanager
def matching_of(one: MemberList) -> Iterator[Matching]:
    """Raises UnreadableFileError."""
    with opened_table(db.session, one) as table:
        guess = guess_mapping(table)
        mapping = ColumnMapping.from_json(one.mapping) if one.mapping else guess.mapping
        label = next((known.label for known in FORMATS if known.name == one.format), None)
        yield Matching(
            table.found, table.row_count, guess.header.line, label, guess.columns, mapping
        )


def is_partial_file(one: MemberList) -> bool:
    """Whether these are rows that we gave back to be corrected."""
    return WHY in one.header.get("titles", ())


# Words


def meanings() -> Mapping[str, str]:
    """Every meaning that words may have → its label, for a person to choose from."""
    known = taxonomy()
    every = [
        *(f"service:{id_}" for id_ in known.services),
        *(f"kind:{code}" for code in KINDS),
        *(f"label:{id_}" for id_ in known.labels),
        *(f"network:{id_}" for id_ in known.networks),
    ]
    return {meaning: meaning_label(meaning) for meaning in every}


def meaning_typed(typed: str) -> str | None:
    """The meaning whose label, or what follows its colon, was typed."""
    wanted = fold(typed)
    for meaning, label in meanings().items():
        if wanted in {fold(label), fold(label.partition(": ")[2])}:
            return meaning
    return None


def settle_words(one: MemberList, said: Mapping[str, str]) -> int:
    """Words → what a person says that they mean, for all rows. How many were settled.

    The caller commits, and has the list read again.
    """
    mapping = ColumnMapping.from_json(one.mapping or {})
    settled = {words: meaning for words, meaning in said.items() if is_meaning(meaning)}
    for words, meaning in settled.items():
        mapping = mapping.with_meaning(words, meaning)
    one.mapping = mapping.as_json()
    return len(settled)


def offers(word: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What words may mean, the likeliest first, then nothing at all."""
    likely = [(m, meaning_label(m)) for m in word["suggestions"] if is_meaning(m)]
    return [*likely, (IGNORED, meaning_label(IGNORED))]
