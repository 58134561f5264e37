"""The places that a text may name, each with how likely it is to be one."""

import json
import math
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import cast

from domain.geography import Level, Place, gazetteer, others_meant
from search.french import words as normalised
from search.understanding.words import AROUND_A_PLACE, BEFORE_A_PLACE, Word

_DATA = Path(__file__).resolve().parents[2] / "data" / "understanding"

MAX_PLACES = 6  # of one name
LONGEST = 7  # words of a name: "saint remy en bouzemont saint genest et isson"
LIKELY = 1.6  # below, words are not read as a place

_LEVELS: Mapping[Level, float] = {
    "postcode": 6.0,
    "region": 4.5,
    "former_region": 4.5,
    "departement": 4.0,
    "epci": 3.0,
}
_CUE, _MORE_WORDS, _ADJECTIVE = 2.0, 1.4, 3.0
_COMMON_WORD, _COMMON_WORD_OF_A_TOWN = -3.0, -1.5
_TOWN = 20_000  # inhabitants: a town that people know bears its name beside the common word
_DEPARTEMENT_NUMBER = re.compile(r"0[1-9]|[1-8]\d|9[0-5]|2[ab]|97[1-46]|98[678]")
# Measures and counts: "35 palettes", "50 kg", are no départements.
_NUMBER_FORCE, _NUMBER_AT_AN_END = 0.5, 3.6


@dataclass(frozen=True, slots=True)
class PlaceNamed:
    """Words from `first` to `last` (excluded) that name a place, `force` telling how surely."""

    first: int
    last: int
    places: tuple[Place, ...]
    force: float


def places_in(words: list[Word], common: Collection[str]) -> Iterator[PlaceNamed]:
    """Every run of words that names places; `common` are the words that mean something else."""
    for first, word in enumerate(words):
        bears_a_name = word.surface not in AROUND_A_PLACE and (
            not word.is_stop or _begins_a_name(words, first)
        )
        for last in range(first + 1, min(first + LONGEST, len(words)) + 1):
            if words[last - 1].is_stop:
                continue
            yield from _called(words, first, last)
            if bears_a_name:
                yield from _named(words, first, last, common)


def _begins_a_name(words: list[Word], first: int) -> bool:
    """ "Le Havre", "La Rochelle", "L’Haÿ-les-Roses"."""
    return words[first].surface in {"le", "la", "les", "l"} and first + 1 < len(words)


def _named(
    words: list[Word], first: int, last: int, common: Collection[str]
) -> Iterator[PlaceNamed]:
    run = words[first:last]
    said = " ".join(word.surface for word in run)
    places = _places(said)
    if not places:
        return
    force = _force(places[0], run) + (_CUE if _is_cued(words, first) else 0)
    if said.isdigit() and len(said) <= 3:
        force += _number(words, first, last)
    if _size(run) == 1 and (run[-1].form in common or run[-1].surface in common):
        town = places[0].population >= _TOWN
        force += _COMMON_WORD_OF_A_TOWN if town else _COMMON_WORD
    yield PlaceNamed(first, last, places, force)


def _called(words: list[Word], first: int, last: int) -> Iterator[PlaceNamed]:
    """ "Vendéen", "pays de Retz", "ville rose"."""
    run = words[first:last]
    if words[first].is_stop:
        return
    if places := _otherwise(tuple(word.form for word in run if not word.is_stop)):
        yield PlaceNamed(first, last, places, _ADJECTIVE + _MORE_WORDS * (_size(run) - 1))


def _size(run: list[Word]) -> int:
    return sum(not word.is_stop for word in run)


def _force(place: Place, run: list[Word]) -> float:
    known = _LEVELS.get(place.level)
    if known is None:
        known = 0.7 + 0.55 * math.log10(place.population + 10)
    return known + _MORE_WORDS * (_size(run) - 1)


def _number(words: list[Word], first: int, last: int) -> float:
    """A département's number, less its level: at an end of the text, or among other words."""
    is_number = _DEPARTEMENT_NUMBER.fullmatch(words[first].surface)
    at_an_end = last == len(words) or len(words) == 1
    cued = _is_cued(words, first)
    wanted = _NUMBER_AT_AN_END if is_number and (at_an_end or cued) else _NUMBER_FORCE
    return wanted - _LEVELS["departement"]


def _is_cued(words: list[Word], first: int) -> bool:
    before = [word.surface for word in words[max(0, first - 2) : first]]
    if not before:
        return False
    if before[-1] in BEFORE_A_PLACE or before[-1] in AROUND_A_PLACE:
        return True
    return before[-1] in {"de", "d", "du", "des", "le", "la", "les", "l"} and (
        before[0] in AROUND_A_PLACE
    )


@lru_cache(maxsize=4096)
def _places(said: str) -> tuple[Place, ...]:
    """The likeliest first, then what else the name may mean, the most populous first."""
    if not (named := gazetteer().named(said, limit=1)):
        return ()
    (first,) = named
    rest = [place for place in gazetteer().find(said, limit=2 * MAX_PLACES) if place != first]
    others = sorted(others_meant(said, first, rest), key=lambda place: -place.population)
    return (first, *others[: MAX_PLACES - 1])


def _otherwise(form: tuple[str, ...]) -> tuple[Place, ...]:
    found = _adjectives().get(form)
    place = place_at(found) if found else None
    return (place,) if place else ()


@cache
def _adjectives() -> Mapping[tuple[str, ...], str]:
    """What people of a place are called, and what else it is called: normalised words → place."""
    content: dict[str, list[str]] = json.loads((_DATA / "places.json").read_text(encoding="utf-8"))
    return {normalised(name): place for place, names in content.items() for name in names}


@cache
def ambiguous_names() -> frozenset[str]:
    """Names of places that are also words, without case nor accents: "sens", "creuse"."""
    return frozenset(json.loads((_DATA / "ambiguous.json").read_text(encoding="utf-8")))


@lru_cache(maxsize=1024)
def place_at(said: str) -> Place | None:
    """The place of "departement:29"."""
    level, _, code = said.partition(":")
    return gazetteer().place(cast(Level, level), code)
