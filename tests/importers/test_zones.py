"""Coverages in words."""

import pytest

from importers.facts import PlaceFacts, ZoneFacts
from importers.zones import read_zone


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("30 km", ZoneFacts(radius_km=30)),
        ("30km", ZoneFacts(radius_km=30)),
        ("Dans un rayon de 50 kilomètres autour du siège", ZoneFacts(radius_km=50)),
        ("jusqu'à 50 kms maximum", ZoneFacts(radius_km=50)),
        ("10 à 30 km à la ronde", ZoneFacts(radius_km=30)),
        ("Pas-de-Calais, Nord", ZoneFacts(territories=("departement:62", "departement:59"))),
        ("Nord et Pas de Calais", ZoneFacts(territories=("departement:59", "departement:62"))),
        ("62 ; 59", ZoneFacts(territories=("departement:62", "departement:59"))),
        ("dept 49", ZoneFacts(territories=("departement:49",))),
        ("Dép. 49 et dpt 44", ZoneFacts(territories=("departement:49", "departement:44"))),
        ("Départements : 49, 2A", ZoneFacts(territories=("departement:49", "departement:2A"))),
        ("Indre et Loire", ZoneFacts(territories=("departement:37",))),
        ("Maine-et-Loire (49)", ZoneFacts(territories=("departement:49",))),
        ("Hauts-de-France", ZoneFacts(territories=("region:32",))),
        ("Toute la région Occitanie", ZoneFacts(territories=("region:76",))),
        ("PACA", ZoneFacts(territories=("region:93",))),
        ("France entière", ZoneFacts(whole_country=True)),
        ("NATIONAL", ZoneFacts(whole_country=True)),
        ("Angers (49)", ZoneFacts(territories=("commune:49007",))),
        ("Métropole Européenne de Lille", ZoneFacts(territories=("epci:200093201",))),
        ("Nord et 20 km", ZoneFacts(radius_km=20, territories=("departement:59",))),
        ("Lens, 20 km", ZoneFacts(radius_km=20, territories=("commune:62498",))),
        ("partout", ZoneFacts(whole_country=True)),
        ("dans toute la France", ZoneFacts(whole_country=True)),
        ("métropole", ZoneFacts(whole_country=True)),
    ],
)
def test_it_works(words: str, zone: ZoneFacts) -> None:
    assert read_zone(words) == (zone, ())


@pytest.mark.parametrize(
    "title", ["Rayon d'action", "Rayon d’intervention", "Périmètre (km)", "Distance maximale"]
)
def test_under_a_radius_a_bare_number_is_kilometres(title: str) -> None:
    assert read_zone("30", title) == (ZoneFacts(radius_km=30), ())
    assert read_zone("Nord", title) == (ZoneFacts(territories=("departement:59",)), ())


def test_under_any_other_title_a_bare_number_is_a_departement() -> None:
    assert read_zone("30", "Zone d'intervention") == (
        ZoneFacts(territories=("departement:30",)),
        (),
    )


@pytest.mark.parametrize(
    "words",
    [
        "40 kms autour de Saint-Nazaire",
        "Rayon de 40 km autour de St Nazaire",
        "St-Nazaire 40 km",
        "40 km autour de notre atelier de Saint-Nazaire",
    ],
)
def test_a_radius_is_around_where_the_supplier_sits(words: str) -> None:
    home = PlaceFacts(city="Saint-Nazaire", code_insee="44184")
    assert read_zone(words, home=home) == (ZoneFacts(radius_km=40), ())


def test_mainland_said_in_a_metropole_may_be_that_one() -> None:
    angers = PlaceFacts(city="Angers", code_insee="49007")
    assert read_zone("métropole", home=angers) == (None, ("métropole",))
    assert read_zone("France métropolitaine", home=angers)[0] == ZoneFacts(whole_country=True)


@pytest.mark.parametrize("words", ["Saint-Nazaire et 20 km autour", "St-Nazaire, 20 km autour"])
def test_a_radius_after_a_place_is_around_it(words: str) -> None:
    home = PlaceFacts(city="Saint-Nazaire", code_insee="44184")
    assert read_zone(words, home=home) == (ZoneFacts(radius_km=20), ())


@pytest.mark.parametrize(
    "words", ["Saint-Nazaire et alentours", "St-Nazaire et ses environs", "St-Nazaire, proximité"]
)
def test_around_a_commune_without_saying_how_far_is_no_coverage(words: str) -> None:
    home = PlaceFacts(city="Saint-Nazaire", code_insee="44184")
    zone, missed = read_zone(words, home=home)
    assert (zone, len(missed)) == (None, 1)
    assert read_zone(f"30 km, {words}", home=home) == (ZoneFacts(radius_km=30), ())


def test_around_a_departement_is_that_departement_at_least() -> None:
    zone, missed = read_zone("Pas-de-Calais et alentours")
    assert (zone, missed) == (ZoneFacts(territories=("departement:62",)), ("alentours",))


def test_a_radius_that_says_whose_is_not_around_the_place_before() -> None:
    assert read_zone("Nantes et 20 km autour du siège")[0] == ZoneFacts(
        radius_km=20, territories=("commune:44109",)
    )


@pytest.mark.parametrize(
    "words",
    [
        *("40 kms autour de Lille", "Lille 40 km", "40 km de la Lune"),
        *("Nantes et 20 km autour", "Lens et 20 km", "Maine-et-Loire et 30 km autour"),
    ],
)
@pytest.mark.parametrize("home", [None, PlaceFacts(city="Angers", code_insee="49007")])
def test_a_radius_around_another_place_is_given_back(words: str, home: PlaceFacts | None) -> None:
    assert read_zone(words, home=home) == (None, (words,))


def test_words_that_say_no_place_are_given_back() -> None:
    assert read_zone("Nord, la Lune") == (
        ZoneFacts(territories=("departement:59",)),
        ("la Lune",),
    )


def test_a_name_of_many_places_says_none() -> None:
    assert read_zone("Saint-Martin") == (None, ("Saint-Martin",))


def test_an_empty_cell_says_nothing() -> None:
    assert read_zone("  ") == (None, ())


def test_a_radius_as_wide_as_the_country_is_no_radius() -> None:
    assert read_zone("999 km")[0] is None
