"""What the embedded engine rests on: distances within their doubt, views that stay true."""

from collections import Counter
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from domain.coverage import MAX_ZONES, place_tokens
from domain.geography import Point, distance_km
from domain.geography.distance import doubt_km, earth_centred
from search.embedded import EmbeddedEngine, EmbeddedWriter
from search.embedded.columns import Columns, record_of, trace_of_deletion
from search.embedded.geodesy import arcs_to
from search.embedded.growing import Codebook
from search.embedded.reach import ReachBook
from search.embedded.sets import GrowingSet
from search.port import Near, SearchQuery, Sort
from search.spelling import KNOWN
from tests.search.documents import ANGERS, settled, supplier, zone

points = st.builds(Point, st.floats(-60, 60), st.floats(-179, 179))
values = st.sets(st.sampled_from(["EA", "ESAT", "ACI"]))


@given(points, points)
def test_arcs_are_within_their_doubt_of_the_geodesic(here: Point, there: Point) -> None:
    exact = distance_km(here, there)
    (arc,) = arcs_to(earth_centred(np.array([there.latitude]), np.array([there.longitude])), here)

    if exact < 15_000:
        assert abs(arc - exact) <= doubt_km(arc) + 1e-7


def test_the_doubt_is_some_metres_within_the_largest_radius() -> None:
    assert doubt_km(np.array([500.0]))[0] < 0.003


@given(points, points)
def test_distances_are_those_that_geopy_tells(here: Point, there: Point) -> None:
    assert distance_km(here, there) == pytest.approx(geodesic(here, there).km)


def test_a_missing_point_is_at_no_distance() -> None:
    (arc,) = arcs_to(earth_centred(np.array([np.nan]), np.array([np.nan])), Point(47, 0))

    assert np.isnan(arc)


@pytest.mark.parametrize("farther", ["east", "south"])
def test_the_geodesic_settles_what_arcs_cannot_tell(tmp_path: Path, farther: str) -> None:
    """Two suppliers some 480 km away, one 20 cm farther than the other."""
    home = settled(1, ANGERS)["_geo"]
    assert isinstance(home, dict)
    directions = {"east": 90, "south": 180}
    documents = []
    for id_, (name, azimuth) in enumerate(directions.items(), start=1):
        metres = 480_000 + 0.2 * (name == farther)
        end = Geodesic.WGS84.Direct(home["lat"], home["lng"], azimuth, metres)
        documents.append(supplier(id_, name, point=Point(end["lat2"], end["lon2"])))
    with EmbeddedWriter(tmp_path) as writer:
        writer.rebuild(documents)
    engine = EmbeddedEngine(tmp_path)

    def found(radius_km: float) -> list[str]:
        near = Near("commune", ANGERS, radius_km)
        hits = engine.search(SearchQuery(near=near, sort=Sort.DISTANCE)).hits
        return [list(directions)[hit.id - 1] for hit in hits]

    nearer = next(name for name in directions if name != farther)
    assert found(480.0001) == [nearer]
    assert found(480.0003) == [nearer, farther]


def test_a_view_stays_what_it_was_while_rows_are_added() -> None:
    document = settled(1, ANGERS, kinds=("EA",), zones=(zone(country=True),))
    columns = Columns()
    columns.add([0], [record_of(document, "a")])
    before = columns.view()

    columns.add([1, 5], [record_of(document | {"kinds": ["ESAT"]}, "b"), trace_of_deletion(7)])
    after = columns.view()

    assert before.alive.tolist() == [True]
    assert after.alive.tolist() == [False, True, False, False, False, False]
    assert before.sets["kinds"].counts(before.alive) == {"EA": 1}
    assert after.sets["kinds"].counts(after.alive) == {"ESAT": 1}
    assert after.zone_reach.holders(["fr"], 24).nonzero()[0].tolist() == [0, 4]
    assert columns.fingerprints() == {1: "b"}


@given(st.lists(st.tuples(values, st.booleans()), min_size=1))
def test_counts_are_those_of_owners_taken_one_by_one(owners: list[tuple[set[str], bool]]) -> None:
    """Whether few of them are asked for, or nearly all."""
    growing = GrowingSet(Codebook([]))
    growing.add(range(len(owners)), [sorted(held) for held, _ in owners])
    asked = np.array([is_asked for _, is_asked in owners])

    one_by_one = Counter(chain.from_iterable(held for held, is_asked in owners if is_asked))
    assert growing.view().counts(asked) == one_by_one


def test_counts_of_a_view_leave_out_the_values_that_came_after() -> None:
    growing = GrowingSet(Codebook([]))
    growing.add([0, 1], [["EA"], ["ESAT"]])
    before = growing.view()
    growing.add([2], [["ACI"]])

    assert before.counts(np.array([True, True])) == {"EA": 1, "ESAT": 1}
    assert growing.view().counts(np.array([True, False, True])) == {"EA": 1, "ACI": 1}


NODES_AND_TERRITORIES = ["n1", "D49", "n131071", "fr", "n2"]


def test_each_thing_reached_has_its_own_number() -> None:
    book = ReachBook([], 0)
    codes = book.codes(NODES_AND_TERRITORIES).tolist()

    assert len({*codes}) == len(NODES_AND_TERRITORIES)
    assert book.codes(NODES_AND_TERRITORIES).tolist() == codes
    assert sorted(book.known(NODES_AND_TERRITORIES)) == sorted(codes)


def test_what_lies_beyond_all_that_is_reached_is_not_known() -> None:
    book = ReachBook([], 0)
    book.codes(["n5", "D49"])

    assert book.known(["n131071", "D44", "R52"]) == []


def test_saved_columns_reach_the_same_places(tmp_path: Path) -> None:
    columns = Columns()
    columns.add([0], [record_of(settled(1, ANGERS, zones=(zone(km=30),)), "a")])
    columns.save(tmp_path)
    loaded = Columns.load(tmp_path)
    loaded.add([1], [record_of(settled(2, ANGERS, zones=(zone(country=True),)), "b")])

    reached = loaded.view().zone_reach.holders(place_tokens("commune", ANGERS), 2 * MAX_ZONES)
    assert np.flatnonzero(reached).tolist() == [0, MAX_ZONES]


def test_rows_that_are_gone_do_not_make_a_word_known(tmp_path: Path) -> None:
    misspelt = [supplier(id_, "Acceuil") for id_ in range(1, 2 * KNOWN)]
    with EmbeddedWriter(tmp_path) as writer:
        writer.rebuild([*misspelt, supplier(9, "Accueil")])
        writer.apply([], range(2, 2 * KNOWN))

    hits = EmbeddedEngine(tmp_path).search(SearchQuery(text="acceuil ")).hits

    assert [hit.id for hit in hits] == [1, 9]
