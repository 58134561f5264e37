"""Boxes of the map: read as they are written, and what a map opens on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.directory.asked import Asked
from app.directory.boxes import METROPOLE, around, box_address, framed, read_box, union
from app.directory.forms import Criteria
from app.directory.framing import asked_frame
from app.directory.places import read_place
from domain.geography import Box, Point, distance_km
from search.port import Facet, Reading

ANGERS = Point(47.4736, -0.5542)

edges = st.tuples(
    st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180)
)


def frame(place: str = "", **criteria: object) -> Box:
    asked = Criteria(place=place, **criteria)  # type: ignore[arg-type]  # fields of this class
    return asked_frame(Asked(asked, read_place(place), {})) or framed(None)


def holds(box: Box, point: Point) -> bool:
    return box.south <= point.latitude <= box.north and box.west <= point.longitude <= box.east


def test_it_works() -> None:
    assert read_box("46.5,-2.5,48,0.25") == Box(46.5, -2.5, 48, 0.25)
    assert box_address(Box(46.5, -2.5, 48, 0.25)) == "46.5,-2.5,48,0.25"


@given(edges)
def test_a_box_written_is_read_again_to_ten_centimetres(edge: tuple[float, ...]) -> None:
    box = Box(min(edge[0], edge[2]), min(edge[1], edge[3]), max(edge[::2]), max(edge[1::2]))
    read = read_box(box_address(box))

    if box.north - box.south > 1e-5 and box.east - box.west > 1e-5:
        assert read == pytest.approx(box, abs=1e-6)
        assert read is not None
        assert box_address(read) == box_address(box)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "1,2,3", "1,2,3,4,5", "a,b,c,d", "48,0,47,1", "47,1,48,0", "1e1,0,20,1"),
        *("47,0,91,1", "-91,0,0,1", "0,-181,1,0", "47, 0,48,1", "٤٧,0,48,1"),
        *("47.1234567,0,48,1", "inf,0,1,1"),
    ],
)
def test_what_is_no_box_is_none(typed: str) -> None:
    assert read_box(typed) is None


def test_around_a_point_lies_the_radius() -> None:
    box = around(ANGERS, 50)
    for edge in (Point(box.north, ANGERS.longitude), Point(ANGERS.latitude, box.east)):
        assert distance_km(ANGERS, edge) == pytest.approx(50, rel=0.01)


def test_boxes_put_together_hold_each() -> None:
    assert union([Box(1, 2, 3, 4), None, Box(0, 3, 2, 5)]) == Box(0, 2, 3, 5)
    assert union([]) is None


def test_a_frame_has_room_around_and_stays_in_the_world() -> None:
    assert framed(Box(47, 0, 48, 1)) == pytest.approx(Box(46.92, -0.08, 48.08, 1.08))
    assert framed(Box(-89, -180, 89, 180)) == Box(-85, -180, 85, 180)
    assert framed(Box(47, 0, 47, 0)).north > 47.02


def test_the_map_opens_on_the_country() -> None:
    assert frame() == METROPOLE


def test_it_opens_on_the_place_and_its_radius() -> None:
    opened = frame("Angers", radius_km=20)
    assert holds(opened, ANGERS)
    assert distance_km(Point(opened.south, -0.55), Point(opened.north, -0.55)) < 60


def test_it_opens_on_the_whole_of_a_territory() -> None:
    opened = frame("Maine-et-Loire")
    assert holds(opened, ANGERS)
    assert not holds(opened, Point(47.2382, -1.5603))


def test_who_works_there_may_come_from_anywhere_in_the_country() -> None:
    assert holds(frame("Angers", reading=Reading.REACHES), Point(43.3, 5.4))


def test_overseas_it_stays_there() -> None:
    assert not holds(frame("La Réunion", reading=Reading.REACHES), Point(47, 2))
    assert holds(frame("La Réunion", reading=Reading.REACHES), Point(-21.1, 55.5))


def test_it_opens_on_the_territories_ticked() -> None:
    opened = frame(filters={Facet.DEPARTEMENT: ("49",), Facet.REGION: ("53",)})
    assert holds(opened, ANGERS)
    assert holds(opened, Point(48.4, -4.5))
    assert not holds(opened, Point(45.7, 4.8))


def test_it_opens_on_the_zone_asked_for() -> None:
    zone = Box(46, 1, 47, 2)
    assert frame("Angers", zone=zone) == zone


def test_a_place_without_a_point_opens_on_the_country() -> None:
    assert frame("Saint-Pierre-et-Miquelon") == METROPOLE
