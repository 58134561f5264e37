"""JSON read as a stream of records, behind the same interface as tables.

Records are the objects of an array, of an API's envelope ("results", "items"…), or of a file with
one object a line. One record is in memory at a time, whatever the size of the file. The first row
holds every key that some record has, as line 0; the n-th record is line n.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from importers.limits import Limits, UnreadableFileError

CHUNK = 64 * 1024
LONGEST_RECORD = 4 * 1024**2  # letters
# Where APIs put their records: Django REST framework, data·inclusion, dumps.
ENVELOPES = frozenset({"results", "items", "data", "structures", "records"})
# What an object inside a list is called: {"name": "Traiteur", "slug": "traiteur"}.
CALLED = ("name", "nom", "label", "libelle")

_STARTS = re.compile(r'\s*(?:\[\s*[{\]]|\{\s*["}])')
_BLANK = re.compile(r"[\s\ufeff]*")
_SURROGATES = re.compile("[\ud800-\udfff]")

TORN = "Le fichier JSON est abîmé ou incomplet : téléchargez-le de nouveau."
NO_RECORDS = "Ce fichier JSON ne contient pas une liste de structures."

Record = dict[str, Any]


def is_json(path: Path, encoding: str) -> bool:
    """Whether the text begins as an object or an array of objects, which no table does."""
    with path.open(encoding=encoding) as file:
        return bool(_STARTS.match(file.read(CHUNK).lstrip("\ufeff")))


@dataclass(frozen=True, slots=True)
class RecordsTable:
    """The records as rows of cells, under `titles`."""

    path: Path
    encoding: str
    titles: tuple[str, ...]

    def rows(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Each line's number and cells, titles first. Raises UnreadableFileError."""
        yield 0, self.titles
        for line, record in enumerate(records(self.path, self.encoding), start=1):
            said = cells_of(record)
            yield line, tuple(said.get(title, "") for title in self.titles)


def open_records(path: Path, encoding: str, limits: Limits) -> RecordsTable:
    """Reads the keys of every record. Raises UnreadableFileError."""
    titles: dict[str, None] = {}
    try:
        for record in records(path, encoding):
            titles.update(dict.fromkeys(cells_of(record)))
            if len(titles) > limits.columns:
                raise UnreadableFileError(
                    f"Les fiches du fichier JSON ont plus de {limits.columns} champs :"
                    " il est refusé."
                )
    except RecursionError as error:  # brackets within brackets, a thousand deep
        raise UnreadableFileError(TORN) from error
    if not titles:
        raise UnreadableFileError(NO_RECORDS)
    return RecordsTable(path, encoding, tuple(titles))


def cells_of(record: Record, within: str = "") -> dict[str, str]:
    """Each field as text; those of an object inside are "parent.field"."""
    cells: dict[str, str] = {}
    for key, value in record.items():
        title = _clean(f"{within}{key}")
        if isinstance(value, dict):
            cells |= cells_of(value, f"{title}.")
        else:
            cells[title] = _as_text(value)
    return cells


def _as_text(value: Any) -> str:
    """A list is one value a line; an object of a list is said by its name."""
    if isinstance(value, list):
        return "\n".join(filter(None, map(_as_text, value)))
    if isinstance(value, dict):
        called = (value[key] for key in CALLED if isinstance(value.get(key), str))
        return _clean(next(called, json.dumps(value, ensure_ascii=False)))
    if isinstance(value, bool):
        return "oui" if value else "non"
    return "" if value is None else _clean(str(value))


def _clean(text: str) -> str:
    """Halves of a character, which JSON can write and nothing can store, are marked."""
    return _SURROGATES.sub("\ufffd", text)


def records(path: Path, encoding: str) -> Iterator[Record]:
    """The objects, one by one. Raises UnreadableFileError, also after some were given."""
    with path.open(encoding=encoding) as file:
        reader = _Reader(file)
        while reader.peek():
            yield from _root(reader)


def _root(reader: "_Reader") -> Iterator[Record]:
    if reader.take("["):
        yield from _array(reader)
    elif reader.take("{"):
        yield from _envelope(reader)
    else:
        raise UnreadableFileError(TORN)


def _array(reader: "_Reader") -> Iterator[Record]:
    if reader.take("]"):
        return
    while True:
        value = reader.value()
        if not isinstance(value, dict):
            raise UnreadableFileError(NO_RECORDS)
        yield value
        if reader.take("]"):
            return
        reader.expect(",")


def _envelope(reader: "_Reader") -> Iterator[Record]:
    """The records that an object holds; the object itself when it holds none."""
    said: Record = {}
    is_record = True
    while not reader.take("}"):
        key = reader.value()
        reader.expect(":")
        if key in ENVELOPES and reader.take("["):
            is_record = False
            yield from _array(reader)
        else:
            said[str(key)] = reader.value()
        if reader.peek() != "}":
            reader.expect(",")
    if is_record:
        yield said


class _Reader:
    """Takes values out of a file of text, of which it holds little more than the next one."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._text = ""
        self._at = 0
        self._ended = False
        # Numbers stay as they are written: a SIRET is none.
        self._decoder = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_refuse)

    def peek(self) -> str:
        """The next character that is no blank; "" at the end."""
        while True:
            blank = _BLANK.match(self._text, self._at)
            self._at = blank.end() if blank else self._at
            if self._at < len(self._text) or not self._read_more():
                return self._text[self._at : self._at + 1]

    def take(self, sign: str) -> bool:
        """Step over the sign if it comes next."""
        if self.peek() != sign:
            return False
        self._at += 1
        return True

    def expect(self, sign: str) -> None:
        if not self.take(sign):
            raise UnreadableFileError(TORN)

    def value(self) -> Any:
        """The next value, whole. Raises UnreadableFileError when torn, wrong or endless."""
        self.peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                self._or_torn(error)
                continue
            # A number at the very end may go on in what was not read yet.
            if end < len(self._text) or not self._read_more():
                self._at = end
                return value

    def _or_torn(self, error: Exception) -> None:
        """A value not understood may be cut by the end of what was read: read on."""
        if len(self._text) - self._at > LONGEST_RECORD or not self._read_more():
            raise UnreadableFileError(TORN) from error

    def _read_more(self) -> bool:
        """Twice as much each time, so that a long value is not decoded for each chunk."""
        if self._ended:
            return False
        kept = self._text[self._at :]
        more = self._file.read(max(CHUNK, len(kept)))
        self._text, self._at, self._ended = kept + more, 0, not more
        return bool(more)


def _refuse(constant: str) -> str:
    raise UnreadableFileError(TORN) from ValueError(f"{constant} is no JSON")
