"""Columns → fields: which row of a table is the header, and which format reads the others."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from importers.columns import guess_columns
from importers.facts import RowResult
from importers.formats import FORMATS, Binding, Format
from importers.limits import UnreadableFileError
from importers.reading import CheckedTable, Row

# Hand-made lists have a title, a date or a logo's blank lines above their header.
HEADER_WITHIN = 10
# Letters of Europe, digits, signs and blanks: what a list written here is made of.
_PLAIN = re.compile(
    r"[\s -~\u00a0-\u024f\u0300-\u036f\u2000-\u22ff\ufb00-\ufb06\U0001f000-\U0001ffff]*"
)


@dataclass(frozen=True, slots=True)
class Mapped:
    """A table whose format is known: gives one result for each row below the header."""

    table: CheckedTable
    format: Format
    binding: Binding
    header: Row
    row_count: int

    def __iter__(self) -> Iterator[RowResult]:
        return (self.binding.read(row) for row in self.table if row.line > self.header.line)


def map_table(table: CheckedTable, wanted: str | None = None) -> Mapped:
    """Recognise the format by the header, or hold the header against the wanted format.

    Raises UnreadableFileError when no format fits, or when nothing follows the header.
    """
    first = list(islice(table, HEADER_WITHIN))
    formats = [known for known in FORMATS if wanted in (None, known.name)]
    for known in formats:
        for rank, row in enumerate(first, start=1):
            binding = known.bind(row.cells)
            if binding:
                return _mapped(table, known, binding, row, table.row_count - rank)
    raise UnreadableFileError(_unrecognised(first, wanted))


def _mapped(
    table: CheckedTable, known: Format, binding: Binding, header: Row, row_count: int
) -> Mapped:
    if row_count == 0:
        raise UnreadableFileError("Le fichier n’a que ses titres de colonnes : aucune ligne.")
    return Mapped(table, known, binding, header, row_count)


def _unrecognised(first: list[Row], wanted: str | None) -> str:
    if not _is_list(first):
        return (
            "Ce fichier n’est ni une liste de structures ni un classeur : il faut un fichier CSV,"
            " avec un point-virgule, une virgule ou une tabulation entre ses colonnes,"
            " ou un classeur XLSX."
        )
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
