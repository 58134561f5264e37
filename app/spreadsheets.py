"""Tables that people download: CSV and XLSX, in which no cell is a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from flask import Response
from xlsxwriter import Workbook

Cell = str | int
FORMATS = ("csv", "xlsx")
# What spreadsheets take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def spreadsheet(
    name: str, kind: str, titles: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> Response:
    """A file to download, `name` without its extension; `kind` is one of FORMATS."""
    table = [titles, *rows]
    content = _csv(table) if kind == "csv" else _xlsx(table)
    answer = Response(content, content_type=_MEDIA_TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def _csv(table: Iterable[Sequence[Cell]]) -> bytes:
    """As French spreadsheets open it: semicolons, and the mark that says UTF-8."""
    written = StringIO()
    csv.writer(written, delimiter=";").writerows([_as_text(cell) for cell in row] for row in table)
    return written.getvalue().encode("utf-8-sig")


def _as_text(cell: Cell) -> Cell:
    """An apostrophe first: the cell is then read as it is, and computes nothing."""
    is_formula = isinstance(cell, str) and cell.startswith(_FORMULA)
    return f"'{cell}" if is_formula else cell


def _xlsx(table: Iterable[Sequence[Cell]]) -> bytes:
    """Cells are typed: a text is one, whatever it begins with."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(table):
            for column, cell in enumerate(row):
                write = sheet.write_number if isinstance(cell, int) else sheet.write_string
                write(number, column, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    return file.getvalue()
