"""Containers, judged by their first bytes: gzip and ZIP are bounded before anything is kept."""

import gzip
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.parsers.expat import ExpatError

from importers.limits import Limits, UnreadableFileError
from importers.measuring import Measure

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the old .xls, and an .xlsx behind a password

CHUNK = 256 * 1024
# XLSB and ODS, which the reader would try when the XLSX parts fail, and which nothing measures.
_OTHER_WORKBOOKS = {"xl/workbook.bin", "content.xml"}
_DAMAGED = (ExpatError, ValueError, NotImplementedError)


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
    unpacks to: a directory may lie. Then what the reader would make of the sheets is measured.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_directory(archive, limits)
            strings = array("L")
            for entry in sorted(archive.infolist(), key=_strings_first):
                measure = Measure(limits, strings)
                for chunk in _checked_size(path, entry):
                    measure.feed(chunk)
                measure.close(must_be_xml=entry.filename.endswith(".xml"))
    except (*_DAMAGED, zipfile.BadZipFile, zlib.error, OSError) as error:
        raise UnreadableFileError(
            "Le classeur est abîmé : ouvrez-le dans un tableur et enregistrez-le de nouveau."
        ) from error


def _check_directory(archive: zipfile.ZipFile, limits: Limits) -> None:
    entries = archive.infolist()
    names = {entry.filename.lower() for entry in entries}
    if "xl/workbook.xml" not in names or names & _OTHER_WORKBOOKS:
        raise UnreadableFileError(
            "Ce fichier est une archive ZIP, pas un classeur XLSX : donnez la liste elle-même."
        )
    _refuse_over(sum(entry.file_size for entry in entries), limits.workbook_size)


def _strings_first(entry: zipfile.ZipInfo) -> bool:
    """Sheets refer to the shared strings, wherever these are in the archive."""
    return not entry.filename.lower().endswith("sharedstrings.xml")


def _checked_size(path: Path, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    unpacked = 0
    for chunk in _unpacked(path, entry):
        unpacked += len(chunk)
        if unpacked > entry.file_size:
            raise UnreadableFileError(
                "Le classeur ment sur la taille de son contenu : il est refusé."
            )
        yield chunk


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


def _refuse_over(size: int, limit: int) -> None:
    if size > limit:
        raise UnreadableFileError(
            f"Une fois décompressé, le fichier dépasse {limit // 1024**2} Mo : il est refusé."
        )
