"""The engine on a server: asks Meilisearch what the port asks, in as few calls as it takes."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from domain.geography import Box, Point, gazetteer
from search.cells import Cell
from search.meilisearch.batch import POINTS, Asked, Batch
from search.meilisearch.facets import Counting, ordered
from search.meilisearch.filters import all_of, any_of, inside, none_of, one_of
from search.meilisearch.paging import Found, Part, pager
from search.meilisearch.places import Around, look_around, working_there
from search.meilisearch.selection import Band, Selection
from search.meilisearch.server import Server
from search.meilisearch.settings import cell_of, index_name
from search.meilisearch.texts import Texts, texts_of
from search.meilisearch.wordings import Wording
from search.port import (
    MAX_POINTS,
    CellCount,
    Hit,
    IndexUnavailableError,
    MapPoint,
    MapResults,
    Reading,
    SearchQuery,
    SearchResults,
    Sort,
    check_page_exists,
    validate,
    validate_map,
)
from search.spelling import Vocabulary

WORLD = "cells.0"  # its one cell: who has a point is in it

# Texts that are all asked at once: each is asked again for every band and facet.
FEW = 3

# Gives the words that suppliers use now. May raise IndexUnavailableError.
VocabularyNow = Callable[[], Vocabulary]


class MeilisearchEngine:
    """Reads the index of today's settings on a server. Safe between threads."""

    def __init__(self, server: Server, prefix: str, vocabulary: VocabularyNow) -> None:
        self._server = server
        self._index = index_name(prefix)
        self._vocabulary = vocabulary

    def search(self, query: SearchQuery) -> SearchResults:
        """See SearchEngine.search."""
        start = time.perf_counter()
        place = validate(query)
        batch = self._batch()
        texts = texts_of(query, place, self._words())
        around = look_around(batch, query.near, place) if query.near and place else None
        selection = Selection(query, around, texts)
        texts = _finding(batch, selection, texts)
        paged = pager(query, _parts(query, selection, texts), around)
        paged.ask(batch)
        facets = Counting(batch, selection, around).ask(query.facets, texts.all)
        readings = _ask_readings(batch, selection, texts.all) if around else {}
        named = [batch.count(texts.named, selection.kept())] if texts.named else []
        batch.send()
        check_page_exists(query, paged.total())
        return SearchResults(
            query=query,
            hits=tuple(_hit(found, around) for found in paged.page(batch)),
            total=paged.total(),
            facets={facet: ordered(counts()) for facet, counts in facets.items()},
            took_ms=(time.perf_counter() - start) * 1000,
            matched=texts.matched,
            readings={reading: _total(asked) for reading, asked in readings.items()},
            named=_total(named),
        )

    def map_cells(self, query: SearchQuery, box: Box, zoom: int) -> MapResults:
        """See SearchEngine.map_cells."""
        place = validate_map(query, box, zoom)
        batch = self._batch()
        texts = texts_of(query, place, self._words())
        around = look_around(batch, query.near, place) if query.near and place else None
        kept = Selection(replace(query, box=None), around, texts).kept()
        cells, within = f"cells.{zoom}", all_of(kept, inside(box))
        everywhere = [batch.count(text, kept, [WORLD]) for text in texts.all]
        there = [batch.first(text, within, MAX_POINTS, POINTS, [cells]) for text in texts.all]
        batch.send()
        one_by_one = _total(there) <= MAX_POINTS
        return MapResults(
            total=_total(there),
            everywhere=_total(everywhere),
            unlocated=_total(everywhere) - sum(a.counts(WORLD).total() for a in everywhere),
            points=_points(there) if one_by_one else (),
            cells=() if one_by_one else _cells(there, cells, zoom),
        )

    def count_at(self, level: Literal["departement", "region"]) -> dict[str, int]:
        """See SearchEngine.count_at."""
        batch = self._batch()
        asked = {
            code: batch.count(Wording(), any_of(one_of(level, [code]), working_there(level, code)))
            for code in gazetteer().all_of(level)
        }
        batch.send()
        return {code: answer.total for code, answer in asked.items() if answer.total}

    def count(self) -> int:
        """How many suppliers the index holds. Raises SearchError."""
        batch = self._batch()
        everybody = batch.count(Wording(), "")
        batch.send()
        return everybody.total

    def _batch(self) -> Batch:
        return Batch(self._server, self._index)

    def _words(self) -> Vocabulary | None:
        """None when there is nothing to read them from: words are then spelt as typed."""
        try:
            return self._vocabulary()
        except IndexUnavailableError:
            return None


def _finding(batch: Batch, selection: Selection, texts: Texts) -> Texts:
    """Those of the texts that find somebody: of many spellings, few do."""
    if len(texts.others) + len(texts.saying) <= FEW:
        return texts
    counted = [
        [(text, batch.count(text, selection.widest())) for text in some]
        for some in (texts.others, texts.saying)
    ]
    batch.send()
    others, saying = ([text for text, asked in some if asked.total] for some in counted)
    return replace(texts, others=others, saying=saying)


def _parts(query: SearchQuery, selection: Selection, texts: Texts) -> list[Part]:
    """What comes first, first; within it, what is closest to the text."""
    having, saying = _ranked(texts.others, len(texts.saying)), _ranked(texts.saying)
    highest = len(having) + len(saying)
    if query.sort is not Sort.RELEVANCE:
        kept = Band(selection.kept())
        named = [Part(texts.named, kept, highest, named=True)] if texts.named else []
        return [*named, *(Part(text, kept, rank) for text, rank in (*having, *saying))]
    named = [*_parts_of_named(selection, texts, texts.named, highest)] if texts.named else []
    return named + [
        Part(text, band, rank)
        for band in selection.bands()
        for text, rank in (saying if band.has_but_words else having)
    ]


def _ranked(texts: Sequence[Wording], below: int = 0) -> list[tuple[Wording, int]]:
    """The surest the highest; `below` are those of lower ranks."""
    return [(text, below + len(texts) - at) for at, text in enumerate(texts, start=1)]


def _parts_of_named(
    selection: Selection, texts: Texts, named: Wording, rank: int
) -> Iterator[Part]:
    """Those called exactly so, then those whose name holds it; then those whose name is like it."""
    whole, alike = texts.wholly_named, texts.named_alike
    called, holding = Wording(condition=whole), none_of(whole) if whole else ""
    exactly = none_of(alike) if alike else ""
    places = selection.bands_of_wholly_named()
    for condition in places if whole else ():
        yield Part(called, Band(all_of(condition, exactly)), rank, named=True)
    for band in selection.bands_of_named():
        others = all_of(band.condition, holding, exactly)
        yield Part(named, band._replace(condition=others), rank, named=True)
    if not alike:
        return
    for wording, others in ((called, ""), (named, holding)) if whole else ((named, ""),):
        for condition in places:
            band = Band(all_of(condition, others, alike))
            yield Part(wording, band, rank, named=True, named_alike=True)


def _ask_readings(
    batch: Batch, selection: Selection, texts: Sequence[Wording]
) -> dict[Reading, list[Asked]]:
    return {
        reading: [batch.count(text, selection.read_as(reading)) for text in texts]
        for reading in Reading
    }


def _total(asked: Sequence[Asked]) -> int:
    return sum(answer.total for answer in asked)


def _hit(found: Found, around: Around | None) -> Hit:
    document, part = found
    return Hit(
        id=document["id"],
        # Within a text, Meilisearch's own score, from 0 to 1.
        score=part.rank + document.get("_rankingScore", 0.0),
        distance_km=around.distance_km(document) if around else None,
        located=around.holds(document) if around else None,
        named=part.named,
        named_alike=part.named_alike,
        verbatim=part.band.verbatim,
        less_sure=part.band.less_sure,
        completeness=document["completeness"],
    )


def _points(asked: Sequence[Asked]) -> tuple[MapPoint, ...]:
    """By id."""
    hits = sorted((hit for answer in asked for hit in answer.hits), key=lambda hit: hit["id"])
    return tuple(MapPoint(hit["id"], Point(hit["_geo"]["lat"], hit["_geo"]["lng"])) for hit in hits)


def _cells(asked: Sequence[Asked], field: str, zoom: int) -> tuple[CellCount, ...]:
    """The fullest first, then from the north-west."""
    counts = sum((answer.counts(field) for answer in asked[1:]), asked[0].counts(field))
    counted = ((Cell(zoom, *cell_of(value)), count) for value, count in counts.items())
    ordered_cells = sorted(counted, key=lambda c: (-c[1], c[0].y, c[0].x))
    return tuple(CellCount(cell, count) for cell, count in ordered_cells)
