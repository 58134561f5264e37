"""Official numbers in a text: SIRET, VAT, NAF and CPV codes, articles."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.identifiers import is_siren, is_siret, read_naf
from domain.kinds import LEGAL_FRAMES
from domain.taxonomy import derived, taxonomy
from search.understanding.needs import MAX_SERVICES
from search.understanding.values import Mention, Span, What

CPV_DIGITS = 8  # before its key
_SEPARATOR = r"[\s.\u00a0\u202f/-]?"
_SAID_BEFORE = r"(?:(?:n[°o]|num[ée]ro|siret|siren|tva|code|naf|ape|cpv)\s*(?:de\s+)?:?\s*)*"


def _grouped(count: int) -> str:
    """So many digits, however they are grouped."""
    return rf"\d(?:{_SEPARATOR}\d){{{count - 1}}}"


# What stands before the number of an article, of whatever book.
_OF_A_BOOK = r"(?:articles?\s*(?:L[\s.]{0,2})?|L[\s.]{0,2})"

_PATTERNS: tuple[tuple[str, str], ...] = (
    ("vat", rf"FR{_SEPARATOR}[0-9A-Z]{{2}}{_SEPARATOR}(?P<vat>{_grouped(9)})"),
    ("siret", rf"(?P<siret>{_grouped(14)})"),
    ("cpv", rf"(?P<cpv>\d{{{CPV_DIGITS}}})(?:-\d)?"),
    # Five digits more are those of a SIRET, right or wrong.
    ("siren", rf"(?P<siren>{_grouped(9)})(?!{_SEPARATOR}\d{{5}}(?!\d))"),
    # No letter is beyond F but Z: "1500 m" is a length, "1200 g" a weight.
    ("naf", r"(?P<naf>\d{2}(?:\.\d{2}\s?[A-FZ]|\s?\d{2}(?:[A-FZ]|\s?Z)))"),
    (
        "article",
        rf"(?:{_OF_A_BOOK}2113[\s.-]{{0,2}}|2113-)(?P<article>1[2-5](?:[\s.-]1)?)"
        r"(?P<more>(?:\s*(?:,|et|ou|/|à)\s*(?:(?:L[\s.]{0,2})?2113[\s.-])?1[2-5])*)"
        r"(?:\s+du\s+(?:code\s+de\s+la\s+commande\s+publique|CCP))?",
    ),
    (
        "oeth",
        rf"{_OF_A_BOOK}?(?P<oeth>5212-10-1)(?:\s+du\s+code\s+du\s+travail)?",
    ),
)
_CODES = tuple(
    (name, re.compile(rf"{_SAID_BEFORE}{pattern}(?!\w)", re.IGNORECASE))
    for name, pattern in _PATTERNS
)
_CPV = dict(_CODES)["cpv"]
_BEGINNING = re.compile(r"(?<!\w)\w")
_BOOK = re.compile(r"2113[\s.-]")  # which each article may repeat
_ARTICLE = re.compile(r"1[2-5](?:[\s.-]1)?")


@dataclass(frozen=True, slots=True)
class Code:
    """What a number stands for; when it is not `is_sure`, for any of several services."""

    mention: Mention
    is_sure: bool = True


def codes_in(text: str) -> Iterator[Code]:
    """What is read as codes, in the order of the text; a number that is not valid is left."""
    read_to = 0
    for beginning in _BEGINNING.finditer(text):
        if beginning.start() >= read_to and (found := _code_at(text, beginning.start())):
            yield found
            read_to = found.mention.spans[0].end


def _code_at(text: str, start: int) -> Code | None:
    """The first that is valid: "90910000-9 67000" is as long as a SIRET, and is none."""
    for name, pattern in _CODES:
        match = pattern.match(text, start)
        if match and (
            read := _READERS[name](f"{match[name]}{match.groupdict().get('more') or ''}")
        ):
            what, values = read
            is_broad = what is What.SERVICE and _holds_unlike_trades(match[name], values)
            return Code(Mention(what, values, (Span(*match.span()),)), is_sure=not is_broad)
    return None


Read = tuple[What, tuple[str, ...]] | None


def _siret(given: str) -> Read:
    digits = _digits(given)
    return (What.CODE, (f"siret:{digits}",)) if is_siret(digits) else None


def _siren(given: str) -> Read:
    digits = _digits(given)
    return (What.CODE, (f"siren:{digits}",)) if is_siren(digits) else None


def _naf(given: str) -> Read:
    code = read_naf("".join(given.split()))
    return (What.CODE, (f"naf:{code}",)) if code else None


def _cpv(given: str) -> Read:
    services = services_of_cpv(given)
    return (What.SERVICE, services) if services else None


def _articles(given: str) -> Read:
    numbers = [re.sub(r"[\s.]", "-", found) for found in _ARTICLE.findall(_BOOK.sub("", given))]
    frames = [f"l2113-{number}" for number in numbers if f"l2113-{number}" in LEGAL_FRAMES]
    if len(frames) == 2 and "à" in given.casefold():
        frames = _from(*frames)
    return (What.LEGAL, tuple(dict.fromkeys(frames))) if frames else None


def _from(first: str, last: str) -> list[str]:
    """ "L2113-12 à L2113-15" are all those between, in the order of the law."""
    ordered = list(LEGAL_FRAMES)
    return ordered[ordered.index(first) : ordered.index(last) + 1] or [first, last]


def _deduction(_given: str) -> Read:
    """Of what is bought of an ESAT, an EA or a TIH, from the contribution for disabled workers."""
    return What.LEGAL, ("oeth",)


_READERS: dict[str, Callable[[str], Read]] = {
    "vat": _siren,
    "siret": _siret,
    "siren": _siren,
    "cpv": _cpv,
    "naf": _naf,
    "article": _articles,
    "oeth": _deduction,
}


def cpv_said(words: str) -> str | None:
    """The CPV code, without its key, that words read as services are; None when they are none."""
    match = _CPV.fullmatch(words)
    return match["cpv"] if match else None


def beside_needs(codes: Sequence[Code], needed: Collection[str]) -> list[Code]:
    """Of each code, the services that are needed too, if any: it then widens nothing."""
    return [_beside_needs(code, needed) for code in codes]


def _beside_needs(code: Code, needed: Collection[str]) -> Code:
    common = tuple(value for value in code.mention.values if value in needed)
    is_of_need = code.is_sure and code.mention.what is What.SERVICE and common
    return replace(code, mention=replace(code.mention, values=common)) if is_of_need else code


_DIVISION = 2  # digits of a division of the CPV, which holds unlike trades
_FEWEST_DIGITS = 4  # of a class: codes that share fewer are unlike trades


def services_of_cpv(code: str) -> tuple[str, ...]:
    """The services nearest to a CPV code in its tree; () when none is of its class.

    Of a group or a division, all those that it holds, the most general first.
    """
    asked = _significant(code)
    nearest = {service: _nearest(asked, codes) for service, codes in _codes_of_services().items()}
    best = max(shared for shared, _ in nearest.values())
    if best < min(_FEWEST_DIGITS, len(asked)):
        return ()
    found = [service for service, (shared, _) in nearest.items() if shared == best]
    return tuple(sorted(found, key=lambda service: nearest[service][1]))


def _holds_unlike_trades(code: str, services: tuple[str, ...]) -> bool:
    return len(_significant(code)) == _DIVISION and len(services) > MAX_SERVICES


@derived()
def _codes_of_services() -> Mapping[str, list[str]]:
    services = taxonomy().services.values()
    return {s.id: [_significant(code) for code in s.cpv] for s in services}


def _nearest(asked: str, codes: Sequence[str]) -> tuple[int, int]:
    """Of the nearest code, how many digits it begins with alike, and how many it has."""
    shared = ((_shared(asked, code), len(code)) for code in codes)
    return max(shared, key=lambda found: (found[0], -found[1]), default=(0, 0))


def _significant(code: str) -> str:
    """The digits of a code that tell, those of its division at least: "50000000-5" is 50."""
    return code[:_DIVISION] + code[_DIVISION:8].rstrip("0")


def _shared(asked: str, known: str) -> int:
    """How many digits two codes begin with alike."""
    return next(
        (i for i, (a, b) in enumerate(zip(asked, known, strict=False)) if a != b),
        min(len(asked), len(known)),
    )


def _digits(given: str) -> str:
    return re.sub(r"\D", "", given)
