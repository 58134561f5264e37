"""Of places that share a name, the one that lies where those listed beside it do."""

from collections.abc import Iterator, Sequence

from domain.geography import FAR_MORE, TOWN, Place
from search.understanding.choosing import Candidate, with_places
from search.understanding.words import DETERMINERS, Word

_LOCAL = frozenset({"commune", "postcode", "epci"})
_BEFORE_A_WIDE_ONE = DETERMINERS | {"en"}
_IN_THE_REGION, _ELSEWHERE = 1, 2


def with_homonyms_told(
    words: Sequence[Word], candidates: Sequence[Candidate], beside: Sequence[Candidate] = ()
) -> list[Candidate]:
    """`candidates`, each place read as the one that lies nearest to those listed with it, or
    `beside` it: "Bourgoin et Vienne" are both in Isère.
    """
    places = [one for one in (*candidates, *beside) if one.places]
    if len(places) < 2 or not any(word.is_listed for word in words):
        return list(candidates)
    return [_nearest(words, one, places) if one.places[1:] else one for one in candidates]


def _nearest(words: Sequence[Word], one: Candidate, places: Sequence[Candidate]) -> Candidate:
    """As it was where it lies in the région of one of them, or no homonym that may be meant does:
    "Charente, Vienne et Grenoble" are not in Isère.
    """
    listed = [other.places[0] for other in _listed_with(words, one, places)]
    towns = [place for place in listed if place.level in _LOCAL]
    is_near = bool(towns) and _how_far(one.places[0], listed) < _ELSEWHERE
    if not towns or is_near or _is_said_to_be_wide(words, one):
        return one
    ordered = sorted(one.places, key=lambda place: _how_far(place, towns))
    return with_places(one, ordered) if _may_be_meant(ordered[0], one.places[0], towns) else one


def _may_be_meant(place: Place, first: Place, towns: Sequence[Place]) -> bool:
    """A town that people know and, where one of those listed is far from it, not far less
    populous than the town first thought of: "Saint-Nazaire, Paris, Perpignan".
    """
    is_far = any(_how_far_from(place, town) == _ELSEWHERE for town in towns)
    fewest = first.population / FAR_MORE if is_far and first.level in _LOCAL else 0
    return place.population >= max(TOWN, fewest)


def _is_said_to_be_wide(words: Sequence[Word], one: Candidate) -> bool:
    """ "Bourgoin, dans la Vienne"."""
    before = {word.surface for word in words[max(0, one.first - 1) : one.first]}
    return one.places[0].level not in _LOCAL and not before.isdisjoint(_BEFORE_A_WIDE_ONE)


def _listed_with(
    words: Sequence[Word], one: Candidate, places: Sequence[Candidate]
) -> Iterator[Candidate]:
    """But small words and other places between: "Saint-Denis, Pierrefitte, Stains"."""
    named = {at for place in places for at in place.positions}
    for other in places:
        first, last = (other, one) if other.first < one.first else (one, other)
        between = range(first.last, last.first)
        is_parted = any(word.is_listed for word in words[first.last : last.first + 1])
        if is_parted and all(at in named or words[at].says_nothing for at in between):
            yield other


def _how_far(place: Place, towns: Sequence[Place]) -> int:
    """From the nearest, by what they share: a département, a région, none."""
    return min(_how_far_from(place, town) for town in towns)


def _how_far_from(place: Place, town: Place) -> int:
    if not set(place.departements).isdisjoint(town.departements):
        return 0
    is_near = not set(place.regions).isdisjoint(town.regions)
    return _IN_THE_REGION if is_near else _ELSEWHERE
