"""Nothing found: what to search next. Each offer was tried, and finds something."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import Protocol

from app.directory.asked import Asked
from app.directory.forms import NEED_FACETS, RADII_KM, Address, Criteria
from app.directory.neighbouring import services_next_to, words_of_trades
from app.directory.places import address_of
from app.directory.wording import PARAMETERS, code_label, shown_label
from app.templating import NBSP, counted, typo
from domain.geography import Place, gazetteer
from domain.taxonomy import taxonomy
from search.french import words
from search.port import MAX_RADIUS_KM, Facet, Reading, SearchResults, Sort
from search.understanding import What, says_nothing

MAX_OFFERS = 6
MAX_ALIKE = 3
MAX_TRIES = 18
FARTHER_STEP_KM = 50  # beyond the usual distances

# A phrase in quotes is one word, with the hyphen that excludes it.
_WORDS = re.compile(r'-?"[^"]*"|\S+')
# Read in the words: by whom, as opposed to what and where; the first given up first.
_BY_WHOM = (What.NETWORK, What.LABEL, What.KIND, What.LEGAL)
# Of these, what no filter keeps when the words go.
_OF_WORDS_ALONE = (What.NETWORK, What.LABEL, What.CODE)


_THERE = {
    Reading.EITHER: "implantée ou intervenant ici",
    Reading.LOCATED: "implantée ici",
    Reading.REACHES: "intervenant ici",
}


class Change(StrEnum):
    """What an offer changes of the search; the value is what its list is called."""

    FILTERS = "Avec moins de filtres"
    WORDS = "Avec moins de mots"
    PLACE = "Ailleurs, ou plus loin"
    SERVICE = "Des services voisins, au même endroit"
    NEED = "Au même endroit"


@dataclass(frozen=True, slots=True)
class Suggestion:
    label: str
    address: Address
    count: int


@dataclass(frozen=True, slots=True)
class _Try:
    change: Change
    label: str
    criteria: Criteria


@dataclass(frozen=True, slots=True)
class Offers:
    """What to search next.

    `nobody` says what was not found; `instead` are searches that find, by what they change.
    `unknown` are those near by who may do it.
    """

    nobody: str
    instead: Mapping[Change, Sequence[Suggestion]]
    unknown: Suggestion | None


class Looking(Protocol):
    """Asks the engine, one search a call."""

    def count(self, criteria: Criteria) -> int:
        """How many a search finds."""
        ...

    def nearest_km(self, criteria: Criteria) -> float | None:
        """How far the nearest that a search around a point finds is, at MAX_RADIUS_KM at most.

        Names do not count: whoever bears that of the search is found wherever they are.
        """
        ...

    def services(self, criteria: Criteria) -> Mapping[str, int]:
        """How many do each service, of those that a search finds."""
        ...


def offers(asked: Asked, found: SearchResults, looking: Looking) -> Offers:
    """What to offer with what a search found."""
    unknown = unknown_nearby(asked, looking)
    if found.total == 0:
        tries = (_telling_what_goes(asked, one) for one in _tries(asked, looking))
        return Offers(typo(_nobody(asked)), _finding(tries, looking), unknown)
    if _only_from_afar(asked, found):
        there = replace(asked, criteria=replace(asked.criteria, reading=Reading.LOCATED))
        tries = (_telling_what_goes(asked, one) for one in _closer(asked, looking))
        return Offers(typo(_nobody(there)), _finding(tries, looking), unknown)
    return Offers("", {}, unknown)


def _only_from_afar(asked: Asked, found: SearchResults) -> bool:
    """Nobody of the place does what is needed: those found come to it, often from far."""
    criteria = asked.criteria
    is_whole = criteria.reading is Reading.EITHER and criteria.page == 1
    return bool(asked.services and is_whole and found.readings.get(Reading.LOCATED) == 0)


def _telling_what_goes(asked: Asked, attempt: _Try) -> _Try:
    """With the words that it leaves out and does not tell: "…, sans « zeppelin »"."""
    kept = set(words(attempt.criteria.text))
    gone = [f"« {said} »" for said in _may_go(asked, attempt) if not kept.issuperset(words(said))]
    untold = [quoted for quoted in gone if quoted not in attempt.label]
    if not untold:
        return attempt
    begins = " ni " if attempt.label.startswith("Sans «") else ", sans "
    return replace(attempt, label=f"{attempt.label}{begins}{' ni '.join(untold)}")


def _may_go(asked: Asked, attempt: _Try) -> Iterator[str]:
    """Words left beside a need that stays, and who is to do it."""
    understood = asked.criteria.understood
    is_same_need = attempt.change not in (Change.SERVICE, Change.NEED)
    if is_same_need and understood.text and understood.values(What.SERVICE):
        yield understood.text
    for mention in understood.mentions:
        if mention.what in _OF_WORDS_ALONE:
            yield understood.words_of(mention)


def _finding(tries: Iterable[_Try], looking: Looking) -> dict[Change, list[Suggestion]]:
    """A few of them, that find something, in at most MAX_TRIES counts."""
    finding: list[tuple[Change, Suggestion]] = []
    offered: Counter[Change] = Counter()
    tried = 0
    for attempt in _each_once(tries):
        if attempt.change is Change.NEED and finding:
            break  # whoever is there is noise beside an answer
        if offered[attempt.change] == MAX_ALIKE:
            continue
        if tried == MAX_TRIES or len(finding) == MAX_OFFERS:
            break
        tried += 1
        if found := looking.count(attempt.criteria):
            offered[attempt.change] += 1
            suggestion = Suggestion(typo(attempt.label), attempt.criteria.address(), found)
            finding.append((attempt.change, suggestion))
    return _by_change(finding)


def _each_once(tries: Iterable[_Try]) -> Iterator[_Try]:
    """Small words, "de chaises", make no other search."""
    met = set()
    for attempt in tries:
        criteria = attempt.criteria
        search = (words(criteria.text), tuple(replace(criteria, text="").address()))
        if search not in met:
            met.add(search)
            yield attempt


def _by_change(finding: Iterable[tuple[Change, Suggestion]]) -> dict[Change, list[Suggestion]]:
    order = list(Change)
    ordered = sorted(finding, key=lambda pair: order.index(pair[0]))
    return {
        change: [suggestion for _, suggestion in pairs]
        for change, pairs in groupby(ordered, key=lambda pair: pair[0])
    }


def unknown_nearby(asked: Asked, looking: Looking) -> Suggestion | None:
    """Those of the place that may do what is needed: nobody tells what they do."""
    if not (asked.near and asked.criteria.says_a_need):
        return None
    criteria = asked.criteria.of_unknown_services()
    found = looking.count(criteria)
    if not found:
        return None
    near_by = counted(found, "structure proche", "structures proches")
    return Suggestion(f"{near_by}, services non renseignés", criteria.address(), found)


def _nobody(asked: Asked) -> str:
    """What is missing, where one sentence can tell it."""
    criteria, place = asked.criteria, asked.place.place
    read = {mention.what for mention in criteria.understood.mentions}
    is_narrowed = criteria.filters.keys() - NEED_FACETS or criteria.zone
    known = "" if is_narrowed or read & set(_BY_WHOM) else _missing(asked)
    missing = known or "ne répond à tout cela"
    if place is None or not (known or criteria.reading is Reading.LOCATED):
        return f"Aucune structure {missing}."
    return f"{place.label} : aucune structure {_THERE[criteria.reading]} {missing}."


def _missing(asked: Asked) -> str:
    """ "" where a number comes with something else."""
    understood, known = asked.criteria.understood, taxonomy().services
    if codes := understood.values(What.CODE):
        is_alone = len(codes) == 1 and not (asked.services or understood.text)
        return f"n’a le {code_label(codes[0])}" if is_alone else ""
    named = [f"« {known[s].label} »" for s in asked.services if s in known]
    if named:
        return f"ne propose {' ou '.join(named)}"
    words = understood.text
    return f"ne répond à « {words} »" if words else ""


def _tries(asked: Asked, looking: Looking) -> Iterator[_Try]:
    """The smallest change first: the need is what the buyer gives up last.

    Words that nothing reads go before the place is widened, and the place is widened before the
    need is left for another.
    """
    needed = _needed(asked)
    bare = needed.with_only(filters=_of_need(needed))
    yield from _out_of_the_zone(asked)
    yield from _without_a_filter(asked, needed)
    yield from _with_fewer_words(asked)
    yield from _further(asked, needed, looking)
    if bare != needed:
        yield _Try(Change.FILTERS, "Sans aucun filtre", bare)
    yield from _anywhere(asked, needed, bare)
    yield from _next_services(asked, looking)
    if asked.near and asked.criteria.says_a_need:
        here = asked.criteria.without_need()
        yield _Try(Change.NEED, "Quel que soit le besoin", here)
        if here.filters:
            anybody = here.with_only(filters={})
            yield _Try(Change.NEED, "Quel que soit le besoin, sans filtre", anybody)


def _closer(asked: Asked, looking: Looking) -> Iterator[_Try]:
    """When only some come from afar: how far the nearest sits, and what is done at the place."""
    if asked.place.has_radius:
        yield from _as_far_as_the_nearest(_needed(asked), looking)
    yield from _next_services(asked, looking)


def _needed(asked: Asked) -> Criteria:
    """The search without the words left over, where others tell a need."""
    understood = asked.criteria.understood
    if not (understood.text and understood.values(What.SERVICE)):
        return asked.criteria
    return asked.criteria.with_only(text=_said_with(asked.criteria, ()))


def _of_need(criteria: Criteria) -> dict[Facet, tuple[str, ...]]:
    return {f: values for f, values in criteria.filters.items() if f in NEED_FACETS}


def _out_of_the_zone(asked: Asked) -> Iterator[_Try]:
    """The map was moved away from those found, or from the place."""
    if asked.criteria.zone is None:
        return
    out = asked.criteria.with_only(zone=None)
    yield _Try(Change.PLACE, "Hors de la zone de la carte aussi", out)
    if asked.near:
        label = "Dans la zone de la carte, quel que soit le lieu demandé"
        anywhere = replace(asked.criteria.at_place(""), reading=Reading.EITHER)
        yield _Try(Change.PLACE, label, anywhere)


def _without_a_filter(asked: Asked, needed: Criteria) -> Iterator[_Try]:
    """Without one of them; not of the need, when it is ticked alone."""
    kept = () if needed.understood.values(What.SERVICE) or needed.understood.text else NEED_FACETS
    filtered = [
        (facet, value)
        for facet in PARAMETERS
        if facet not in kept
        for value in needed.filters.get(facet, ())
    ]
    for facet, value in filtered[:MAX_ALIKE]:
        label = f"Sans le filtre « {shown_label(facet, value, asked.networks)} »"
        yield _Try(Change.FILTERS, label, needed.without(facet, value))


def _with_fewer_words(asked: Asked) -> Iterator[_Try]:
    """Without one of the words left over, then without who it is to be done by."""
    criteria = asked.criteria
    if not criteria.understood.values(What.SERVICE):
        yield from _without_a_word(criteria)
    needed = _needed(asked)
    understood = needed.understood
    for what in (What.CODE, *_BY_WHOM):
        for mention in (m for m in understood.mentions if m.what is what):
            kept = needed.with_only(text=understood.without(mention))
            if kept.text or kept.place or kept.filters:
                yield _Try(Change.WORDS, f"Sans « {understood.words_of(mention)} »", kept)


def _without_a_word(criteria: Criteria, ending: str = "") -> Iterator[_Try]:
    """What tells least goes first: of no known trade, then the last; the main one comes first."""
    left = _WORDS.findall(criteria.understood.text)
    for dropped in sorted(range(len(left)), key=lambda i: (_tells(left[i]), -i)):
        remaining = left[:dropped] + left[dropped + 1 :]
        if says_nothing(" ".join(word for word in remaining if not word.startswith('-"'))):
            continue  # nothing would be asked for
        kept = " ".join(remaining)
        text = _said_with(criteria, remaining)
        yield _Try(Change.WORDS, f"« {kept} »{ending}", criteria.with_only(text=text))


def _said_with(criteria: Criteria, left: Sequence[str]) -> str:
    """What is understood of the text, with some of the words left over."""
    understood = criteria.understood
    return " ".join([*left, *map(understood.words_of, understood.mentions)])


def _tells(word: str) -> bool:
    """Whether a word is of some trade: those who do it may have it."""
    return any(form in words_of_trades() for form in words(word))


def _further(asked: Asked, needed: Criteria, looking: Looking) -> Iterator[_Try]:
    """Either reading of the place, then as far as the nearest is, then the whole région."""
    place = asked.place.place
    if place is None:
        return
    if needed.reading is not Reading.EITHER:
        either = needed.with_only(reading=Reading.EITHER)
        yield _Try(Change.PLACE, "Implantées ou intervenant ici", either)
    if asked.place.has_radius:
        yield from _as_far_as_the_nearest(needed, looking)
    yield from _around(needed, place)


def _as_far_as_the_nearest(needed: Criteria, looking: Looking) -> Iterator[_Try]:
    around = needed.with_only(radius_km=MAX_RADIUS_KM, reading=Reading.LOCATED, sort=Sort.DISTANCE)
    nearest = looking.nearest_km(around)
    if nearest is None:
        return
    steps = (*RADII_KM, *range(RADII_KM[-1], MAX_RADIUS_KM + 1, FARTHER_STEP_KM))
    radius = next((step for step in steps if step >= nearest), MAX_RADIUS_KM)
    wider = needed.with_only(radius_km=radius, reading=Reading.EITHER, sort=Sort.DISTANCE)
    label = f"À {radius}{NBSP}km autour : la plus proche est à {max(1, round(nearest))}{NBSP}km"
    yield _Try(Change.PLACE, label, wider)


def _around(criteria: Criteria, place: Place) -> Iterator[_Try]:
    region = gazetteer().region(place.regions[0]) if place.regions else None
    if region and place.level != "region":
        there = replace(criteria.at_place(address_of(region)), zone=None, reading=Reading.EITHER)
        yield _Try(Change.PLACE, f"Dans toute la région {region.label}", there)


def _anywhere(asked: Asked, needed: Criteria, bare: Criteria) -> Iterator[_Try]:
    """In the whole country, then there without the filters, then without a word."""
    if asked.near:
        yield _Try(Change.PLACE, "Dans toute la France", _nowhere(needed))
        if bare != needed:
            yield _Try(Change.PLACE, "Dans toute la France, sans filtre", _nowhere(bare))
    if not needed.understood.values(What.SERVICE):
        if bare != needed:
            yield from _without_a_word(bare, ", sans filtre")
        if asked.near:
            yield from _without_a_word(_nowhere(bare), " dans toute la France")


def _nowhere(criteria: Criteria) -> Criteria:
    return replace(criteria.at_place(""), zone=None, reading=Reading.EITHER)


def _next_services(asked: Asked, looking: Looking) -> Iterator[_Try]:
    """Those that the words may mean, then those next to the need, that are done at the place.

    What is next to a service that is perhaps not meant would be noise.
    """
    maybe = _maybe_meant(asked)
    if not (asked.near and (asked.services or maybe)):
        return
    here = asked.criteria.without_need()
    done = looking.services(here)
    close = (*maybe, *services_next_to(asked.services))
    for service in [service for service in close if done.get(service)][:MAX_ALIKE]:
        only = here.with_only(filters={**here.filters, Facet.SERVICE: (service,)})
        yield _Try(Change.SERVICE, shown_label(Facet.SERVICE, service, {}), only)


def _maybe_meant(asked: Asked) -> list[str]:
    """Services that words tell, not surely enough to be searched."""
    read_otherwise = asked.criteria.understood.alternatives
    unsure = (a.instead for a in read_otherwise if a.of.what is What.TEXT and a.instead)
    return [value for mention in unsure if mention.what is What.SERVICE for value in mention.values]
