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
        ("Vandé", "Vendée (85)", "Vandeins (01)"),
        ("Champagne", "Champagné (72)", "Champagne-Ardenne"),
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


@pytest.mark.parametrize("typed", ["autour de moi", "ma ville", "ici", "la région"])
def test_who_asks_is_asked_where_that_is(typed: str) -> None:
    reading = read_place(typed)

    assert (reading.place, reading.others) == (None, ())
    assert f"Dites où est « {typed} »" in reading.told


@pytest.mark.parametrize("typed", ["", "France", "toute la France", "partout", "national"])
def test_the_whole_country_is_no_place(typed: str) -> None:
    reading = read_place(typed)

    assert reading.place is None
    assert not reading.unknown


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("Belgique", "est hors de France"),
        ("en Suisse", "est hors de France"),
        ("à l’étranger", "est hors de France"),
        ("Ardennes belges", "est hors de France"),
        ("Pays basque espagnol", "est hors de France"),
        ("Genève suisse", "est hors de France"),
        ("Bruxelles", "est hors de France"),
        ("50.85, 4.35", "est hors de France"),
        ("sauf Paris", "n’est pas suivi"),
    ],
)
def test_why_there_is_no_place_to_look_around_is_told(typed: str, why: str) -> None:
    reading = read_place(typed)

    assert (reading.place, reading.others) == (None, ())
    assert f"« {typed} » {why}" in reading.told


def test_what_bears_the_name_of_a_country_is_read_or_offered() -> None:
    assert [other.label for other in read_place("Suisse").others] == ["Suisse (57)"]
    for typed in ("Suisse (57)", "Grenade", "rue des Belges, Lille"):
        assert read_place(typed).place is not None


@pytest.mark.parametrize("typed", ["traiteur italien", "villa italienne", "Tours allemand"])
def test_what_is_made_as_elsewhere_is_not_said_to_be_there(typed: str) -> None:
    assert "hors de France" not in read_place(typed).told


@pytest.mark.parametrize("typed", ["48.85, 2.35", "48,85 ; 2,35", "48.8566° 2.3522°"])
def test_a_point_is_of_a_commune(typed: str) -> None:
    assert read_place(typed).told == f"« {typed} » a été lu comme Paris (75)."


@pytest.mark.parametrize(
    ("typed", "label"), [("14.5, -61", "Le Diamant (972)"), ("44,85,35", "Loire-Atlantique (44)")]
)
def test_one_of_its_numbers_may_be_whole(typed: str, label: str) -> None:
    place = read_place(typed).place

    assert place is not None
    assert place.label == label


def test_an_arrondissement_offers_the_towns_that_have_it() -> None:
    offered = read_place("onzième arrondissement").others

    assert [other.code for other in offered] == ["75011", "13011"]
    assert read_place("dix-septième arrondissement").place == place_at("postcode:75017")


def test_a_part_of_the_country_offers_its_places() -> None:
    reading = read_place("petite couronne")

    assert reading.place is None
    assert [other.code for other in reading.others] == ["92", "93", "94"]
    assert "désigne plusieurs lieux" in reading.told
