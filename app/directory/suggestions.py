"""Nothing found: what to search next. Each offer was tried, and finds something."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from app.directory.forms import RADII_KM, Address, Criteria
from app.directory.places import PlaceReading
from app.directory.wording import PARAMETERS, shown_label
from app.templating import NBSP, typo
from domain.geography import Place, gazetteer
from search.french import parse
from search.port import Near, Reading

MAX_OFFERS = 3
MAX_TRIES = 10

Count = Callable[[Criteria, Near | None], int]


@dataclass(frozen=True, slots=True)
class Suggestion:
    label: str
    address: Address
    count: int


@dataclass(frozen=True, slots=True)
class _Try:
    label: str
    criteria: Criteria
    near: Near | None


def next_searches(
    criteria: Criteria, place: PlaceReading, networks: Mapping[str, str], count: Count
) -> list[Suggestion]:
    """At most three searches near this one that find something; `count` is called ten times at most."""
    offers: list[Suggestion] = []
    for attempt, _ in zip(_tries(criteria, place, networks), range(MAX_TRIES), strict=False):
        if found := count(attempt.criteria, attempt.near):
            offers.append(Suggestion(typo(attempt.label), attempt.criteria.address(), found))
        if len(offers) == MAX_OFFERS:
            break
    return offers


def _tries(
    criteria: Criteria, place: PlaceReading, networks: Mapping[str, str]
) -> Iterator[_Try]:
    """The smallest change first: the need is what the buyer gives up last."""
    near = place.near(criteria.radius_km, criteria.reading)
    yield from _without_a_filter(criteria, near, networks)
    yield from _further(criteria, place)
    yield from _without_a_word(criteria, near)
    if len(criteria.filters) > 1:
        yield _Try("Sans aucun filtre", criteria.with_only(filters={}), near)
    if near:
        yield _Try("Dans toute la France", _nowhere(criteria), None)
    yield from _need_alone(criteria)


def _without_a_filter(
    criteria: Criteria, near: Near | None, networks: Mapping[str, str]
) -> Iterator[_Try]:
    for facet in PARAMETERS:
        for value in criteria.filters.get(facet, ()):
            label = f"Sans le filtre « {shown_label(facet, value, networks)} »"
            yield _Try(label, criteria.without(facet, value), near)


def _further(criteria: Criteria, reading: PlaceReading) -> Iterator[_Try]:
    """A larger circle, then the département: where the place has a point."""
    place = reading.place
    if place is None:
        return
    if criteria.reading is not Reading.EITHER:
        either = criteria.with_only(reading=Reading.EITHER)
        label = "Implantées ici ou intervenant ici"
        yield _Try(label, either, reading.near(criteria.radius_km, Reading.EITHER))
    if reading.has_radius:
        larger = [radius for radius in RADII_KM if radius > criteria.radius_km]
        for radius in larger[1:2] + larger[-1:]:
            wider = criteria.with_only(radius_km=radius)
            yield _Try(f"À {radius}{NBSP}km autour", wider, reading.near(radius, criteria.reading))
    yield from _around(criteria, place)


def _around(criteria: Criteria, place: Place) -> Iterator[_Try]:
    region = gazetteer().region(place.regions[0]) if place.regions else None
    if region and place.level != "region":
        there = criteria.with_only(place=region.label)
        near = Near(region.level, region.code, criteria.radius_km, criteria.reading)
        yield _Try(f"Dans toute la région {region.label}", there, near)


def _without_a_word(criteria: Criteria, near: Near | None) -> Iterator[_Try]:
    """One word fewer, the last first: the main one often comes first."""
    words = [word.surface for word in parse(criteria.text).words]
    if len(words) < 2:
        return
    typed = criteria.text.split()
    for dropped in reversed(typed):
        kept = " ".join(word for word in typed if word is not dropped)
        yield _Try(f"Chercher « {kept} »", criteria.with_only(text=kept), near)


def _need_alone(criteria: Criteria) -> Iterator[_Try]:
    if criteria.filters and criteria.place and criteria.text:
        alone = Criteria(text=criteria.text)
        yield _Try(f"« {criteria.text} » partout, sans filtre", alone, None)


def _nowhere(criteria: Criteria) -> Criteria:
    return criteria.with_only(place="", reading=Reading.EITHER)
