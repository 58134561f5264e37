"""A workbook → the one sheet to read, its cells as a person reads them.

A value merged over several rows is that of each of them.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path

import python_calamine
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from importers.choices import SheetFound
from importers.columns import guess_columns, is_whole_title
from importers.contents import is_data
from importers.limits import UnreadableFileError

DAMAGED = "Le classeur est abîmé : ouvrez-le dans un tableur et enregistrez-le de nouveau."

_TITLES_WITHIN = 10  # rows
# Of a workbook, and of its rows, what is judged to find its list: more would be long to look at.
_SHEETS_JUDGED, _COLUMNS_JUDGED = 10, 60

CellValue = int | float | str | bool | time | date | datetime | timedelta


def open_sheet(path: Path, wanted: str | None) -> tuple[CalamineSheet, tuple[SheetFound, ...]]:
    """The sheet wanted, else the first visible one whose titles are those of a list, or that
    holds something; and all there are.

    Raises UnreadableFileError.
    """
    try:
        with path.open("rb") as file:
            workbook = python_calamine.load_workbook(file)
        sheets = tuple(_sheets(workbook))
        return _picked(workbook, sheets, wanted), sheets
    except python_calamine.CalamineError as error:
        raise UnreadableFileError(DAMAGED) from error


def _sheets(workbook: CalamineWorkbook) -> Iterator[SheetFound]:
    for sheet in workbook.sheets_metadata:
        if sheet.typ is SheetTypeEnum.WorkSheet:
            yield SheetFound(sheet.name, sheet.visible is not SheetVisibleEnum.Visible)


def _picked(
    workbook: CalamineWorkbook, sheets: Sequence[SheetFound], wanted: str | None
) -> CalamineSheet:
    if wanted is not None and wanted not in {sheet.name for sheet in sheets}:
        names = ", ".join(f"« {sheet.name} »" for sheet in sheets[:10])
        raise UnreadableFileError(
            f"Le classeur n’a pas de feuille « {wanted[:40]} » : choisissez parmi {names}."
        )
    first, judged = None, 0
    for sheet in sheets:
        if sheet.name == wanted or (wanted is None and not sheet.hidden):
            opened = workbook.get_sheet_by_name(sheet.name)
            if opened.height and (wanted or _is_list(opened)):
                return opened
            first, judged = first or (opened if opened.height else None), judged + 1
        if first and judged >= _SHEETS_JUDGED:
            break
    if first is None:
        raise UnreadableFileError(_nothing(sheets, wanted))
    return first


def _is_list(sheet: CalamineSheet) -> bool:
    """Whether one of its first rows names columns, with rows below, or holds data: a page of
    instructions may come before.
    """
    rows = islice(sheet.iter_rows(), _TITLES_WITHIN + 1)
    first = [tuple(map(_as_text, row[:_COLUMNS_JUDGED])) for row in rows]
    return any(map(_are_titles, first[:-1])) or any(map(_are_data, first))


def _are_titles(cells: tuple[str, ...]) -> bool:
    return len(guess_columns(cells)) > 1 or list(map(is_whole_title, filter(None, cells))) == [True]


def _are_data(cells: tuple[str, ...]) -> bool:
    """A telephone in a sentence is none."""
    return sum(map(bool, cells)) > 1 and any(map(is_data, cells))


def _nothing(sheets: Sequence[SheetFound], wanted: str | None) -> str:
    if wanted is not None:
        return f"La feuille « {wanted[:40]} » est vide : choisissez-en une autre."
    if any(sheet.hidden for sheet in sheets):
        return (
            "Le classeur ne contient aucune feuille remplie, sauf masquée : affichez la feuille"
            " de la liste dans le tableur, puis enregistrez."
        )
    return "Le classeur ne contient aucune feuille remplie : vérifiez que c’est le bon fichier."


def rows_of_sheet(sheet: CalamineSheet) -> Iterator[tuple[str, ...]]:
    """From the first row of the sheet on, blank ones too."""
    merged = _merged_down(sheet)
    running: dict[int, tuple[int, CellValue]] = {}  # column → last row of the merge, its value
    for number, cells in enumerate(sheet.iter_rows()):
        for column, (last, value) in list(running.items()):
            cells[column] = value
            if number == last:
                del running[column]
        for column, last in merged.get(number, ()):
            if column < len(cells):
                running[column] = (last, cells[column])
        yield tuple(map(_as_text, cells))


def has_merged_rows(sheet: CalamineSheet) -> bool:
    return bool(_merged_down(sheet))


def _merged_down(sheet: CalamineSheet) -> dict[int, list[tuple[int, int]]]:
    """First row of each merge of several rows → its first column here and its last row."""
    left = sheet.start[1] if sheet.start else 0
    merged: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for (top, column), (bottom, _) in sheet.merged_cell_ranges or ():
        if top < bottom and column >= left:
            merged[top].append((column - left, bottom))
    return merged


def _as_text(value: CellValue) -> str:
    """A cell as a person reads it: whole numbers without ".0", dates as in ISO 8601."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
