"""What a buyer may be typing: services, needs and places to choose from, read from files alone."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, zip_longest

from app.directory.need_parts import (
    Part,
    joined,
    part_understood,
    place_part,
    service_part,
    term_part,
    words_for,
    words_for_place,
)
from app.directory.presenters.common import KindTag, service_name
from app.directory.wording import LEVELS
from app.templating import typo
from domain.geography import ARTICLES, LARGE_TOWN, Place, gazetteer
from domain.text import fold
from search.french import STOP_WORDS, highlight, tokens
from search.understanding import (
    CPV_DIGITS,
    What,
    is_meant,
    is_term,
    says_nothing,
    service_listed,
    services_called,
    terms_begun,
    towns_sounding,
    understand,
)

SERVICES = 4
NEEDS = 3
TERMS = 5  # when nothing else is called so: every article of "L2113"
LONGEST_END = 4  # words of a text that may be those of a place or a service, unfinished
TOWN = 10_000  # inhabitants
SHORTEST_SMALL_WORD = 3  # letters of one that may begin a town
SHORTEST_BESIDE_A_NAME = 3  # letters that begin a town after words that nothing reads
_OF_ONE_NUMBER = 2  # a commune and a région, at most, that INSEE gave one
_NUMBERED_ALIKE = {("postcode", "commune"), ("departement", "region")}

_UNFINISHED_POSTCODE = re.compile(r"\d(?!000)\d{3}")  # round or with fewer digits, a count
_CPV = re.compile(r"\d{6,8}|\d{8}-\d?")
# How many, or how far: "à moins de 30", "pour 50"; not "esat de 35".
_COUNT_AT_THE_END = re.compile(r"\b(?:(?:moins|plus|rayon) de|pour) \d{1,4}$", re.IGNORECASE)
_WORDS = re.compile(r"[^\s'’]+")

Fragments = Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Choice:
    """`text` is what the box then holds; a structure has the address of its page instead.

    `is_whole`: it says what and where, so that nothing is left to type.
    """

    label: Fragments
    hint: Fragments = ()
    kinds: tuple[KindTag, ...] = ()
    text: str = ""
    url: str = ""
    is_whole: bool = False


def services(typed: str) -> list[Choice]:
    """Those called so, with the name that is when it is not the label, or those of a CPV code.

    Nothing is mended of what begins a town: "saint" is no "centre d’appels".
    """
    return _of_cpv(typed) or _called(typed, typed, is_mended=not _begins_a_town(typed))


def _begins_a_town(typed: str) -> bool:
    return any(place.population >= TOWN for place in _begun(fold(typed), 1))


def services_read(typed: str) -> list[Choice]:
    """When nothing is called so: without what asks, "je cherche un trait"; else what the words are
    read as and nothing else, the surest first: "tri papier".
    """
    return _called(_without_asking(typed), typed) or _read(typed)


def _read(typed: str) -> list[Choice]:
    return [
        Choice(marked(service_name(service), typed), text=words_for(service))
        for service in _read_alone(typed)[:SERVICES]
    ]


def _read_alone(typed: str) -> list[str]:
    """The services of a text that says nothing else; in "ateliers saint-mar", words set aside begin
    a place.
    """
    understood = understand(typed)
    said = {mention.what for mention in understood.mentions}
    if understood.text or understood.refused or said != {What.SERVICE}:
        return []
    if understood.asides and any(_somewhere(typed)):
        return []
    return list(dict.fromkeys((*understood.values(What.SERVICE), *understood.less_sure)))


def _called(text: str, typed: str, *, is_mended: bool = True) -> list[Choice]:
    """`is_mended`: mistyped too."""
    return [
        Choice(
            marked(service_name(called.service.id), typed),
            hint=() if called.is_by_label else marked(typo(called.name), typed),
            text=words_for(called.service.id),
        )
        for called in services_called(text, SERVICES)
        if is_mended or not called.mended
    ]


def _without_asking(typed: str) -> str:
    """ "Un trait" of "je cherche un trait"; "" where nothing is asked so, or nothing yet."""
    if says_nothing(typed):
        return ""
    starts = [word.start() for word in _WORDS.finditer(typed)][1:]
    return next((typed[start:] for start in starts if _is_of_asking(typed[:start])), "")


def _is_of_asking(text: str) -> bool:
    """ "Je cherche"; not "les"."""
    return says_nothing(text) and not STOP_WORDS.issuperset(fold(text).split())


def _of_cpv(typed: str) -> list[Choice]:
    """A code that is not finished is that of all that begin so: "909100" is 90910000."""
    if not _CPV.fullmatch(typed):
        return []
    code = typed.partition("-")[0].ljust(CPV_DIGITS, "0")
    hint = ((f"CPV {code}", False),)
    return [
        Choice(((service_name(service), False),), hint, text=words_for(service))
        for service in understand(code).values(What.SERVICE)[:SERVICES]
    ]


def places(typed: str, limit: int) -> list[Choice]:
    """Those with a name that begins so or, failing that, that sounds so or is written almost so."""
    if begun := places_begun(typed, limit):
        return begun
    found = dict.fromkeys((*towns_sounding(typed), *gazetteer().find(typed, limit)))
    return [_place(place, typed) for place in found][:limit]


def places_begun(typed: str, limit: int) -> list[Choice]:
    """Those with a name that begins so."""
    return [_place(place, typed) for place in _begun(fold(typed), limit)]


def needs(typed: str, *, are_alone: bool = False) -> list[Choice]:
    """The terms that the text begins, else its end completed, else how it is understood.

    `are_alone`: no service is called so.
    """
    found = [] if _COUNT_AT_THE_END.search(typed) else _meant(typed)
    are_terms = are_alone and all(part.term for part in found)
    return _choices(found, typed, TERMS if are_terms else NEEDS)


def in_part(typed: str) -> tuple[list[Choice], list[Choice]]:
    """Services and needs of what is nothing as a whole: words somewhere, "tremplin saint-sul", or
    what is left without its last word, "peinture bur", of which nothing is mended.
    """
    head, _, _ = typed.rpartition(" ")
    if says_nothing(typed) or says_nothing(head) or _refuses(head):
        return [], []
    if somewhere := _choices(_somewhere(typed), typed, NEEDS):
        return [], somewhere
    if called := _of_cpv(head) or _called_exactly(head):
        return called, []
    return [], needs(head) or _choices(_somewhere(typed, is_sure=False), typed, NEEDS)


def _called_exactly(typed: str) -> list[Choice]:
    names = (typed, _without_asking(typed))
    called = (_called(name, typed, is_mended=False) for name in names)
    return next(filter(None, called), []) or _read(typed)


def _choices(found: Iterable[Part], typed: str, limit: int) -> list[Choice]:
    """Of parts that are told alike, the first."""
    parts = islice(_told_apart(found), limit)
    return [
        Choice(
            marked(part.label, typed),
            hint=marked(part.by, typed) if part.by else (),
            text=part.text,
            is_whole=part.says_where,
        )
        for part in parts
    ]


def _told_apart(found: Iterable[Part]) -> Iterator[Part]:
    told = set[str]()
    for part in found:
        if part.label not in told:
            told.add(part.label)
            yield part


def _meant(typed: str) -> list[Part]:
    """Nothing is cut out of a term, "iso 14" is not in Calvados, but a small word that ends it."""
    begun = [term_part(term) for term in terms_begun(typed, TERMS)]
    if begun and not _ends_with_a_small_word(typed):
        return [*(_as_it_stands(typed) if is_term(typed) else ()), *begun]
    return [*(_completed(typed) or _as_it_stands(typed)), *begun]


def _ends_with_a_small_word(typed: str) -> bool:
    return typed.rpartition(" ")[2].casefold() in STOP_WORDS


def marked(text: str, typed: str) -> Fragments:
    """With the words that are those typed, begun or mistyped."""
    asked = tokens(typed)
    return highlight(text, lambda word: any(is_meant(one, word) for one in asked))


@lru_cache(maxsize=1024)  # thousands begin by "saint"
def _begun(folded: str, limit: int) -> Sequence[Place]:
    if _UNFINISHED_POSTCODE.fullmatch(folded):
        return gazetteer().postcodes_begun(folded)[:limit]
    found = gazetteer().begun(folded, limit + _OF_ONE_NUMBER)
    if not folded[:1].isdigit():
        return found[:limit]
    return [place for place in found if not _is_of_insee(place, found[0])][:limit]


def _is_of_insee(place: Place, first: Place) -> bool:
    """Whether INSEE gave it the number of a postcode or of a département elsewhere: people mean
    these.
    """
    is_numbered = (first.level, place.level) in _NUMBERED_ALIKE
    return is_numbered and set(first.communes).isdisjoint(place.communes)


def _place(place: Place, typed: str) -> Choice:
    level = ((LEVELS[place.level], False),)
    return Choice(marked(typo(place.label), typed), level, text=words_for_place(place))


def _as_it_stands(typed: str) -> list[Part]:
    """When it says more than a service or a place alone, which are offered as such."""
    understood = understand(typed)
    said = [mention.what for mention in understood.mentions]
    is_need = len(said) > 1 or not {What.SERVICE, What.PLACE}.issuperset(said)
    return [part_understood(understood)] if is_need and not understood.text else []


def _completed(typed: str) -> list[Part]:
    """With the longest end that begins the name of a place or of a service."""
    return next((found for cut in _cuts(typed) if (found := _ended(*cut, typed))), [])


def _cuts(typed: str) -> Iterator[tuple[str, str]]:
    """The text and the end that may be a name, the longest first; none is cut out of a service
    begun after others: "nettoyage et mise sous pl".
    """
    starts = [word.start() for word in _WORDS.finditer(typed)][1:]
    shortest = len(service_listed(typed))
    for start in starts[-LONGEST_END:]:
        end = typed[start:]
        if len(end) >= shortest and _may_be_a_name(end):
            yield typed[:start].rstrip(), end


def _may_be_a_name(end: str) -> bool:
    """Neither "à Angers" nor "de"; "par" may begin Paris."""
    first, *others = fold(end).split() or [""]
    if first not in STOP_WORDS:
        return len(end) > 1
    return first in ARTICLES if others else len(first) >= SHORTEST_SMALL_WORD


def _somewhere(typed: str, *, is_sure: bool = True) -> Iterator[Part]:
    """Words that say nothing known, perhaps a name, and a place that the end begins.

    Unless `is_sure`, beside a service too, or where the end may begin one.
    """
    for head, end in () if _without_asking(typed) else _cuts(typed):
        fewest = _fewest(end)
        is_long = end.isdigit() or len(end) >= SHORTEST_BESIDE_A_NAME
        if is_long and _may_name_somebody(head, is_sure=is_sure) and not (is_sure and fewest):
            named = Part(f"« {head} »", head)
            yield from (
                joined(named, place_part(place)) for place in _places_at_the_end(end, fewest)
            )


def _may_name_somebody(text: str, *, is_sure: bool) -> bool:
    """Neither "qui" nor "esat"."""
    said = {mention.what for mention in understand(text).mentions}
    return not (says_nothing(text) or said - (set() if is_sure else {What.SERVICE}))


def _fewest(end: str) -> int:
    """Inhabitants of a place that it may begin, beside words that nothing reads."""
    if says_nothing(end):
        return LARGE_TOWN
    return TOWN if any(not called.mended for called in services_called(end, 1)) else 0


def _ended(head: str, end: str, typed: str) -> list[Part]:
    heads = [] if _refuses(head) else _heads(head)
    if any(part.says_where for part in heads) and _begun(fold(typed), 1):
        return []  # "saint den" is no need of Saint-Étienne
    ends = _ends(end, is_service=bool(services_called(typed, 1))) if heads else []
    is_listed = end == service_listed(typed)
    found = [
        joined(first, last)
        for last in ends
        for first in heads
        if first.goes_with(last, is_listed=is_listed)
    ]
    return [part for part in found if part.is_read()]


def _refuses(text: str) -> bool:
    """Whether it ends by what refuses the words after it: "sans", "pas d’", whatever these are."""
    return bool(understand(f"{text} ESAT").refused)


def _heads(text: str) -> list[Part]:
    """What the text is understood as, else the services that it begins the names of.

    The latter when words are set aside that are of such a name: "espace ver" is no worm.
    """
    understood = understand(text)
    called = [called for called in services_called(text, 2) if not called.mended]
    if understood.mentions and not understood.text and not (called and understood.asides):
        return [part_understood(understood)]
    return [service_part(one) for one in called if one.is_read or one.is_by_label]


def _ends(text: str, *, is_service: bool) -> list[Part]:
    """Services and places in turn, then terms; villages when nothing else is meant. Places alone
    when a small word ends it: "villeneuve sur", "par".

    `is_service`: the whole text names one, which no term is cut out of: "vêtements de travail".
    """
    if _ends_with_a_small_word(text):
        fewest = LARGE_TOWN if fold(text) in STOP_WORDS else 0
        return [place_part(place) for place in _places_at_the_end(text, fewest)]
    services = services_called(text, NEEDS)
    fewest = TOWN if services or is_service else 0
    places = [] if is_term(text) else _places_at_the_end(text, fewest)
    if not (places or services or is_service):
        places = towns_sounding(text)[:NEEDS]
    terms = [] if is_service else [term_part(begun) for begun in terms_begun(text, NEEDS)]
    is_read = any(called.is_read for called in services)
    return [
        *_in_turn(
            [service_part(one) for one in services], [place_part(one) for one in places], is_read
        ),
        *terms,
    ]


def _in_turn(services: list[Part], places: list[Part], is_read: bool) -> list[Part]:
    """Services first when the words are read as one: "esat tra" is traiteur before Trappes."""
    rows = zip_longest(services, places) if is_read else zip_longest(places, services)
    return [part for row in rows for part in row if part]


def _places_at_the_end(text: str, fewest: int = 0) -> list[Place]:
    """Those of `fewest` inhabitants, and villages by the first word of their name: "de quartier" is
    not at Le Quartier. Nobody knows why a village is offered by a name that it bore.
    """
    folded = fold(text)
    return [
        place
        for place in _begun(folded, NEEDS)
        if place.level != "commune"
        or (place.population >= max(fewest, TOWN) and _shows(place, folded))
        or (fewest < TOWN and fold(place.name).startswith(folded))
    ]


def _shows(place: Place, folded: str) -> bool:
    """Whether its name has these words, unless they are those of another one of its: "lyon 8"."""
    return f" {folded}" in f" {fold(place.name)}" or place in gazetteer().named(folded, NEEDS)
