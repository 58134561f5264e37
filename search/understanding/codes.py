"""Official numbers in a text: SIRET, VAT, NAF and CPV codes, articles."""

import re
from collections.abc import Callable, Iterator

from domain.identifiers import is_siren, is_siret, read_naf
from domain.kinds import LEGAL_FRAMES
from domain.taxonomy import derived, taxonomy
from search.understanding.values import Mention, Span, What

_SEPARATOR = r"[\s.\u00a0\u202f/-]?"
_SAID_BEFORE = r"(?:(?:n[°o]|num[ée]ro|siret|siren|tva|code|naf|ape|cpv)\s*(?:de\s+)?:?\s*)*"


def _grouped(count: int) -> str:
    """So many digits, however they are grouped."""
    return rf"\d(?:{_SEPARATOR}\d){{{count - 1}}}"


_PATTERNS: tuple[tuple[str, str], ...] = (
    ("vat", rf"FR{_SEPARATOR}[0-9A-Z]{{2}}{_SEPARATOR}(?P<vat>{_grouped(9)})"),
    ("siret", rf"(?P<siret>{_grouped(14)})"),
    ("cpv", r"(?P<cpv>\d{8})(?:-\d)?"),
    # Five digits more are those of a SIRET, right or wrong.
    ("siren", rf"(?P<siren>{_grouped(9)})(?!{_SEPARATOR}\d{{5}}(?!\d))"),
    ("naf", r"(?P<naf>\d{2}[.\s]?\d{2}\s?[A-Z])"),
    (
        "article",
        r"(?:article\s*)?L[\s.]{0,2}2113[\s.-]{0,2}(?P<article>1[2-5](?:[\s.-]1)?)"
        r"(?P<more>(?:\s*(?:,|et|ou|/|à)\s*(?:L[\s.]{0,2})?(?:2113[\s.-])?1[2-5])*)",
    ),
)
_CODES = tuple(
    (name, re.compile(rf"{_SAID_BEFORE}{pattern}(?!\w)", re.IGNORECASE))
    for name, pattern in _PATTERNS
)
_BEGINNING = re.compile(r"(?<!\w)\w")
_ARTICLE = re.compile(r"1[2-5](?:[\s.-]1)?")


def codes_in(text: str) -> Iterator[Mention]:
    """What is read as codes, in the order of the text; a number that is not valid is left."""
    read_to = 0
    for beginning in _BEGINNING.finditer(text):
        if beginning.start() >= read_to and (found := _code_at(text, beginning.start())):
            yield found
            read_to = found.spans[0].end


def _code_at(text: str, start: int) -> Mention | None:
    """The first that is valid: "90910000-9 67000" is as long as a SIRET, and is none."""
    for name, pattern in _CODES:
        match = pattern.match(text, start)
        if match and (
            read := _READERS[name](f"{match[name]}{match.groupdict().get('more') or ''}")
        ):
            what, values = read
            return Mention(what, values, (Span(*match.span()),))
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
    numbers = [re.sub(r"[\s.]", "-", found) for found in _ARTICLE.findall(given)]
    frames = tuple(f"l2113-{number}" for number in numbers if f"l2113-{number}" in LEGAL_FRAMES)
    return (What.LEGAL, tuple(dict.fromkeys(frames))) if frames else None


_READERS: dict[str, Callable[[str], Read]] = {
    "vat": _siren,
    "siret": _siret,
    "siren": _siren,
    "cpv": _cpv,
    "naf": _naf,
    "article": _articles,
}

_FEWEST_DIGITS = 4  # a group of the CPV; a division alone ("90") holds unlike trades


@derived()
def services_of_cpv(code: str) -> tuple[str, ...]:
    """The services nearest to a CPV code in its tree; () when none is of its group."""
    asked = code[:8].rstrip("0")
    shared = {
        service.id: max((_shared(asked, known) for known in service.cpv), default=0)
        for service in taxonomy().services.values()
    }
    best = max(shared.values())
    if best < min(_FEWEST_DIGITS, len(asked)):
        return ()
    return tuple(service for service, length in shared.items() if length == best)


def _shared(asked: str, known: str) -> int:
    """How many digits two codes begin with alike, the zeros that end them left out."""
    other = known[:8].rstrip("0")
    return next(
        (i for i, (a, b) in enumerate(zip(asked, other, strict=False)) if a != b),
        min(len(asked), len(other)),
    )


def _digits(given: str) -> str:
    return re.sub(r"\D", "", given)
