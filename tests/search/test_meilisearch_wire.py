"""What goes over the wire to search a Meilisearch server, and what its answers become.

The server is a stub that never searches (meilisearch_stub.py): what its answers must mean is in
test_meilisearch_contract.py. Forms are those of v1.50. The files beside this one say the same of
places, texts, later pages, counts, faults and writing.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from domain.geography import gazetteer
from search.meilisearch import MeilisearchEngine, Server
from search.meilisearch.filters import one_of
from search.meilisearch.texts import texts_of
from search.meilisearch.wordings import Wording
from search.port import NO_NEED, Facet, Need, SearchQuery
from tests.search.meilisearch_exchanges import (
    INDEX,
    KEY,
    PREFIX,
    SHOWN,
    WORDS,
    counting,
    expect_indexes,
    expect_search,
    hits_of,
    ids,
)
from tests.search.meilisearch_stub import Stub, found


def test_it_works(wire: Stub, engine: MeilisearchEngine) -> None:
    question = {
        "indexUid": INDEX,
        "q": "",
        "matchingStrategy": "all",
        "attributesToRetrieve": SHOWN,
        "page": 1,
        "hitsPerPage": 20,
        "facets": [],
    }
    wire.expect(
        "POST",
        "/multi-search",
        {"queries": [question], "federation": None},
        answer={"results": [found(3, 1, total=42)]},
    )

    results = engine.search(SearchQuery())

    assert ids(results) == [3, 1]
    assert results.total == 42
    assert wire.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert wire.requests[0].headers["content-type"] == "application/json"


def test_nobody_found_is_an_answer(wire: Stub, engine: MeilisearchEngine) -> None:
    expect_search(wire, (hits_of(), found()))

    results = engine.search(SearchQuery())

    assert (results.total, results.hits) == (0, ())


def test_filters_are_quoted_values(wire: Stub, engine: MeilisearchEngine) -> None:
    kept = '(kinds IN ["ESAT", "EA"]) AND (labels IN ["esus"])'
    expect_search(wire, (hits_of(filter=kept), found()))

    engine.search(SearchQuery(filters={Facet.KIND: ("ESAT", "EA"), Facet.LABEL: ("esus",)}))


def test_quotes_and_backslashes_are_escaped() -> None:
    assert one_of("kinds", ['a"b', "c\\d"]) == r'kinds IN ["a\"b", "c\\d"]'


def test_of_several_services_those_declared_come_first(
    wire: Stub, engine: MeilisearchEngine
) -> None:
    asked, declared = 'services_any IN ["carrelage"]', 'services IN ["carrelage"]'
    expect_search(
        wire,
        (hits_of(filter=f"({asked}) AND ({declared})"), found(2)),
        (hits_of(filter=f"({asked}) AND (NOT ({declared}))"), found(1, 3)),
    )

    results = engine.search(SearchQuery(filters={Facet.SERVICE: ("carrelage",)}))

    assert ids(results) == [2, 1, 3]


def test_a_need_is_asked_for_by_its_services_then_by_its_words(
    wire: Stub, engine: MeilisearchEngine
) -> None:
    having, declared = 'services_any IN ["carrelage"]', 'services IN ["carrelage"]'
    said = f"({having}) AND (NOT ({declared}))"
    expect_search(
        wire,
        (hits_of(filter=f"({having}) AND ({declared})"), found()),
        (hits_of(filter=f"({having}) AND ({said})"), found()),
        (hits_of(q='"sol"', filter=f"(NOT ({having})) AND ({saying('sol')})"), found()),
    )

    engine.search(SearchQuery(need=Need(("carrelage",), "sol")))


def saying(word: str) -> str:
    return f'(name_words IN ["{word}"]) OR (own_texts IN ["{word}"])'


def test_who_does_what_its_words_may_also_mean_is_asked_for_after(
    wire: Stub, engine: MeilisearchEngine
) -> None:
    accepted = 'services_any IN ["carrelage", "maconnerie"]'
    having, declared = 'services_any IN ["carrelage"]', 'services IN ["carrelage"]'
    degrees = (declared, f"({having}) AND (NOT ({declared}))", f"NOT ({having})")
    expect_search(
        wire,
        *(
            (hits_of(filter=f"({accepted}) AND ({degree})"), found(id_))
            for id_, degree in enumerate(degrees)
        ),
    )

    hits = engine.search(SearchQuery(need=Need(("carrelage",), less_sure=("maconnerie",)))).hits

    assert [hit.less_sure for hit in hits] == [False, False, True]


def test_who_says_the_very_words_of_a_need_is_asked_for_first(
    wire: Stub, engine: MeilisearchEngine
) -> None:
    having, declared = 'services_any IN ["carrelage"]', 'services IN ["carrelage"]'
    both = f"({saying('chape')}) AND ({saying('fluide')})"
    text, without = '"chape" "fluide"', f"NOT ({having})"
    degrees = (declared, f"({having}) AND (NOT ({declared}))")
    for_each = [
        [
            *(hits_of(filter=f"({having}) AND (({said}) AND ({degree}))") for degree in degrees),
            hits_of(q=text, filter=f"(({without}) AND ({both})) AND ({said})"),
        ]
        for said in (both, f"NOT ({both})")
    ]
    expect_search(wire, *((question, found()) for asked in for_each for question in asked))

    engine.search(SearchQuery(need=Need(("carrelage",), "chapes fluides", is_precise=True)))


CALLED_TREMPLIN = 'name_words IN ["=tremplin"]'
TREMPLIN = f'(name_words IN ["tremplin"]) OR ({CALLED_TREMPLIN})'


def test_a_name_is_asked_for_first_wherever_it_is(wire: Stub, engine: MeilisearchEngine) -> None:
    expect_search(
        wire,
        (hits_of(filter=CALLED_TREMPLIN), found(1)),
        (hits_of(filter=f"({TREMPLIN}) AND (NOT ({CALLED_TREMPLIN}))"), found(2)),
        (hits_of(filter=f"NOT ({TREMPLIN})"), found(3)),
        (counting(filter=TREMPLIN), found(total=2)),
    )

    results = engine.search(SearchQuery(name="tremplin "))

    assert [(hit.id, hit.named) for hit in results.hits] == [(1, True), (2, True), (3, False)]
    assert results.named == 2


def test_a_name_may_be_that_of_one_who_sits_at_the_place() -> None:
    there = 'departement IN ["49"]'
    called = f'(name_words IN ["=tremplin"]) AND ({there})'
    named = f'((name_words IN ["tremplin"]) AND ({there})) OR ({called})'

    texts = texts_of(
        SearchQuery(name_there="tremplin "), gazetteer().place("departement", "49"), None
    )

    assert texts.named == Wording(condition=named)
    assert texts.wholly_named == called
    assert texts.others == [Wording(condition=f"NOT ({named})")]


def test_with_no_need_the_name_is_asked_for_alone(wire: Stub, engine: MeilisearchEngine) -> None:
    expect_search(
        wire,
        (hits_of(filter=CALLED_TREMPLIN), found()),
        (hits_of(filter=f"({TREMPLIN}) AND (NOT ({CALLED_TREMPLIN}))"), found(1)),
        (counting(filter=TREMPLIN), found(total=1)),
    )

    assert engine.search(SearchQuery(need=NO_NEED, name="tremplin ")).total == 1


def test_the_directory_is_counted(wire: Stub, engine: MeilisearchEngine) -> None:
    expect_search(wire, (counting(), found(total=9000)))

    assert engine.count() == 9000


# Threads


def test_threads_never_lose_a_content_type(wire: Stub, server: Server) -> None:
    """A client that two of them share would: it changes its headers at each call."""
    both = threading.Barrier(2)
    for _ in range(2):
        expect_indexes(wire, meanwhile=lambda: both.wait(5))
    clients = run_together([lambda: (server.indexes(), server._client())[1]] * 2)
    assert clients[0] is not clients[1]
    posts = 25
    for _ in range(4 * posts):
        wire.expect("POST", "/multi-search", lambda _: True, answer={"results": [found()]})
    engine = MeilisearchEngine(server, PREFIX, lambda: WORDS)

    run_together([lambda: [engine.count() for _ in range(posts)]] * 4)

    asked = [request for request in wire.requests if request.method == "POST"]
    assert {request.headers.get("content-type") for request in asked} == {"application/json"}


def run_together(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each call returns, each in a thread of its own."""
    with ThreadPoolExecutor(len(calls)) as pool:
        return [done.result(10) for done in [pool.submit(call) for call in calls]]


class Words:
    """A vocabulary of these words, each used once."""

    def __init__(self, *forms: str) -> None:
        self._forms = forms

    def forms(self, beginning: str) -> list[str]:
        return [form for form in self._forms if form.startswith(beginning)]

    def is_used(self, form: str, least: int) -> bool:
        return least <= 1 and self.has(form)

    def has(self, form: str) -> bool:
        return form in self._forms


def test_names_a_typo_away_are_told_from_the_very_one() -> None:
    texts = texts_of(SearchQuery(name="sapih "), None, Words("sapih", "sapin"))

    assert texts.named_alike == ('NOT ((name_words IN ["sapih"]) OR (name_words IN ["=sapih"]))')
    assert texts_of(SearchQuery(name="sapih "), None, None).named_alike == ""
