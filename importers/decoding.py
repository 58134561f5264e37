"""Which encoding a text file is in, and what separates its cells."""

import codecs
import csv
import re
from collections import Counter
from itertools import islice
from pathlib import Path

from importers.letters import likelihood
from importers.limits import UnreadableFileError

# Of eight bits, the commonest first: of equals, it wins.
CANDIDATES = ("cp1252", "iso8859_15", "mac_roman", "cp850")
SEPARATORS = ",;\t|"
# As people may choose between them.
ENCODINGS = {
    "utf-8": "Unicode (UTF-8)",
    "cp1252": "Windows (Europe de l’Ouest)",
    "iso8859_15": "ISO (Europe de l’Ouest)",
    "mac_roman": "Macintosh (Europe de l’Ouest)",
    "cp850": "MS-DOS (Europe de l’Ouest)",
    "utf-16": "Unicode (UTF-16)",
}
SEPARATOR_NAMES = {",": "virgule", ";": "point-virgule", "\t": "tabulation", "|": "barre verticale"}
SAMPLE = 64 * 1024

_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# "’é" and the like in Mac Roman, read as UTF-8.
_ARMENIAN = re.compile("[\u0500-\u057f]")
_ANNOUNCED = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f\ufffe\uffff]")

BINARY = (
    "Ce fichier n’est pas une liste lisible : il faut un fichier CSV ou JSON, ou un classeur XLSX"
    " ou ODS."
)


def detect_encoding(path: Path) -> str:
    """The encoding in which the whole file can be read. Raises UnreadableFileError for binary."""
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    declared = next((name for bom, name in _BOMS.items() if start.startswith(bom)), None)
    encoding = declared or _utf16_without_bom(start) or _utf8_or_eight_bits(path)
    try:
        decoded = codecs.getincrementaldecoder(encoding)().decode(start)
    except UnicodeError as error:
        raise UnreadableFileError(BINARY) from error
    if _CONTROLS.search(decoded):
        raise UnreadableFileError(BINARY)
    return encoding


def chosen_encoding(path: Path, wanted: str) -> str:
    """The encoding that a person chose. Raises UnreadableFileError when the file is in another."""
    if wanted not in ENCODINGS:
        raise UnreadableFileError(
            f"Encodage inconnu : choisissez parmi {', '.join(ENCODINGS.values())}."
        )
    codec = "utf-8-sig" if wanted == "utf-8" else wanted
    if not _is_in(path, codec):
        raise UnreadableFileError(
            f"Le fichier n’est pas en {ENCODINGS[wanted]} : choisissez un autre encodage."
        )
    return codec


def possible_encodings(path: Path, found: str) -> tuple[str, ...]:
    """Those in which the sample can be read too, by their names in ENCODINGS; `found` first."""
    first = encoding_name(found)
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    sample = sample if first.startswith("utf-16") else sample + _lines_beyond_ascii(path)
    others = (name for name in ENCODINGS if name != first and _decodes(sample, name))
    return (first, *others)


def encoding_name(codec: str) -> str:
    """The entry of ENCODINGS that the codec is a variant of."""
    return next((name for name in ENCODINGS if codec.startswith(name)), codec)


def _decodes(sample: bytes, codec: str) -> bool:
    try:
        decoded = codecs.getincrementaldecoder(codec)().decode(sample)
    except UnicodeError:
        return False
    return not _CONTROLS.search(decoded)


def _utf16_without_bom(start: bytes) -> str | None:
    """UTF-16 shows in European text by every other byte being null."""
    pairs = len(start) // 2
    for encoding, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
        if pairs and start[offset::2].count(0) > 0.9 * pairs > 10 * start[1 - offset :: 2].count(0):
            return encoding
    return None


def _utf8_or_eight_bits(path: Path) -> str:
    sample = _lines_beyond_ascii(path)
    if _is_in(path, "utf-8") and not _ARMENIAN.search(sample.decode(errors="ignore")):
        return "utf-8"
    possible = [codec for codec in CANDIDATES if _decodes(sample, codec)]
    return max(possible, key=lambda codec: likelihood(sample.decode(codec)), default=CANDIDATES[0])


def _is_in(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(SAMPLE):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _lines_beyond_ascii(path: Path) -> bytes:
    """A sample of the lines that tell encodings apart, wherever they are in the file."""
    sample = b""
    with path.open("rb") as file:
        while len(sample) < SAMPLE and (line := file.readline(SAMPLE)):
            sample += b"" if line.isascii() else line
    return sample


def detect_separator(path: Path, encoding: str) -> str:
    """The separator that parts most of the first rows into the same number of cells."""
    with path.open(encoding=encoding, newline="") as file:
        lines = [line[:SAMPLE] for line in islice(file, 100)]
    announced = announced_separator(lines[0]) if lines else None
    if announced in SEPARATOR_NAMES:
        return announced
    return max(SEPARATORS, key=lambda separator: regularity(lines, separator))


def announced_separator(line: str) -> str | None:
    """What a spreadsheet's own first line, "sep=;", says; None of any other line."""
    said = _ANNOUNCED.fullmatch(line.lstrip("\ufeff"))
    return said[1] if said else None


def regularity(lines: list[str], separator: str) -> tuple[float, int]:
    """The share of rows of one same width, and that width; (0, 0) when all are of one cell.

    A wrong separator also cuts quoted lines.
    """
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if row)
    except csv.Error:
        return (0, 0)
    total = widths.total()
    parted = [(count / total, width) for width, count in widths.items() if width > 1]
    return max(parted, default=(0, 0))
