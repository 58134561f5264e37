"""Containers, judged by their first bytes: gzip and ZIP are bounded before anything is kept."""

import gzip
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from importers.limits import Limits, UnreadableFileError

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the old .xls, and an .xlsx behind a password

CHUNK = 256 * 1024
_CELL = re.compile(rb"""\br\s*=\s*["']\$?([A-Za-z]{1,3})\$?(\d{1,7})["']""")
_CELL_LONGEST = 64


def gunzip(path: Path, to: IO[bytes], limits: Limits) -> None:
    """Unpack into `to`. Raises UnreadableFileError when torn, not gzip, or too large."""
    written = 0
    try:
        with gzip.open(path) as packed:
            while chunk := packed.read(CHUNK):
                written += len(chunk)
                _refuse_over(written, limits.unpacked_size)
                to.write(chunk)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableFileError(
            "Le fichier compressé (.gz) est abîmé ou incomplet : téléchargez-le de nouveau."
        ) from error
    to.flush()


def check_workbook(path: Path, limits: Limits) -> None:
    """Refuse a ZIP that is no XLSX, or whose true content is too large for its reader.

    The sizes that the ZIP declares are read first, then held against what each entry really
    unpacks to: a directory may lie. A workbook with a cell far away from the others would make
    the reader reserve all the cells between, hence the look at the cells' addresses.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_directory(archive, limits)
            for entry in archive.infolist():
                _check_entry(path, entry, limits)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFileError(
            "Le classeur est abîmé : ouvrez-le dans un tableur et enregistrez-le de nouveau."
        ) from error


def _check_directory(archive: zipfile.ZipFile, limits: Limits) -> None:
    entries = archive.infolist()
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise UnreadableFileError(
            "Ce fichier est une archive ZIP, pas un classeur XLSX : donnez la liste elle-même."
        )
    _refuse_over(sum(entry.file_size for entry in entries), limits.workbook_size)


def _check_entry(path: Path, entry: zipfile.ZipInfo, limits: Limits) -> None:
    unpacked = 0
    last_column = last_row = 0
    tail = b""
    for chunk in _unpacked(path, entry):
        unpacked += len(chunk)
        if unpacked > entry.file_size:
            raise UnreadableFileError(
                "Le classeur ment sur la taille de son contenu : il est refusé."
            )
        for column, row in _CELL.findall(tail + chunk):
            last_column = max(last_column, _column_number(column))
            last_row = max(last_row, int(row))
        tail = chunk[-_CELL_LONGEST:]
    if entry.filename.startswith("xl/worksheets/") and last_column * last_row > limits.cells:
        raise UnreadableFileError(
            "La feuille du classeur est trop étendue : enregistrez-la au format CSV."
        )


def _unpacked(path: Path, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """What the entry's bytes unpack to, whatever size the directory declares."""
    with path.open("rb") as file:
        file.seek(entry.header_offset + 26)
        name_length = int.from_bytes(file.read(2), "little")
        extra_length = int.from_bytes(file.read(2), "little")
        file.seek(name_length + extra_length, 1)
        left = entry.compress_size
        inflate = zlib.decompressobj(-15) if entry.compress_type == zipfile.ZIP_DEFLATED else None
        if inflate is None and entry.compress_type != zipfile.ZIP_STORED:
            raise zipfile.BadZipFile(entry.filename)
        while left > 0 and (packed := file.read(min(CHUNK, left))):
            left -= len(packed)
            if inflate is None:
                yield packed
                continue
            while packed:
                yield inflate.decompress(packed, CHUNK)
                packed = inflate.unconsumed_tail


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _refuse_over(size: int, limit: int) -> None:
    if size > limit:
        raise UnreadableFileError(
            f"Une fois décompressé, le fichier dépasse {limit // 1024**2} Mo : il est refusé."
        )
