"""Texts in UTF-8 that were opened as if in Windows' encoding, then saved so: "CafÃ©" for "Café"."""

from collections.abc import Iterable, Iterator
from typing import TextIO

from importers.decoding import SAMPLE

LONGEST_RUN = 1_000  # letters beyond ASCII, one after another: of words, there are a few
# Each of its letters → the byte that it stands for; what it leaves undefined stands for itself.
_BYTES = {
    ord(bytes([byte]).decode("cp1252")): byte
    for byte in range(0x80, 0xA0)
    if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}


def are_misread(texts: Iterable[str]) -> bool:
    """Whether every letter beyond ASCII, and there are some, is a part of one that was misread.

    One accent in its place tells that they are not: "é" alone is nothing in UTF-8.
    """
    beyond = (_read_again(text) for text in texts if not text.isascii())
    first = next(beyond, None)
    return first is not None and all(text is not None for text in beyond)


def pieces(file: TextIO) -> Iterator[str]:
    """The text, cut beside an ASCII letter: its one line may be the whole of it."""
    while piece := file.read(SAMPLE):
        for letter in iter(lambda: file.read(1), ""):
            piece += letter
            if letter.isascii() or len(piece) > SAMPLE + LONGEST_RUN:
                break
        yield piece


def read_again(text: str) -> str:
    """The text as it was written; raises ValueError unless it was misread."""
    found = _read_again(text)
    if found is None:
        raise ValueError(text)
    return found


def _read_again(text: str) -> str | None:
    try:
        return text.translate(_BYTES).encode("latin-1").decode()
    except UnicodeError:
        return None
