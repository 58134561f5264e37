"""Any set of points is a few whole subtrees, no more and no less."""

import numpy as np
import pytest
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from domain.commune_tree import CommuneTree
from domain.geography import Point

RANDOM = np.random.default_rng(7)
COUNT = 700
LATITUDES = RANDOM.uniform(42, 51, COUNT)
LONGITUDES = RANDOM.uniform(-5, 8, COUNT)
TREE = CommuneTree(LATITUDES, LONGITUDES)


def points_under(node: int) -> set[int]:
    """Brute force: go down to the slots."""
    first, last = node, node
    while first < 1 << TREE.depth:
        first, last = 2 * first, 2 * last + 1
    offset = 1 << TREE.depth
    return {int(point) for point in TREE.point_at[first - offset : last - offset + 1]}


def test_every_point_has_its_slots() -> None:
    assert set(TREE.point_at) == set(range(COUNT))


@given(st.sets(st.integers(0, COUNT - 1)))
def test_a_cover_holds_the_points_and_no_other(points: set[int]) -> None:
    nodes = list(TREE.cover(TREE.slots_of(sorted(points))))
    assert set().union(*map(points_under, nodes)) == points


@given(st.sets(st.integers(0, COUNT - 1), min_size=1))
def test_a_cover_has_no_node_to_merge(points: set[int]) -> None:
    nodes = set(TREE.cover(TREE.slots_of(sorted(points))))
    assert not any(node ^ 1 in nodes for node in nodes if node > 1)


@given(st.sets(st.integers(0, COUNT - 1)), st.integers(0, COUNT - 1))
def test_a_point_is_covered_when_an_ancestor_is_in_the_cover(points: set[int], one: int) -> None:
    nodes = set(TREE.cover(TREE.slots_of(sorted(points))))
    assert bool(nodes & set(TREE.ancestors(one))) == (one in points)


def test_all_points_are_the_root() -> None:
    assert list(TREE.cover(TREE.slots_of(range(COUNT)))) == [1]


@pytest.mark.parametrize("radius_km", [1, 40, 90, 300, 500])
def test_a_disc_is_that_of_the_geodesic(radius_km: float) -> None:
    centre = Point(47.2, 1.5)
    inside = {
        point
        for point in range(COUNT)
        if geodesic(centre, (LATITUDES[point], LONGITUDES[point])).km <= radius_km
    }
    assert {int(point) for point in TREE.point_at[TREE.disc(centre, radius_km)]} == inside


@given(st.permutations(range(COUNT)).map(lambda points: points[:2]))
def test_the_geodesic_settles_the_edge_of_a_disc(two: list[int]) -> None:
    """To the millimetre: straight lines through the Earth alone are metres off at 500 km."""
    here, there = two
    centre = Point(float(LATITUDES[here]), float(LONGITUDES[here]))
    distance = geodesic(centre, (LATITUDES[there], LONGITUDES[there])).km

    assert there in TREE.point_at[TREE.disc(centre, distance + 1e-6)]
    assert there not in TREE.point_at[TREE.disc(centre, distance - 1e-6)]


def test_the_same_points_give_the_same_nodes() -> None:
    again = CommuneTree(LATITUDES, LONGITUDES)
    assert np.array_equal(again.point_at, TREE.point_at)


def test_communes_at_one_point_are_told_apart() -> None:
    tree = CommuneTree(np.full(3, 47.0), np.full(3, 2.0))
    assert len({tree.ancestors(point)[0] for point in range(3)}) == 3
