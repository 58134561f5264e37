"""The search port: what a search asks and answers, whatever engine does the work.

A query is a value: it prints, compares and hashes. What it means is settled before the
engine (search/french.py, search/understanding.py, domain/coverage.py), so that two
engines can agree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

MAX_PER_PAGE = 100
MAX_RADIUS_KM = 500
DEFAULT_RADIUS_KM = 50


class SearchError(Exception):
    """The engine could not answer; the cause is chained. Callers see only this."""


class IndexUnavailableError(SearchError):
    """There is no index to read yet."""


class InvalidQueryError(SearchError, ValueError):
    """The query cannot be asked; the message says, in French, what to do instead."""


class Sort(StrEnum):
    RELEVANCE = "relevance"
    DISTANCE = "distance"
    NAME = "name"
    FRESHNESS = "freshness"


class Reading(StrEnum):
    """How a supplier may match a place: it sits there, it works there, or either."""

    LOCATED = "located"
    REACHES = "reaches"
    EITHER = "either"


class Facet(StrEnum):
    """What can be filtered on and counted; the value is the public name."""

    KIND = "kind"
    SERVICE = "service"
    GROUP = "group"
    LABEL = "label"
    NETWORK = "network"
    LEGAL_FRAME = "legal_frame"
    DEPARTEMENT = "departement"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Near:
    """A place looked around.

    `level` is one of commune, postcode, epci, departement, region; `code` its official code.
    `radius_km` counts from the place's point, and only for a commune or a postcode: a
    département or a région is its own extent.
    """

    level: str
    code: str
    radius_km: float = DEFAULT_RADIUS_KM
    reading: Reading = Reading.EITHER


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is asked. `filters` maps a facet to the accepted values (any of them)."""

    text: str = ""
    near: Near | None = None
    filters: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int = 20
    facets: tuple[Facet, ...] = ()

    def __hash__(self) -> int:
        filters = tuple(sorted(self.filters.items()))
        return hash((self.text, self.near, filters, self.sort, self.page, self.per_page))

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.per_page


@dataclass(frozen=True, slots=True)
class Hit:
    """One supplier found.

    `distance_km` is the geodesic from the place's point, when both have one. `highlights`
    maps a field to its text cut into (fragment, is it a match) pairs. `said_from` is "name"
    or "description" when a service asked for was read there and not declared.
    """

    id: int
    score: float
    distance_km: float | None = None
    located: bool | None = None
    said_from: str | None = None
    highlights: Mapping[str, tuple[tuple[str, bool], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FacetCount:
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchResults:
    """One page. `total` is exact; facet counts are disjunctive (a facet ignores its own filter)."""

    query: SearchQuery
    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[Facet, tuple[FacetCount, ...]]
    took_ms: float

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.query.per_page))


class SearchEngine(Protocol):
    """Reads one copy of the index. Safe between threads."""

    def search(self, query: SearchQuery) -> SearchResults:
        """Answer `query`.

        Raises InvalidQueryError (undeclared filter or value of a wrong form, page or size out
        of range) and SearchError (the index cannot be read).
        """
        ...

    def count(self) -> int:
        """How many suppliers the index holds. Raises SearchError."""
        ...


class IndexWriter(Protocol):
    """Writes one copy of the index. One process at a time holds it."""

    def apply(self, documents: Iterable[Mapping[str, object]], deleted: Iterable[int]) -> None:
        """Replace these documents and delete those ids; readers see all of it or nothing."""
        ...

    def rebuild(self, documents: Iterable[Mapping[str, object]]) -> int:
        """Replace the whole content, readers served meanwhile; return how many it holds."""
        ...

    def fingerprints(self) -> dict[int, str]:
        """The hash of every document, by supplier id: what a check compares with SQL."""
        ...
