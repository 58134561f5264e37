"""The words of a list that a person says the meaning of, each told once."""

from dataclasses import dataclass

from domain.text import fold
from importers.cells import Cells, quotable
from importers.column_mapping import ColumnMapping
from importers.columns import Columns
from importers.formats.generic import words_said
from importers.headers import find_header, rows_of_list
from importers.reading import CheckedTable
from importers.wording import LONGEST_WORDING, MEANINGS, Match, meant

# Beyond, the column holds texts rather than words; the others are left.
MOST_WORDS = 2_000


@dataclass(slots=True)
class AskedWord:
    """Words as first written, the field and title of their column, how many rows say them.

    `meaning` is what a person said of them; None when they match nothing.
    """

    words: str
    held: str
    title: str
    meaning: str | None = None
    rows: int = 0


def asked_words(table: CheckedTable, mapping: ColumnMapping) -> tuple[AskedWord, ...]:
    """Those that nobody has answered, then the others; of most rows first. One reading of the list.

    Raises UnreadableFileError when a supplier has no name.
    """
    header = find_header(table)
    counting = _Counting(mapping, mapping.columns(header.titles))
    for row in rows_of_list(table, header):
        counting.add(Cells(row.line, header.titles, row.cells))
    found = [*counting.waiting.values(), *counting.answered.values()]
    return tuple(sorted(found, key=lambda word: (word.meaning is not None, -word.rows)))


class _Counting:
    def __init__(self, mapping: ColumnMapping, columns: Columns) -> None:
        self._columns = columns
        self._fields = [name for name in (*MEANINGS, "ticked") if columns.has(name)]
        self._match = {name: meant(name, mapping.meanings) for name in self._fields}
        self._answers = mapping.meanings
        self.waiting: dict[tuple[str, str], AskedWord] = {}
        self.answered: dict[tuple[str, str], AskedWord] = {}

    def add(self, cells: Cells) -> None:
        """Words that a row says twice count once."""
        said = {}
        for name in self._fields:
            match = self._match[name]
            for column, words in words_said(cells, self._columns, name, match):
                if self._is_asked(words, match) and quotable(words):
                    said[name, fold(words[: 2 * LONGEST_WORDING])] = (column, words)
        for key, (column, words) in said.items():
            self._count(key, cells, column, words)

    def _is_asked(self, words: str, match: Match) -> bool:
        return fold(words) in self._answers or not match(words)

    def _count(self, key: tuple[str, str], cells: Cells, column: str, words: str) -> None:
        meaning = self._answers.get(fold(words))
        found = self.answered if meaning else self.waiting
        if key not in found and len(found) >= MOST_WORDS:
            return
        title = cells.title(column)
        word = found.setdefault(key, AskedWord(quotable(words), key[0], title, meaning))
        word.rows += 1
