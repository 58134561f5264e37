"""What an ODS reader would keep of `content.xml`, measured without keeping it.

A cell or a row says how often it is repeated, and a blank how long it is: a few bytes can so fill
the memory. Every sheet ends with a million repeated empty cells, which the reader drops.
"""

from xml.parsers import expat

from importers.limits import Limits, UnreadableFileError
from importers.measuring import SHEET_TOO_LARGE, TEXTS_TOO_LONG, local_name, refuse_doctype

_VALUES = frozenset(
    {"value-type", "value", "string-value", "boolean-value", "date-value", "time-value", "formula"}
)


class OdsMeasure:
    """Reads `content.xml`, fed in chunks.

    Raises UnreadableFileError beyond the limits, and ExpatError or ValueError when damaged.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._rows = self._last_row = self._last_column = 0
        self._row_repeats = self._column = self._cell_repeats = self._filled = 0
        self._depth = 0  # inside a cell; 0 outside
        self._row_letters = self._cell_letters = self._letters = 0
        self._is_filled = False
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data
        self._parser.StartDoctypeDeclHandler = refuse_doctype

    def feed(self, chunk: bytes) -> None:
        """Raises UnreadableFileError and ExpatError."""
        self._parser.Parse(chunk)

    def close(self) -> None:
        """Raises ExpatError when torn."""
        self._parser.Parse(b"", True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        said = {local_name(key): value for key, value in attributes.items()}
        match local_name(name):
            case "table":
                self._rows = self._last_row = self._last_column = 0
            case "table-row":
                self._row_repeats = int(said.get("number-rows-repeated", "1"))
                self._column = self._filled = self._row_letters = 0
            case "table-cell" | "covered-table-cell" if not self._depth:
                self._depth = 1
                self._cell_repeats = int(said.get("number-columns-repeated", "1"))
                self._is_filled = bool(said.keys() & _VALUES)
                self._cell_letters = sum(map(len, said.values()))
            case inside if self._depth:
                self._depth += 1
                self._is_filled = True
                self._cell_letters += int(said.get("c", "1")) if inside == "s" else 0

    def _end(self, name: str) -> None:
        if self._depth:
            self._depth -= 1
            if not self._depth:
                self._end_cell()
        elif local_name(name) == "table-row":
            self._end_row()

    def _data(self, data: str) -> None:
        if self._depth:
            self._cell_letters += len(data)

    def _end_cell(self) -> None:
        self._column += self._cell_repeats
        if self._is_filled:
            self._filled = self._column
            self._row_letters += self._cell_letters * self._cell_repeats
        self._check(self._filled, self._row_letters)

    def _end_row(self) -> None:
        self._rows += self._row_repeats
        if self._filled:
            self._last_row = self._rows
            self._last_column = max(self._last_column, self._filled)
            self._letters += self._row_letters * self._row_repeats
        self._check(self._last_row * self._last_column, self._letters)

    def _check(self, cells: int, letters: int) -> None:
        if cells > self._limits.cells:
            raise UnreadableFileError(SHEET_TOO_LARGE)
        if letters > self._limits.workbook_size:
            raise UnreadableFileError(TEXTS_TOO_LONG)
