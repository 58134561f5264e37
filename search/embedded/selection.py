"""Which suppliers a query keeps, and how many hold each value of a facet."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from domain.coverage import MAX_ZONES
from domain.taxonomy import taxonomy
from search.embedded.columns import Rows
from search.embedded.growing import Ints, Mask
from search.embedded.place import Around, rows_of
from search.port import Facet, FacetCount, Reading, SearchQuery

# What a zone carries: a filter on them and a place must hold on the same zone.
ZONE_FACETS = (Facet.SERVICE, Facet.GROUP)
NO_GROUP = ""  # of a service that the taxonomy does not know


@dataclass(frozen=True, slots=True)
class Named:
    """The rows that bear the name typed; of these, those of which it is the `whole` name.

    `exactly`: they have its very words, and none a typo away. `as_typed`: they have all its words,
    those that say what a structure is too.
    """

    rows: Mask
    whole: Mask
    exactly: Mask
    as_typed: Mask

    @classmethod
    def nobody(cls, size: int) -> "Named":
        """One mask for all of its parts, which nobody writes in."""
        none = np.zeros(size, np.bool_)
        return cls(none, none, none, none)

    def among(self, others: Mask) -> "Named":
        return Named(
            self.rows & others,
            self.whole & others,
            self.exactly & others,
            self.as_typed & others,
        )

    def or_else(self, other: "Named") -> "Named":
        return Named(
            self.rows | other.rows,
            self.whole | other.whole,
            self.exactly | other.exactly,
            self.as_typed | other.as_typed,
        )


class Selection:
    """The rows that one query keeps among `base`, those its text keeps."""

    def __init__(
        self, rows: Rows, query: SearchQuery, base: Mask, named: Named, around: Around | None
    ) -> None:
        self._rows = rows
        self._base = base | named.rows
        self.named, self.wholly_named = named.rows, named.whole
        self.named_alike = named.rows & ~named.exactly
        self.around = around
        self._filters = {
            facet: rows.facet(facet).holders(values, len(rows))
            for facet, values in query.filters.items()
        }
        if query.kinds_said:
            said = rows.facet(Facet.KIND).holders(query.kinds_said, len(rows)) | named.as_typed
            self._filters[Facet.KIND] = said & self._filters.get(Facet.KIND, True)
        self._zone_filters = {
            facet: self._carriers(services)
            for facet, services in _services_asked(query).items()
            if around
        }
        self._needed = query.need.accepted if query.need and around else ()

    @cached_property
    def kept(self) -> Mask:
        """The rows found."""
        return self._kept_without(None)

    def counts(self, facet: Facet) -> tuple[FacetCount, ...]:
        """How many suppliers each value of `facet` would find, its present filter aside."""
        if self.around and facet in ZONE_FACETS:
            counted: Mapping[str, int] = self._counts_on_zones(self.around, facet)
        else:
            kept = self._kept_without(facet) if facet in self._filters else self.kept
            counted = self._rows.facet(facet).counts(kept)
        ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
        return tuple(FacetCount(value, count) for value, count in ordered)

    def reading_counts(self) -> dict[Reading, int]:
        """How many rows each reading of the place finds."""
        assert self.around is not None
        filtered = self._filtered_without(None)
        located: Mask = filtered & (self.around.located | self.named)
        reaching: Mask = filtered & (rows_of(self._zones_without(self.around, None)) | self.named)
        return {
            Reading.LOCATED: int(located.sum()),
            Reading.REACHES: int(reaching.sum()),
            Reading.EITHER: int((located | reaching).sum()),
        }

    def found_for(self, services: Iterable[str]) -> Mask:
        """The rows of which all counts, and those that come to the place for one of `services`."""
        if self.around is None:
            return np.ones(len(self._rows), np.bool_)
        zones = self._zones_without(self.around, None) & self._carriers(services)
        found: Mask = self.around.located | self.named | rows_of(zones)
        return found

    def _kept_without(self, facet: Facet | None) -> Mask:
        kept = self._filtered_without(facet)
        if self.around:
            zones = self._reaching_without(self.around, facet)
            there: Mask = self._located(self.around) | rows_of(zones) | self.named
            kept &= there
        return kept

    def _filtered_without(self, facet: Facet | None) -> Mask:
        kept = self._base.copy()
        for filtered, mask in self._filters.items():
            if filtered is not facet:
                kept &= mask
        return kept

    def _located(self, around: Around) -> Mask:
        """The rows that count for sitting at the place."""
        wanted = around.near.reading is not Reading.REACHES
        return around.located if wanted else np.zeros_like(around.located)

    def _reaching_without(self, around: Around, facet: Facet | None) -> Mask:
        """The zones that count for reaching the place."""
        if around.near.reading is Reading.LOCATED:
            return np.zeros_like(around.reaching)
        return self._zones_without(around, facet)

    def _zones_without(self, around: Around, facet: Facet | None) -> Mask:
        """The zones that reach the place with the services asked for."""
        zones = around.reaching.copy()
        for filtered, mask in self._zone_filters.items():
            if filtered is not facet:
                zones &= mask
        if self._needed:
            zones &= self._zones_as_needed
        return zones

    @cached_property
    def _zones_as_needed(self) -> Mask:
        """The zones that carry a service needed, and all those of the rows that have none."""
        having = self._rows.facet(Facet.SERVICE).holders(self._needed, len(self._rows))
        return self._carriers(self._needed) | np.repeat(~having, MAX_ZONES)

    def _carriers(self, services: Iterable[str]) -> Mask:
        """The zones that carry one of `services`."""
        return self._rows.zone_services.holders(services, len(self._rows) * MAX_ZONES)

    def _counts_on_zones(self, around: Around, facet: Facet) -> Counter[str]:
        """A supplier counts for a service where it sits with it, or by a zone that carries it."""
        kept = self._filtered_without(facet)
        located = kept & (self._located(around) | self.named)
        zones = self._reaching_without(around, facet)
        zones &= np.repeat(kept & ~located, MAX_ZONES)
        return Counter(self._rows.facet(facet).counts(located)) + self._carried(zones, facet)

    def _carried(self, zones: Mask, facet: Facet) -> Counter[str]:
        """How many rows carry each value on these zones; once, if several zones do."""
        services = self._rows.zone_services
        values, value_of = _values_by_service(facet, services.book.values)
        held = np.flatnonzero(zones.take(services.owners))  # quicker than indexing by the mask
        rows = services.owners.take(held) // MAX_ZONES
        pairs = np.unique(rows.astype(np.int64) * len(values) + value_of[services.codes.take(held)])
        counted = np.bincount(pairs % max(1, len(values)), minlength=len(values))
        counts = Counter({value: int(n) for value, n in zip(values, counted, strict=True) if n})
        del counts[NO_GROUP]
        return counts


def _values_by_service(facet: Facet, services: list[str]) -> tuple[list[str], Ints]:
    """The values of `facet`, and for each service the position of its own among them."""
    values = services if facet is Facet.SERVICE else [_group_of(service) for service in services]
    distinct, value_of = np.unique(values, return_inverse=True)
    return distinct.tolist(), value_of.astype(np.int32)


def _group_of(service: str) -> str:
    known = taxonomy().services.get(service)
    return known.group if known else NO_GROUP


def _services_asked(query: SearchQuery) -> dict[Facet, Iterable[str]]:
    """What a zone must carry one of, for each filter on services or groups."""
    asked: dict[Facet, Iterable[str]] = {}
    if services := query.filters.get(Facet.SERVICE):
        asked[Facet.SERVICE] = services
    if groups := query.filters.get(Facet.GROUP):
        asked[Facet.GROUP] = [s.id for s in taxonomy().services.values() if s.group in groups]
    return asked
