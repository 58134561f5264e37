"""Lists where a supplier has several rows, one a service or one a contact: these are read as one.

Each row of a group is given what all of them say, so that the first makes the supplier and the
others repeat it. The file is read twice beforehand; what is kept is a digest of each row, and the
words of those that come again.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from domain.text import fold
from importers.column_mapping import ColumnMapping
from importers.facts import Note, RowFacts, RowResult, ServedZone
from importers.headers import Header, rows_of_list
from importers.reading import CheckedTable, Row
from importers.ticks import read_tick

Read = Callable[[Row], RowResult]

_SERVICES = frozenset({"services", "ticked"})
_SEVERAL = _SERVICES | {"kinds", "labels", "networks", "emails", "phones"}
# What tells which supplier it is: alike on all its rows.
_SAME = frozenset(
    """
    id name brand siret siren address postcode city code_insee departement latitude longitude
    """.split()  # noqa: SIM905 reads better than twelve quoted words
)
# Without one of these, two rows of one name may be two suppliers.
_CERTAIN = frozenset({"id", "siret", "address", "postcode", "city", "code_insee"})
# With one of these, they are one supplier whatever else they say.
_SURE = frozenset({"id", "siret", "address"})
MOST_LINES_TOLD = 5


@dataclass(frozen=True, slots=True)
class _Columns:
    """`several` are those that keep all that is said; of the others the first counts."""

    titles: tuple[str, ...]
    several: frozenset[int]
    zone: int | None


@dataclass(slots=True)
class Group:
    """Rows that say the same supplier: their lines, and what each column says in all.

    `zones` are what the rows of each coverage say.
    """

    columns: _Columns
    lines: list[int] = field(default_factory=list)
    words: defaultdict[int, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    zones: dict[str, "Group"] = field(default_factory=dict)

    def add(self, row: Row, said: dict[int, str]) -> None:
        self.lines.append(row.line)
        for rank, words in said.items():
            self.words[rank][words] = None
        if self.columns.zone is not None and (zone := said.get(self.columns.zone)):
            alike = self.zones.setdefault(zone, Group(replace(self.columns, zone=None)))
            alike.add(row, said)

    def read(self, row: Row, read: Read) -> RowResult:
        """What all say, each coverage with the services of its rows."""
        result = read(self._joined(row))
        if not isinstance(result, RowFacts) or len(self.zones) < 2:
            return self._told(result)
        apart = [read(zone._joined(row)) for zone in self.zones.values()]
        served = [
            ServedZone(facts.zone, facts.services)
            for facts in apart
            if isinstance(facts, RowFacts) and facts.zone
        ]
        return self._told(replace(result, zone=None, zones=tuple(served)))

    def differs_in(self, ranks: frozenset[int]) -> bool:
        return any(len(self.words[rank]) > 1 for rank in ranks if rank in self.words)

    def _joined(self, row: Row) -> Row:
        cells = list(row.cells)
        for rank, words in self.words.items():
            if rank < len(cells):
                said = words if rank in self.columns.several else list(words)[:1]
                cells[rank] = "\n".join(said)
        return Row(row.line, tuple(cells))

    def _told(self, result: RowResult) -> RowResult:
        """The first row of a group says which ones are read with it."""
        is_first = result.line == self.lines[0]
        if (
            not isinstance(result, RowFacts)
            or not is_first
            or not self.differs_in(frozenset(self.words))
        ):
            return result
        others = list(map(str, self.lines[1 : MOST_LINES_TOLD + 1]))
        more = " et suivantes" if len(self.lines) > MOST_LINES_TOLD + 1 else ""
        lines = "les lignes" if len(others) > 1 else "la ligne"
        told = f"une structure sur plusieurs lignes : réunie avec {lines} {', '.join(others)}{more}"
        return replace(result, notes=(*result.notes, Note("", "", told), *self._left()))

    def _left(self) -> Iterator[Note]:
        for rank, words in self.words.items():
            if rank in self.columns.several or rank == self.columns.zone:
                continue
            for other in list(words)[1:]:
                message = "laissé de côté : la première des lignes réunies compte"
                yield Note(self.columns.titles[rank], other, message)


class Groups:
    """The groups of a list, by the rows that belong to one."""

    def __init__(self, table: CheckedTable, header: Header, mapping: ColumnMapping) -> None:
        held = [mapping.fields.get(fold(title)) for title in header.titles]
        self._ticks = _ranks(held, frozenset({"ticked"}))
        self._services = _ranks(held, _SERVICES)
        self._several = _ranks(held, _SEVERAL)
        zone = held.index("zone") if "zone" in held else None
        self._columns = _Columns(header.titles, self._several, zone)
        self._same = sorted(_ranks(held, _SAME))
        self._said = [rank for rank, f in enumerate(held) if f and f not in _SAME]
        self._but_services = [rank for rank in self._said if rank not in self._services]
        self._certain, self._sure = _ranks(held, _CERTAIN), _ranks(held, _SURE)
        self._groups = self._collected(table, header) if self._several else {}

    def of(self, row: Row) -> Group | None:
        """The group of the row; None when it stands alone."""
        return self._groups.get(self._digest(row)) if self._groups else None

    def any_differ(self) -> bool:
        """In what a supplier may have several of."""
        return any(group.differs_in(self._several) for group in self._groups.values())

    def _collected(self, table: CheckedTable, header: Header) -> dict[bytes, Group]:
        repeated = self._repeated(table, header)
        groups: dict[bytes, Group] = {}
        for row in rows_of_list(table, header) if repeated else ():
            digest = self._digest(row)
            if digest in repeated:
                group = groups.setdefault(digest, Group(self._columns))
                group.add(row, dict(self._said_by(row)))
        return groups

    def _repeated(self, table: CheckedTable, header: Header) -> set[bytes]:
        seen: set[bytes] = set()
        repeated: set[bytes] = set()
        for row in rows_of_list(table, header):
            if _says(row, self._certain):
                digest = self._digest(row)
                (repeated if digest in seen else seen).add(digest)
        return repeated

    def _said_by(self, row: Row) -> Iterator[tuple[int, str]]:
        for rank in self._said:
            cell = _cell(row, rank)
            if rank not in self._ticks:
                yield from [(rank, cell)] if cell else []
            elif read_tick(cell):
                yield rank, "x"  # a tick is a tick, however it is written

    def _digest(self, row: Row) -> bytes:
        """Of what must be alike: less, for rows that are surely of one supplier."""
        same = self._same if _says(row, self._sure) else [*self._same, *self._but_services]
        said = "\x1f".join(" ".join(_cell(row, rank).split()) for rank in same)
        return hashlib.blake2b(said.encode(errors="replace"), digest_size=12).digest()


def says_one_row_a_service(table: CheckedTable, header: Header, mapping: ColumnMapping) -> bool:
    """Whether some rows are of one supplier, and each says more of it."""
    return Groups(table, header, mapping).any_differ()


def _ranks(held: list[str | None], fields: frozenset[str]) -> frozenset[int]:
    return frozenset(rank for rank, f in enumerate(held) if f in fields)


def _says(row: Row, ranks: frozenset[int]) -> bool:
    return any(_cell(row, rank) for rank in ranks)


def _cell(row: Row, rank: int) -> str:
    return row.cells[rank] if rank < len(row.cells) else ""
