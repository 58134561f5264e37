"""Tables that people download: CSV and XLSX, written row by row, in which no cell is a formula."""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import StringIO
from itertools import chain
from typing import IO, TYPE_CHECKING

from flask import Response, send_file, stream_with_context

from importers.formulas import BEGINNINGS

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

Cell = str | int
Row = Sequence[Cell]

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Tells spreadsheets that the letters are in UTF-8.
MARK = "\ufeff"

_WIDTH = 24  # characters
LONGEST = 32_767  # letters that a cell of a workbook holds; the writer leaves out a longer text


def spreadsheet(name: str, kind: str, titles: Row, rows: Iterable[Row]) -> Response:
    """A file to download, `name` without its extension; `kind` is "csv" or "xlsx".

    The first word of the name is that of the sheet: "membres-cress" has « Membres ».
    """
    table, filename = chain([titles], rows), f"{name}.{kind}"
    if kind == "xlsx":
        book = workbook(table, name.partition("-")[0].capitalize())
        return send_file(book, XLSX, as_attachment=True, download_name=filename)
    answer = Response(stream_with_context(csv_lines(table)), mimetype=CSV)
    answer.headers.set("Content-Disposition", "attachment", filename=filename)
    return answer


def day_cell(value: date | None) -> str:
    """As spreadsheets read it, in whatever language: "2026-05-03"; "" when there is none."""
    here = value.astimezone() if isinstance(value, datetime) else value
    return here.strftime("%Y-%m-%d") if here else ""


def csv_lines(rows: Iterable[Row]) -> Iterator[str]:
    """As a French spreadsheet opens it at once: semicolons, and a mark that tells UTF-8."""
    yield MARK
    for row in rows:
        yield csv_line(map(neutral, row))


def csv_line(row: Iterable[Cell]) -> str:
    """The cells as they are given: what they hold may be a formula."""
    line = StringIO()
    csv.writer(line, delimiter=";").writerow(row)
    return line.getvalue()


def neutral(cell: Cell) -> Cell:
    """An apostrophe first: the cell is then read as it is, and computes nothing."""
    is_formula = isinstance(cell, str) and cell.startswith(BEGINNINGS)
    return f"'{cell}" if is_formula else cell


def workbook(rows: Iterable[Row], sheet: str) -> IO[bytes]:
    """A file that is read from its beginning, and gone once closed. The first row is the header.

    `sheet` is the name of its only one.
    Cells are typed: a text is one, whatever it begins with; too long for a cell, its end is lost.
    Rows go to the disk as they come: memory does not grow with them.
    """
    # Of 2 MB, and few processes ever write one.
    from xlsxwriter import Workbook  # noqa: PLC0415 only when it is used

    file = tempfile.TemporaryFile()  # noqa: SIM115 whoever sends it closes it
    try:
        with Workbook(file, {"constant_memory": True}) as book:
            _fill(book, book.add_worksheet(sheet), rows)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _fill(book: "Workbook", sheet: "Worksheet", rows: Iterable[Row]) -> None:
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True})
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            style = None if number else bold
            if isinstance(cell, int):
                sheet.write_number(number, column, cell, style)
            else:
                sheet.write_string(number, column, cell[:LONGEST], style)
    sheet.set_column(0, 20, _WIDTH)
