"""Questions put together, and asked in one call."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from search.meilisearch.filters import all_of
from search.meilisearch.server import Json, Server
from search.meilisearch.wordings import Wording


@dataclass(frozen=True, slots=True)
class Shown:
    """What is told of each hit, and the order of the hits: relevance unless said."""

    fields: Sequence[str]
    sort: Sequence[str] = ()


# Where suppliers sit.
POINTS = Shown(("id", "_geo"))


class Asked:
    """One question; its answer is there once its batch was sent."""

    def __init__(self) -> None:
        self._answer: Json = {}

    @property
    def total(self) -> int:
        """How many it finds in all."""
        return int(self._answer["totalHits"])

    @property
    def hits(self) -> list[Json]:
        return list(self._answer["hits"])

    def counts(self, field: str) -> Counter[str]:
        """How many of those found have each value; one that nobody has yet is no field at all."""
        return Counter(self._answer["facetDistribution"].get(field, {}))

    def answer(self, answer: Json) -> None:
        self._answer = answer


class Batch:
    """Questions to one index."""

    def __init__(self, server: Server, index: str) -> None:
        self._server = server
        self._index = index
        self._queries: list[Mapping[str, Any]] = []
        self._asked: list[Asked] = []

    def count(self, wording: Wording, condition: str, facets: Sequence[str] = ()) -> Asked:
        """How many there are, and how many of them have each value of these fields."""
        return self._ask(wording, condition, page=1, hitsPerPage=0, facets=list(facets))

    def first(
        self,
        wording: Wording,
        condition: str,
        size: int,
        shown: Shown,
        facets: Sequence[str] = (),
    ) -> Asked:
        """As `count`, and the first `size` of them."""
        return self._hits(wording, condition, shown, page=1, hitsPerPage=size, facets=list(facets))

    def window(
        self, wording: Wording, condition: str, offset: int, limit: int, shown: Shown
    ) -> Asked:
        """`limit` of them from `offset`; it tells no total."""
        return self._hits(wording, condition, shown, offset=offset, limit=limit)

    def send(self) -> None:
        """Ask; what is asked after it waits for the next. Raises as Server.multi_search."""
        asked, queries = self._asked, self._queries
        self._asked, self._queries = [], []
        if asked:
            for question, answer in zip(asked, self._server.multi_search(queries), strict=True):
                question.answer(answer)

    def _hits(self, wording: Wording, condition: str, shown: Shown, **asked: Any) -> Asked:
        if shown.sort:
            asked["sort"] = list(shown.sort)
        if wording.text:
            asked["showRankingScore"] = True
        return self._ask(wording, condition, attributesToRetrieve=list(shown.fields), **asked)

    def _ask(self, wording: Wording, condition: str, **asked: Any) -> Asked:
        query = {
            "indexUid": self._index,
            "q": wording.text,
            "filter": all_of(wording.condition, condition),
            "matchingStrategy": "all",
            **asked,
        }
        if not query["filter"]:
            del query["filter"]
        self._queries.append(query)
        self._asked.append(Asked())
        return self._asked[-1]
