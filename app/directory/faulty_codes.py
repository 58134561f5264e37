"""Official numbers that a need says wrongly: what is wrong with each, in a sentence."""

import re
from collections.abc import Callable
from itertools import chain

from domain.identifiers import check_siret, is_siren
from domain.words import plural
from search.understanding import CPV_DIGITS, Span, Understood, What

_CHECK = "Vérifiez ses chiffres."
_BETWEEN = r"[\s.]?"
# As people group them, so that a list of départements or telephones is none.
_SIRET = re.compile(rf"(?<![\w.])\d{{3}}(?:{_BETWEEN}\d{{3}}){{2}}{_BETWEEN}\d{{3,6}}(?![\w.]?\d)")
_SIREN = re.compile(rf"(?<![\w.])(?<!\d\s)\d{{3}}(?:{_BETWEEN}\d{{3}}){{2}}(?!{_BETWEEN}\d)(?!\w)")
_CALLED = re.compile(r"\b(?:siret|siren|cpv|naf|ape|codes?)\W*$", re.IGNORECASE)
_LIKE_NO_OTHER = re.compile(
    r"\d{14}|\d{3} \d{3} \d{3} \d{5}|\d{6,9}-\d|l\.? ?2113-\d+", re.IGNORECASE
)
_ARTICLE = re.compile(r"\bl\.? ?2113-\d+(?:-\d+)?", re.IGNORECASE)
_CPV = re.compile(r"(?<![\w.-])(?P<code>\d{6,9})-\d(?![\w-])|(?<![\w.-])\d{8}(?![\w.-])")
_NAF = re.compile(
    r"(?<![\w.,])\d{2}\.\d{2}(?![\w.,])(?!\s?(?:€|euros?|km|kg|m[²2]|%))", re.IGNORECASE
)


def faulty_codes(understood: Understood) -> list[str]:
    """A sentence for each number that is meant as a code, and is read as none."""
    found = _faults(understood)
    return [found[span] for span in sorted(found)]


def faulty_spans(understood: Understood) -> list[Span]:
    """Where these numbers are: what is wrong with them is told, and nothing else of them."""
    return sorted(_faults(understood))


def _faults(understood: Understood) -> dict[Span, str]:
    text = _without_codes(understood)
    found: dict[Span, str] = {}
    for pattern, problem in _PROBLEMS:
        for number in pattern.finditer(text):
            span = Span(*number.span())
            is_new = all(span.start != other.start for other in found)
            if is_new and _is_meant(number, understood.typed) and (told := problem(number)):
                found[span] = told
    return found


def _is_meant(number: re.Match[str], text: str) -> bool:
    """Alone, called so, or as nothing else is written: beside a need, others count or date."""
    start, end = number.span()
    is_alone = not any(map(str.isalnum, text[:start] + text[end:]))
    is_called = _CALLED.search(text[:start]) is not None
    return is_alone or is_called or _LIKE_NO_OTHER.fullmatch(number.group()) is not None


def _without_codes(understood: Understood) -> str:
    """As long, with spaces for what was read as a code."""
    text = understood.typed
    read = (m for m in understood.mentions if m.what in {What.CODE, What.SERVICE, What.LEGAL})
    for start, end in chain.from_iterable(mention.spans for mention in read):
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def _siret_problem(number: re.Match[str]) -> str:
    checked = check_siret(number.group())
    if checked.repair == "siret_zero":
        return f"« {number.group()} » : SIRET sans son premier zéro. Cherchez « {checked.value} »."
    return f"« {number.group()} » : {checked.problem}. {_CHECK}" if checked.problem else ""


def _siren_problem(number: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", number.group())
    wrong = "SIREN dont la clé de contrôle est fausse"
    return "" if is_siren(digits) else f"« {number.group()} » : {wrong}. {_CHECK}"


def _cpv_problem(number: re.Match[str]) -> str:
    digits = number["code"] or number.group()
    if len(digits) != CPV_DIGITS:
        count = plural(len(digits), "chiffre")
        return f"« {number.group()} » : code CPV de {count} au lieu de 8, avant le tiret. {_CHECK}"
    return f"« {number.group()} » : aucun de nos services n’a ce code CPV."


def _naf_problem(number: re.Match[str]) -> str:
    return f"« {number.group()} » : un code NAF finit par une lettre, comme 81.21Z."


def _article_problem(number: re.Match[str]) -> str:
    return (
        f"« {number.group()} » : aucun article de ce numéro ne réserve de marché. Les marchés"
        " réservés sont ceux des articles L2113-12 à L2113-15."
    )


_PROBLEMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_SIRET, _siret_problem),
    (_SIREN, _siren_problem),
    (_CPV, _cpv_problem),
    (_NAF, _naf_problem),
    (_ARTICLE, _article_problem),
)
