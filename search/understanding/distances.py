"""The distance that a need says: "à moins de 30 km", "20km autour", "à 500 m de Tours"."""

import math
import re
from collections.abc import Iterator, Mapping

from search.french import literal_parts
from search.understanding.values import Span

_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
_SAID: Mapping[str, int] = {
    **{"cinq": 5, "dix": 10, "douze": 12, "quinze": 15, **_TENS},
    **{f"{ten} cinq": number + 5 for ten, number in _TENS.items()},
    **{"soixante dix": 70, "soixante quinze": 75, "quatre vingt": 80, "quatre vingts": 80},
    **{"quatre vingt dix": 90, "cent": 100, "cent cinquante": 150, "deux cents": 200},
    **{"dizaine de": 10, "quinzaine de": 15, "vingtaine de": 20, "trentaine de": 30},
    **{"quarantaine de": 40, "cinquantaine de": 50, "soixantaine de": 60, "centaine de": 100},
}
_IN_WORDS = "|".join(said.replace(" ", r"[\s-]+") for said in sorted(_SAID, key=len, reverse=True))
# "Deux cent cinquante" is no "cent cinquante".
_NO_LARGER = r"(?<![\w-])(?<!deux\s)(?<!trois\s)(?<!quatre\s)(?<!cent\s)(?<!mille\s)"
# After "à 500 m de": no dimension, and no thing of which no map of ours says where it is.
_NO_SIZE = (
    r"(?!(?-i:la|les?)\s|(?-i:l)[’']|(?:haut(?:eur)?|long(?:ueur)?|large(?:ur)?|profond(?:eur)?"
    r"|altitude|distance)(?!\w))"
)
_MOST = r"(?:max(?:imum|i)?|au\s+(?:plus|max(?:imum)?))"
# Neither a speed nor an area ("90 km/h", "20 km2"), nor the end of a larger number ("1 200 km").
_DISTANCE = re.compile(
    rf"(?:\b(?:(?:moins|pas\s+plus)\s+(?:de\s+|d[’'])(?:une\s+)?|{_MOST}\s+(?:de\s+)?))?"
    r"(?:(?<!\d)(?<!\d[.,])(?P<km>(?:(?<!\d\s)\d{3,4}|\d{1,2})(?:[.,]\d+)?)"
    rf"|{_NO_LARGER}(?P<said>{_IN_WORDS}))"
    rf"[\s-]*(?:kms?|kilom[eè]tres?)(?![\w²³]|\s?/\s?h)(?:\s+{_MOST}(?!\w))?"
    # "À 500 m de Tours"; "une clôture de 50 m à Tours" is as long, "à 15 m de haut" as high.
    r"|(?:(?<=\bà\s)|(?<=\ba\s)|(?<=\brayon\sde\s))(?:moins\s+de\s+)?(?P<m>\d{2,4})"
    rf"\s*m(?:[eè]tres?)?(?=\s+(?:(?:de\s+|d[’']){_NO_SIZE}|autour(?!\w)))",
    re.IGNORECASE,
)


def distance_in(text: str) -> int | None:
    """In whole kilometres, at least what is said; the first that stands out of quotes."""
    return next((km for km, _ in _said(text)), None)


def distances_in(text: str) -> list[Span]:
    """Where they stand."""
    return [span for _, span in _said(text)]


def _said(text: str) -> Iterator[tuple[int, Span]]:
    literal = literal_parts(text)
    for found in _DISTANCE.finditer(text):
        if not any(start <= found.start() < end for start, end in literal):
            yield _kilometres(found), Span(*found.span())


def _kilometres(found: re.Match[str]) -> int:
    if said := found["said"]:
        return _SAID[" ".join(re.split(r"[\s-]+", said.casefold()))]
    if metres := found["m"]:
        return math.ceil(int(metres) / 1000)
    return math.ceil(float(found["km"].replace(",", ".")))
