"""The page asked, out of the parts that a query is cut in, each of which has its own order."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from search.meilisearch.batch import Asked, Batch, Shown
from search.meilisearch.places import SPHERE_ERROR, SPHERE_GRAIN_KM, Around
from search.meilisearch.selection import Band
from search.meilisearch.server import Json
from search.meilisearch.settings import SHOWN
from search.meilisearch.wordings import Wording
from search.port import MAX_REACHED, SearchQuery, Sort

# By distance, how many more than the page are looked at first.
MARGIN = 50

# A hit, and the part it comes from.
Found = tuple[Json, "Part"]


@dataclass(frozen=True, slots=True)
class Part:
    """The suppliers that one wording and one filter find; `rank` is the wording's, 0 the last.

    `named`: they bear the name that was typed; `named_alike`: one like it.
    """

    wording: Wording
    band: Band
    rank: int
    named: bool = False
    named_alike: bool = False

    @property
    def condition(self) -> str:
        return self.band.condition


class Pager(Protocol):
    """Asks for the page in a batch that others share, then reads it."""

    def ask(self, batch: Batch) -> None: ...

    def total(self) -> int:
        """How many there are in all, once the batch was sent."""
        ...

    def page(self, batch: Batch) -> list[Found]:
        """The hits of the page; it may ask again."""
        ...


def pager(query: SearchQuery, parts: Sequence[Part], around: Around | None) -> Pager:
    """By relevance, `parts` follow one another; any other order mixes them."""
    match query.sort:
        case Sort.DISTANCE:
            assert around is not None
            return _Nearest(query, parts, around)
        case Sort.NAME:
            return _Mixed(query, parts, ["name_sort:asc", "id:asc"], _by_name)
        case Sort.FRESHNESS:
            return _Mixed(query, parts, ["freshness:desc", "id:asc"], _by_freshness)
        case _:
            return _OneAfterTheOther(query, parts)


class _OneAfterTheOther:
    """The first part whole, then the next."""

    def __init__(self, query: SearchQuery, parts: Sequence[Part]) -> None:
        self._query = query
        self._parts = parts
        self._shown = Shown(SHOWN)
        self._asked: list[tuple[Part, Asked]] = []

    def ask(self, batch: Batch) -> None:
        # What is counted comes with the hits that the first page may show.
        size = self._query.per_page if self._query.page == 1 else 0
        self._asked = [
            (part, batch.first(part.wording, part.condition, size, self._shown))
            for part in self._parts
        ]

    def total(self) -> int:
        return sum(asked.total for _, asked in self._asked)

    def page(self, batch: Batch) -> list[Found]:
        asked = self._asked
        if self._query.page > 1:
            asked = [
                (part, batch.window(part.wording, part.condition, start, size, self._shown))
                for part, start, size in self._windows()
            ]
            batch.send()
        found = [(hit, part) for part, answer in asked for hit in answer.hits]
        return found[: self._query.per_page]

    def _windows(self) -> Iterator[tuple[Part, int, int]]:
        """What the page takes of each part: from where, and how many."""
        first = self._query.offset
        wanted = self._query.per_page
        for part, asked in self._asked:
            size = min(wanted, asked.total - first)
            if size > 0:
                yield part, first, size
                wanted -= size
            first = max(0, first - asked.total)


class _Mixed:
    """The first ones of every part, put in order together."""

    def __init__(
        self,
        query: SearchQuery,
        parts: Sequence[Part],
        sort: Sequence[str],
        key: Callable[[Json], Any],
    ) -> None:
        self._query = query
        self._parts = parts
        self._shown = Shown(SHOWN, sort)
        self._key = key
        self._asked: list[tuple[Part, Asked]] = []
        self._last = query.offset + query.per_page

    def ask(self, batch: Batch) -> None:
        self._ask(batch, self._last)

    def total(self) -> int:
        return sum(asked.total for _, asked in self._asked)

    def page(self, batch: Batch) -> list[Found]:  # noqa: ARG002 others ask again
        return self._in_order()[self._query.offset : self._last]

    def _ask(self, batch: Batch, size: int) -> None:
        self._asked = [
            (part, batch.first(part.wording, part.condition, size, self._shown))
            for part in self._parts
        ]

    def _in_order(self) -> list[Found]:
        found = [(hit, part) for part, asked in self._asked for hit in asked.hits]
        return sorted(found, key=lambda hit: self._key(hit[0]))


class _Nearest(_Mixed):
    """By geodesic, when Meilisearch measures on a sphere: more than the page are looked at."""

    def __init__(self, query: SearchQuery, parts: Sequence[Part], around: Around) -> None:
        assert around.place.point is not None
        latitude, longitude = around.place.point
        sort = [f"_geoPoint({latitude:.9f}, {longitude:.9f}):asc", "id:asc"]
        super().__init__(query, parts, sort, self._distance_then_id)
        self._around = around

    def ask(self, batch: Batch) -> None:
        self._size = min(self._last + self._last // 20 + MARGIN, MAX_REACHED)
        self._ask(batch, self._size)

    def page(self, batch: Batch) -> list[Found]:
        while not self._is_settled() and self._size < MAX_REACHED:
            self._size = min(2 * self._size, MAX_REACHED)
            self._ask(batch, self._size)
            batch.send()
        return super().page(batch)

    def _is_settled(self) -> bool:
        """Whether none of those that were not looked at may be on the page."""
        shown = self._in_order()[: self._last]
        farthest = self._km(shown[-1][0]) if shown else 0.0
        return all(
            asked.total <= self._size or self._nearest_left(asked.hits[-1]) > farthest
            for _, asked in self._asked
        )

    def _nearest_left(self, last: Json) -> float:
        """How near those that come after may be."""
        return self._km(last) * (1 - 2 * SPHERE_ERROR) - SPHERE_GRAIN_KM

    def _distance_then_id(self, hit: Json) -> tuple[float, int]:
        return self._km(hit), hit["id"]

    def _km(self, hit: Json) -> float:
        distance = self._around.distance_km(hit)
        return math.inf if distance is None else distance


def _by_name(hit: Json) -> tuple[str, int]:
    return hit["name_sort"], hit["id"]


def _by_freshness(hit: Json) -> tuple[int, int]:
    return -hit["freshness"], hit["id"]
