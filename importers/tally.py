"""The words of a list that a person says the meaning of, each told once."""

from dataclasses import dataclass
from functools import lru_cache

from domain.text import fold
from importers.cells import Cells, quotable
from importers.column_mapping import ColumnMapping
from importers.formats.generic import words_said
from importers.reading import Row
from importers.wording import LONGEST_WORDING, MEANINGS, REMEMBERED, Match, meant

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


Key = tuple[str, str]  # the field, and the words folded


class Tally:
    """Counts the words of a hand-made list, as its rows are read one after the other."""

    def __init__(self, titles: tuple[str, ...], mapping: ColumnMapping) -> None:
        """Raises UnreadableFileError when no column names a supplier."""
        self._columns = mapping.columns(titles)
        self._answers = mapping.meanings
        fields = [name for name in (*MEANINGS, "ticked") if self._columns.has(name)]
        self._match = {name: meant(name, mapping.meanings) for name in fields}
        ranks = {fold(title): (rank, title) for rank, title in enumerate(titles)}
        self._read = [(name, *ranks[c]) for name in fields for c in self._columns.all(name)]
        self._asked = lru_cache(REMEMBERED)(self._asked_in)  # a list repeats its cells
        self._waiting: dict[Key, AskedWord] = {}
        self._answered: dict[Key, AskedWord] = {}

    def add(self, row: Row) -> None:
        """Words that a row says twice count once."""
        said: dict[Key, tuple[str, str]] = {}
        for name, rank, title in self._read:
            if cell := row.cells[rank] if rank < len(row.cells) else "":
                said |= {key: (title, words) for key, words in self._asked(name, title, cell)}
        for key, (title, words) in said.items():
            self._count(key, title, words)

    def words(self) -> tuple[AskedWord, ...]:
        """Those that nobody has answered, then the others; of most rows first."""
        found = [*self._waiting.values(), *self._answered.values()]
        return tuple(sorted(found, key=lambda word: (word.meaning is not None, -word.rows)))

    def _asked_in(self, field: str, title: str, cell: str) -> tuple[tuple[Key, str], ...]:
        match = self._match[field]
        said = words_said(Cells(0, [title], [cell]), self._columns, field, match)
        return tuple(
            ((field, fold(words[: 2 * LONGEST_WORDING])), words)
            for _, words in said
            if self._is_asked(words, match) and quotable(words)
        )

    def _is_asked(self, words: str, match: Match) -> bool:
        return fold(words) in self._answers or not match(words)

    def _count(self, key: Key, title: str, words: str) -> None:
        meaning = self._answers.get(fold(words))
        found = self._answered if meaning else self._waiting
        if key not in found and len(found) >= MOST_WORDS:
            return
        word = found.setdefault(key, AskedWord(quotable(words), key[0], title, meaning))
        word.rows += 1
