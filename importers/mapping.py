"""Columns → fields: which row of a table is the header, and which format reads the others."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from importers.column_mapping import ColumnMapping
from importers.columns import guess_columns, is_whole_title
from importers.completing import Completing
from importers.contents import is_data
from importers.facts import RowResult
from importers.formats import FORMATS, Binding, Format
from importers.formats.generic import FORMAT, bind_columns
from importers.grouping import Counts, Groups, every_row
from importers.headers import (
    HEADER_WITHIN,
    SAMPLE_ROWS,
    Header,
    OtherRows,
    distinct,
    find_header,
    finest_titles,
    row_at,
    rows_of_list,
)
from importers.limits import UnreadableFileError
from importers.narrowing import Within, narrowed
from importers.reading import CheckedTable, Row

# Letters of Europe, digits, signs and blanks: what a list written here is made of.
_PLAIN = re.compile(
    r"[\s -~\u00a0-\u024f\u0300-\u036f\u2000-\u22ff\ufb00-\ufb06\U0001f000-\U0001ffff]*"
)

NO_LIST = (
    "Ce fichier n’est ni une liste de structures ni un classeur : il faut un fichier CSV, avec un"
    " point-virgule, une virgule ou une tabulation entre ses colonnes, un classeur XLSX ou ODS, ou"
    " un fichier JSON."
)
_TEXT_JUDGED, _ALIKE = 50, 0.9  # rows, and how many of them have as many cells


@dataclass(frozen=True, slots=True)
class Mapped:
    """A table whose format is known: gives one result for each row below the header."""

    table: CheckedTable
    format: Format
    binding: Binding
    header: Row
    row_count: int

    def __iter__(self) -> Iterator[RowResult]:
        return (result for _, result in self.with_rows())

    def with_rows(self) -> Iterator[tuple[Row, RowResult]]:
        """Each result with the row that it comes from."""
        return ((row, self.binding.read(row)) for row in self._below())

    def _below(self) -> Iterator[Row]:
        return (row for row in self.table if row.line > self.header.line)


@dataclass(frozen=True, slots=True)
class MappedByHand(Mapped):
    """A hand-made list, whose rows that are not of it are refused."""

    titles: Header
    groups: Groups | None = None
    within: Within | None = None

    def with_rows(self) -> Iterator[tuple[Row, RowResult]]:
        # Told apart before the territory is: the titles of another table sit nowhere.
        judged = OtherRows(self.titles).judged(self._below())
        completing = self.groups.completing() if self.groups else None
        for row, refused in judged:
            result = refused or self._read(row, completing)
            if self.within is None or self.within.keeps(result):
                yield row, result

    def _read(self, row: Row, completing: Completing | None) -> RowResult:
        if self.groups is None or completing is None:
            return self.binding.read(row)
        whole = completing.completed(row)
        group = self.groups.of(row, completing.head)
        return group.read(whole, self.binding.read) if group else self.binding.read(whole)


def map_table(
    table: CheckedTable,
    wanted: str | None = None,
    by_hand: ColumnMapping | None = None,
    within: Within | None = None,
    counts: Counts = every_row,
) -> Mapped:
    """Recognise the format by the header, or hold the header against the wanted format.

    With a mapping `by_hand`, the list is read by it, whatever its titles. `within` leaves out the
    rows that sit elsewhere; of one structure on several rows, those that do not `counts` are read
    alone. Raises UnreadableFileError when no format fits, or when nothing
    follows the header.
    """
    if by_hand is not None:
        return _mapped_by_hand(table, by_hand, within, counts)
    first = _first_rows(table)
    formats = [known for known in FORMATS if wanted in (None, known.name)]
    for known in formats:
        for rank, row in enumerate(first):
            bind = (known.bind_wanted if wanted else None) or known.bind
            binding = bind(row.cells)
            if binding:
                if known is FORMAT:
                    return _by_titles(table, finest_titles(first[rank:]), within)
                count = _rows_below(table, row.line)
                return _narrowed(Mapped(table, known, binding, row, count), within)
    raise UnreadableFileError(_unrecognised(first, wanted))


def _by_titles(table: CheckedTable, row: Row, within: Within | None) -> Mapped:
    header = Header(row.line, distinct(row.cells))
    return _hand_made(table, _bound(table, header, row), header, within)


def _bound(table: CheckedTable, header: Header, row: Row) -> Binding:
    """A list that nobody settled, by its titles; a column without cells gives way to others."""
    named = zip(header.titles, row.cells, strict=True)
    titles = tuple(title if written else "" for title, written in named)
    rows = [below.cells for below in islice(rows_of_list(table, header), SAMPLE_ROWS)]
    filled = {rank for cells in rows for rank, cell in enumerate(cells) if cell}
    empty = {title for rank, title in enumerate(titles) if rank not in filled}
    return bind_columns(titles, guess_columns(titles, empty).with_name())


def _first_rows(table: CheckedTable) -> list[Row]:
    """Those that may be the header: the one that a person chose, else the first few."""
    if table.header_line:
        return [row_at(table, table.header_line)]
    return list(islice(table, HEADER_WITHIN))


def _mapped_by_hand(
    table: CheckedTable, mapping: ColumnMapping, within: Within | None, counts: Counts
) -> Mapped:
    header = find_header(table)
    binding = bind_columns(header.titles, mapping.columns(header.titles), mapping.meanings)
    groups = Groups(table, header, mapping, counts) if mapping.one_row_a_service else None
    return _hand_made(table, binding, header, within, groups)


def _hand_made(
    table: CheckedTable,
    binding: Binding,
    header: Header,
    within: Within | None,
    groups: Groups | None = None,
) -> Mapped:
    count = _rows_below(table, header.line)
    row = Row(header.line, header.titles)
    mapped = MappedByHand(table, FORMAT, binding, row, count, header, groups, within)
    return mapped if within is None else _with_count(mapped, sum(1 for _ in mapped), within)


def rows_to(table: CheckedTable, line: int) -> int:
    """How many rows the titles of that line are, with what is above them."""
    return sum(1 for _ in takewhile(lambda row: row.line <= line, table))


def _rows_below(table: CheckedTable, line: int) -> int:
    above = rows_to(table, line)
    if above == table.row_count:
        raise UnreadableFileError("Le fichier n’a que ses titres de colonnes : aucune ligne.")
    return table.row_count - above


def _narrowed(mapped: Mapped, within: Within | None) -> Mapped:
    kept = narrowed(mapped.table, mapped.header, mapped.binding, within)
    if kept is mapped.table:
        return mapped
    return _with_count(replace(mapped, table=kept), kept.row_count, within)


def _with_count(mapped: Mapped, count: int, within: Within | None) -> Mapped:
    if count == 0:
        raise UnreadableFileError(
            "Aucune ligne du fichier ne concerne une structure de l’annuaire"
            f"{' dans ce territoire' if within else ''}."
        )
    return replace(mapped, row_count=count)


def check_is_table(table: CheckedTable) -> None:
    """Raises UnreadableFileError for a text whose lines are not parted, and alike, or a web page.

    With one title that lists use, or data, a person may still say what its columns are.
    """
    first = list(islice(table, _TEXT_JUDGED))
    cells = [cell for row in first for cell in row.cells if cell]
    titles = (cell for row in first[:HEADER_WITHIN] for cell in row.cells)
    if any(map(is_data, cells)) or any(map(is_whole_title, titles)):
        return
    ((width, alike),) = Counter(len(row.cells) for row in first).most_common(1)
    if cells[0].startswith("<") or width == 1 or alike < _ALIKE * len(first):
        raise UnreadableFileError(NO_LIST)


def _unrecognised(first: list[Row], wanted: str | None) -> str:
    if not _is_list(first):
        return NO_LIST
    if wanted:
        return f"Les titres des colonnes ne sont pas ceux du format « {wanted} »."
    titles = [cell for cell in first[0].cells if cell]
    if all(any(letter.isdigit() for letter in title) for title in titles):
        return (
            "La première ligne n’est pas une ligne de titres : ajoutez-en une,"
            " par exemple « Nom de la structure ; SIRET ; Code postal ; Ville »."
        )
    shown = ", ".join(f"« {title[:40]} »" for title in titles[:6])
    return (
        f"Aucune colonne n’est reconnue parmi {shown}{'…' if len(titles) > 6 else ''} :"
        " il faut au moins le nom de la structure et une autre colonne, ou une colonne SIRET seule."
    )


def _is_list(first: list[Row]) -> bool:
    """Whether the rows may be a list's: plain text, in columns, or with some title known."""
    cells = [cell for row in first for cell in row.cells if cell]
    if not all(_PLAIN.fullmatch(cell) for cell in cells):
        return False
    shared = any(n > 1 for n in Counter(len(r.cells) for r in first if len(r.cells) > 1).values())
    parted = shared or len(first) == 1 < len(first[0].cells)
    return parted or _is_codes(cells) or any(len(guess_columns(row.cells)) for row in first)


def _is_codes(cells: list[str]) -> bool:
    return all(cell.replace(" ", "").isdigit() for cell in cells)
