"""What numbers the things of a list: "lot n° 2", "1. nettoyage 2. peinture"."""

import re
from collections.abc import Iterator

from search.understanding.values import Span

# "Lot unique" of a call for tenders, whatever is needed, and the "1)" of a list; "Lot 46" and
# "Lot 30 km" say where.
_LOT = re.compile(
    r"(?:\blots?\s*(?:(?:n\s?[°o]\s*|num[ée]ro\s+)\d{1,2}|(?:[01]?\d|20)(?!\s*km)|unique|(?-i:[A-H]))"
    r"|(?<!\S)\d{1,2}°?\)(?=\s))(?!\w|[\s.,]\d)",
    re.IGNORECASE,
)
# Less plain marks, of a list that begins with the first of them.
_FIRST = re.compile(r"\s*\(?[1a][.°)]\)?\s", re.IGNORECASE)
_ANY = re.compile(r"(?<!\S)\(?(?:\d{1,2}|[a-h])[.°)]\)?(?=\s)", re.IGNORECASE)


def lots_in(text: str) -> Iterator[Span]:
    """Where each of them stands, a list within a lot too."""
    patterns = (_LOT, _ANY) if _FIRST.match(text) else (_LOT,)
    for pattern in patterns:
        yield from (Span(*found.span()) for found in pattern.finditer(text))
