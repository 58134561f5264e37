"""Which suppliers a query keeps, as filters."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from domain.taxonomy import taxonomy
from search.documents import FACET_FIELDS, ZONES, count_in_names
from search.meilisearch.filters import all_of, any_of, inside, none_of, one_of
from search.meilisearch.places import Around
from search.meilisearch.texts import Texts, saying
from search.port import Facet, Reading, SearchQuery, services_accepted, services_wanted, very_words


class Band(NamedTuple):
    """Those that come together; `verbatim`: they say the very words of the need.

    `less_sure`: they do but what the words may mean less surely. `has_but_words`: not even that.
    """

    condition: str
    verbatim: bool = False
    less_sure: bool = False
    has_but_words: bool = False


class _There(NamedTuple):
    """Those who match the place; `sure`: who of them is found for a service that is wanted."""

    condition: str
    sure: str = ""


class Selection:
    """What one query keeps."""

    def __init__(self, query: SearchQuery, around: Around | None, texts: Texts) -> None:
        self._query = query
        self.filters = _filters(query, texts.named_as_typed)
        self._box = query.box
        self._around = around
        self._needed = query.need.accepted if query.need else ()
        self._wanted, self._accepted = services_wanted(query), services_accepted(query)
        self._named = texts.named.condition if texts.named else ""
        verbatim = very_words(query)
        self._saying = saying(verbatim, names=count_in_names(verbatim))

    def kept(self, without: Facet | None = None) -> str:
        """The suppliers found, the filter on one facet aside."""
        if self._around is None:
            return self.filtered(without)
        return self.read_as(self._around.near.reading, without)

    def widest(self) -> str:
        """All that any of its counts may count: filters aside."""
        if self._around is None:
            return inside(self._box) if self._box else ""
        reach = (one_of(f"{zone}.reach", self._around.tokens) for zone in ZONES)
        there = any_of(self._around.located, *reach, *self._named_too)
        return all_of(inside(self._box) if self._box else "", there)

    def read_as(self, reading: Reading, without: Facet | None = None) -> str:
        """Those that a reading of the place finds."""
        assert self._around is not None
        there = {
            Reading.LOCATED: (self._around.located,),
            Reading.REACHES: (self._reaching(without),),
            Reading.EITHER: (self._around.located, self._reaching(without)),
        }
        return all_of(self.filtered(without), any_of(*there[reading], *self._named_too))

    def sits(self) -> str:
        """Those that count for sitting at the place, and those found by their name; "" if none."""
        assert self._around is not None
        either = self._around.near.reading is Reading.EITHER
        wanted = (*((self._around.located,) if either else ()), *self._named_too)
        return any_of(*wanted) if wanted else ""

    def bands(self) -> list[Band]:
        """Those kept, cut in what comes first: who sits there, then who says the very words, then
        who declares what is asked.
        """
        return self._bands_of(self._places())

    def bands_of_named(self) -> list[Band]:
        """The same, of those whose name was typed: who sits there, then wherever they are."""
        return [
            band._replace(condition=all_of(band.condition, self._needing(band)))
            for band in self._bands_of(map(_There, self.bands_of_wholly_named()))
        ]

    def bands_of_wholly_named(self) -> Sequence[str]:
        """The same again, whatever they declare."""
        filtered = self.filtered(None)
        if self._around is None:
            return (filtered,)
        located = self._around.located
        return (all_of(filtered, located), all_of(filtered, none_of(located)))

    def _bands_of(self, places: Iterable[_There]) -> list[Band]:
        return [
            degree._replace(
                condition=all_of(there.condition, said.condition, degree.condition),
                verbatim=said.verbatim,
            )
            for there in places
            for said in self._sayings()
            for degree in self._degrees(there.sure)
        ]

    def _needing(self, band: Band) -> str:
        """What texts tell of others: who has a service needed, who has none."""
        if not self._needed:
            return ""
        having = one_of(FACET_FIELDS[Facet.SERVICE], self._needed)
        return none_of(having) if band.has_but_words else having

    def _sayings(self) -> Iterator[Band]:
        """Who says the very words of the need, then who does not."""
        if self._saying:
            yield Band(self._saying, verbatim=True)
        yield Band(none_of(self._saying) if self._saying else "")

    def filtered(self, without: Facet | None) -> str:
        """Those that the filters and the box keep, wherever they work."""
        filters = (kept for facet, kept in self.filters.items() if facet is not without)
        return all_of(*filters, inside(self._box) if self._box else "")

    def _places(self) -> Sequence[_There]:
        if self._around is None:
            return (_There(self.kept()),)
        located = _There(self.read_as(Reading.LOCATED))
        elsewhere = all_of(self.read_as(Reading.REACHES), none_of(self._around.located))
        coming = _There(elsewhere, self._coming_for_what_is_wanted())
        return {
            Reading.LOCATED: (located,),
            # Who sits there and works there comes first too.
            Reading.REACHES: (_There(all_of(self.kept(), self._around.located)), coming),
            Reading.EITHER: (located, coming),
        }[self._around.near.reading]

    def _coming_for_what_is_wanted(self) -> str:
        """Those whom a zone that carries it brings; "" when all who come do for that."""
        if self._accepted == self._wanted:
            return ""
        brings = (all_of(self.reaches(z, None), carries(z, self._wanted)) for z in ZONES)
        return any_of(*brings)

    def _degrees(self, sure: str) -> list[Band]:
        """Who declares a service that is wanted, whose words name it, who does what the words may
        also mean, who has but the words. The texts tell who has a service needed and who has not.
        """
        if not self._wanted:
            return [Band("")]
        known = FACET_FIELDS[Facet.SERVICE]
        declared = all_of(one_of("services", self._wanted), sure)
        if self._query.filters.get(Facet.SERVICE):
            having = (Band(declared), Band(none_of(declared)))
            words = (False, True) if self._needed else (False,)
            return [band._replace(has_but_words=but) for band in having for but in words]
        having_one = all_of(one_of(known, self._wanted), sure)
        degrees = [Band(declared), Band(all_of(having_one, none_of(declared)))]
        if self._accepted != self._wanted:
            degrees.append(Band(none_of(having_one), less_sure=True))
        return [*degrees, Band("", has_but_words=True)]

    @property
    def _named_too(self) -> Sequence[str]:
        return (self._named,) if self._named else ()

    def _reaching(self, without: Facet | None) -> str:
        """Those of whom a zone reaches the place with the services asked for."""
        return any_of(*(self.reaches(zone, without) for zone in ZONES))

    def reaches(self, zone: str, without: Facet | None) -> str:
        """Those that the zone brings to the place with the services asked for."""
        assert self._around is not None
        asked = (
            carries(zone, services)
            for facet, services in self._services_asked().items()
            if facet is not without
        )
        return all_of(one_of(f"{zone}.reach", self._around.tokens), *asked, self._as_needed(zone))

    def _as_needed(self, zone: str) -> str:
        """The zone carries a service needed, or the supplier has none of them."""
        if not self._needed:
            return ""
        has_none = none_of(one_of(FACET_FIELDS[Facet.SERVICE], self._needed))
        return any_of(carries(zone, self._needed), has_none)

    def _services_asked(self) -> dict[Facet, Iterable[str]]:
        """What a zone must carry one of, for each filter on services or groups."""
        asked: dict[Facet, Iterable[str]] = {}
        if services := self._query.filters.get(Facet.SERVICE):
            asked[Facet.SERVICE] = services
        if groups := self._query.filters.get(Facet.GROUP):
            asked[Facet.GROUP] = services_of(groups)
        return asked


def _filters(query: SearchQuery, named_as_typed: str) -> dict[Facet, str]:
    """Whom each filter keeps. A kind that words say keeps who is called so too."""
    filters = {f: one_of(FACET_FIELDS[f], values) for f, values in query.filters.items()}
    if query.kinds_said:
        of_kind = one_of(FACET_FIELDS[Facet.KIND], query.kinds_said)
        said = any_of(*filter(None, (of_kind, named_as_typed)))
        filters[Facet.KIND] = all_of(filters.get(Facet.KIND, ""), said)
    return filters


def carries(zone: str, services: Iterable[str]) -> str:
    return one_of(f"{zone}.services", services)


def services_of(groups: Iterable[str]) -> list[str]:
    wanted = set(groups)
    return [s.id for s in taxonomy().services.values() if s.group in wanted]
