"""What an XLSX reader would keep of a workbook's XML, measured without keeping it.

The reader reserves every cell between the first and the last, and copies a shared string into
each cell that shows it: a small file can so fill the memory.
"""

import re
from collections.abc import MutableSequence
from xml.parsers import expat

from importers.limits import Limits, UnreadableFileError

_ADDRESS = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")
_SHEET = b"sheetData"

SHEET_TOO_LARGE = "La feuille du classeur est trop étendue : enregistrez-la au format CSV."
TEXTS_TOO_LONG = "Le classeur répète de trop longs textes : enregistrez-le au format CSV."
TOO_MANY_TEXTS = "Le classeur contient trop de textes : enregistrez-le au format CSV."


class Measure:
    """Reads one entry of a workbook, fed in chunks.

    Lengths of shared strings are added to `strings`, which a sheet's references are held against.
    Raises UnreadableFileError beyond the limits, and ExpatError or ValueError
    when damaged.
    """

    def __init__(self, limits: Limits, strings: MutableSequence[int]) -> None:
        self._limits = limits
        self._strings = strings
        self._row = self._column = self._last_row = self._last_column = 0
        self._cells = self._letters = 0
        self._in_sheet = self._is_reference = False
        self._text: list[str] | None = None
        self._string: int | None = None
        self._fault: expat.ExpatError | None = None
        self._tail = b""
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data
        self._parser.StartDoctypeDeclHandler = refuse_doctype

    def feed(self, chunk: bytes) -> None:
        """Raises UnreadableFileError. An image is no XML: what is wrong waits for `close`."""
        if self._fault is None:
            try:
                self._parser.Parse(chunk)
            except expat.ExpatError as error:
                self._fault = error
        if self._fault and _SHEET in self._tail + chunk:
            raise self._fault  # a reader less strict than ours might still see a sheet there
        self._tail = chunk[-len(_SHEET) :]

    def close(self, *, must_be_xml: bool) -> None:
        """Raises ExpatError when the entry had to be XML and is not."""
        if self._fault is None and must_be_xml:
            self._parser.Parse(b"", True)
        elif self._fault and must_be_xml:
            raise self._fault

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match local_name(name):
            case "sheetData":
                self._in_sheet = True
            case "row" if self._in_sheet:
                self._move_to_row(attributes.get("r"))
            case "c" if self._in_sheet:
                self._move_to_cell(attributes.get("r"))
                self._is_reference = attributes.get("t") == "s"
            case "v" if self._is_reference:
                self._text = []
            case "si":
                self._string = 0

    def _end(self, name: str) -> None:
        match local_name(name):
            case "si":
                self._keep_string(self._string or 0)
                self._string = None
            case "v" if self._text is not None:
                self._refer_to("".join(self._text))
                self._text = None
            case "c":
                self._is_reference = False

    def _data(self, data: str) -> None:
        if self._string is not None:
            self._string += len(data)
        elif self._text is not None:
            self._text.append(data)

    def _move_to_row(self, number: str | None) -> None:
        self._row = int(number) if number else self._row + 1
        self._column = 0

    def _move_to_cell(self, address: str | None) -> None:
        """Without an address, a cell is the next of its row."""
        self._cells += 1
        self._column += 1
        found = _ADDRESS.fullmatch(address.replace("$", "")) if address else None
        if found:
            self._column, self._row = _column_number(found[1]), int(found[2])
        self._last_column = max(self._last_column, self._column)
        self._last_row = max(self._last_row, self._row)
        if max(self._cells, self._last_column * self._last_row) > self._limits.cells:
            raise UnreadableFileError(SHEET_TOO_LARGE)

    def _keep_string(self, letters: int) -> None:
        """An empty one takes its place in the reader's memory too."""
        self._strings.append(letters)
        if len(self._strings) > self._limits.cells:
            raise UnreadableFileError(TOO_MANY_TEXTS)

    def _refer_to(self, text: str) -> None:
        rank = int(text) if text.strip().isdecimal() else len(self._strings)
        self._letters += self._strings[rank] if rank < len(self._strings) else 0
        if self._letters > self._limits.workbook_size:
            raise UnreadableFileError(TEXTS_TOO_LONG)


def refuse_doctype(*_declaration: object) -> None:
    raise expat.ExpatError("a workbook's parts declare no document type")


def local_name(name: str) -> str:
    return name.rpartition(":")[2]


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
