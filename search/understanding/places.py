"""The places that a text may name, each with how likely it is to be one."""

import json
import math
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import cast

from domain.geography import (
    ARTICLES,
    LARGE_TOWN,
    Level,
    Place,
    gazetteer,
    is_called,
    others_meant,
)
from domain.text import fold
from search.french import words as normalised
from search.understanding.forms import FOLDER
from search.understanding.mistyped import KNOWN, place_meant
from search.understanding.numbers import is_a_departement, is_counted, is_of_two_digits
from search.understanding.words import (
    AND,
    AROUND_A_PLACE,
    BEFORE_A_PLACE,
    DEGREES,
    DETERMINERS,
    LINKS,
    PERIODS,
    SMALL_WORDS,
    Word,
)

MAX_PLACES = 6  # of one name
_LONGEST_MISTYPED = 5
LONGEST = 7  # words of a name: "saint remy en bouzemont saint genest et isson"
LIKELY = 1.6  # below, words are not read as a place

_LEVELS: Mapping[Level, float] = {
    "postcode": 6.0,
    "region": 4.5,
    "former_region": 4.5,
    "departement": 4.0,
    "epci": 3.0,
}
_CUE, _MORE_WORDS, _ADJECTIVE, _TYPO = 2.0, 1.4, 3.0, 1.0
_SAINTS = frozenset({"saint", "sainte"})
_SMALL_WORDS = 1.0  # within a name: "Verrières le Buisson"
_COMMON_WORD, _COMMON_WORD_OF_A_TOWN = -3.0, -1.5
_BEGINNING = -6.0  # "au bois" is no Bois-Colombes
_CIRCUMSTANCE = -1.5  # "quarante" is a commune where "à" says so
_LARGER = 2  # times as populous, a town whose name goes on is offered beside
_VILLAGE = 1_000  # inhabitants
_BEFORE_A_WORD = (DETERMINERS - ARTICLES) | {"par", "il", "elle", "on", "qui", "bon"}
_AFTER_A_WORD = frozenset({"de", "d", "un", "une"})
_DIRECTIONS = frozenset({"sud", "sud est", "sud ouest", "est", "ouest", "nord est", "nord ouest"})
# Measures and counts: "35 palettes", "50 kg", are no départements.
_NUMBER_FORCE, _NUMBER_SAID = 0.5, 3.6
_BEFORE_A_POSTCODE = AROUND_A_PLACE | {"postal", "cp"}
_SHORTEST_FOLDED = 4  # letters of a name that may be plural or feminine


@dataclass(frozen=True, slots=True)
class PlaceNamed:
    """Words from `first` to `last` (excluded) that name a place, `force` telling how surely."""

    first: int
    last: int
    places: tuple[Place, ...]
    force: float


def places_in(words: list[Word], common: Collection[str]) -> Iterator[PlaceNamed]:
    """Every run of words that names places; `common` are the words that mean something else."""
    for first in range(len(words)):
        for last in range(first + 1, min(first + LONGEST, len(words)) + 1):
            if words[last - 1].is_stop and not _is_written_as_one(words, first, last):
                continue  # "Les Ponts-de-Cé"
            found = list(_found(words, first, last, common))
            if found and not _cuts_a_name(words, first, last):
                yield from found


def _found(
    words: list[Word], first: int, last: int, common: Collection[str]
) -> Iterator[PlaceNamed]:
    yield from _called(words, first, last)
    if _may_begin_a_name(words, first, last):
        named = list(_named(words, first, last, common))
        yield from named or _meant(words, first, last, common)


def _cuts_a_name(words: list[Word], first: int, last: int) -> bool:
    """ "Valence et Romans-sur-Isère" is no "Valence Romans", "Lyon Rhône-Alpes" no "Lyon Rhône"."""
    if last == len(words) or not words[last].is_joined or words[last - 1].is_joined:
        return False
    before = [word for word in words[first : last - 1] if word.surface not in AND]
    return bool(before) and bool(places_called(_said(before)))


def counts_in(words: list[Word]) -> Iterator[tuple[int, Place]]:
    """Where a number counts what follows, and the postcode that it also is."""
    for at, word in enumerate(words):
        for place in places_called(word.surface)[:1]:
            if _counts(words, at, at + 1, place) and not words[at + 1].is_money:
                yield at, place


def _counts(words: list[Word], first: int, last: int, place: Place) -> bool:
    """A number before a plural, round or in groups: "10 000 courriers", "12 500 flyers".

    Any where a town is named further on: "12540 flyers à Rodez". Not "à 10 000" nor "10000 Troyes".
    """
    if place.level != "postcode" or last == len(words):
        return False
    if words[last].is_money:
        return True
    is_plain = not place.code.endswith("000") and words[first].typed.isdigit()
    if is_plain and not _begins_with_a_town(words[last + 1 :]):
        return False
    if first and words[first - 1].surface in _BEFORE_A_POSTCODE:
        return False
    is_a_count = is_counted(words[last]) or _is_each_time(words[last:])
    return is_a_count and not _names_a_part(words, last, place)


def _is_each_time(words: Sequence[Word]) -> bool:
    """ "Par an", "/mois"."""
    said = words[1:2] if words[0].surface == "par" else words[:1]
    return any(word.surface in PERIODS for word in said)


def _begins_with_a_town(words: list[Word]) -> bool:
    """ "à Rodez", "La Rochelle"."""
    first = 1 if words and words[0].surface in BEFORE_A_PLACE else 0
    named = (place for run in _runs(words, first) for place in places_called(_said(run))[:1])
    return any(place.level == "commune" and place.population >= LARGE_TOWN for place in named)


def _names_a_part(words: list[Word], first: int, whole: Place) -> bool:
    """Whether a place that begins there shares a commune with another."""
    named = (place for run in _runs(words, first) for place in places_called(_said(run)))
    return any(not set(whole.communes).isdisjoint(place.communes) for place in named)


def _runs(words: list[Word], first: int) -> Iterator[list[Word]]:
    """Of words that may name one place, from `first` on."""
    for last in range(first + 1, min(first + LONGEST, len(words)) + 1):
        yield words[first:last]


def _may_begin_a_name(words: list[Word], first: int, last: int) -> bool:
    """Words that introduce a place may only begin a longer name: "région parisienne"."""
    word = words[first]
    if word.surface in BEFORE_A_PLACE or (word.introduces_a_place and last - first == 1):
        return False
    return not word.is_stop or _begins_a_name(words, first)


def _begins_a_name(words: list[Word], first: int) -> bool:
    """ "Le Havre", "La Rochelle", "L’Haÿ-les-Roses", "Notre-Dame-des-Landes"."""
    return words[first].surface in ARTICLES | {"notre"} and first + 1 < len(words)


def _named(
    words: list[Word], first: int, last: int, common: Collection[str]
) -> Iterator[PlaceNamed]:
    run = words[first:last]
    said = _said(run)
    is_measured = any(word.is_distance or word.is_date for word in run)
    places = () if is_measured else places_called(said)
    if not places or _counts(words, first, last, places[0]) or _is_no_name(words, first, last):
        return
    if last - first > 1 and _ends_with_a_count(words, last):
        return  # "Saint-Denis 30 personnes" is no Saint-Denis (30)
    if _is_a_word_and_where(run, places[0], common):
        return
    is_number = said.isdigit() and len(said) <= 3
    more = _number(words, first) if is_number else _introduction(words, first, places[0])
    force = _force(places[0], run) + more
    if _is_written_as_one(words, first, last):
        force += _CUE
    elif any(word.is_stop for word in run[1:]):
        force += _SMALL_WORDS
    elif _is_common(run, common) and not _is_a_town_in_capitals(run, places[0]):
        force += _of_a_common_word(words, first, said, places[0])
        force += _COMMON_WORD if _is_said_as_a_word(words, first, last) else 0
    elif len(run) == 1 and said.isalpha() and run[0].is_circumstance:
        force += _CIRCUMSTANCE
    yield PlaceNamed(first, last, places, force)


def _is_a_word_and_where(run: list[Word], place: Place, common: Collection[str]) -> bool:
    """ "Bois Jura" is no Bois-d’Amont (39): a name is not shortened to a word."""
    name = fold(place.name).split()
    begun = [word for word in run if word.surface in name]
    if place.level != "commune" or len(begun) in (len(run), len(name)):
        return False
    return bool(begun) and all(_is_in(word, common) for word in begun)


def _is_no_name(words: list[Word], first: int, last: int) -> bool:
    """ "Lot 1", "lot n° 2"; "sud"; the "Mer" of "Olonne-sur-Mer", which is none of our names."""
    said = _said(words[first:last])
    if said == "lot":
        return any(word.is_quantity or word.surface == "n" for word in words[last : last + 1])
    is_side = last - first == 1 and words[first].is_vague  # "au nord de Lyon"
    return is_side or said in _DIRECTIONS or _ends_a_name(words, first)


def _ends_with_a_count(words: list[Word], last: int) -> bool:
    """Whether the number that stands last counts what follows."""
    is_number = last < len(words) and is_of_two_digits(words[last - 1])
    return is_number and is_counted(words[last])


def _ends_a_name(words: list[Word], first: int) -> bool:
    """By a hyphen and a small word: "-sur-Mer", not "d’Évian"."""
    small = words[first - 1] if first > 1 and words[first].is_joined else None
    is_within = small is not None and small.is_joined and small.surface in SMALL_WORDS
    return is_within and not words[first - 2].is_stop


def _is_written_as_one(words: list[Word], first: int, last: int) -> bool:
    """ "Pont-à-Mousson", and no part of a longer name."""
    begins = not words[first].is_joined or words[first - 1].is_stop  # "d’Évian-les-Bains"
    ends = last == len(words) or not words[last].is_joined
    inside = words[first + 1 + _begins_a_name(words, first) : last]  # "Les Clayes-sous-Bois"
    return begins and ends and len(inside) > 0 and all(word.is_joined for word in inside)


def _is_common(run: list[Word], common: Collection[str]) -> bool:
    """ "Deux chaises", "grand champ"; that a saint is named is no chance."""
    is_of_a_saint = len(run) > 1 and run[0].surface in _SAINTS
    return not is_of_a_saint and all(_is_in(word, common) for word in run if not word.is_stop)


def _is_a_town_in_capitals(run: list[Word], place: Place) -> bool:
    """ "Traiteur Lourdes" alone says nothing of capitals; "un traiteur à côté, Lourdes" does."""
    is_capital = all(word.is_capital for word in run)
    names = {fold(place.name), _without_article(place.name)}
    is_begun = place.level == "commune" and _said(run) not in names
    return (
        is_capital
        and not is_begun
        and place.population >= KNOWN
        and has_its_accents(run, place.name)
    )


def _without_article(name: str) -> str:
    article, _, rest = fold(name).partition(" ")
    return rest if article in ARTICLES else fold(name)


def has_its_accents(run: Sequence[Word], name: str) -> bool:
    """Where any are typed: "macon" may be Mâcon, "maçon" is not."""
    return "".join(word.typed for word in run).isascii() or is_written_as(run, name)


def is_written_as(run: Sequence[Word], name: str) -> bool:
    """But for case, spaces and hyphens."""
    return _letters("".join(word.typed for word in run)) in _letters(name)


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, unicodedata.normalize("NFC", text).casefold()))


def _of_a_common_word(words: list[Word], first: int, said: str, place: Place) -> float:
    if not is_called(place, said):
        return _BEGINNING
    is_town = place.population >= LARGE_TOWN and not _is_of_a_degree(words, first)
    return _COMMON_WORD_OF_A_TOWN if is_town else _COMMON_WORD


def _is_said_as_a_word(words: list[Word], first: int, last: int) -> bool:
    """ "Un lot", "par lot", "il creuse"; as a text begins, "lot de chaises", "creuse un trou"."""
    before = words[first - 1].surface if first else ""
    if words[first].is_capital or before in AROUND_A_PLACE:
        return False
    goes_on = any(word.surface in _AFTER_A_WORD for word in words[last : last + 1])
    begins = all(word.says_nothing for word in words[:first])
    return before in _BEFORE_A_WORD or (begins and goes_on)


def _is_of_a_degree(words: list[Word], first: int) -> bool:
    return first > 0 and words[first - 1].surface in DEGREES


def _meant(
    words: list[Word], first: int, last: int, common: Collection[str]
) -> Iterator[PlaceNamed]:
    """A place that people know, one of whose words at least is spelt otherwise."""
    run = words[first:last]
    if last - first > _LONGEST_MISTYPED or any(word.surface.isdigit() for word in run):
        return
    if all(_is_known(word, common) for word in run):
        return
    if name := place_meant(_said(run)):
        places = places_called(name)
        force = _force(places[0], run) + _introduction(words, first, places[0]) - _TYPO
        yield PlaceNamed(first, last, places, force)


def _said(run: list[Word]) -> str:
    return " ".join(word.surface for word in run)


def _is_known(word: Word, common: Collection[str]) -> bool:
    """As a word, or as the name of a place."""
    return word.is_stop or _is_in(word, common) or bool(places_called(word.surface))


def _is_in(word: Word, common: Collection[str]) -> bool:
    return word.form in common or word.surface in common


def _called(words: list[Word], first: int, last: int) -> Iterator[PlaceNamed]:
    """ "Vendéen", "pays de Retz", "ville rose", "La Défense"."""
    run = words[first:last]
    told = [word for word in run if not word.is_stop]
    form = tuple(word.form for word in told)
    if words[first].is_stop:
        if not (
            told and words[first].surface in ARTICLES and _is_with_its_article(words, first, last)
        ):
            return
        form = (words[first].surface, *form)
    elif len(form) == 1 and len(form[0]) < _SHORTEST_FOLDED:
        form = (run[0].surface,)  # "aras" is no plural of "ARA"
    if places := _otherwise(form):
        yield PlaceNamed(first, last, places, _ADJECTIVE + _MORE_WORDS * (_size(run) - 1))


def _is_with_its_article(words: list[Word], first: int, last: int) -> bool:
    """ "La Défense", "à la défense"; neither the ministry "de la défense" nor that "des droits"."""
    if last < len(words) and words[last].surface in LINKS:
        return False
    if words[first].typed[0].isupper():
        return True
    return last == len(words) and (not first or words[first - 1].surface not in LINKS | {"pour"})


def _size(run: list[Word]) -> int:
    return sum(not word.is_stop for word in run)


def _force(place: Place, run: list[Word]) -> float:
    known = _LEVELS.get(place.level)
    if known is None:
        known = 0.7 + 0.55 * math.log10(place.population + 10)
    return known + _MORE_WORDS * (_size(run) - 1)


def _number(words: list[Word], at: int) -> float:
    """A département's number, less its level: where one says it, or among other words."""
    wanted = _NUMBER_SAID if is_a_departement(words, at) else _NUMBER_FORCE
    return wanted - _LEVELS["departement"]


def _introduction(words: list[Word], first: int, place: Place) -> float:
    """What the words before a place add to it: "à Angers", "dans la Creuse"."""
    before = [word.surface for word in words[max(0, first - 2) : first]]
    if not before:
        return 0
    is_wide = place.level in ("departement", "former_region", "region")
    if before[-1] == "des" and fold(place.name).startswith("les "):
        return 0  # "ESAT des Ulis"
    if before[-1] in DETERMINERS and not is_wide:
        return _COMMON_WORD  # "dans la rue", "un chêne"
    if before[-1] == "en":
        return _CUE if is_wide else 0  # "en chêne"
    if before[-1] in AROUND_A_PLACE or (before[-1] in LINKS and before[0] in AROUND_A_PLACE):
        return _CUE
    return 0


@lru_cache(maxsize=4096)
def places_called(said: str) -> tuple[Place, ...]:
    """The likeliest first, then others whose name has all these words, the most populous first.

    Behind a town of a longer name, two of the very name come before: "Villeneuve" has its own.
    """
    if not (named := gazetteer().named(said, limit=1)):
        return ()
    (first,) = named
    rest = [place for place in gazetteer().begun(said, limit=2 * MAX_PLACES) if place != first]
    meant = others_meant(said, first, rest)
    larger = (place for place in rest if place not in meant and _is_larger(place, first))
    others = [place for place in (*meant, *larger) if _has(place, said)]
    others.sort(key=lambda place: -place.population)
    own = [] if is_called(first, said) else [place for place in others if _bears(place, said)][:2]
    return (first, *own, *(place for place in others if place not in own))[:MAX_PLACES]


def _bears(place: Place, said: str) -> bool:
    return place.population >= _VILLAGE and is_called(place, said)


def _is_larger(town: Place, first: Place) -> bool:
    return town.level == "commune" and town.population >= _LARGER * first.population


def _has(place: Place, said: str) -> bool:
    """ "Vitry-en-Artois" has "vitry"; "La Pacaudière" has no "paca"."""
    return f" {said} " in f" {fold(place.name)} "


def _otherwise(form: tuple[str, ...]) -> tuple[Place, ...]:
    found = _adjectives().get(form)
    place = place_at(found) if found else None
    return (place,) if place else ()


@cache
def _adjectives() -> Mapping[tuple[str, ...], str]:
    """What people of a place are called, and what else it is called: normalised words → place."""
    content: dict[str, list[str]] = json.loads((FOLDER / "places.json").read_text(encoding="utf-8"))
    return {_form_of(name): place for place, names in content.items() for name in names}


def _form_of(name: str) -> tuple[str, ...]:
    """With the article that it begins with; a short one as it is written."""
    form, (first, *_) = normalised(name), fold(name).split()
    if first in ARTICLES:
        return (first, *form)
    is_short = len(form) == 1 and len(form[0]) < _SHORTEST_FOLDED
    return (fold(name),) if is_short else form


@cache
def ambiguous_names() -> frozenset[str]:
    """Names of places that are also words, without case nor accents: "sens", "creuse"."""
    return frozenset(json.loads((FOLDER / "ambiguous.json").read_text(encoding="utf-8")))


@lru_cache(maxsize=1024)
def place_at(said: str) -> Place | None:
    """The place of "departement:29"."""
    level, _, code = said.partition(":")
    return gazetteer().place(cast(Level, level), code)
