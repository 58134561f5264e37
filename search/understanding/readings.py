"""What administrators say that words mean: it wins over every other reading of these very words."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from domain.kinds import KINDS
from domain.taxonomy import GivenReading, GivenReadings, taxonomy
from search.understanding.choosing import Candidate
from search.understanding.places import place_at
from search.understanding.values import What
from search.understanding.words import Word, words_of

Words = tuple[str, ...]

_FORCE = 100.0  # more than all other readings of a text together


def form_of(typed: str) -> Words:
    """What words are compared by: two that have the same are given one reading."""
    return tuple(word.form for word in words_of(typed) if not word.is_stop)


def with_given(
    given: GivenReadings, words: list[Word], candidates: list[Candidate]
) -> list[Candidate]:
    """`candidates`, less those that a given reading overrules, and these readings; longest first.

    Within a longer name, words are others: "bois" is not that of "Bois-Colombes".
    """
    if not given:
        return candidates
    ruling: list[Candidate] = []
    for one in sorted(_given_in(given, words), key=lambda one: -_size(words, one)):
        longer = (c for c in candidates if c.holds(one) and _size(words, c) > _size(words, one))
        if not any(one.overlaps(other) for other in ruling) and not any(longer):
            ruling.append(one)
    left = [c for c in candidates if not any(c.overlaps(one) for one in ruling)]
    return [*left, *ruling]


def _size(words: list[Word], candidate: Candidate) -> int:
    return sum(not words[position].is_stop for position in candidate.positions)


def _given_in(given: GivenReadings, words: list[Word]) -> Iterator[Candidate]:
    """As terms, they stand in the text with the small words between or without them."""
    by_form = _by_form(given)
    told = [position for position, word in enumerate(words) if not word.is_stop]
    for size in {len(form) for form in by_form}:
        for at in range(len(told) - size + 1):
            run = told[at : at + size]
            reading = by_form.get(tuple(words[position].form for position in run))
            if reading and _may_be(reading, [words[position] for position in run]):
                yield from _candidate(reading, run[0], run[-1] + 1)


def _may_be(reading: GivenReading, run: list[Word]) -> bool:
    """A place has one name: "vitres" is no Vitré, as "repassages" is repassage."""
    told = (word.surface for word in words_of(reading.words) if not word.is_stop)
    return reading.what != What.PLACE or list(told) == [word.surface for word in run]


@lru_cache(maxsize=4)
def _by_form(given: GivenReadings) -> Mapping[Words, GivenReading]:
    by_form = {form_of(reading.words): reading for reading in given}
    return {form: reading for form, reading in by_form.items() if form}


def _candidate(reading: GivenReading, first: int, last: int) -> Iterator[Candidate]:
    """None when all that it names is gone: a service of another version, a commune that merged."""
    what = What(reading.what)
    values = tuple(value for value in reading.values if _is_known(what, value))
    places = tuple(filter(None, map(place_at, values))) if what is What.PLACE else ()
    if values or what is What.TEXT:
        yield Candidate(first, last, what, values, _FORCE, places, is_given=True)


def _is_known(what: What, value: str) -> bool:
    match what:
        case What.SERVICE:
            return value in taxonomy().services
        case What.KIND:
            return value in KINDS
        case What.PLACE:
            return place_at(value) is not None
        case _:
            return False
