"""Dates in figures, whose day or month is the number of no département: "le 22/06", "14.07"."""

import re
from collections.abc import Iterator

from search.understanding.values import Span

_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0[1-9]|1[0-2])"
_YEAR = r"(?:20)?\d\d"
_MONTH_NAMED = (
    r"(?:janvier|f[eé]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre"
    r"|d[eé]cembre)"
)
# "Les 14 et 15/10", "du 14 au 16 juillet".
_DAYS_BEFORE = rf"(?:{_DAY}\s*(?:,|-|et|ou|au|à)\s*)*"
_DATE = re.compile(
    rf"(?<![\w.,/-]){_DAYS_BEFORE}(?:{_DAY}(?:/{_MONTH}(?:/{_YEAR})?|\.{_MONTH}(?:\.{_YEAR})?"
    rf"|-{_MONTH}-{_YEAR}|(?P<hyphen>-){_MONTH})(?![\w€%]|[.,/-]\d)|{_DAY}\s+{_MONTH_NAMED}(?!\w))",
    re.IGNORECASE,
)
_BEFORE_A_DATE = re.compile(
    r"(?<!\w)(?:les?|du|au|d[eè]s|jusqu[’']au|fin|d[eé]but)\s+$", re.IGNORECASE
)
# "Dans le 11/12", "(01/03)": there, they are départements.
_BEFORE_A_PLACE = re.compile(
    r"(?:\(|(?<!\w)(?:dans|sur|d[eé]p(?:artements?|t)?s?\.?|dpts?\.?)(?:\s+les?)?)\s*$", re.I
)


def dates_in(text: str) -> Iterator[Span]:
    for found in _DATE.finditer(text):
        before = text[: found.start()]
        is_said = not found["hyphen"] or _BEFORE_A_DATE.search(before)
        if is_said and not _BEFORE_A_PLACE.search(before):
            yield Span(*found.span())
