"""What goes over the wire for the words that one types, well spelt or not."""

from search.french import TextQuery, parse, tokens
from search.meilisearch import MeilisearchEngine, Server
from search.meilisearch.filters import any_of
from search.meilisearch.wordings import MAX_WORDINGS, wordings
from search.port import Hit, IndexUnavailableError, SearchQuery
from search.spelling import Spelling, spellings
from tests.search.meilisearch_exchanges import (
    INDEX,
    KEY,
    PREFIX,
    SHOWN,
    Words,
    counting,
    expect_search,
    hits_of,
    ids,
)
from tests.search.meilisearch_stub import Stub, found, hit


def test_words_are_quoted_and_the_unfinished_one_comes_last(
    wire: Stub, engine: MeilisearchEngine
) -> None:
    text = '-"pain" "table ronde" "chaise" "menuiserie" menui'
    expect_search(wire, (hits_of(text), found(hit(1, _rankingScore=0.75))))

    results = engine.search(SearchQuery('menuiserie "table ronde" -"pain" "chaise" menui'))

    assert results.hits == (Hit(1, score=0.75),)


def test_hits_of_a_text_are_scored(wire: Stub, engine: MeilisearchEngine) -> None:
    question = {
        "indexUid": INDEX,
        "q": '"menuiserie"',
        "matchingStrategy": "all",
        "attributesToRetrieve": SHOWN,
        "page": 1,
        "hitsPerPage": 20,
        "facets": [],
        "showRankingScore": True,
    }
    expect_search(wire, (question, found()))

    engine.search(SearchQuery("menuiserie "))


def test_a_word_misspelt_is_several_texts_that_share_nobody(
    wire: Stub, engine: MeilisearchEngine
) -> None:
    expect_search(
        wire,
        (hits_of('"zeplin"'), found()),
        (hits_of('-"zeplin" "zepelin"'), found(hit(4, _rankingScore=0.5))),
    )

    results = engine.search(SearchQuery("zeplin "))

    assert (ids(results), results.total) == ([4], 1)


def test_many_words_misspelt_together_are_few_texts() -> None:
    spelt = [
        Spelling(f"mot{i}", typos={f"mot{i}{letter}": 1 for letter in "abcd"}) for i in range(29)
    ]

    texts = wordings(parse(""), spelt, Words())

    assert len({text.text for text in texts}) == MAX_WORDINGS
    assert texts[0].text == " ".join(f'"mot{i}"' for i in range(29))


def test_of_many_texts_only_those_that_find_somebody_are_asked_further(wire: Stub) -> None:
    words = Words({f"zeppelin{letter}": 1 for letter in "bcdef"})
    engine = MeilisearchEngine(Server(wire.url, KEY, 5), PREFIX, lambda: words)
    texts = [text.text for text in wordings(*read("zeppelina ", words), words)]
    assert len(texts) == 6
    expect_search(wire, *((counting(text), found(total=int(text == texts[2]))) for text in texts))
    expect_search(wire, (hits_of(texts[2]), found(7)))

    assert ids(engine.search(SearchQuery("zeppelina "))) == [7]


def read(text: str, words: Words) -> tuple[TextQuery, list[Spelling]]:
    asked = parse(text)
    return asked, spellings(asked, words)


def test_what_is_surer_scores_more(wire: Stub, engine: MeilisearchEngine) -> None:
    expect_search(
        wire,
        (hits_of('"zepelin"'), found(hit(5, _rankingScore=0.5))),
        (hits_of('-"zepelin" "zeppelin"'), found(hit(4, _rankingScore=0.9))),
    )

    results = engine.search(SearchQuery("zepelin "))

    assert [(hit.id, hit.score) for hit in results.hits] == [(5, 1.5), (4, 0.9)]


def test_the_words_looked_for_are_told_to_highlight(wire: Stub, engine: MeilisearchEngine) -> None:
    expect_search(wire, (hits_of('"zeplin"'), found()), (hits_of('-"zeplin" "zepelin"'), found()))

    matched = engine.search(SearchQuery("zeplin ")).matched

    assert [token.surface for token in tokens("Le Zepelin du lac") if matched(token)] == ["zepelin"]


def test_words_are_spelt_as_typed_without_a_vocabulary(wire: Stub, server: Server) -> None:
    def nothing_to_read() -> Words:
        raise IndexUnavailableError

    expect_search(wire, (hits_of('"zeplin"'), found()))

    MeilisearchEngine(server, PREFIX, nothing_to_read).search(SearchQuery("zeplin "))


def test_words_that_nobody_uses_are_not_asked_as_beginnings(
    wire: Stub, engine: MeilisearchEngine
) -> None:
    results = engine.search(SearchQuery("xyz"))

    assert results.total == 0
    assert wire.requests == []


def test_a_siret_is_a_filter_before_it_is_a_word(wire: Stub, engine: MeilisearchEngine) -> None:
    has_it = any_of(*(f'{field} IN ["73282932000074"]' for field in ("siret", "siren", "naf")))
    expect_search(
        wire,
        (hits_of(filter=has_it), found(6)),
        (hits_of('"73282932000074"', filter=f"NOT ({has_it})"), found()),
    )

    assert ids(engine.search(SearchQuery("732 829 320 00074 "))) == [6]


def test_a_siren_left_out_is_so_as_a_filter_too(wire: Stub, engine: MeilisearchEngine) -> None:
    has_it = any_of(*(f'{field} IN ["732829320"]' for field in ("siret", "siren", "naf")))
    expect_search(wire, (hits_of('-"732829320"', filter=f"NOT ({has_it})"), found()))

    engine.search(SearchQuery('-"732829320"'))
