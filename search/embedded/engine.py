"""The engine in process: reads the index of this machine's instance folder."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from domain.geography import Box, Place, gazetteer
from search.documents import OWN_TEXTS, count_in_names
from search.embedded.columns import Rows, completeness_in
from search.embedded.degrees import Degrees, degrees_of
from search.embedded.failing import failing_as
from search.embedded.generation import Generation, Reader
from search.embedded.growing import Floats, Longs, Mask
from search.embedded.mapping import map_of, sitting_in
from search.embedded.ordering import page_of
from search.embedded.place import Around, count_there, exact_km, look_around, sitting_in_place
from search.embedded.planning import WAYS, plan, plan_of_names, plan_of_words
from search.embedded.selection import Named, Selection
from search.embedded.storage import NAME_FIELD, UNREADABLE
from search.french import parse
from search.french import words as normalised
from search.names import NameAsked, name_asked
from search.port import (
    Facet,
    Hit,
    MapResults,
    Matched,
    Need,
    SearchError,
    SearchQuery,
    SearchResults,
    check_page_exists,
    validate,
    validate_map,
    very_words,
)
from search.spelling import Vocabulary, matched_by, spellings


class EmbeddedEngine:
    """Reads the index at `path`, as the latest write left it. Safe between threads.

    tantivy finds the text; NumPy columns do the rest, in one way for every query.
    """

    def __init__(self, path: Path) -> None:
        self._reader = Reader(path)

    def search(self, query: SearchQuery) -> SearchResults:
        """See SearchEngine.search."""
        start = time.perf_counter()
        place = validate(query)
        generation = self._reader.latest()
        with failing_as(SearchError, UNREADABLE, Exception):
            return _answer(generation, query, place, start)

    def map_cells(self, query: SearchQuery, box: Box, zoom: int) -> MapResults:
        """See SearchEngine.map_cells."""
        place = validate_map(query, box, zoom)
        generation = self._reader.latest()
        with failing_as(SearchError, UNREADABLE, Exception):
            found = _find(generation, replace(query, box=None), place)
            return map_of(generation.rows, found.selection.kept, box, zoom)

    def count_at(self, level: Literal["departement", "region"]) -> dict[str, int]:
        """See SearchEngine.count_at."""
        generation = self._reader.latest()
        with failing_as(SearchError, UNREADABLE, Exception):
            counted = {
                code: count_there(generation.rows, level, code)
                for code in gazetteer().all_of(level)
            }
        return {code: count for code, count in counted.items() if count}

    def count(self) -> int:
        """How many suppliers the index holds. Raises IndexUnavailableError."""
        return int(self._reader.latest().rows.alive.sum())

    def vocabulary(self) -> Vocabulary:
        """The words of its suppliers, at this moment. Raises IndexUnavailableError."""
        return self._reader.latest()

    def fingerprints(self) -> dict[int, str]:
        """The hash of every document, by supplier id. Raises IndexUnavailableError."""
        return self._reader.fingerprints()


@dataclass(frozen=True, slots=True)
class _Found:
    """What a query finds, not yet put in order. `scores` is one per row; None without a text."""

    selection: Selection
    scores: Floats | None
    matched: Matched
    around: Around | None


def _find(generation: Generation, query: SearchQuery, place: Place | None) -> _Found:
    rows = generation.rows
    named = _named(generation, query, place)
    base, scores, matched = _read_words(generation, query, named.rows)
    if query.box:
        inside = sitting_in(rows, query.box)
        base, named = base & inside, named.among(inside)
    around = look_around(rows, query.near, place) if query.near and place else None
    return _Found(Selection(rows, query, base, named, around), scores, matched, around)


def _answer(
    generation: Generation, query: SearchQuery, place: Place | None, start: float
) -> SearchResults:
    rows = generation.rows
    found = _find(generation, query, place)
    selection, around = found.selection, found.around
    total = int(selection.kept.sum())
    check_page_exists(query, total)
    verbatim = very_words(query)
    saying = _saying(generation, verbatim, names=count_in_names(verbatim))
    degrees = degrees_of(rows, selection, saying, query)
    page = page_of(rows, selection, degrees, found.scores, query)
    return SearchResults(
        query=query,
        hits=_hits(rows, page, found, degrees),
        total=total,
        facets={facet: selection.counts(facet) for facet in query.facets},
        took_ms=(time.perf_counter() - start) * 1000,
        matched=found.matched,
        readings=selection.reading_counts() if around else {},
        named=int((selection.kept & selection.named).sum()),
    )


def _named(generation: Generation, query: SearchQuery, place: Place | None) -> Named:
    """The living rows that bear the name typed, wherever they are or at the place."""
    asked = [
        name_asked(query.name, generation, whole=query.name_is_whole),
        name_asked(query.name_there if place else "", generation),
    ]
    named, named_there = _bearing(generation, asked)
    if not (place and asked[1].words):
        return named
    return named.or_else(named_there.among(sitting_in_place(generation.rows, place)))


def _bearing(generation: Generation, names: Sequence[NameAsked]) -> list[Named]:
    """Of each name, the living rows that bear it; none without a word."""
    size = len(generation.rows)
    if not any(name.words for name in names):
        return [Named.nobody(size)] * len(names)
    told = np.zeros(size, np.int64)
    found, scores = generation.matches(plan_of_names(names, generation.schema))
    told[found] = scores.astype(np.int64)
    told[~generation.rows.alive] = 0
    return [_named_by(told >> WAYS * at, name) for at, name in enumerate(names)]


def _named_by(told: Longs, name: NameAsked) -> Named:
    """Read in the bits that tell of one name."""
    ways = ((told & 1 << way) > 0 for way in range(WAYS))
    holding, whole, very_words, very_whole, with_statuses = ways
    return Named(
        holding | whole,
        whole,
        exactly=very_words | very_whole,
        as_typed=with_statuses if name.statuses else holding,
    )


def _saying(generation: Generation, words: Sequence[str], *, names: bool) -> Mask:
    """The living rows whose own texts, or `names`, hold all these words, as they are; none without
    a word.
    """
    saying = np.zeros(len(generation.rows), np.bool_)
    if words:
        fields = (NAME_FIELD, *OWN_TEXTS) if names else OWN_TEXTS
        found, _ = generation.matches(plan_of_words(words, fields, generation.schema))
        saying[found] = True
    return saying & generation.rows.alive


def _read_words(
    generation: Generation, query: SearchQuery, named: Mask
) -> tuple[Mask, Floats | None, Matched]:
    """As _read_text, for what is needed too: one of its services, or its words."""
    text = _read_text(generation, query.text)
    return _needing(generation, query.need, text, named) if query.need else text


def _needing(
    generation: Generation, need: Need, text: tuple[Mask, Floats | None, Matched], named: Mask
) -> tuple[Mask, Floats | None, Matched]:
    """The words of the need order those whom neither a service nor their name finds.

    These say them themselves: the words of what they do otherwise, and of its family, are not.
    """
    rows = generation.rows
    base, scores, matched = text
    having = rows.facet(Facet.SERVICE).holders(need.accepted, len(rows))
    words = normalised(need.words)
    if not words:
        return base & having, scores, matched
    saying = _saying(generation, words, names=True)
    _, said_scores, said = _read_text(generation, f"{need.words} ")
    assert said_scores is not None
    said_scores[having | named] = 0.0
    scores = said_scores if scores is None else scores + said_scores
    return base & (having | saying), scores, matched | said


def _read_text(generation: Generation, text: str) -> tuple[Mask, Floats | None, Matched]:
    """The living rows that match, a score for every row, and what was looked for."""
    rows = generation.rows
    asked = parse(text)
    if not asked:
        return rows.alive, None, Matched()
    spelt = spellings(asked, generation)
    found, found_scores = generation.matches(plan(asked, spelt, generation.schema))
    matching = np.zeros(len(rows), np.bool_)
    matching[found] = True
    scores = np.zeros(len(rows))
    scores[found] = found_scores
    return matching & rows.alive, scores, matched_by(asked, spelt)


def _hits(rows: Rows, page: list[int], found: _Found, degrees: Degrees) -> tuple[Hit, ...]:
    scores, around = found.scores, found.around
    return tuple(
        Hit(
            id=int(rows.ids[row]),
            score=0.0 if scores is None else float(scores[row]),
            distance_km=_distance_km(rows, around, row),
            located=bool(around.located[row]) if around else None,
            named=bool(found.selection.named[row]),
            named_alike=bool(degrees.alike[row]),
            verbatim=bool(degrees.saying[row]),
            less_sure=bool(degrees.less_sure[row]),
            completeness=completeness_in(int(rows.quality[row])),
        )
        for row in page
    )


def _distance_km(rows: Rows, around: Around | None, row: int) -> float | None:
    if around is None or around.point is None or np.isnan(around.arcs[row]):
        return None
    return exact_km(rows, around.point, row)
