"""One territory in words."""

import pytest

from domain.geography import FORMER_REGIONS, gazetteer
from importers.facts import PlaceFacts
from importers.territories import LANDS, read_territory


def home(code_insee: str) -> PlaceFacts:
    commune = gazetteer().commune(code_insee)
    assert commune is not None
    return PlaceFacts(city=commune.name, code_insee=code_insee, point=commune.point)


ANGERS = home("49007")


def test_it_works() -> None:
    assert read_territory("Nord") == ("departement:59",)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Angers Loire Métropole", "epci:244900015"),
        ("CA Angers Loire Métropole", "epci:244900015"),
        ("CC du Thouarsais", "epci:247900798"),
        ("CC Thouarsais", "epci:247900798"),
        ("la communauté de communes du Thouarsais", "epci:247900798"),
        ("Métropole de Lyon", "epci:200046977"),
        ("Angers (49000)", "commune:49007"),
        ("Anjou (38)", "commune:38009"),
    ],
)
def test_usual_ways_to_write_a_place(words: str, code: str) -> None:
    assert read_territory(words, ANGERS) == (code,)


@pytest.mark.parametrize("words", ["Rhône-Alpes", "région Rhône Alpes", "Ex-région Rhône-Alpes"])
def test_an_old_region_is_its_departements(words: str) -> None:
    codes = "01", "07", "26", "38", "42", "69", "73", "74"
    assert read_territory(words) == tuple(f"departement:{code}" for code in codes)


def test_old_regions_make_up_the_new_ones() -> None:
    codes = [code for region in FORMER_REGIONS.values() for code in region.departements]
    named = [place for code in codes if (place := gazetteer().departement(code))]
    regions = {region for place in named for region in place.regions}
    within = [c for c in codes_of_departements() if c[1] in regions]
    assert sorted(codes) == sorted(code for code, _ in within)


def codes_of_departements() -> list[tuple[str, str]]:
    codes = [f"{n:02}" for n in range(1, 96) if n != 20]
    places = [place for code in codes if (place := gazetteer().departement(code))]
    return [(place.code, place.regions[0]) for place in places]


def test_a_postcode_is_all_its_communes() -> None:
    assert read_territory("49000") == ("commune:49007", "commune:49129")


def test_a_far_village_of_that_name_is_not_meant_for_certain() -> None:
    assert read_territory("Nantes", ANGERS) == ("commune:44109",)
    assert read_territory("Barcelonnette", ANGERS) == ()
    assert read_territory("Barcelonnette (04)", ANGERS) == ("commune:04019",)


def test_a_land_is_not_the_village_of_that_name() -> None:
    assert read_territory("Anjou", ANGERS) == read_territory("l'Anjou") == ()
    assert read_territory("Anjou", home("38009")) == ("commune:38009",)


@pytest.mark.parametrize("land", sorted(LANDS))
def test_each_land_would_be_taken_for_a_village(land: str) -> None:
    assert len(gazetteer().communes_named(land)) == 1


@pytest.mark.parametrize("words", ["Anjou (49)", "CC", "Trifouilly", "0", "00000"])
def test_anything_else_says_none(words: str) -> None:
    assert read_territory(words, ANGERS) == ()
