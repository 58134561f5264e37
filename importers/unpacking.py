"""Containers, judged by their first bytes: gzip and ZIP are bounded before anything is kept."""

import gzip
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.parsers.expat import ExpatError

from importers.choices import Packing
from importers.limits import Limits, UnreadableFileError
from importers.measuring import Measure
from importers.measuring_ods import OdsMeasure
from importers.sheets import DAMAGED

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the old .xls, and an .xlsx behind a password

CHUNK = 256 * 1024
XLSX_PART, ODS_PART, XLSB_PART = "xl/workbook.xml", "content.xml", "xl/workbook.bin"
# Of what people drop for a workbook, the part that tells what it is.
_OTHERS = {
    "word/document.xml": "un document Word",
    "ppt/presentation.xml": "une présentation PowerPoint",
    XLSB_PART: "un classeur binaire (.xlsb)",
    ".iwa": "un classeur Numbers, ou un autre document d’Apple",
}
_OTHERWISE = (
    "Ce fichier est {}, pas un classeur XLSX ou ODS : enregistrez sa liste en .xlsx ou .csv."
)
_TEXT = b"application/vnd.oasis.opendocument.text"
_MACROS = frozenset({"xl/vbaproject.bin"})
_DAMAGED = (ExpatError, ValueError, RuntimeError, EOFError, LookupError)


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


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook that its reader may open; `has_macros`: nobody runs them here."""

    packing: Packing
    has_macros: bool


def check_workbook(path: Path, limits: Limits) -> Workbook:
    """Refuse a ZIP that is no workbook, or whose true content is too large for its reader.

    The sizes that the ZIP declares are read first, then held against what each entry really
    unpacks to: a directory may lie. Then what the reader would make of the sheets is measured.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            workbook = _check_directory(archive, limits)
            measure = _measure_xlsx if workbook.packing == "xlsx" else _measure_ods
            measure(path, archive.infolist(), limits)
            return workbook
    except (*_DAMAGED, zipfile.BadZipFile, zlib.error, OSError) as error:
        raise UnreadableFileError(DAMAGED) from error


def _measure_xlsx(path: Path, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    strings = array("L")
    for entry in sorted(entries, key=_strings_first):
        measure = Measure(limits, strings)
        for chunk in _checked_size(path, entry):
            measure.feed(chunk)
        measure.close(must_be_xml=entry.filename.endswith(".xml"))


def _measure_ods(path: Path, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    for entry in sorted(entries, key=_sheets_last):
        measure = OdsMeasure(limits) if _sheets_last(entry) else None
        for chunk in _checked_size(path, entry):
            if measure:
                measure.feed(chunk)
            elif entry.filename == "META-INF/manifest.xml" and b"encryption-data" in chunk:
                raise UnreadableFileError(
                    "Ce classeur est protégé par un mot de passe : enregistrez-le sans."
                )
        if measure:
            measure.close()


def _sheets_last(entry: zipfile.ZipInfo) -> bool:
    """What says that the sheets are enciphered comes before them."""
    return entry.filename.lower() == ODS_PART


def _check_directory(archive: zipfile.ZipFile, limits: Limits) -> Workbook:
    """A ZIP of two formats is refused: which one the reader would take is not known."""
    entries = archive.infolist()
    names = {entry.filename.lower() for entry in entries}
    formats = names & {XLSX_PART, ODS_PART, XLSB_PART}
    if formats not in ({XLSX_PART}, {ODS_PART}):
        raise UnreadableFileError(_no_workbook(names))
    if ODS_PART in formats and _says_text(archive):
        raise UnreadableFileError(_OTHERWISE.format("un document de traitement de texte"))
    _refuse_over(sum(entry.file_size for entry in entries), limits.workbook_size)
    is_xlsx = XLSX_PART in formats
    return Workbook("xlsx" if is_xlsx else "ods", bool(names & _MACROS))


def _no_workbook(names: set[str]) -> str:
    """What the archive is instead, by what is in it."""
    if len(names & {XLSX_PART, ODS_PART, XLSB_PART}) < 2:
        for part, called in _OTHERS.items():
            if any(name.endswith(part) for name in names):
                return _OTHERWISE.format(called)
    return (
        "Ce fichier est une archive ZIP, pas un classeur XLSX ou ODS : donnez la liste elle-même."
    )


def _says_text(archive: zipfile.ZipFile) -> bool:
    """Whether a document of LibreOffice says that it is no workbook: its parts have one name."""
    if "mimetype" not in archive.namelist():
        return False
    with archive.open("mimetype") as said:
        return said.read(len(_TEXT)) == _TEXT


def _strings_first(entry: zipfile.ZipInfo) -> bool:
    """Sheets refer to the shared strings, wherever these are in the archive."""
    return not entry.filename.lower().endswith("sharedstrings.xml")


def _checked_size(path: Path, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    unpacked = 0
    for chunk in _unpacked(path, entry):
        unpacked += len(chunk)
        if unpacked > entry.file_size:
            raise UnreadableFileError(
                "Ce classeur ment sur la taille de son contenu : ouvrez-le dans un tableur,"
                " enregistrez-le de nouveau, puis déposez-le."
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
            f"Une fois décompressé, le fichier dépasse {limit // 1024**2} Mo : enlevez-en les"
            " images ou les feuilles inutiles, ou enregistrez sa liste en CSV."
        )
