"""The place typed is read as the likeliest, and the others that may be meant are offered."""

import pytest

from app.directory.places import read_place
from search.understanding import place_at


def test_it_works() -> None:
    reading = read_place("angers")

    assert reading.place is not None
    assert reading.place.label == "Angers (49)"
    assert reading.exact
    assert reading.others == ()


@pytest.mark.parametrize(
    ("typed", "place", "offered"),
    [
        ("Évry", "Évry-Courcouronnes (91)", "Évry (89)"),
        ("Saint-Ouen", "Saint-Ouen-sur-Seine (93)", "Saint-Ouen (41)"),
        ("Saint-Denis", "Saint-Denis (974)", "Saint-Denis (93)"),
        ("Pringy", "Pringy (77)", "Annecy (74)"),
    ],
)
def test_homonyms_and_far_more_populous_communes_are_offered(
    typed: str, place: str, offered: str
) -> None:
    reading = read_place(typed)

    assert reading.place is not None
    assert reading.place.label == place
    assert offered in [other.label for other in reading.others]


@pytest.mark.parametrize("typed", ["Manche", "Eu", "Lyon", "Sens"])
def test_longer_names_of_other_places_are_not(typed: str) -> None:
    assert read_place(typed).others == ()


@pytest.mark.parametrize("typed", ["autour de moi", "ma ville", "ici"])
def test_who_asks_is_asked_where_that_is(typed: str) -> None:
    reading = read_place(typed)

    assert (reading.place, reading.others) == (None, ())
    assert f"Dites où est « {typed} »" in reading.told


@pytest.mark.parametrize("typed", ["", "France", "toute la France", "partout"])
def test_the_whole_country_is_no_place(typed: str) -> None:
    reading = read_place(typed)

    assert reading.place is None
    assert not reading.unknown


def test_an_arrondissement_offers_the_towns_that_have_it() -> None:
    offered = read_place("onzième arrondissement").others

    assert [other.code for other in offered] == ["75011", "13011"]
    assert read_place("dix-septième arrondissement").place == place_at("postcode:75017")


def test_a_part_of_the_country_offers_its_places() -> None:
    reading = read_place("petite couronne")

    assert reading.place is None
    assert [other.code for other in reading.others] == ["92", "93", "94"]
    assert "désigne plusieurs lieux" in reading.told
