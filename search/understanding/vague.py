"""Where, said in words that no map holds: "près de chez moi", "à une heure de route de Lyon"."""

import re
from collections.abc import Iterable, Iterator

from search.french import literal_parts
from search.understanding.values import Span

_NEAR = r"(?:pr[eè]s|proches?|autour|loin|[aà] c[oô]t[eé]|aux? alentours?|[aà] proximit[eé])"
_HOW_NEAR = r"(?:(?:tout|pas(?:\s+trop)?|non)\s+)?"
_US = r"(?:chez\s+(?:moi|nous|vous)|moi|nous|ici|là|la(?!\s+\w))"
_OURS = r"(?:ma|mon|notre)\s+(?:ville|r[eé]gion|commune|quartier|secteur|coin|d[eé]partement)"
_AROUND_US = (
    rf"{_HOW_NEAR}{_NEAR}\s+(?:de\s+|d[’'])?{_US}",
    r"[aà]\s+(?:proximit[eé]|c[oô]t[eé])(?!\s+d)",
    rf"dans\s+(?:le\s+coin|{_OURS})",
)
_COUNT = r"(?:\d{1,3}|une?|deux|trois|dix|quinze|vingt|trente|quarante(?:-cinq)?|demi)"
_TIME = rf"(?:{_COUNT}(?:[\s-]*demi[e]?)?[\s-]*(?:h|heures?|min|mn|minutes?)(?:\s*\d\d)?)"
_ON_THE_WAY = r"de\s+(?:route|voiture|train|trajet|transports?)"
_WAYS = (
    *_AROUND_US,
    rf"{_TIME}\s+{_ON_THE_WAY}",
    rf"[aà]\s+(?:moins\s+(?:de\s+|d[’']))?{_TIME}(?=\s+(?:de|d[’']|du)\b)",
    # "Dans le nord" is a département.
    r"dans\s+(?:le|l[’'])\s*(?:(?:grand\s+)?(?:sud|est|ouest)|secteur|quartier)(?![\w-])",
)


def _any_of(ways: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(ways)})(?!\w)", re.IGNORECASE)


_NEAR_US, _VAGUE = _any_of(_AROUND_US), _any_of(_WAYS)
_ALL_AROUND_US = _any_of(
    (*_AROUND_US, _US, _OURS, "par ici", "sur place", "localement", r"(?:toute\s+)?la\s+r[eé]gion")
)


def vague_in(text: str) -> Iterator[Span]:
    """Where they stand, out of quotes."""
    return _found(_VAGUE, text)


def around_us_in(text: str) -> Iterator[Span]:
    """Those that are around who asks, whom we do not know the place of."""
    return _found(_NEAR_US, text)


def is_around_us(text: str) -> bool:
    """Whether all of a text is so, where a place is asked for: "autour de moi", "ma ville"."""
    return bool(_ALL_AROUND_US.fullmatch(text.strip()))


def _found(ways: re.Pattern[str], text: str) -> Iterator[Span]:
    literal = literal_parts(text)
    for found in ways.finditer(text):
        if not any(start <= found.start() < end for start, end in literal):
            yield Span(*found.span())
