"""Files for the tests, written where they are needed."""

import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

from importers.choices import ReadingChoices
from importers.facts import RowResult
from importers.limits import UnreadableFileError
from importers.mapping import map_table
from importers.reading import Row, open_table


def write(folder: Path, content: str | bytes, name: str = "liste.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def write_workbook(
    folder: Path, *sheets: Iterable[Iterable[Any]], name: str = "liste.xlsx"
) -> Path:
    path = folder / name
    with xlsxwriter.Workbook(path) as workbook:
        for rows in sheets:
            sheet = workbook.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.3">'
    '<office:automatic-styles><style:style style:name="hidden" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    "<office:body><office:spreadsheet>{}</office:spreadsheet></office:body>"
    "</office:document-content>"
)


def write_ods(folder: Path, sheets: str, *, manifest: str = "<manifest/>") -> Path:
    """A workbook of LibreOffice with these sheets, as `ods_sheet` makes them."""
    path = folder / "liste.ods"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.format(sheets))
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def ods_sheet(rows: Iterable[Iterable[str | float]], name: str = "Liste", style: str = "") -> str:
    """With the million empty cells that every sheet ends with."""
    made = "".join(ods_row("".join(map(ods_cell, row))) for row in rows)
    end = ods_row('<table:table-cell table:number-columns-repeated="16384"/>', repeats=1048000)
    return f'<table:table table:name="{name}" table:style-name="{style}">{made}{end}</table:table>'


def ods_row(cells: str, repeats: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeats}">{cells}</table:table-row>'


def ods_cell(value: str | float, repeats: int = 1) -> str:
    typed = (
        'office:value-type="string"'
        if isinstance(value, str)
        else f'office:value-type="float" office:value="{value}"'
    )
    text = f"<text:p>{escape(str(value))}</text:p>"
    repeated = f'table:number-columns-repeated="{repeats}"'
    return f"<table:table-cell {typed} {repeated}>{text}</table:table-cell>"


def rows_of(path: Path, **choices: Any) -> list[Row]:
    with open_table(path, choices=ReadingChoices(**choices)) as table:
        return list(table)


def told(path: Path, **choices: Any) -> str:
    """The sentence with which the file is refused, or "lu."."""
    try:
        rows_of(path, **choices)
    except UnreadableFileError as error:
        return str(error)
    return "lu."


def results_of(path: Path, wanted: str | None = None) -> list[RowResult]:
    with open_table(path) as table:
        return list(map_table(table, wanted))
