"""Lists where a supplier has several rows, one a service or one a contact: these are read as one.

Each row of a group is given what all of them say, so that the first makes the supplier and the
others repeat it. The file is read twice beforehand; what is kept is a digest of each row, and the
words of those that come again.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from domain.coverage import MAX_ZONES
from domain.text import fold
from importers.cells import quotable
from importers.column_mapping import ColumnMapping
from importers.completing import Completing, cell_of
from importers.facts import Note, RowFacts, RowResult, ServedZone
from importers.headers import Header, ranks_beside, rows_of_list
from importers.reading import CheckedTable, Row
from importers.ticks import read_tick
from importers.wording import labels
from importers.zoning import covers_all, joined, served_apart, without_zone

Read = Callable[[Row], RowResult]
Counts = Callable[[Row], bool]

_SERVICES = frozenset({"services", "ticked"})
_SEVERAL = _SERVICES | {"kinds", "labels", "networks", "emails", "phones"}
# What tells which supplier it is: alike on all its rows.
_SAME = frozenset(
    {"id", "name", "brand", "siret", "siren", "departement", "latitude", "longitude"}
    | {"address", "postcode", "city", "code_insee"}
)
# Without one of these, two rows of one name may be two suppliers.
_CERTAIN = frozenset({"id", "siret", "address", "postcode", "city", "code_insee"})
# With one of these, they are one supplier whatever else they say.
_SURE = frozenset({"id", "siret", "address"})
MOST_TOLD = 5  # lines, and values left aside in a column
LEFT = "laissé de côté : la première des lignes réunies compte"
TOO_MANY = f"plus de {MAX_ZONES} zones d’intervention : réunies en une seule"
OF_NOTHING_KNOWN = "zone laissée de côté : aucune activité de ses lignes n’est connue"
NO_ZONE = "aucune zone lue sur les lignes de : "

Words = dict[int, dict[str, None]]  # by the rank of their column


@dataclass(frozen=True, slots=True)
class _Columns:
    """`said` are those that rows of a supplier may say otherwise. Of these `several` keep all that
    is said, as `services` do; of the others but the zone the first counts.
    """

    titles: tuple[str, ...]
    said: tuple[int, ...]
    several: frozenset[int]
    services: frozenset[int]
    zone: int | None


@dataclass(slots=True)
class Group:
    """Rows that say the same supplier: their lines, and what each column says in all.

    `zones`: for each coverage as it is written, the services that its rows say.
    """

    columns: _Columns
    lines: list[int] = field(default_factory=list)
    words: Words = field(default_factory=dict)
    zones: dict[str, Words] = field(default_factory=dict)
    _result: RowResult | None = None

    def add(self, line: int, said: dict[int, str]) -> None:
        self.lines.append(line)
        for rank, words in said.items():
            self.words.setdefault(rank, {})[words] = None
        if self.columns.zone is not None and (zone := said.get(self.columns.zone)):
            there = self.zones.setdefault(zone, {})
            for rank in self.columns.services & said.keys():
                there.setdefault(rank, {})[said[rank]] = None

    def read(self, row: Row, read: Read) -> RowResult:
        """What all of them say; the first says which ones are read with it."""
        if self._result is None:
            self._result = self._read(row, read)
        notes = self._result.notes if row.line == self.lines[0] else ()
        if not isinstance(self._result, RowFacts):
            return replace(self._result, line=row.line, notes=notes)
        is_joined = self.differs_in(self.columns.said)
        return replace(self._result, line=row.line, notes=notes, is_joined=is_joined)

    def differs_in(self, ranks: Iterable[int]) -> bool:
        return any(len(self.words.get(rank, ())) > 1 for rank in ranks)

    def _read(self, row: Row, read: Read) -> RowResult:
        result = read(self._saying(row, self.words))
        if not isinstance(result, RowFacts):
            return result
        if len(self.zones) > 1:
            result = self._with_zones(result, row, read)
        return replace(result, notes=(*result.notes, *self._told()))

    def _saying(self, row: Row, words: Words) -> Row:
        """The row, with these words for all that may differ."""
        cells = list(row.cells)
        for rank in (rank for rank in self.columns.said if rank < len(cells)):
            said = list(words.get(rank, ()))
            cells[rank] = "\n".join(said if rank in self.columns.several else said[:1])
        return Row(row.line, tuple(cells))

    def _with_zones(self, result: RowFacts, row: Row, read: Read) -> RowFacts:
        """Each coverage with the services of its rows."""
        rank = self.columns.zone
        assert rank is not None  # else there are no zones
        notes, said = dict.fromkeys(result.notes), list[ServedZone]()
        for zone, words in self.zones.items():
            one = read(self._saying(row, words | {rank: {zone: None}}))
            if isinstance(one, RowFacts):
                title = self.columns.titles[rank]
                notes |= dict.fromkeys(note for note in one.notes if note.field == title)
                if one.zone and (one.services or not words):
                    said.append(ServedZone(one.zone, one.services or None))
                elif one.zone:
                    notes[Note(title, quotable(zone), OF_NOTHING_KNOWN)] = None
        return self._serving(replace(result, notes=tuple(notes)), served_apart(said))

    def _serving(self, result: RowFacts, served: list[ServedZone]) -> RowFacts:
        """With these coverages, told where they are not as the rows say them."""
        told = []
        if len(served) > MAX_ZONES:
            served = [joined(served)]
            told.append(TOO_MANY)
        if left := without_zone(result.services, served):
            told.append(NO_ZONE + ", ".join(labels()[f"service:{service}"] for service in left))
        title = self.columns.titles[self.columns.zone or 0]
        notes = (*result.notes, *(Note(title, "", message) for message in told))
        if covers_all(result.services, served):
            return replace(result, zone=served[0].zone, notes=notes)
        return replace(result, zone=None, zones=tuple(served), notes=notes)

    def _told(self) -> Iterator[Note]:
        if not self.differs_in(self.columns.said):
            return
        others = list(map(str, self.lines[1 : MOST_TOLD + 1]))
        more = " et suivantes" if len(self.lines) > MOST_TOLD + 1 else ""
        lines = "les lignes" if len(others) > 1 else "la ligne"
        told = f"une structure sur plusieurs lignes : réunie avec {lines} {', '.join(others)}{more}"
        yield Note("", "", told)
        for rank in {*self.columns.said} - self.columns.several - {self.columns.zone}:
            for other in list(self.words.get(rank, ()))[1 : MOST_TOLD + 1]:
                said = quotable(other)
                yield Note(self.columns.titles[rank], said, f"« {said} » {LEFT}" if said else LEFT)


class Groups:
    """The groups of a list, by the rows that belong to one: those that count."""

    def __init__(
        self, table: CheckedTable, header: Header, mapping: ColumnMapping, counts: Counts
    ) -> None:
        held = [mapping.fields.get(fold(title)) for title in header.titles]
        said = tuple(rank for rank, f in enumerate(held) if f and f not in _SAME)
        zone = held.index("zone") if "zone" in held else None
        services, several = _ranks(held, _SERVICES), _ranks(held, _SEVERAL)
        self._columns = _Columns(header.titles, said, several, services, zone)
        self._ticks = _ranks(held, frozenset({"ticked"}))
        self._same = sorted(_ranks(held, _SAME))
        self._but_services = [rank for rank in said if rank not in services]
        self._certain, self._sure = _ranks(held, _CERTAIN), _ranks(held, _SURE)
        # Of what a supplier may have more than one.
        self._telling = several if zone is None else several | {zone}
        self._is_whole = not ranks_beside(header.titles)  # no rows given back to be corrected
        self._counts = counts
        self._groups = self._collected(table, header) if self._telling else {}

    def completing(self) -> Completing:
        """For one reading of the list."""
        return Completing(self._same, self._telling, is_whole=self._is_whole)

    def of(self, row: Row, head: Row) -> Group | None:
        """The group of a row, which goes on about that of `head`; None when it stands alone."""
        if not (self._groups and self._counts(row)):
            return None
        return self._groups.get(self._digest(head))

    def any_differ(self) -> bool:
        """In what a supplier may have more than one of."""
        return any(group.differs_in(self._telling) for group in self._groups.values())

    def _collected(self, table: CheckedTable, header: Header) -> dict[bytes, Group]:
        repeated = self._repeated(table, header)
        groups: dict[bytes, Group] = {}
        for row, head in self._counted(table, header) if repeated else ():
            digest = self._digest(head)
            if digest in repeated:
                group = groups.setdefault(digest, Group(self._columns))
                group.add(row.line, dict(self._said_by(row)))
        return groups

    def _repeated(self, table: CheckedTable, header: Header) -> set[bytes]:
        seen: set[bytes] = set()
        repeated: set[bytes] = set()
        for _, head in self._counted(table, header):
            if _says(head, self._certain):
                digest = self._digest(head)
                (repeated if digest in seen else seen).add(digest)
        return repeated

    def _counted(self, table: CheckedTable, header: Header) -> Iterator[tuple[Row, Row]]:
        """Completed, each with its head, but for those that do not count."""
        completing = self.completing()
        for row in rows_of_list(table, header):
            whole = completing.completed(row)
            if self._counts(row):
                yield whole, completing.head

    def _said_by(self, row: Row) -> Iterator[tuple[int, str]]:
        for rank in self._columns.said:
            cell = cell_of(row, rank)
            if rank not in self._ticks:
                yield from [(rank, cell)] if cell else []
            elif read_tick(cell):
                yield rank, "x"  # a tick is a tick, however it is written

    def _digest(self, row: Row) -> bytes:
        """Of what must be alike: less, for rows that are surely of one supplier."""
        same = self._same if _says(row, self._sure) else [*self._same, *self._but_services]
        said = "\x1f".join(" ".join(cell_of(row, rank).split()) for rank in same)
        return hashlib.blake2b(said.encode(errors="replace"), digest_size=12).digest()


def says_one_row_a_service(table: CheckedTable, header: Header, mapping: ColumnMapping) -> bool:
    """Whether some rows are of one supplier, and each says more of it."""
    return Groups(table, header, mapping, every_row).any_differ()


def every_row(_row: Row) -> bool:
    return True


def _ranks(held: list[str | None], fields: frozenset[str]) -> frozenset[int]:
    return frozenset(rank for rank, f in enumerate(held) if f in fields)


def _says(row: Row, ranks: frozenset[int]) -> bool:
    return any(cell_of(row, rank) for rank in ranks)
