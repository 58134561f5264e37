"""The words of a list that mean nothing known, each told once."""

from dataclasses import dataclass, field

from domain.text import fold
from importers.cells import Cells, quotable
from importers.column_mapping import ColumnMapping
from importers.columns import Columns
from importers.formats.generic import words_said
from importers.headers import find_header, rows_of_list
from importers.reading import CheckedTable
from importers.wording import LONGEST_WORDING, MEANINGS, meant

# Beyond, the column holds texts rather than words; the others are left.
MOST_WORDS = 2_000
MOST_LINES = 3


@dataclass(slots=True)
class UnmatchedWord:
    """Words as first written, the field and title of their column, how many rows say them."""

    words: str
    held: str
    title: str
    rows: int = 0
    lines: list[int] = field(default_factory=list)


def unmatched_words(table: CheckedTable, mapping: ColumnMapping) -> tuple[UnmatchedWord, ...]:
    """Those of most rows first; one reading of the list.

    Raises UnreadableFileError when a supplier has no name.
    """
    header = find_header(table)
    counting = _Counting(mapping, mapping.columns(header.titles))
    for row in rows_of_list(table, header):
        counting.add(Cells(row.line, header.titles, row.cells))
    return tuple(sorted(counting.found.values(), key=lambda word: -word.rows))


class _Counting:
    def __init__(self, mapping: ColumnMapping, columns: Columns) -> None:
        self._columns = columns
        self._fields = [name for name in (*MEANINGS, "ticked") if columns.has(name)]
        self._match = {name: meant(name, mapping.meanings) for name in self._fields}
        self.found: dict[tuple[str, str], UnmatchedWord] = {}

    def add(self, cells: Cells) -> None:
        """Words that a row says twice count once."""
        said = {}
        for name in self._fields:
            match = self._match[name]
            for column, words in words_said(cells, self._columns, name, match):
                if not match(words) and quotable(words):
                    said[name, fold(words[: 2 * LONGEST_WORDING])] = (column, words)
        for key, (column, words) in said.items():
            self._count(key, cells, column, words)

    def _count(self, key: tuple[str, str], cells: Cells, column: str, words: str) -> None:
        if key not in self.found and len(self.found) >= MOST_WORDS:
            return
        title = cells.title(column)
        word = self.found.setdefault(key, UnmatchedWord(quotable(words), key[0], title))
        word.rows += 1
        if len(word.lines) < MOST_LINES:
            word.lines.append(cells.line)
