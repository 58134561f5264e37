"""The gazetteer knows every commune of today, where it is, and what holds it."""

import hashlib
import math

import numpy as np
import pytest

from domain.geography import Gazetteer, Point, distance_km, gazetteer, haversine_km
from domain.geography.distance import arcs_km, chord_km, earth_centred
from domain.geography.gazetteer import DATA

ANGERS, BREST = Point(47.4766, -0.5562), Point(48.3904, -4.4861)


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return gazetteer()


def test_it_knows_a_commune(places: Gazetteer) -> None:
    angers = places.commune("49007")

    assert angers is not None
    assert (angers.name, angers.label) == ("Angers", "Angers (49)")
    assert (angers.departement, angers.region, angers.epci) == ("49", "52", "244900015")
    assert angers.postcodes == ("49000", "49100")
    assert angers.population > 150_000
    assert angers.point is not None
    assert distance_km(angers.point, ANGERS) < 1


def test_it_is_loaded_once() -> None:
    assert gazetteer() is gazetteer()


def test_it_holds_the_whole_country(places: Gazetteer) -> None:
    assert len(places.codes) == 34_969
    assert len(set(places.codes)) == 34_969
    assert list(places.codes) == sorted(places.codes)
    assert int(np.isfinite(places.latitudes).sum()) == 34_871


def test_every_commune_is_in_a_departement_and_a_region(places: Gazetteer) -> None:
    departements = {d for code in places.codes for d in [places.commune(code).departement]}

    assert len(departements) == 109  # the 101 départements and the overseas collectivities
    in_departements = [places.departement(code) for code in departements]
    assert sum(len(d.communes) for d in in_departements if d) == len(places.codes)
    regions = {d.regions[0] for d in in_departements if d}
    assert sum(len(r.communes) for r in map(places.region, regions) if r) == len(places.codes)


def test_no_point_is_invented(places: Gazetteer) -> None:
    without = [places.codes[i] for i in np.flatnonzero(np.isnan(places.latitudes))]

    assert len([code for code in without if code >= "975"]) == 94  # overseas collectivities
    assert [code for code in without if code < "975"] == ["15031", "15035", "15047", "15171"]
    noumea = places.commune("98818")
    assert noumea is not None
    assert noumea.point is None
    assert places.find("Nouméa")[0].point is None


def test_points_lie_in_france(places: Gazetteer) -> None:
    metropolitan = np.array([code < "97" for code in places.codes])
    known = np.isfinite(places.latitudes) & metropolitan

    assert places.latitudes[known].min() > 41.3
    assert places.latitudes[known].max() < 51.1
    assert places.longitudes[known].min() > -5.2
    assert places.longitudes[known].max() < 9.6


@pytest.mark.parametrize(
    ("code", "today"),
    [
        ("75113", "Paris"),
        ("69383", "Lyon"),
        ("13201", "Marseille"),
        ("49069", "Orée d'Anjou"),
        ("20004", "Ajaccio"),
    ],
)
def test_former_codes_lead_to_todays_commune(places: Gazetteer, code: str, today: str) -> None:
    commune = places.commune(code)

    assert commune is not None
    assert commune.name == today


def test_all_arrondissements_are_known(places: Gazetteer) -> None:
    codes = [
        *(str(code) for code in range(75101, 75121)),
        *(str(code) for code in range(69381, 69390)),
        *(str(code) for code in range(13201, 13217)),
    ]
    assert {places.commune(code).name for code in codes} == {"Paris", "Lyon", "Marseille"}


def test_an_unknown_code_is_no_commune(places: Gazetteer) -> None:
    assert places.commune("99999") is None
    assert places.place("epci", "000000000") is None
    assert places.place("postcode", "00000") is None


def test_homonyms_come_most_populous_first(places: Gazetteer) -> None:
    found = places.communes_named("saint martin")

    assert {commune.name for commune in found} == {"Saint-Martin"}
    assert [c.departement for c in found] == ["978", "65", "32", "67", "54"]


def test_a_postcode_serves_several_communes(places: Gazetteer) -> None:
    assert len(places.communes_at_postcode("51300")) == 46
    assert places.communes_at_postcode("49400")[0].name == "Saumur"
    assert places.communes_at_postcode("00000") == []


@pytest.mark.parametrize("said", ["49", "Maine-et-Loire", "MAINE ET LOIRE"])
def test_a_departement_by_code_or_name(places: Gazetteer, said: str) -> None:
    departement = places.departement(said)

    assert departement is not None
    assert departement.code == "49"
    assert "49007" in departement.communes


def test_a_name_is_looked_for_at_its_level_only(places: Gazetteer) -> None:
    assert places.departement("Angers") is None
    assert places.region("Maine-et-Loire") is None
    reunion = places.region("La Réunion")
    assert reunion is not None
    assert (reunion.level, reunion.code) == ("region", "04")


def test_an_epci_knows_its_communes(places: Gazetteer) -> None:
    epci = places.epci("244900015")

    assert epci is not None
    assert epci.name == "CU Angers Loire Métropole"
    assert "49007" in epci.communes
    assert epci.departements == ("49",)


def test_a_territorys_point_is_where_its_people_are(places: Gazetteer) -> None:
    rhone = places.departement("69")

    assert rhone is not None
    assert rhone.point is not None
    assert distance_km(rhone.point, Point(45.76, 4.83)) < 10  # Lyon, far from the middle


def test_the_nearest_commune_of_a_point(places: Gazetteer) -> None:
    assert places.nearest(ANGERS).name == "Angers"
    assert places.nearest(Point(-20.88, 55.45)).name == "Saint-Denis"


def test_each_commune_is_nearest_to_its_own_point(places: Gazetteer) -> None:
    for code in places.codes[::500]:
        commune = places.commune(code)
        if commune and commune.point:
            assert places.nearest(commune.point) == commune


def test_the_hash_is_that_of_the_file(places: Gazetteer) -> None:
    assert places.hash == hashlib.sha256(DATA.read_bytes()).hexdigest()


def test_distances_are_geodesic() -> None:
    assert distance_km(ANGERS, BREST) == pytest.approx(310.6, abs=1)
    assert distance_km(ANGERS, ANGERS) == 0


def test_haversine_stays_near_the_geodesic(places: Gazetteer) -> None:
    metropolitan = np.array([code < "97" for code in places.codes])
    chosen = np.flatnonzero(metropolitan & np.isfinite(places.latitudes))[::1000]
    latitudes, longitudes = places.latitudes[chosen], places.longitudes[chosen]

    exact = [distance_km(ANGERS, Point(*p)) for p in zip(latitudes, longitudes, strict=True)]

    assert haversine_km(latitudes, longitudes, ANGERS) == pytest.approx(exact, rel=0.0035)


def test_a_chord_tells_the_geodesic_within_a_millionth() -> None:
    ends = earth_centred(*np.array([ANGERS, BREST]).T)
    chord = np.linalg.norm(ends[:1] - ends[1:], axis=1)

    assert chord == pytest.approx(chord_km(distance_km(ANGERS, BREST)), rel=2e-6)
    assert arcs_km(chord) == pytest.approx(distance_km(ANGERS, BREST), rel=2e-6)


def test_the_distance_to_no_point_is_no_number() -> None:
    (distance,) = haversine_km(np.array([np.nan]), np.array([np.nan]), ANGERS)

    assert math.isnan(distance)


@pytest.mark.parametrize(
    "name", ["CU Angers Loire Métropole", "Angers Loire Métropole", "CA Angers-Loire-Métropole"]
)
def test_an_epci_is_named_with_or_without_its_legal_type(name: str) -> None:
    assert [place.code for place in gazetteer().epci_named(name)] == ["244900015"]


def test_a_commune_s_name_is_no_epci_s() -> None:
    assert gazetteer().epci_named("Angers") == []
