"""A file → its rows, whatever it is packed in. The file is judged by content, not by name.

The whole file is read once before the first row is given, so that a fault in its middle (torn
archive, wrong encoding, quote never closed) is known before anything is decided.
"""

import csv
import shutil
import tempfile
from codecs import BOM_UTF8
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Protocol, TextIO

import python_calamine

from domain.file_errors import why
from importers.choices import Found, ReadingChoices
from importers.decoding import (
    BINARY,
    SEPARATOR_NAMES,
    SEPARATORS,
    announced_separator,
    chosen_encoding,
    detect_encoding,
    detect_separator,
    encoding_name,
    possible_encodings,
)
from importers.limits import (
    HEADING_ROWS,
    LIMITS,
    Limits,
    TooManyRowsError,
    UnreadableFileError,
)
from importers.misreading import are_misread, pieces, read_again
from importers.records import RecordsTable, is_json, open_records
from importers.sheets import has_merged_rows, open_sheet, rows_of_sheet
from importers.unclosed import Mending, Unclosed, usual_width
from importers.unpacking import GZIP, OLE, ZIP, Workbook, check_workbook, gunzip
from importers.unwrapping import is_wrapped, unwrapped

# Comes back alone as the last row, unless a quote was left open before it.
_END = "\ue000end\ue000"

# How files begin that people drop for the list that is in them.
_NO_TABLES = {
    b"%PDF": "un PDF",
    b"\xff\xd8\xff": "une image",
    b"\x89PNG": "une image",
    b"GIF8": "une image",
    b"{\\rtf": "un document de traitement de texte",
}

_WEB_PAGES = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta")
BEGINNING = 1024  # bytes
WEB_PAGE = (
    "Ce fichier est une page web (HTML), même si son nom finit par .xls ou .csv : ouvrez-la dans un"
    " tableur, enregistrez-la en .xlsx, puis déposez ce classeur."
)

NO_CHOICE = ReadingChoices()
OTHER_SHEETS = "Une seule feuille est lue. Laissées de côté"
HIDDEN_SHEETS = "Feuilles masquées, laissées de côté"
MERGED = "Des cellules sont fusionnées sur plusieurs lignes : chacune en reçoit la valeur."
MISREAD = (
    "Les accents de ce fichier étaient abîmés (« Ã© » pour « é ») : ils sont réparés. Vérifiez-en"
    " quelques-uns sous les titres."
)
WRAPPED = (
    "Chaque ligne de ce fichier était entre guillemets, d’un bout à l’autre : ils sont retirés."
)
NO_SHEETS = (
    "Ce fichier n’est pas un classeur et n’a pas de feuille : envoyez-le sans en nommer une."
)
MACROS = "Ce classeur contient des macros : elles ne sont ni lues ni exécutées."


@dataclass(frozen=True, slots=True)
class Row:
    """One row that says something; `line` is its number as a spreadsheet shows it."""

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
            for line, cells in enumerate(reader, start=1):
                if cells == [_END]:
                    return
                if cells and cells[-1].endswith(_END):
                    raise UnreadableFileError(
                        f"Ligne {line} : un guillemet ouvert n’est jamais refermé :"
                        " fermez-le ou retirez-le."
                    )
                if line > 1 or announced_separator(self.separator.join(cells)) is None:
                    yield Row(line, tuple(map(_tidy, cells)))


@dataclass(frozen=True, slots=True)
class SheetTable:
    sheet: python_calamine.CalamineSheet
    is_misread: bool = False

    def __iter__(self) -> Iterator[Row]:
        for line, cells in enumerate(rows_of_sheet(self.sheet), start=1):
            said = map(read_again, cells) if self.is_misread else cells
            yield Row(line, tuple(map(_tidy, said)))


@dataclass(frozen=True, slots=True)
class JsonTable:
    records: RecordsTable

    def __iter__(self) -> Iterator[Row]:
        return (Row(line, tuple(map(_tidy, cells))) for line, cells in self.records.rows())


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """A table read through once: every later reading succeeds, and skips blank rows.

    `found` says how it is read; `header_line` is the line of the titles when a person chose it.
    """

    table: Table
    row_count: int
    found: Found = field(default_factory=Found)
    header_line: int | None = None

    def __iter__(self) -> Iterator[Row]:
        return (row for row in self.table if any(row.cells))


@contextmanager
def open_table(
    path: Path, limits: Limits = LIMITS, choices: ReadingChoices = NO_CHOICE
) -> Iterator[CheckedTable]:
    """The rows of the file, while the context lasts. Raises UnreadableFileError."""
    with tempfile.TemporaryDirectory(prefix="reperess-") as folder:
        copy = Path(folder) / "contenu"
        _copy(path, copy, limits)
        table, found = _table(copy, limits, choices)
        yield CheckedTable(table, _count(table, limits), found, choices.header_line)


@contextmanager
def open_pasted(
    text: str, limits: Limits = LIMITS, choices: ReadingChoices = NO_CHOICE
) -> Iterator[CheckedTable]:
    """What was copied from a spreadsheet: tabs part its cells. Raises UnreadableFileError."""
    pasted = replace(choices, encoding="utf-8")
    if "\t" in text and choices.separator is None:
        pasted = replace(pasted, separator="\t")
    with tempfile.TemporaryDirectory(prefix="reperess-") as folder:
        file = Path(folder) / "colle.txt"
        file.write_text(text, encoding="utf-8", errors="replace", newline="")
        with open_table(file, limits, pasted) as table:
            yield table


def _copy(path: Path, copy: Path, limits: Limits) -> None:
    """A private copy, unpacked: the file may change under our feet between two readings."""
    try:
        size = path.stat().st_size
        if size > limits.file_size:
            raise UnreadableFileError(
                f"Le fichier dépasse {limits.file_size // 1024**2} Mo : enlevez-en les images ou"
                " les feuilles inutiles, ou enregistrez sa liste en CSV."
            )
        if size == 0:
            raise UnreadableFileError("Le fichier est vide : vérifiez que c’est le bon.")
        if _starts_with(path, GZIP):
            with copy.open("wb") as unpacked:
                gunzip(path, unpacked, limits)
        else:
            shutil.copyfile(path, copy)
    except OSError as error:
        raise UnreadableFileError(f"Le fichier ne peut pas être lu : {why(error)}.") from error


def _table(path: Path, limits: Limits, choices: ReadingChoices) -> tuple[Table, Found]:
    for begins, called in _NO_TABLES.items():
        if _starts_with(path, begins):
            raise UnreadableFileError(
                f"Ce n’est pas un tableau : c’est {called}. Il faut un fichier CSV ou JSON, ou un"
                " classeur XLSX ou ODS."
            )
    if _starts_with(path, OLE):
        raise UnreadableFileError(
            "Ce classeur est à l’ancien format (.xls) ou protégé par un mot de passe :"
            " enregistrez-le au format XLSX ou CSV, sans mot de passe."
        )
    if _starts_with(path, ZIP):
        return _workbook(path, check_workbook(path, limits), choices)
    if choices.sheet is not None:
        raise UnreadableFileError(NO_SHEETS)
    if _is_web_page(path):
        raise UnreadableFileError(WEB_PAGE)
    try:
        return _text(path, choices, limits)
    except UnicodeError as error:
        raise UnreadableFileError(BINARY) from error


def _is_web_page(path: Path) -> bool:
    """Many programs export one under the name of a workbook."""
    with path.open("rb") as file:
        begins = file.read(BEGINNING).removeprefix(BOM_UTF8).lstrip().lower()
    return begins.startswith(_WEB_PAGES)


def _workbook(path: Path, workbook: Workbook, choices: ReadingChoices) -> tuple[SheetTable, Found]:
    sheet, sheets = open_sheet(path, choices.sheet)
    others = [other for other in sheets if other.name != sheet.name]
    remarks = [MACROS] if workbook.has_macros else []
    for told, hidden in ((OTHER_SHEETS, False), (HIDDEN_SHEETS, True)):
        names = [f"« {other.name} »" for other in others if other.hidden is hidden]
        if names:
            remarks.append(f"{told} : {', '.join(names)}.")
    if has_merged_rows(sheet):
        remarks.append(MERGED)
    is_misread = are_misread(cell for cells in rows_of_sheet(sheet) for cell in cells)
    if is_misread:
        remarks.append(MISREAD)
    found = Found(workbook.packing, sheet=sheet.name, sheets=sheets, remarks=tuple(remarks))
    return SheetTable(sheet, is_misread), found


def _text(
    path: Path, choices: ReadingChoices, limits: Limits
) -> tuple[TextTable | JsonTable, Found]:
    wanted = choices.encoding
    encoding = detect_encoding(path) if wanted is None else chosen_encoding(path, wanted)
    is_misread = encoding.startswith("utf-8") and _has_mended(path, encoding)
    remarks: tuple[str, ...] = (MISREAD,) if is_misread else ()
    if is_json(path, encoding):
        found = Found("json", encoding=encoding_name(encoding), remarks=remarks)
        return JsonTable(open_records(path, encoding, limits)), found
    if _has_unwrapped(path, encoding):
        remarks += (WRAPPED,)
    separator = choices.separator or detect_separator(path, encoding)
    if choices.separator and choices.separator not in SEPARATORS:
        names = ", ".join(SEPARATOR_NAMES.values())
        raise UnreadableFileError(f"Séparateur inconnu : choisissez parmi {names}.")
    remarks += tuple(_mended_quotes(path, encoding, separator).remarks())
    found = Found(
        encoding=encoding_name(encoding),
        encodings=possible_encodings(path, encoding),
        separator=separator,
        separators=tuple(dict.fromkeys((separator, *SEPARATORS))),
        remarks=remarks,
    )
    return TextTable(path, encoding, separator), found


def _has_mended(path: Path, encoding: str) -> bool:
    """Whether the copy was misread before it was saved; it is then written as it was."""
    with path.open(encoding=encoding, newline="") as file:
        if not are_misread(pieces(file)):
            return False
    _rewrite(path, encoding, lambda file: (read_again(p).lstrip("\ufeff") for p in pieces(file)))
    return True


def _has_unwrapped(path: Path, encoding: str) -> bool:
    """Whether each line of the copy was quoted as a whole; it is then written without."""
    if not is_wrapped(path, encoding):
        return False
    _rewrite(path, encoding, unwrapped)
    return True


def _mended_quotes(path: Path, encoding: str, separator: str) -> Unclosed:
    """The quotes that swallowed rows of the copy; it is then written with these rows apart."""
    with path.open(encoding=encoding, newline="") as file:
        width = usual_width(file, separator)
    if not width:
        return Unclosed()
    mending = Mending(separator, width)
    with path.open(encoding=encoding, newline="") as file:
        deque(mending.lines(file), maxlen=0)
    if mending.found.mended:
        _rewrite(path, encoding, Mending(separator, width).lines)
    return mending.found


def _rewrite(path: Path, encoding: str, mend: Callable[[TextIO], Iterable[str]]) -> None:
    mended = path.with_name("repare")
    with (
        path.open(encoding=encoding, newline="") as file,
        mended.open("w", encoding=encoding, newline="") as whole,
    ):
        whole.writelines(mend(file))
    mended.replace(path)


def _count(table: Table, limits: Limits) -> int:
    """How many rows say something, each held against the limits. Raises UnreadableFileError."""
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
            " ouvert n’est jamais refermé : corrigez la ligne suivante."
        ) from error
    if count == 0:
        raise UnreadableFileError("Le fichier est vide : vérifiez que c’est le bon.")
    return count


def _check_row(row: Row, count: int, limits: Limits) -> None:
    if count > limits.rows + HEADING_ROWS:
        raise TooManyRowsError(limits.rows)
    if len(row.cells) > limits.columns:
        raise UnreadableFileError(
            f"Ligne {row.line} : {len(row.cells)} colonnes, pour {limits.columns} au plus :"
            " retirez celles qui ne servent pas."
        )
    if any(len(cell) > limits.cell_length for cell in row.cells):
        raise UnreadableFileError(
            f"Ligne {row.line} : une cellule dépasse {limits.cell_length} caractères :"
            " raccourcissez-la."
        )
    if any("\x00" in cell for cell in row.cells):
        raise UnreadableFileError(BINARY)


def _starts_with(path: Path, magic: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(magic)) == magic


def _tidy(text: str) -> str:
    """Without the blanks around, odd spaces made plain."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").strip()
