"""Lists of one row a service: rows that are one supplier but for it are read as one.

Each row of a group is given the services of all, so that the first makes the supplier and the
others repeat it. The file is read twice beforehand; what is kept is a digest of each row, and the
words of those that come again.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field, replace

from domain.text import fold
from importers.column_mapping import ColumnMapping
from importers.facts import Note, RowFacts, RowResult
from importers.headers import Header, rows_of_list
from importers.reading import CheckedTable, Row
from importers.ticks import read_tick

_JOINED = frozenset({"services", "ticked"})
# Without one of these, two rows of one name may be two suppliers.
_CERTAIN = frozenset({"id", "siret", "address", "postcode", "city", "code_insee"})
MOST_LINES_TOLD = 5


@dataclass(slots=True)
class Group:
    """Rows that say the same supplier: their lines, and what each column of words says in all."""

    lines: list[int] = field(default_factory=list)
    words: defaultdict[int, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))

    def joined(self, row: Row) -> Row:
        cells = list(row.cells)
        for rank, words in self.words.items():
            if rank < len(cells):
                cells[rank] = "\n".join(words)
        return Row(row.line, tuple(cells))

    @property
    def differ(self) -> bool:
        return any(len(words) > 1 for words in self.words.values())


class Groups:
    """The groups of a list, by the rows that belong to one."""

    def __init__(self, table: CheckedTable, header: Header, mapping: ColumnMapping) -> None:
        held = [mapping.fields.get(fold(title)) for title in header.titles]
        self._words = [(rank, f) for rank, f in enumerate(held) if f in _JOINED]
        self._same = [rank for rank, f in enumerate(held) if f and f not in _JOINED]
        self._certain = [rank for rank, f in enumerate(held) if f in _CERTAIN]
        self._groups = self._collected(table, header) if self._words else {}

    def of(self, row: Row) -> Group | None:
        """The group of the row; None when it stands alone."""
        return self._groups.get(self._digest(row)) if self._groups else None

    def any_differ(self) -> bool:
        return any(group.differ for group in self._groups.values())

    def _collected(self, table: CheckedTable, header: Header) -> dict[bytes, Group]:
        repeated = self._repeated(table, header)
        groups: defaultdict[bytes, Group] = defaultdict(Group)
        for row in rows_of_list(table, header) if repeated else ():
            digest = self._digest(row)
            if digest in repeated:
                self._add(groups[digest], row)
        return dict(groups)

    def _repeated(self, table: CheckedTable, header: Header) -> set[bytes]:
        seen: set[bytes] = set()
        repeated: set[bytes] = set()
        for row in rows_of_list(table, header):
            if self._is_certain(row):
                digest = self._digest(row)
                (repeated if digest in seen else seen).add(digest)
        return repeated

    def _add(self, group: Group, row: Row) -> None:
        group.lines.append(row.line)
        for rank, held in self._words:
            cell = _cell(row, rank)
            if read_tick(cell) if held == "ticked" else cell:
                # A tick is a tick, however it is written.
                group.words[rank]["x" if held == "ticked" else cell] = None

    def _is_certain(self, row: Row) -> bool:
        return any(_cell(row, rank) for rank in self._certain)

    def _digest(self, row: Row) -> bytes:
        said = "\x1f".join(" ".join(_cell(row, rank).split()) for rank in self._same)
        return hashlib.blake2b(said.encode(errors="replace"), digest_size=12).digest()


def says_one_row_a_service(table: CheckedTable, header: Header, mapping: ColumnMapping) -> bool:
    """Whether some rows differ by their services alone."""
    return Groups(table, header, mapping).any_differ()


def with_group_told(result: RowResult, group: Group | None) -> RowResult:
    """The first row of a group says which ones are read with it."""
    if group is None or not group.differ or not isinstance(result, RowFacts):
        return result
    if result.line != group.lines[0]:
        return result
    others = list(map(str, group.lines[1 : MOST_LINES_TOLD + 1]))
    more = " et suivantes" if len(group.lines) > MOST_LINES_TOLD + 1 else ""
    lines = "les lignes" if len(others) > 1 else "la ligne"
    told = f"une ligne par activité : réunie avec {lines} {', '.join(others)}{more}"
    note = Note("", "", told)
    return replace(result, notes=(*result.notes, note))


def _cell(row: Row, rank: int) -> str:
    return row.cells[rank] if rank < len(row.cells) else ""
