"""Texts each line of which is one quoted cell: a list parted by ";" that was saved as if by ","."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from importers.decoding import SEPARATORS, regularity

_WRAPPED = re.compile(r'"((?:[^"]|"")*)"')
_JUDGED = 100  # lines
_ALIKE = 0.9  # of them, of as many cells as the first


def is_wrapped(path: Path, encoding: str) -> bool:
    """Whether every line is quoted as a whole, and one separator parts what is inside alike."""
    with path.open(encoding=encoding, newline="") as file:
        lines = (line.strip() for line in file)
        if not all(_WRAPPED.fullmatch(line) for line in lines if line):
            return False
    with path.open(encoding=encoding, newline="") as file:
        first = list(islice(unwrapped(file), _JUDGED))
    return any(_parts_alike(first, separator) for separator in SEPARATORS)


def unwrapped(lines: Iterable[str]) -> Iterator[str]:
    """Each line without the quotes around it, those inside made single."""
    for line in lines:
        yield line.strip()[1:-1].replace('""', '"') + "\n"


def _parts_alike(lines: list[str], separator: str) -> bool:
    share, width = regularity(lines, separator)
    return share >= _ALIKE and regularity(lines[:1], separator) == (1, width)
