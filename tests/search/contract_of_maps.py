"""What every engine means by a box, and what it puts on a map."""

import pytest

from domain.geography import Box, Point
from search.cells import MAX_CELLS, MAX_ZOOM, bounds_of, cell_count, finest_zoom
from search.port import (
    MAX_POINTS,
    Facet,
    InvalidQueryError,
    MapPoint,
    MapResults,
    Near,
    Reading,
    SearchEngine,
    SearchQuery,
    Sort,
)
from tests.search.contract import EngineWith, ids
from tests.search.documents import ANGERS, GRENOBLE, LYON, NANTES, settled, supplier, zone

FRANCE = Box(41.3, -5.2, 51.2, 9.7)
WEST = Box(46.5, -2.5, 48.5, 0.5)  # Nantes and Angers


def on_map(engine: SearchEngine, query: SearchQuery, box: Box = FRANCE) -> MapResults:
    return engine.map_cells(query, box, finest_zoom(box, 60))


class BoxContract:
    """A search kept within the box of a map."""

    def engine(self, engine_with: EngineWith) -> SearchEngine:
        everywhere = (zone(country=True),)
        return engine_with(
            [
                settled(1, ANGERS, "Jardin"),
                settled(2, NANTES, "Colline"),
                settled(3, LYON, "Jardin", zones=everywhere),
                supplier(4, "Jardin", zones=everywhere),
            ]
        )

    def test_it_works(self, engine_with: EngineWith) -> None:
        engine = self.engine(engine_with)

        assert ids(engine.search(SearchQuery(box=WEST))) == [1, 2]
        assert ids(engine.search(SearchQuery(text="jardin", box=WEST))) == [1]

    def test_who_works_there_from_elsewhere_is_not_in_it(self, engine_with: EngineWith) -> None:
        query = SearchQuery(near=Near("commune", ANGERS, 10), box=WEST)

        assert ids(self.engine(engine_with).search(query)) == [1]

    def test_its_edges_belong_to_it(self, engine_with: EngineWith) -> None:
        engine = engine_with([supplier(1, point=Point(47.25, -1.5))])

        assert engine.search(SearchQuery(box=Box(47.25, -1.5, 47.25, -1.5))).total == 1
        assert engine.search(SearchQuery(box=Box(47.26, -1.5, 48.0, -1.5))).total == 0

    def test_facets_count_within_it(self, engine_with: EngineWith) -> None:
        query = SearchQuery(box=WEST, facets=(Facet.DEPARTEMENT,))

        counted = self.engine(engine_with).search(query).facets[Facet.DEPARTEMENT]

        assert {c.value: c.count for c in counted} == {"44": 1, "49": 1}

    @pytest.mark.parametrize(
        "box",
        [
            Box(48, 0, 47, 1),
            Box(47, 1, 48, 0),
            Box(-91, 0, 0, 1),
            Box(0, 0, 1, 181),
            Box(float("nan"), 0, 1, 1),
        ],
    )
    def test_one_that_is_none_is_refused(self, engine_with: EngineWith, box: Box) -> None:
        engine = engine_with([])

        with pytest.raises(InvalidQueryError, match="mal formée"):
            engine.search(SearchQuery(box=box))
        with pytest.raises(InvalidQueryError, match="mal formée"):
            engine.map_cells(SearchQuery(), box, 3)


class MapContract:
    """All that a search finds, wherever it is, not one page of it."""

    def test_it_works(self, engine_with: EngineWith) -> None:
        point = Point(47.25, -1.5)
        engine = engine_with([supplier(1, "Jardin", point=point), settled(2, LYON, "Colline")])

        found = on_map(engine, SearchQuery(text="jardin"))

        assert found == MapResults(total=1, everywhere=1, unlocated=0, points=(MapPoint(1, point),))

    def test_it_shows_the_box_and_counts_the_rest(self, engine_with: EngineWith) -> None:
        engine = engine_with([settled(1, ANGERS), settled(2, LYON), supplier(3), supplier(4)])

        found = on_map(engine, SearchQuery(), WEST)

        assert [point.id for point in found.points] == [1]
        assert (found.total, found.everywhere, found.unlocated) == (1, 4, 2)

    def test_its_box_takes_the_place_of_the_search_s_own(self, engine_with: EngineWith) -> None:
        engine = engine_with([settled(1, ANGERS), settled(2, LYON)])

        found = on_map(engine, SearchQuery(box=WEST))

        assert [point.id for point in found.points] == [1, 2]

    def test_filters_and_places_hold(self, engine_with: EngineWith) -> None:
        engine = engine_with(
            [
                settled(1, ANGERS, kinds=("EA",)),
                settled(2, LYON, kinds=("EA",), zones=(zone(country=True),)),
                settled(3, GRENOBLE, kinds=("EA",)),
                settled(4, ANGERS, kinds=("ESAT",)),
            ]
        )

        def shown(reading: Reading) -> list[int]:
            near = Near("commune", ANGERS, 10, reading)
            query = SearchQuery(near=near, filters={Facet.KIND: ("EA",)})
            return [point.id for point in on_map(engine, query).points]

        assert shown(Reading.EITHER) == [1, 2]
        assert shown(Reading.LOCATED) == [1]

    @pytest.mark.parametrize("more", [0, 1])
    def test_beyond_so_many_they_are_counted_by_cell(
        self, engine_with: EngineWith, more: int
    ) -> None:
        engine = engine_with([settled(i, ANGERS) for i in range(1, MAX_POINTS + 1 + more)])

        found = on_map(engine, SearchQuery())

        assert found.total == MAX_POINTS + more
        assert len(found.points) == (0 if more else MAX_POINTS)
        assert [cell.count for cell in found.cells] == ([MAX_POINTS + 1] if more else [])

    def test_a_cell_holds_what_its_bounds_find(self, engine_with: EngineWith) -> None:
        communes = (ANGERS, NANTES, LYON, GRENOBLE)
        engine = engine_with(
            [settled(i, communes[i % 7 % 4], "Jardin") for i in range(MAX_POINTS + 40)]
        )
        query = SearchQuery(text="jardin")

        found = on_map(engine, query)

        assert len(found.cells) == 3  # Angers and Nantes share one
        for counted in found.cells:
            there = SearchQuery(text="jardin", box=bounds_of(counted.cell))
            assert engine.search(there).total == counted.count
        assert sum(counted.count for counted in found.cells) == found.total

    def test_cells_come_the_fullest_first(self, engine_with: EngineWith) -> None:
        near_by = [settled(i, NANTES) for i in range(1, MAX_POINTS)]
        engine = engine_with([*near_by, *(settled(1000 + i, LYON) for i in range(5))])

        assert [cell.count for cell in on_map(engine, SearchQuery()).cells] == [MAX_POINTS - 1, 5]

    def test_a_cell_counts_nobody_from_outside_the_box(self, engine_with: EngineWith) -> None:
        inside = [supplier(i, point=Point(47.2, -1.5)) for i in range(MAX_POINTS + 1)]
        engine = engine_with([*inside, supplier(999, point=Point(47.2, -1.4))])

        found = engine.map_cells(SearchQuery(), Box(47, -2, 48, -1.45), 3)

        assert [counted.count for counted in found.cells] == [MAX_POINTS + 1]

    def test_page_and_sort_do_not_count(self, engine_with: EngineWith) -> None:
        engine = engine_with([settled(i, ANGERS) for i in range(1, 41)])
        query = SearchQuery(page=2, sort=Sort.NAME)

        assert on_map(engine, query) == on_map(engine, SearchQuery())

    def test_too_many_cells_are_refused(self, engine_with: EngineWith) -> None:
        engine = engine_with([])
        zoom = finest_zoom(FRANCE, MAX_CELLS)

        assert engine.map_cells(SearchQuery(), FRANCE, zoom).total == 0
        for refused in (zoom + 1, -1, MAX_ZOOM + 1):
            with pytest.raises(InvalidQueryError, match=f"au plus {MAX_CELLS} carrés"):
                engine.map_cells(SearchQuery(), FRANCE, refused)
        assert cell_count(FRANCE, zoom) <= MAX_CELLS
