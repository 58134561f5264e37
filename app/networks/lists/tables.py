"""The rows of a list as importers read them: from its file with corrections, or as kept."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, sessionmaker

from app.importing.batches import with_network
from app.importing.erased import erased_digests, without_erased
from app.networks.lists.keeping import opened_file
from app.networks.lists.models import ListRow, MemberList
from app.networks.lists.refused import read_back
from domain.text import fold
from importers.cells import quotable
from importers.choices import ReadingChoices
from importers.column_mapping import ColumnMapping
from importers.facts import Note, RowFacts, RowResult
from importers.formats import FORMATS
from importers.grouping import Counts, every_row
from importers.headers import Header
from importers.limits import DROPPED, UnreadableFileError
from importers.mapping import Mapped, MappedByHand, map_table
from importers.reading import CheckedTable, Row, Table, open_table

READ_AT_ONCE = 1000


@contextmanager
def opened_table(session: Session, one: MemberList) -> Iterator[CheckedTable]:
    """The rows of its file, read as a person chose. Raises UnreadableFileError."""
    choices = ReadingChoices.from_json(one.choices)
    with opened_file(session, one.id) as path, open_table(path, DROPPED, choices) as table:
        yield read_back(table)


def mapped_list(one: MemberList, table: CheckedTable, counts: Counts = every_row) -> Mapped:
    """`counts` tells the rows that are not left out: these say nothing of their structure.

    Raises UnreadableFileError when its columns cannot be understood.
    """
    if one.mapping is not None:
        mapping = ColumnMapping.from_json(one.mapping)
        return map_table(table, by_hand=mapping, counts=counts)
    return map_table(table, one.format)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A table with some of its rows as a person corrected them.

    Read from another sheet, a line is another row, which nobody has corrected.
    """

    table: Table
    corrections: Mapping[Row, tuple[str, ...]]

    def __iter__(self) -> Iterator[Row]:
        for row in self.table:
            cells = self.corrections.get(row)
            yield row if cells is None else replace(row, cells=cells)


def with_corrections(
    table: CheckedTable, corrections: Mapping[Row, tuple[str, ...]]
) -> CheckedTable:
    return replace(table, table=Corrected(table.table, corrections))


@dataclass(frozen=True, slots=True)
class KeptTable:
    """The header and the rows that a preview kept, in the order of the file."""

    sessions: sessionmaker[Session]
    list_id: int
    header: Row | None  # None: the file has no titles

    def __iter__(self) -> Iterator[Row]:
        if self.header is not None:
            yield self.header
        kept = select(ListRow.line, ListRow.cells, ListRow.corrected)
        kept = kept.where(ListRow.list_id == self.list_id, ListRow.line.is_not(None))
        last = 0
        while rows := self._read(kept.where(ListRow.line > last)):
            yield from rows
            last = rows[-1].line

    def _read(self, query: Select[Any, Any, Any]) -> list[Row]:
        with self.sessions() as session:
            found = session.execute(query.order_by(ListRow.line).limit(READ_AT_ONCE))
            return [Row(line or 0, tuple(corrected or cells)) for line, cells, corrected in found]


def kept_table(sessions: sessionmaker[Session], one: MemberList) -> CheckedTable:
    """Raises UnreadableFileError when nothing was kept."""
    if not one.row_count:
        raise UnreadableFileError("Cette liste n’a pas encore été lue.")
    return _headed(one, KeptTable(sessions, one.id, _header(one)), one.row_count)


def table_of(one: MemberList, rows: Sequence[Row]) -> CheckedTable:
    """Some rows of the list alone, under its titles."""
    header = _header(one)
    return _headed(one, [header, *rows] if header else rows, len(rows))


def _header(one: MemberList) -> Row | None:
    line, titles = one.header["line"], tuple(one.header["titles"])
    return Row(line, titles) if one.header["is_in_file"] else None


def _headed(one: MemberList, table: Table, count: int) -> CheckedTable:
    """Of JSON, the titles are line 0, and are found by what they are."""
    header, line = _header(one), one.header["line"]
    is_json = header is not None and line == 0
    return CheckedTable(table, count + bool(header), header_line=None if is_json else line)


def header_of(mapped: Mapped) -> dict[str, Any]:
    """As `MemberList.header` keeps it."""
    found = mapped.titles if isinstance(mapped, MappedByHand) else mapped.header
    titles = found.titles if isinstance(found, Header) else found.cells
    # A known format is known by its titles, even when its table leaves out what is above its rows.
    is_in_file = (
        not isinstance(mapped, MappedByHand)
        or found.line > 0
        or any(row.cells == titles for row in islice(mapped.table, 1))
    )
    return {"line": found.line, "titles": list(titles), "is_in_file": is_in_file}


def naming(one: MemberList, titles: Sequence[str]) -> Callable[[Sequence[str]], str]:
    """What the cells of a row call it, where nothing else may: it is refused, or of another table.

    Empty when they may not be quoted, and for a list known by its titles.
    """
    if one.mapping is None:
        return lambda _cells: ""
    named = ColumnMapping.from_json(one.mapping).columns(tuple(titles)).first("name")
    rank = [fold(title) for title in titles].index(named)
    return lambda cells: quotable(cells[rank]) if rank < len(cells) else ""


def sifting(sessions: sessionmaker[Session], one: MemberList) -> Callable[[RowResult], RowResult]:
    """What makes a row one of the network's, without the personal data that was erased."""
    with sessions() as session:
        erased = erased_digests(session)
    return lambda result: without_erased(of_network(result, one), erased)


def of_network(result: RowResult, one: MemberList) -> RowResult:
    """The row of a member of the network, and of no other: each says who its own members are.

    What completes a list adds to it, and empties nothing.
    """
    network = one.network_slug
    if not isinstance(result, RowFacts):
        return with_network(result, network)
    others = set(result.networks) - {network}
    notes = (*result.notes, _OTHERS_LEFT) if others else result.notes
    key = ":".join(filter(None, (_publisher(one), result.source_key)))
    if one.is_partial:
        result = replace(result, emptied=frozenset(), completes=True)
    return replace(result, source_key=key, networks=(network,), notes=notes)


def _publisher(one: MemberList) -> str | None:
    """Whose numbers the rows have, which are two structures' in two publishers' lists.

    None for rows whose key is what they say.
    """
    return next((f.source for f in FORMATS if f.name == one.format and one.mapping is None), None)


_OTHERS_LEFT = Note(
    "réseaux", "", "autres réseaux laissés de côté : chacun dit lui-même qui sont ses membres"
)
