"""Files for the tests, written where they are needed."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import xlsxwriter

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


def rows_of(path: Path) -> list[Row]:
    with open_table(path) as table:
        return list(table)


def told(path: Path) -> str:
    """The sentence with which the file is refused, or "lu."."""
    try:
        rows_of(path)
    except UnreadableFileError as error:
        return str(error)
    return "lu."


def results_of(path: Path, wanted: str | None = None) -> list[RowResult]:
    with open_table(path) as table:
        return list(map_table(table, wanted))
