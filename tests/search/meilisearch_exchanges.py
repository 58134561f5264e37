"""What is asked of a Meilisearch server and what it answers, in few words."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from search.meilisearch.filters import one_of
from search.meilisearch.settings import SETTINGS, index_name
from search.port import SearchResults
from tests.search.meilisearch_stub import Stub, enqueued, found, refusal, task

Json = dict[str, Any]
Sessions = sessionmaker[Session]

KEY = "key-that-nobody-may-read"
PREFIX = "test-"
INDEX = index_name(PREFIX)
NEXT_INDEX = f"{INDEX}-next"
SHORT_SECONDS = 0.2  # that an answer is waited for, in the tests of a server that is late
SHOWN = [
    *("id", "_geo", "code_insee", "departement", "region"),
    *("name_sort", "freshness", "completeness"),
]


class Words(dict[str, int]):
    """The words that suppliers use, and how many use each."""

    def forms(self, beginning: str) -> list[str]:
        return sorted(form for form in self if form.startswith(beginning))

    def is_used(self, form: str, least: int) -> bool:
        return self.get(form, 0) >= least

    def has(self, form: str) -> bool:
        return form in self


WORDS = Words(menuiserie=9, menuisier=9, zeppelin=2, zepelin=1)


# One question and its answer.
Asked = tuple[Json, Json]


def expect_search(wire: Stub, *asked: Asked) -> None:
    """One call, with these questions."""
    questions = {"queries": [question for question, _ in asked], "federation": None}
    answer = {"results": [answer for _, answer in asked]}
    wire.expect("POST", "/multi-search", questions, answer=answer)


def counting(q: str = "", **asked: Any) -> Json:
    """The question that counts."""
    question = {"indexUid": INDEX, "q": q, "matchingStrategy": "all"}
    return question | {"page": 1, "hitsPerPage": 0, "facets": []} | asked


def hits_of(q: str = "", **asked: Any) -> Json:
    """The question that asks for the hits of a first page too."""
    scored = {"showRankingScore": True} if q else {}
    return counting(q, attributesToRetrieve=SHOWN, hitsPerPage=20) | scored | asked


def window(q: str = "", **asked: Any) -> Json:
    """The question that asks for hits alone."""
    question = hits_of(q, **asked)
    return {name: question[name] for name in question if name not in COUNTED}


COUNTED = ("page", "hitsPerPage", "facets")


def expect_readings(wire: Stub, *first: Asked, located: str, reaching: str) -> None:
    """A search at a place: each of its readings is counted after what is asked."""
    readings = (located, reaching, f"({located}) OR ({reaching})")
    counted = ((counting(filter=reading), found(total=1)) for reading in readings)
    expect_search(wire, *first, *counted)


def reached(*place: str) -> str:
    """Who works there: one of their four zones reaches it."""
    zones = (f"({one_of(f'z{zone}.reach', place)})" for zone in range(4))
    return " OR ".join(zones)


def expect_edge(wire: Stub, *near: Json) -> None:
    """The first call of a search within 5 km: those that a sphere and the geodesic may part."""
    edge = (
        "(_geoRadius(47.4766, -0.5562, 5036.999999999999))"
        " AND (NOT (_geoRadius(47.4766, -0.5562, 4963.0)))"
    )
    question = counting(filter=edge, attributesToRetrieve=["id", "_geo"], hitsPerPage=100_000)
    expect_search(wire, (question, found(*near)))


def ids(results: SearchResults) -> list[int]:
    return [hit.id for hit in results.hits]


def expect_write(
    wire: Stub,
    method: str,
    path: str,
    body: Any = None,
    *,
    uid: int = 1,
    became: Json | None = None,
) -> None:
    """A write that is taken, then asked after: it succeeds unless told."""
    wire.expect(method, path, body, answer=enqueued(uid), status=202)
    wire.expect("GET", f"/tasks/{uid}", answer=became or task(uid))


def expect_made(wire: Stub, index: str) -> None:
    expect_write(wire, "DELETE", f"/indexes/{index}", became=missing_index(index))
    expect_write(wire, "POST", "/indexes", {"uid": index, "primaryKey": "id"}, uid=2)
    expect_write(wire, "PATCH", f"/indexes/{index}/settings", dict(SETTINGS), uid=3)


def missing_index(index: str) -> Json:
    return task(1, "failed", "index_not_found", f"Index `{index}` not found.")


def documents_of(index: str) -> str:
    return f"/indexes/{index}/documents?primaryKey=id"


def of(*wanted: int) -> Callable[[Any], bool]:
    """Whether what is sent is the documents of these suppliers."""
    return lambda body: [document["id"] for document in body] == list(wanted)


def expect_stats(wire: Stub, index: str, count: int) -> None:
    stats = {"numberOfDocuments": count, "isIndexing": False, "fieldDistribution": {}}
    wire.expect("GET", f"/indexes/{index}/stats", answer=stats)


def expect_no_index(wire: Stub) -> None:
    wire.expect("GET", f"/indexes/{INDEX}/settings", answer=refusal("index_not_found"), status=404)


def expect_indexes(wire: Stub, *names: str, meanwhile: Callable[[], object] = lambda: None) -> None:
    answer = {"results": [{"uid": name} for name in names], "offset": 0, "limit": 1000}
    wire.expect("GET", "/indexes?limit=1000", answer=answer, meanwhile=meanwhile)


def expect_exchange(wire: Stub) -> None:
    expect_write(wire, "POST", "/swap-indexes", [{"indexes": [INDEX, NEXT_INDEX]}])
