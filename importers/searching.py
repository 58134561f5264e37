"""Whether a file may say something, wherever it stands: a cell, above the titles, another sheet."""

import gzip
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape

from importers.unpacking import CHUNK, GZIP, OLE, ZIP

_PACKED = (GZIP, ZIP, OLE)
_ENCODINGS = ("utf-8", "cp1252", "mac_roman")
_OVERLAP = 64 * 1024  # what begins at the end of a chunk is whole in the next
_BETWEEN_DIGITS = b" .-/\t\xa0\xc2\xe2\x80\xaf\xca"  # spaces that do not break too, in any encoding
_RUN = re.compile(rb"<(?:\w+:)?(?:r|span)[ >]")  # letters of another colour
_TEXT_END = re.compile(rb"</(?:\w+:)?(?:si|is|c|p)>")
_TAG = re.compile(rb"<[^<>]*>")
# The last two: encrypted, or compressed as nothing here reads.
_TORN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError)

Part = IO[bytes] | gzip.GzipFile


def may_say(path: Path, words: str) -> bool:
    """Words in lower case, or the digits of a number; of what cannot be searched, it may.

    Within longer ones too: judged closer, a file of 100,000 rows would take a minute.
    """
    sought = {
        said.encode(name, "replace") for name in _ENCODINGS for said in (words, escape(words))
    }
    try:
        return any(_may_say(part, sought) for part in _parts(path))
    except _TORN:
        return True


def _parts(path: Path) -> Iterator[Part]:
    """What it unpacks to."""
    with path.open("rb") as file:
        magic = file.read(len(ZIP))
        file.seek(0)
        if magic == ZIP:
            with zipfile.ZipFile(file) as archive:
                yield from map(archive.open, archive.infolist())
        elif magic.startswith(GZIP):
            with gzip.open(path) as unpacked:
                yield unpacked
        else:
            yield file


def _may_say(part: Part, sought: Collection[bytes]) -> bool:
    """A file packed in another, or the macros of a workbook, cannot be searched."""
    chunk = part.read(CHUNK)
    if chunk.startswith(_PACKED):
        return True
    said = b""
    while chunk:
        said = said[-_OVERLAP:] + chunk
        if any(words in text for text in _texts(said) for words in sought):
            return True
        chunk = part.read(CHUNK)
    return False


def _texts(said: bytes) -> Iterator[bytes]:
    """As UTF-16 also says it, then without what parts digits, then without what parts letters."""
    bare = said.replace(b"\0", b"").lower()
    yield bare
    yield bare.translate(None, _BETWEEN_DIGITS)
    if _RUN.search(bare):
        joined = _TAG.sub(b"", _TEXT_END.sub(b"\n", bare))
        yield joined
        yield joined.translate(None, _BETWEEN_DIGITS)
