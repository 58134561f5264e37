"""Coverages in words."""

import pytest

from importers.facts import ZoneFacts
from importers.zones import read_zone


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("30 km", ZoneFacts(radius_km=30)),
        ("30km", ZoneFacts(radius_km=30)),
        ("Rayon de 50 kilomètres autour de Lens", ZoneFacts(radius_km=50)),
        ("Pas-de-Calais, Nord", ZoneFacts(territories=("departement:62", "departement:59"))),
        ("Nord et Pas de Calais", ZoneFacts(territories=("departement:59", "departement:62"))),
        ("62 ; 59", ZoneFacts(territories=("departement:62", "departement:59"))),
        ("Indre et Loire", ZoneFacts(territories=("departement:37",))),
        ("Maine-et-Loire (49)", ZoneFacts(territories=("departement:49",))),
        ("Hauts-de-France", ZoneFacts(territories=("region:32",))),
        ("Toute la région Occitanie", ZoneFacts(territories=("region:76",))),
        ("PACA", ZoneFacts(territories=("region:93",))),
        ("France entière", ZoneFacts(whole_country=True)),
        ("NATIONAL", ZoneFacts(whole_country=True)),
        ("Angers (49)", ZoneFacts(territories=("commune:49007",))),
        ("Métropole Européenne de Lille", ZoneFacts(territories=("epci:200093201",))),
        ("Lens et 20 km", ZoneFacts(radius_km=20, territories=("commune:62498",))),
    ],
)
def test_it_works(words: str, zone: ZoneFacts) -> None:
    assert read_zone(words) == (zone, ())


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
