"""A search made for a page, whosever page it is: asked of the engine, and presented."""

from dataclasses import replace
from functools import partial
from statistics import mean
from typing import Any

from app.audience.counting import note_found, note_unmet, note_unread
from app.directory import queries
from app.directory.asked import Asked, answered_by, asked_for
from app.directory.boxes import WORLD, framed, union
from app.directory.forms import Criteria
from app.directory.framing import asked_frame
from app.directory.presenters.answer import present_answer
from app.directory.presenters.marks import Marks, present_marks
from app.directory.presenters.results import ResultsMap, ResultsPage, present_map, present_results
from app.directory.suggestions import offers
from app.directory.unmet import unmet_services, words_unread
from app.directory.wording import View
from app.finder import search_engine
from domain.geography import Box, Point
from search.cells import Cell, bounds_of, centre_of, finest_zoom
from search.port import Facet, InvalidQueryError, SearchQuery, SearchResults

AREAS_AT_ONCE = 160  # that a map counts: squares of some sixty pixels on a screen
WIDEST_TOLD_BY_CENTRE = 10  # a zoom of cells: beyond it, they are less than 30 km wide


def found_page(asked: Asked, ground: Box | None = None) -> ResultsPage:
    """The page of results, its map opened on `ground` when nothing asked says where to look.

    But on what is found when a search finds it elsewhere.

    Raises InvalidQueryError when the search itself, and not its page alone, cannot be made.
    """
    asked, found = _found(answered(asked))
    suppliers = queries.suppliers_found([hit.id for hit in found.hits])
    note_found(suppliers, asked.services, asked.place.departement)
    note_unmet(unmet_services(asked, found), asked.place.departement)
    note_unread(words_unread(asked, found))
    shown_map = _opened_map(asked, ground)
    return present_results(asked, found, suppliers, offers(asked, found, _Looking()), shown_map)


def found_answer(asked: Asked) -> dict[str, Any]:
    """The same for programs. Raises InvalidQueryError as `found_page` does."""
    asked, found = _found(answered(asked))
    suppliers = queries.suppliers_found([hit.id for hit in found.hits])
    return present_answer(asked, found, suppliers)


def answered(asked: Asked) -> Asked:
    """See asked.answered_by."""
    return answered_by(search_engine(), asked)


def _opened_map(asked: Asked, ground: Box | None) -> ResultsMap | None:
    """The map as it opens; None when the results are asked for as a list alone."""
    if asked.criteria.view is not View.MAP:
        return None
    said = asked_frame(asked)
    frame = said or framed(ground)
    marks = marks_in(asked, frame)
    if ground and not said and asked.criteria.narrows and marks.is_empty:
        frame = framed(_extent_found(asked) or ground)
        marks = marks_in(asked, frame)
    return present_map(asked.criteria, asked.place, frame, marks)


def _extent_found(asked: Asked) -> Box | None:
    """Of all that is found, wherever it is; None when nothing of it has a point."""
    found = search_engine().map_cells(
        asked.query(), WORLD, finest_zoom(WORLD, at_most=AREAS_AT_ONCE)
    )
    points = (Box(*shown.point, *shown.point) for shown in found.points)
    return union(points) or union(bounds_of(counted.cell) for counted in found.cells)


def marks_in(asked: Asked, frame: Box) -> Marks:
    """What the map of a search shows of a frame."""
    zoom = finest_zoom(frame, at_most=AREAS_AT_ONCE)
    asked = answered(asked)
    found = search_engine().map_cells(asked.query(), frame, zoom)
    suppliers = queries.suppliers_named([shown.id for shown in found.points])
    return present_marks(asked.criteria, frame, found, suppliers, partial(_middle_of, asked))


def _middle_of(asked: Asked, cell: Cell, zone: Box) -> Point:
    """Where the few of a wide cell are; a small cell has them all about its centre."""
    if cell.zoom > WIDEST_TOLD_BY_CENTRE:
        return centre_of(cell)
    points = search_engine().map_cells(asked.query(), zone, cell.zoom).points
    if not points:
        return centre_of(cell)
    return Point(
        mean(shown.point.latitude for shown in points),
        mean(shown.point.longitude for shown in points),
    )


def _found(asked: Asked) -> tuple[Asked, SearchResults]:
    """The page asked or, when it does not exist, the first one and a word about it."""
    try:
        return asked, search_engine().search(asked.query())
    except InvalidQueryError:
        if asked.criteria.page == 1:
            raise
        return _found(
            asked.from_the_first_page(
                f"La page {asked.criteria.page} ne peut pas être montrée. Voici la première page."
            )
        )


class _Looking:
    """See suggestions.Looking."""

    def count(self, criteria: Criteria) -> int:
        return self._found(criteria).total

    def nearest_km(self, criteria: Criteria) -> float | None:
        query = replace(_query_of(criteria), name="", name_there="", per_page=1, facets=())
        hits = search_engine().search(query).hits
        return hits[0].distance_km if hits else None

    def services(self, criteria: Criteria) -> dict[str, int]:
        counts = self._found(criteria, Facet.SERVICE).facets[Facet.SERVICE]
        return {counted.value: counted.count for counted in counts}

    def _found(self, criteria: Criteria, *facets: Facet) -> SearchResults:
        query = replace(_query_of(criteria), per_page=1, facets=facets)
        return search_engine().search(query)


def _query_of(criteria: Criteria) -> SearchQuery:
    return answered(asked_for(criteria)).query()
