"""Quotes that a text opens and never closes: each would swallow the rows below it into one cell.

A cell may well hold line breaks, and a separator or two on its lines: what it holds is rows when
its lines are parted as the list is.
"""

import csv
import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import islice

_JUDGED = 20  # lines
_SAMPLE = 100  # lines, which tell how wide the list is
_ALIKE = 0.8  # of the lines: a caption or a note may stand among them
_QUOTED = r'"[^"]*+(?:""[^"]*+)*+"'
_IS_QUOTED = re.compile(_QUOTED).match
_CLOSING = re.compile(r'[^"]*+(?:""[^"]*+)*+"').match
# After which a separator is one of prose, "couture, retouche".
_OF_PROSE = ",;"
_MOST_NAMED = 10  # rows
UNCLOSED = (
    "{} : un guillemet ouvert n’est jamais refermé, et les lignes en dessous se perdaient dans sa"
    " cellule. Il est ôté ou refermé, et chaque ligne est lue à part : vérifiez."
)
DOUBTFUL_CELLS = (
    "{} : une cellule entre guillemets tient sur plusieurs lignes, qui ressemblent aux autres"
    " lignes de la liste. Si un guillemet est de trop, retirez-le et déposez de nouveau le fichier."
)


class _End(IntEnum):
    """How a row of several lines ends, by how wide a list must be for it to be several rows."""

    AMID_WORDS = 2  # the quote that closes its cell was to open another
    NOWHERE = 3
    AS_IT_SHOULD = 5


@dataclass(slots=True)
class Unclosed:
    """Rows that have a quote too many, as a spreadsheet numbers them.

    `mended`: the lines that it swallowed are rows again. `doubtful`: they may be one cell.
    """

    mended: dict[int, None] = field(default_factory=dict)
    doubtful: dict[int, None] = field(default_factory=dict)

    def remarks(self) -> Iterator[str]:
        for told, rows in (UNCLOSED, self.mended), (DOUBTFUL_CELLS, self.doubtful):
            if rows:
                yield told.format(_called(list(rows)))


def _called(rows: list[int]) -> str:
    """ "Ligne 2", "Lignes 2, 7 et 9"."""
    if len(rows) == 1:
        return f"Ligne {rows[0]}"
    named = [str(row) for row in rows[:_MOST_NAMED]]
    others = len(rows) - len(named)
    last = f"{others} autre{'s' * (others > 1)}" if others else named.pop()
    return f"Lignes {', '.join(named)} et {last}"


def usual_width(lines: Iterable[str], separator: str) -> int:
    """Of how many cells most rows are, and of as many rows, the first; 0 for a single column."""
    sample = [_without_prose(line, separator) for line in islice(lines, _SAMPLE)]
    try:
        widths = [len(row) for row in csv.reader(sample, delimiter=separator)]
    except csv.Error:
        return 0
    return next(iter(dict(Counter(w for w in widths if w > 1).most_common(1))), 0)


@dataclass(slots=True)
class Mending:
    """Gives the lines of a text; those that a stray quote swallowed are rows of their own."""

    separator: str
    width: int
    found: Unclosed = field(default_factory=Unclosed)
    _row: int = 0
    _ahead: deque[str] = field(default_factory=deque)
    _closed_cells: Callable[[str, int], re.Match[str] | None] = field(init=False)

    def __post_init__(self) -> None:
        apart = re.escape(self.separator)
        cell = rf'(?:{_QUOTED}[^{apart}]*+|[^"{apart}][^{apart}]*+|)'
        self._closed_cells = re.compile(rf"(?:{cell}{apart})*+").match

    def lines(self, lines: Iterable[str]) -> Iterator[str]:
        rest = iter(lines)
        while (line := self._next(rest)) is not None:
            self._row += 1
            if (at := self._left_open(line)) is None:
                yield line
            else:
                yield from self._row_of_lines(line, at, rest)

    def _next(self, rest: Iterator[str]) -> str | None:
        return self._ahead.popleft() if self._ahead else next(rest, None)

    def _left_open(self, line: str, begins: int = 0) -> int | None:
        """Where the quote is that the line leaves open."""
        if '"' not in line:
            return None
        cells = self._closed_cells(line, begins)
        at = cells.end() if cells else begins
        return at if line.startswith('"', at) and not _IS_QUOTED(line, at) else None

    def _row_of_lines(self, first: str, at: int, rest: Iterator[str]) -> Iterator[str]:
        """The lines of the row that begins so; none when they are rows: they come again."""
        others = self._to_its_end(rest)
        below = list(islice(others, _JUDGED))
        joined = [first, *(line for line, _ in below)]
        end = below[-1][1] if below else _End.NOWHERE
        are_rows = self._are_rows(joined, end)
        if are_rows and self.width >= end:
            self.found.mended[self._row] = None
            self._ahead.extendleft(reversed([self._mended(first, at), *joined[1:]]))
            self._row -= 1
            return
        if are_rows and end is _End.AS_IT_SHOULD:
            self.found.doubtful[self._row] = None
        yield from joined
        yield from (line for line, _ in others)

    def _to_its_end(self, rest: Iterator[str]) -> Iterator[tuple[str, _End]]:
        """The lines below the first of a row, each with how the row has ended there."""
        end = _End.AS_IT_SHOULD
        is_open = True
        while is_open and (line := self._next(rest)) is not None:
            if closing := _CLOSING(line):
                if not line[closing.end() :].startswith((self.separator, "\r", "\n")):
                    end = _End.AMID_WORDS
                after = line.find(self.separator, closing.end())
                is_open = after >= 0 and self._left_open(line, after + 1) is not None
            yield line, _End.NOWHERE if is_open else end

    def _are_rows(self, joined: list[str], end: _End) -> bool:
        """Whether the lines are parted as the list is; all of them, where nothing else is odd."""
        off = [self._off_as_a_row(line) for line in joined if line.strip()]
        if end is _End.AS_IT_SHOULD:
            return len(off) > 1 and not any(off)
        alike = [cells <= self.width // 5 for cells in off]
        return len(off) > 1 and alike[0] and sum(alike) >= _ALIKE * len(alike)

    def _off_as_a_row(self, line: str) -> int:
        at = self._left_open(line)
        return self._off(line if at is None else self._mended(line, at))

    def _mended(self, line: str, at: int) -> str:
        """The quote is closed at the end of the line, or goes: as the list is wide."""
        said = line.rstrip("\r\n")
        ways = f'{said}"{line[len(said) :]}', line[:at] + line[at + 1 :]
        return min(ways, key=self._off)

    def _off(self, line: str) -> int:
        """By how many cells the line is wider than the list, or narrower."""
        said = _without_prose(line, self.separator)
        return abs(self.width - len(next(csv.reader([said], delimiter=self.separator), ())))


def _without_prose(line: str, separator: str) -> str:
    """The line, whose separators that a blank follows part nothing."""
    return line.replace(f"{separator} ", " ") if separator in _OF_PROSE else line
