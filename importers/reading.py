"""A file → its rows, whatever it is packed in. The file is judged by content, not by name.

The whole file is read once before the first row is given, so that a fault in its middle (torn
archive, wrong encoding, quote never closed) is known before anything is decided.
"""

import csv
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain
from pathlib import Path
from typing import Protocol

import python_calamine

from importers.decoding import BINARY, detect_encoding, detect_separator
from importers.limits import LIMITS, Limits, UnreadableFileError
from importers.unpacking import GZIP, OLE, ZIP, check_workbook, gunzip

# Comes back alone as the last row, unless a quote was left open before it.
_END = "\ue000end\ue000"

CellValue = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True, slots=True)
class Row:
    """One row that says something; `line` is its number as a person sees it in the file."""

    line: int
    cells: tuple[str, ...]


class Table(Protocol):
    """The rows of a file, which can be gone through as often as wanted."""

    def __iter__(self) -> Iterator[Row]: ...


@dataclass(frozen=True, slots=True)
class TextTable:
    path: Path
    encoding: str
    separator: str

    def __iter__(self) -> Iterator[Row]:
        with self.path.open(encoding=self.encoding, newline="") as file:
            reader = csv.reader(chain(file, ["\n", _END]), delimiter=self.separator)
            start = 1
            for cells in reader:
                if cells == [_END]:
                    return
                if cells and cells[-1].endswith(_END):
                    raise UnreadableFileError(
                        f"Ligne {start} : un guillemet ouvert n’est jamais refermé."
                    )
                if not (start == 1 and _names_separator(cells, self.separator)):
                    yield Row(start, tuple(map(_tidy, cells)))
                start = reader.line_num + 1


@dataclass(frozen=True, slots=True)
class SheetTable:
    sheet: python_calamine.CalamineSheet

    def __iter__(self) -> Iterator[Row]:
        for line, cells in enumerate(self.sheet.iter_rows(), start=1):
            yield Row(line, tuple(_tidy(_as_text(cell)) for cell in cells))


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """A table read through once: every later reading succeeds, and skips blank rows."""

    table: Table
    row_count: int

    def __iter__(self) -> Iterator[Row]:
        return (row for row in self.table if any(row.cells))


@contextmanager
def open_table(path: Path, limits: Limits = LIMITS) -> Iterator[CheckedTable]:
    """The rows of the file, while the context lasts. Raises UnreadableFileError."""
    with tempfile.TemporaryDirectory(prefix="reperess-") as folder:
        copy = Path(folder) / "contenu"
        _copy(path, copy, limits)
        yield _checked(_table(copy, limits), limits)


def _copy(path: Path, copy: Path, limits: Limits) -> None:
    """A private copy, unpacked: the file may change under our feet between two readings."""
    try:
        size = path.stat().st_size
        if size > limits.file_size:
            raise UnreadableFileError(
                f"Le fichier dépasse {limits.file_size // 1024**2} Mo : il est refusé."
            )
        if size == 0:
            raise UnreadableFileError("Le fichier est vide.")
        if _starts_with(path, GZIP):
            with copy.open("wb") as unpacked:
                gunzip(path, unpacked, limits)
        else:
            shutil.copyfile(path, copy)
    except OSError as error:
        raise UnreadableFileError(f"Le fichier ne peut pas être lu : {error.strerror}.") from error


def _table(path: Path, limits: Limits) -> Table:
    if _starts_with(path, OLE):
        raise UnreadableFileError(
            "Ce classeur est à l’ancien format (.xls) ou protégé par un mot de passe :"
            " enregistrez-le au format XLSX ou CSV, sans mot de passe."
        )
    if _starts_with(path, ZIP):
        check_workbook(path, limits)
        return _first_sheet(path)
    encoding = detect_encoding(path)
    try:
        return TextTable(path, encoding, detect_separator(path, encoding))
    except UnicodeError as error:
        raise UnreadableFileError(BINARY) from error


def _first_sheet(path: Path) -> SheetTable:
    """The first visible sheet that holds something: reference sheets follow the list."""
    try:
        with path.open("rb") as file:
            workbook = python_calamine.load_workbook(file)
        for sheet in workbook.sheets_metadata:
            if (
                sheet.visible is python_calamine.SheetVisibleEnum.Visible
                and sheet.typ is python_calamine.SheetTypeEnum.WorkSheet
            ):
                opened = workbook.get_sheet_by_name(sheet.name)
                if opened.height:
                    return SheetTable(opened)
    except python_calamine.CalamineError as error:
        raise UnreadableFileError(
            "Le classeur est abîmé : ouvrez-le dans un tableur et enregistrez-le de nouveau."
        ) from error
    raise UnreadableFileError("Le classeur ne contient aucune feuille remplie.")


def _checked(table: Table, limits: Limits) -> CheckedTable:
    count = 0
    try:
        for row in table:
            count += any(row.cells)
            _check_row(row, count, limits)
    except UnicodeError as error:
        raise UnreadableFileError(BINARY) from error
    except csv.Error as error:
        raise UnreadableFileError(
            f"Après la ligne {count}, une cellule est trop longue ou un guillemet"
            " ouvert n’est jamais refermé."
        ) from error
    if count == 0:
        raise UnreadableFileError("Le fichier est vide.")
    return CheckedTable(table, count)


def _check_row(row: Row, count: int, limits: Limits) -> None:
    if count > limits.rows:
        raise UnreadableFileError(f"Le fichier dépasse {limits.rows} lignes : il est refusé.")
    if len(row.cells) > limits.columns:
        raise UnreadableFileError(
            f"Ligne {row.line} : {len(row.cells)} colonnes, pour {limits.columns} au plus."
        )
    if any(len(cell) > limits.cell_length for cell in row.cells):
        raise UnreadableFileError(
            f"Ligne {row.line} : une cellule dépasse {limits.cell_length} caractères."
        )
    if any("\x00" in cell for cell in row.cells):
        raise UnreadableFileError(BINARY)


def _starts_with(path: Path, magic: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(magic)) == magic


def _names_separator(cells: list[str], separator: str) -> bool:
    """Excel's own first line, "sep=;"."""
    return separator.join(cells).strip().lower() == f"sep={separator}"


def _tidy(text: str) -> str:
    """Without the blanks around, odd spaces made plain."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").strip()


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
