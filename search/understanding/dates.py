"""Dates in figures, whose day or month is the number of no département: "le 22/06", "14.07"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from search.understanding.values import Span

MONTHS = frozenset(
    {"janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre"}
    | {"octobre", "novembre", "decembre"}
)
WEEKDAYS = frozenset({"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"})

_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0[1-9]|1[0-2])"
_YEAR = r"(?:20\d\d|2[2-9]|3[0-5])"  # near ours where it is short: "26/07/38" is in Isère
# "31/09" are two départements; in a year, it is a slip.
_NO_SUCH_DAY = r"(?!(?:3[01]\D02|31\D(?:0[469]|11))(?!\D20\d\d))"
_MONTH_NAMED = "|".join(sorted(MONTHS)).replace("e", "[eé]").replace("u", "[uû]")
# "Les 14 et 15/10", "du 14 au 16 juillet".
_DAYS_BEFORE = rf"(?:{_DAY}\s*(?:,|-|et|ou|au|à)\s*)*"
_DATE = re.compile(
    rf"""(?<![\w.,/-])(?:
    {_DAYS_BEFORE}{_NO_SUCH_DAY}(?:
        {_DAY}(?P<sign>[/.-]){_MONTH}(?P<year>(?P=sign){_YEAR})?
        |(?<=\ble\s){_DAY}\s{_MONTH}(?!\s*\d)
    )(?![\w€%]|[.,/-]\d)
    |(?P<month>{_MONTH}/20\d\d|(?:(?<=\bfin\s)|(?<=\bd[eé]but\s)){_MONTH}/{_YEAR})(?![\w/])
    |{_DAYS_BEFORE}{_DAY}\s+(?:{_MONTH_NAMED})(?!\w)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_BEFORE_A_DATE = re.compile(
    rf"(?<!\w)(?:les?|du|au|d[eè]s|jusqu[’']au|fin|d[eé]but|{'|'.join(sorted(WEEKDAYS))})\s+$",
    re.IGNORECASE,
)
# "Dans le 11/12", "secteur 26/07", "(01/03)": there, they are départements.
_BEFORE_A_PLACE = re.compile(
    r"(?:\(|(?<!\w)(?:dans|sur|en|secteurs?|zones?|d[eé]p(?:artements?|t)?s?\.?|dpts?\.?)"
    r"(?:\s+les?)?\s*:?)\s*$",
    re.IGNORECASE,
)
_TWO_NUMBERS = re.compile(r"\d\d[/.]\d\d")


class Date(NamedTuple):
    """`is_bare`: two numbers that nothing says to be when, "26/07" of Drôme and Ardèche."""

    span: Span
    is_bare: bool


def dates_in(text: str) -> Iterator[Date]:
    """Where each of them stands, with the days listed before: "les 14 et 15/10"."""
    for found in _DATE.finditer(text):
        before = text[: found.start()]
        is_said = bool(_BEFORE_A_DATE.search(before))
        is_faint = found["sign"] == "-" and not found["year"]
        is_where = not found["month"] and _BEFORE_A_PLACE.search(before)
        if (is_said or not is_faint) and not is_where:
            is_bare = not is_said and bool(_TWO_NUMBERS.fullmatch(found.group()))
            yield Date(Span(*found.span()), is_bare)
