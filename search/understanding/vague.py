"""Where, said in words that no map holds: "près de chez moi", "à une heure de route de Lyon"."""

import re
from collections.abc import Iterator

from search.french import literal_parts
from search.understanding.values import Span

_SPACE = r"[\s-]+"
_NEAR = r"(?:pr[eè]s|proches?|autour|loin|[aà] c[oô]t[eé]|aux? alentours?|[aà] proximit[eé])"
_US = r"(?:chez\s+(?:moi|nous|vous)|moi|nous|ici|l[aà])"
_COUNT = r"(?:\d{1,3}|une?|deux|trois|dix|quinze|vingt|trente|quarante(?:-cinq)?|demi)"
_TIME = rf"(?:{_COUNT}(?:[\s-]*demi[e]?)?[\s-]*(?:h|heures?|min|mn|minutes?)(?:\s*\d\d)?)"
_ON_THE_WAY = r"de\s+(?:route|voiture|train|trajet|transports?)"
_WAYS = (
    rf"{_NEAR}\s+(?:de\s+|d[’'])?{_US}",
    rf"{_TIME}\s+{_ON_THE_WAY}",
    rf"[aà]\s+(?:moins\s+(?:de\s+|d[’']))?{_TIME}(?=\s+(?:de|d[’']|du)\b)",
    # "Dans le nord" is a département.
    r"dans\s+(?:le|l[’'])\s*(?:(?:grand\s+)?(?:sud|est|ouest)|coin|secteur|quartier)(?![\w-])",
)
_VAGUE = re.compile(rf"(?<!\w)(?:{'|'.join(_WAYS)})(?!\w)", re.IGNORECASE)


def vague_in(text: str) -> Iterator[Span]:
    """Where they stand, out of quotes."""
    literal = literal_parts(text)
    for found in _VAGUE.finditer(text):
        if not any(start <= found.start() < end for start, end in literal):
            yield Span(*found.span())
