"""Nothing found: what to search next. Each offer was tried, and finds something."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from app.directory.asked import Asked
from app.directory.forms import RADII_KM, Address, Criteria
from app.directory.places import address_of
from app.directory.wording import PARAMETERS, shown_label
from app.templating import NBSP, counted, typo
from domain.geography import Place, gazetteer
from search.port import Reading

MAX_OFFERS = 3
MAX_TRIES = 18

# A phrase in quotes is one word; so is what a hyphen excludes.
_WORDS = re.compile(r'-?"[^"]*"|\S+')

Count = Callable[[Criteria], int]


@dataclass(frozen=True, slots=True)
class Suggestion:
    label: str
    address: Address
    count: int


@dataclass(frozen=True, slots=True)
class _Try:
    label: str
    criteria: Criteria


@dataclass(frozen=True, slots=True)
class Offers:
    """`instead`: searches that find, when this one does not. `unknown`: who may do it near by."""

    instead: Sequence[Suggestion]
    unknown: Suggestion | None


def offers(asked: Asked, total: int, count: Count) -> Offers:
    """What to offer below the `total` results of a search."""
    return Offers([] if total else next_searches(asked, count), unknown_nearby(asked, count))


def next_searches(asked: Asked, count: Count) -> list[Suggestion]:
    """At most three searches near this one that find something, in at most MAX_TRIES counts."""
    finding: list[Suggestion] = []
    for attempt in islice(_tries(asked), MAX_TRIES):
        if found := count(attempt.criteria):
            finding.append(Suggestion(typo(attempt.label), attempt.criteria.address(), found))
        if len(finding) == MAX_OFFERS:
            break
    return finding


def unknown_nearby(asked: Asked, count: Count) -> Suggestion | None:
    """Those of the place that may do what is needed: nobody tells what they do."""
    if not (asked.near and asked.criteria.says_a_need):
        return None
    criteria = asked.criteria.of_unknown_services()
    found = count(criteria)
    if not found:
        return None
    near_by = counted(found, "structure proche", "structures proches")
    return Suggestion(f"{near_by}, services non renseignés", criteria.address(), found)


def _tries(asked: Asked) -> Iterator[_Try]:
    """The smallest change first: the need is what the buyer gives up last."""
    criteria, near = asked.criteria, asked.near
    bare = criteria.with_only(filters={})
    yield from _out_of_the_zone(asked)
    yield from islice(_without_a_filter(asked), 3)
    yield from _further(asked)
    yield from islice(_without_a_word(criteria), 2)
    if len(criteria.filters) > 1:
        yield _Try("Sans aucun filtre", bare)
    if near:
        yield _Try("Dans toute la France", _nowhere(criteria))
    if near and criteria.filters:
        yield _Try("Dans toute la France, sans filtre", _nowhere(bare))
    if criteria.filters:
        yield from islice(_without_a_word(bare, ", sans filtre"), 2)
    if near:
        yield from islice(_without_a_word(_nowhere(bare), " dans toute la France"), 2)
    if near and not criteria.understood.is_a_place_alone:
        here = bare.with_only(text=criteria.understood.place_alone())
        yield _Try("Ici, quel que soit le besoin", here)


def _out_of_the_zone(asked: Asked) -> Iterator[_Try]:
    """The map was moved away from those found, or from the place."""
    if asked.criteria.zone is None:
        return
    yield _Try("Hors de la zone de la carte aussi", asked.criteria.with_only(zone=None))
    if asked.near:
        label = "Dans la zone de la carte, quel que soit le lieu demandé"
        anywhere = replace(asked.criteria.at_place(""), reading=Reading.EITHER)
        yield _Try(label, anywhere)


def _without_a_filter(asked: Asked) -> Iterator[_Try]:
    criteria = asked.criteria
    for facet in PARAMETERS:
        for value in criteria.filters.get(facet, ()):
            label = f"Sans le filtre « {shown_label(facet, value, asked.networks)} »"
            yield _Try(label, criteria.without(facet, value))


def _further(asked: Asked) -> Iterator[_Try]:
    """Either reading of the place, then a larger circle, then the whole région."""
    criteria, reading = asked.criteria, asked.place
    place = reading.place
    if place is None:
        return
    if criteria.reading is not Reading.EITHER:
        either = criteria.with_only(reading=Reading.EITHER)
        label = "Implantées ou intervenant ici"
        yield _Try(label, either)
    if reading.has_radius:
        larger = [radius for radius in RADII_KM if radius > criteria.radius_km]
        for radius in larger[1:2] + larger[-1:]:
            wider = criteria.with_only(radius_km=radius)
            yield _Try(f"À {radius}{NBSP}km autour", wider)
    yield from _around(criteria, place)


def _around(criteria: Criteria, place: Place) -> Iterator[_Try]:
    region = gazetteer().region(place.regions[0]) if place.regions else None
    if region and place.level != "region":
        there = replace(criteria.at_place(address_of(region)), zone=None)
        yield _Try(f"Dans toute la région {region.label}", there)


def _without_a_word(criteria: Criteria, ending: str = "") -> Iterator[_Try]:
    """One word fewer, the last first: the main one often comes first."""
    words = _WORDS.findall(criteria.text)
    for dropped in reversed(range(len(words))):
        remaining = words[:dropped] + words[dropped + 1 :]
        if all(word.startswith("-") for word in remaining):
            continue  # nothing would be asked for
        kept = " ".join(remaining)
        yield _Try(f"« {kept} »{ending}", criteria.with_only(text=kept))


def _nowhere(criteria: Criteria) -> Criteria:
    return replace(criteria.at_place(""), zone=None, reading=Reading.EITHER)
