"""Who reaches what: a supplier reaches a place when they share a token."""

from typing import Any, NamedTuple

import pytest

from domain.coverage import Home, place_tokens, reach_tokens
from domain.geography import Point
from tests.domain.coverage_oracle import AnyZone, zone

GRENOBLE = Home("38185", Point(45.1825, 5.7301))
NOWHERE = Home(None, None)

# The intercommunalités of Grenoble, Lyon, Brest and Rennes.
METROPOLE, LYON, BREST, RENNES = "200040715", "200046977", "242900314", "243500139"
LEVELS = ("commune", "postcode", "epci", "departement", "region")
NO_PLACE = ("00000", "00000", "000000000", "99", "99")


def reaches(covered: AnyZone | None, place: str, home: Home = NOWHERE) -> bool:
    level, code = place.split(":")
    return bool(set(reach_tokens(covered, home)) & set(place_tokens(level, code)))


class Row(NamedTuple):
    """A coverage, and codes of one place of each level."""

    covered: AnyZone | None
    reached: tuple[str, str, str, str, str]
    others: tuple[str, str, str, str, str]


# For each coverage of a supplier of Grenoble, a place of each level that it reaches and one that
# it does not: a commune, a postcode, an intercommunalité, a département, a région.
# fmt: off
PAIRS = {
    "a radius of 10 km": Row(zone(radius_km=10),
        ("38516", "38700", METROPOLE, "38", "84"),
        ("38567", "73000", LYON, "69", "93")),
    "a commune": Row(zone("commune:38516"),
        ("38516", "38700", METROPOLE, "38", "84"),
        ("38567", "73000", LYON, "73", "53")),
    "communes": Row(zone("commune:38516", "commune:35238", "commune:69123"),
        ("69123", "69003", RENNES, "35", "53"),
        ("38567", "73000", BREST, "29", "93")),
    "a postcode": Row(zone("postcode:38700"),
        ("38516", "38700", METROPOLE, "38", "84"),
        ("38567", "73000", LYON, "73", "53")),
    "an intercommunalité": Row(zone(f"epci:{METROPOLE}"),
        ("38516", "38700", METROPOLE, "38", "84"),
        ("38567", "73000", LYON, "73", "53")),
    "a département": Row(zone("departement:29"),
        ("29232", "29000", BREST, "29", "53"),
        ("35238", "35000", RENNES, "35", "52")),
    "départements": Row(zone("departement:29", "departement:69"),
        ("69123", "29000", LYON, "69", "53"),
        ("35238", "35000", RENNES, "42", "52")),
    "a région": Row(zone("region:53"),
        ("29232", "29000", BREST, "35", "53"),
        ("44109", "44000", "244400404", "44", "52")),
    "régions": Row(zone("region:53", "region:04"),
        ("97411", "97400", RENNES, "974", "04"),
        ("44109", "97100", "244400404", "971", "01")),
    # It reaches every place there is.
    "the whole country": Row(zone(whole_country=True),
        ("29232", "29000", BREST, "974", "04"),
        NO_PLACE),
    "unknown": Row(None,
        ("38185", "38000", METROPOLE, "38", "84"),
        ("38516", "38700", LYON, "73", "53")),
}
# fmt: on


def cells(answer: str) -> list[Any]:
    """Every cell of the table: a coverage and a place."""
    return [
        pytest.param(row.covered, f"{level}:{code}", id=f"{name}, {level} {code}")
        for name, row in PAIRS.items()
        for level, code in zip(LEVELS, getattr(row, answer), strict=True)
    ]


@pytest.mark.parametrize(("covered", "place"), cells("reached"))
def test_a_coverage_reaches(covered: AnyZone | None, place: str) -> None:
    assert reaches(covered, place, GRENOBLE)


@pytest.mark.parametrize(("covered", "place"), cells("others"))
def test_a_coverage_does_not_reach(covered: AnyZone | None, place: str) -> None:
    assert not reaches(covered, place, GRENOBLE)


def test_a_former_region_is_reached_by_its_departements_and_the_region_that_it_joined() -> None:
    assert reaches(zone("departement:38"), "former_region:82")  # Isère, Rhône-Alpes
    assert reaches(zone("region:84"), "former_region:82")
    assert not reaches(zone("departement:63"), "former_region:82")  # Puy-de-Dôme, Auvergne
    assert reaches(zone("former_region:82"), "departement:38")


def test_a_supplier_always_reaches_its_own_commune() -> None:
    for covered in (zone("departement:29"), zone("region:53"), zone(radius_km=1), zone()):
        assert reaches(covered, "commune:38185", GRENOBLE)


def test_a_zone_is_the_union_of_its_parts() -> None:
    covered = zone("departement:29", "commune:69123", "epci:243500139", radius_km=10)
    places = ("commune:29232", "commune:69123", "commune:35238", "commune:38516")
    assert all(reaches(covered, place, GRENOBLE) for place in places)


def test_a_radius_counts_from_the_address_and_not_from_the_commune() -> None:
    """Arles is the widest commune of the mainland: its south is 35 km away from its centre."""
    salin_de_giraud = Home("13004", Point(43.413, 4.731))
    assert reaches(zone(radius_km=12), "commune:13078", salin_de_giraud)
    assert not reaches(zone(radius_km=12), "commune:13078", Home("13004", None))


def test_a_radius_without_a_point_counts_from_the_commune() -> None:
    assert reaches(zone(radius_km=10), "commune:38516", Home("38185", None))


def test_a_radius_from_nowhere_reaches_nothing() -> None:
    assert reach_tokens(zone(radius_km=500), NOWHERE) == ()


def test_a_wide_radius_is_exact_to_its_edge() -> None:
    """Nastringues is 432.9997 km away; the straight line through the Earth says 433.0000."""
    home = Home(None, Point(43.9514, 5.4335))
    assert reaches(zone(radius_km=433), "commune:24306", home)
    assert not reaches(zone(radius_km=432), "commune:24306", home)


def test_one_commune_is_enough_to_reach_what_it_belongs_to() -> None:
    """La Mure shares its intercommunalité and its département with others, not reached."""
    covered = zone("commune:38269")
    assert reaches(covered, "epci:200040657")
    assert reaches(covered, "departement:38")
    assert not reaches(covered, "commune:38185")


# A city is one commune; codes of its arrondissements, and their postcodes, lead to it.
CITIES = {
    "75056": (*range(75101, 75121), "75013", "75116"),
    "69123": (*range(69381, 69390), "69003", "69009"),
    "13055": (*range(13201, 13217), "13001", "13016"),
}
ARRONDISSEMENTS = [(city, str(code)) for city, codes in CITIES.items() for code in codes[:-2]]


@pytest.mark.parametrize(("city", "arrondissement"), ARRONDISSEMENTS)
def test_an_arrondissement_is_its_city(city: str, arrondissement: str) -> None:
    """As the place looked for, as a territory, and as a supplier's home."""
    assert place_tokens("commune", arrondissement) == place_tokens("commune", city)
    assert reach_tokens(zone(f"commune:{arrondissement}"), NOWHERE) == reach_tokens(
        zone(f"commune:{city}"), NOWHERE
    )
    assert reach_tokens(None, Home(arrondissement, None)) == reach_tokens(None, Home(city, None))


@pytest.mark.parametrize("city", CITIES)
def test_a_supplier_of_a_city_reaches_the_postcodes_of_its_arrondissements(city: str) -> None:
    for postcode in CITIES[city][-2:]:
        assert reaches(None, f"postcode:{postcode}", Home(city, None))
        assert reaches(zone(f"postcode:{postcode}"), f"commune:{city}")


def test_a_radius_from_an_arrondissement_counts_from_its_address() -> None:
    vincennes, boulogne = "commune:94080", "commune:92012"
    bercy = Home("75112", Point(48.8404, 2.3876))
    assert reaches(zone(radius_km=5), vincennes, bercy)
    assert not reaches(zone(radius_km=5), boulogne, bercy)


def test_a_former_commune_leads_to_the_one_of_today() -> None:
    """Arlod, part of Bellegarde since 1971, itself part of Valserhône."""
    today, former = "01033", "01018"
    assert reaches(None, f"commune:{today}", Home(former, None))
    assert reaches(zone(f"commune:{former}"), f"commune:{today}")
    assert reaches(zone(f"commune:{today}"), f"commune:{former}")


def test_a_foreign_supplier_reaches_across_the_border() -> None:
    tournai = Home(None, Point(50.605, 3.388))
    assert reaches(zone(radius_km=30), "commune:59350", tournai)
    assert reaches(zone(radius_km=30), "departement:59", tournai)
    assert not reaches(zone(radius_km=30), "departement:80", tournai)
    assert reaches(zone("region:32"), "departement:80", tournai)
    assert reaches(zone(whole_country=True), "departement:80", tournai)


def test_a_foreign_supplier_without_a_zone_reaches_nothing() -> None:
    assert reach_tokens(None, Home(None, Point(50.605, 3.388))) == ()


# Saint-Pierre-et-Miquelon: no shape of its two communes is published.
SAINT_PIERRE = Home("97502", None)


def test_a_commune_without_a_point_works_by_its_code() -> None:
    for place in ("commune:97502", "postcode:97500", "departement:975", "region:975"):
        assert reaches(None, place, SAINT_PIERRE)
    assert not reaches(None, "commune:97501", SAINT_PIERRE)


@pytest.mark.parametrize("territory", ["commune:97502", "departement:975", "region:975"])
def test_a_commune_without_a_point_is_reached_by_its_territories(territory: str) -> None:
    assert reaches(zone(territory), "commune:97502")
    assert reaches(zone(territory), "departement:975")
    assert not reaches(zone(territory), "departement:974")


def test_a_commune_without_a_point_is_in_no_radius_but_that_of_its_own_suppliers() -> None:
    """Celles, 4 km from Murat: its shape is not published."""
    covered = zone(radius_km=30)
    assert reaches(covered, "commune:15031", Home("15031", None))
    assert not reaches(covered, "commune:15031", Home("15138", None))
    assert reaches(zone("departement:15"), "commune:15031")


def test_overseas_is_as_the_mainland() -> None:
    saint_denis = Home("97411", Point(-20.8789, 55.4481))
    assert reaches(zone(radius_km=15), "commune:97418", saint_denis)
    assert not reaches(zone(radius_km=15), "commune:97416", saint_denis)
    assert reaches(zone("region:04"), "commune:97416")
    assert reaches(zone("departement:974"), "region:04")
    assert reaches(None, "departement:988", Home("98818", None))


def test_the_departements_of_corsica_are_two() -> None:
    ajaccio = Home("2A004", None)
    assert reaches(None, "departement:2A", ajaccio)
    assert not reaches(None, "departement:2B", ajaccio)
    assert reaches(zone("region:94"), "departement:2B")


def test_what_is_unknown_reaches_nothing() -> None:
    assert reach_tokens(zone("commune:00000", "pays:FR", "?", ""), Home("00000", None)) == ()
    assert reach_tokens(zone("commune:00000"), GRENOBLE) == reach_tokens(None, GRENOBLE)
    for level, code in (("commune", "00000"), ("departement", "00"), ("pays", "FR"), ("", "")):
        assert place_tokens(level, code) == ()


def test_the_whole_country_is_one_token() -> None:
    everywhere = zone("region:84", radius_km=10, whole_country=True)
    assert reach_tokens(everywhere, GRENOBLE) == ("fr",)


def test_a_disc_takes_few_tokens() -> None:
    assert len(reach_tokens(zone(radius_km=50), GRENOBLE)) < 120


def test_a_place_takes_few_tokens() -> None:
    """A commune has its ancestors, whatever the gazetteer's size; wider ones are counted once."""
    assert len(place_tokens("commune", "38185")) < 25
    assert len(place_tokens("departement", "38")) == 3
    assert len(place_tokens("region", "84")) == 2


def test_tokens_come_once() -> None:
    covered = zone("departement:38", "commune:38185", "commune:38185", "region:84", radius_km=20)
    for tokens in (reach_tokens(covered, GRENOBLE), place_tokens("epci", METROPOLE)):
        assert len(tokens) == len(set(tokens))
