"""The distance that a need says: "à moins de 30 km", "20km autour"."""

import math
import re
from collections.abc import Iterator

from search.french import literal_parts
from search.understanding.values import Span

# Neither a speed nor an area ("90 km/h", "20 km2"), nor the end of a larger number ("1 200 km").
_DISTANCE = re.compile(
    r"(?:\bmoins\s+de\s+)?(?<!\d)(?<!\d[.,])(?P<km>(?:(?<!\d\s)\d{3}|\d{1,2})(?:[.,]\d+)?)"
    r"[\s-]*(?:kms?|kilom[eè]tres?)(?![\w²³]|\s?/\s?h)",
    re.IGNORECASE,
)


def distance_in(text: str) -> int | None:
    """In whole kilometres, at least what is said; the first that stands out of quotes."""
    return next((math.ceil(float(km.replace(",", "."))) for km, _ in _said(text)), None)


def distances_in(text: str) -> list[Span]:
    """Where they stand."""
    return [span for _, span in _said(text)]


def _said(text: str) -> Iterator[tuple[str, Span]]:
    literal = literal_parts(text)
    for found in _DISTANCE.finditer(text):
        if not any(start <= found.start() < end for start, end in literal):
            yield found["km"], Span(*found.span())
