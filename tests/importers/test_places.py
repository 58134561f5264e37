"""A row's commune, and a point that agrees with it."""

import pytest

from domain.geography import Point
from importers.cells import Cells
from importers.facts import PlaceFacts
from importers.places import ABROAD, OF_ANOTHER_DEPARTEMENT, OF_ANOTHER_POSTCODE, locate

ANGERS = Point(47.47, -0.55)
LILLE = Point(50.63, 3.06)


def located(
    city: str,
    postcode: str | None,
    point: Point | None = None,
    code_insee: str | None = None,
) -> tuple[PlaceFacts, list[str]]:
    cells = Cells(2, ["Ville", "CP"], [city, postcode or ""])
    place = locate(
        cells, city_column="ville", postcode_column="cp", code_insee=code_insee, point=point
    )
    return place, [note.message for note in cells.notes]


def test_it_works() -> None:
    place, notes = located("Angers", "49000", ANGERS)
    assert (place.code_insee, place.point, place.point_precision) == ("49007", ANGERS, "address")
    assert notes == []


def test_the_commune_s_own_name_is_shown_and_the_file_s_kept() -> None:
    place, _ = located("ST HERBLAIN CEDEX", "44800")
    assert (place.city, place.original_city) == ("Saint-Herblain", "ST HERBLAIN CEDEX")


def test_without_a_point_the_commune_s_is_taken() -> None:
    place, _ = located("Angers", "49000")
    assert place.point_precision == "commune"
    assert place.point is not None


def test_a_point_far_from_its_commune_gives_way() -> None:
    place, notes = located("Angers", "49000", LILLE)
    assert place.point_precision == "commune"
    assert place.point != LILLE
    assert "km de sa commune, Angers (49)" in notes[0]


def test_a_city_that_contradicts_its_postcode_gives_way() -> None:
    place, notes = located("Strasbourg", "49000", LILLE)
    assert place.city == "Angers"
    assert notes[0] == OF_ANOTHER_POSTCODE


def test_a_city_that_is_none_gives_way_too() -> None:
    place, notes = located("Trifouilly", "49000")
    assert place.city == "Angers"
    assert notes[0].endswith("n’est pas au code postal 49000 : placée à la commune Angers (49)")


def test_a_postcode_of_a_town_nearby_is_told() -> None:
    place, notes = located("Lambersart", "59000")
    assert place.city == "Lambersart"
    assert notes == ["« Lambersart » n’est pas au code postal 59000"]


def test_that_of_a_town_further_in_the_departement_is_in_doubt() -> None:
    place, notes = located("Saint-Acheul", "80090")  # the village, or the quarter of Amiens
    assert (place.city, notes) == ("Saint-Acheul", [OF_ANOTHER_POSTCODE])


@pytest.mark.parametrize(
    ("point", "city"), [(Point(50.19, 2.16), "Saint-Acheul"), (Point(49.88, 2.32), "Amiens")]
)
def test_a_point_tells_which(point: Point, city: str) -> None:
    place, notes = located("Saint-Acheul", "80090", point)
    assert place.city == city
    assert OF_ANOTHER_POSTCODE not in notes


@pytest.mark.parametrize(
    ("city", "postcode"),
    [("Lille", "62033"), ("Amiens", "76037"), ("Deauville", "59023"), ("Marville", "59999")],
)
def test_a_town_of_another_departement_than_a_cedex_contradicts_it(
    city: str, postcode: str
) -> None:
    place, notes = located(city, postcode)
    assert (place.code_insee, notes) == (None, [OF_ANOTHER_POSTCODE])


@pytest.mark.parametrize(
    ("postcode", "city", "told"),
    [
        (
            "57070",
            "Metz",
            "« Borny » n’est pas au code postal 57070 : placée à la commune Metz (57)",
        ),
        ("62990", "Beaurainville", "commune introuvable"),
    ],
)
def test_what_is_no_commune_is_of_the_main_one_of_its_postcode_or_asked_about(
    postcode: str, city: str, told: str
) -> None:
    place, notes = located("Borny", postcode)
    assert (place.city, notes) == (city, [told])


@pytest.mark.parametrize(
    ("city", "postcode", "read"),
    [
        ("Fontenay", "85200", "Fontenay-le-Comte (85)"),
        ("Marville", "59660", "Merville (59)"),
        ("FONTENAY CEDEX", "85201", "Fontenay-le-Comte (85)"),
    ],
)
def test_a_guess_is_told_though_another_commune_bears_the_name(
    city: str, postcode: str, read: str
) -> None:
    assert located(city, postcode)[1] == [f"« {city} » lu comme {read}"]


def test_a_town_that_is_not_in_the_departement_said_is_in_doubt() -> None:
    cells = Cells(2, ["Ville", "Dépt"], ["Nantes", "49"])
    place = locate(cells, city_column="ville", postcode_column="cp", departement="49")
    assert place.code_insee is None
    assert [note.message for note in cells.notes] == [OF_ANOTHER_DEPARTEMENT]


def test_a_hamlet_s_commune_is_told() -> None:
    place, notes = located("Bétune-les-Bains", "59200")
    assert place.city == "Tourcoing"
    assert notes == ["« Bétune-les-Bains » lu comme Tourcoing (59)"]


def test_a_town_abroad_gets_no_postcode_of_ours() -> None:
    place, notes = located("Tournai", "7500")
    assert (place.postcode, place.code_insee) == ("7500", None)
    assert notes[-1] == "commune introuvable"


@pytest.mark.parametrize(
    ("city", "postcode"), [("Bruges", "B-8000"), ("Berg", "L-6925"), ("Lens", "99100")]
)
def test_a_postcode_of_another_country_leaves_a_namesake_in_doubt(city: str, postcode: str) -> None:
    assert located(city, postcode)[1][-1] == ABROAD


def test_a_namesake_elsewhere_than_the_cut_postcode_says_is_in_doubt() -> None:
    assert located("Sion", "1950")[1][-1] == OF_ANOTHER_POSTCODE


@pytest.mark.parametrize(
    ("city", "postcode"), [("Lille", "F-59000"), ("Lille", "FR59000"), ("Ajaccio", "2000")]
)
def test_a_postcode_of_france_is_one_however_it_is_written(city: str, postcode: str) -> None:
    place, notes = located(city, postcode)
    assert place.city == city
    assert not {ABROAD, OF_ANOTHER_POSTCODE} & set(notes)


def test_a_code_that_contradicts_town_and_postcode_gives_way_and_is_told() -> None:
    place, notes = located("Lille", "59000", code_insee="02015")
    assert place.code_insee == "59350"
    assert notes[0].startswith("code Insee laissé de côté : 02015 désigne Ancienville (02)")


def test_a_code_holds_against_a_postcode_alone() -> None:
    assert located("", "59000", code_insee="49007")[0].city == "Angers"


def test_of_several_communes_at_a_postcode_the_point_tells_which() -> None:
    berck, near = Point(50.408, 1.592), Point(50.35, 1.61)
    assert located("BERCQUE", "62600", berck)[0].city == "Berck"
    assert located("BERCQUE", "62600", near)[0].city != "Berck"


def test_an_unknown_commune_is_said_and_never_guessed() -> None:
    place, notes = located("Trifouilly", None)
    assert (place.city, place.code_insee, place.point) == ("Trifouilly", None, None)
    assert "commune introuvable" in notes


def test_that_none_is_given_is_said() -> None:
    place, notes = located("", None)
    assert place.code_insee is None
    assert notes == ["aucune commune donnée"]


def test_a_point_that_contradicts_an_unknown_postcode_is_dropped() -> None:
    place, _ = located("Trifouilly", "29804", ANGERS)
    assert place.point is None


@pytest.mark.parametrize("city", ["Barcelonnette", "BARCELONETTE", ""])
def test_a_postcode_is_given_its_zero_when_nothing_contradicts_it(city: str) -> None:
    place, notes = located(city, "4400")
    assert (place.postcode, place.city) == ("04400", "Barcelonnette")
    assert notes[0] == "zéro de tête rendu : 04400"


def test_a_city_elsewhere_makes_the_zero_uncertain() -> None:
    place, notes = located("Nantes", "4400")
    assert (place.postcode, place.city, place.code_insee) == ("4400", "Nantes", "44109")
    assert len(notes) == 1
    assert notes[0].startswith("code postal laissé tel quel : avec un zéro de tête (04400)")


@pytest.mark.parametrize(
    ("city", "told"),
    [("Saint-Martin", "plusieurs communes portent ce nom"), ("Trifouilly", "commune introuvable")],
)
def test_with_neither_city_nor_postcode_certain_a_row_is_placed_nowhere(
    city: str, told: str
) -> None:
    place, notes = located(city, "4400")
    assert (place.postcode, place.city, place.code_insee) == ("4400", city, None)
    assert notes[-1] == told


@pytest.mark.parametrize("city", ["Arras (62)", "Lens (Pas-de-Calais)"])
def test_what_stands_in_parentheses_hides_no_contradiction(city: str) -> None:
    place, notes = located(city, "59000")
    assert place.original_city == city
    assert notes == [OF_ANOTHER_POSTCODE]


@pytest.mark.parametrize(
    ("city", "code"), [("Paris (15)", "75056"), ("Saint-Denis (Réunion)", "97411")]
)
def test_they_may_say_an_arrondissement(city: str, code: str) -> None:
    assert located(city, None)[0].code_insee == code


def test_it_may_tell_which_of_two_namesakes() -> None:
    assert located("Croix (59)", None)[0].code_insee == "59163"
    assert located("Croix", None)[1] == ["plusieurs communes portent ce nom"]


def test_beside_a_postcode_that_is_none_the_name_tells() -> None:
    place, notes = located("Lille", "99999")
    assert place.code_insee == "59350"
    assert notes == ["code postal 99999 inconnu : placée à la commune Lille (59)"]
    assert located("Strasbourg", "44999")[0].code_insee is None
    assert located("Croix", "99999")[1] == ["plusieurs communes portent ce nom"]


def test_a_code_or_departement_elsewhere_makes_the_zero_uncertain() -> None:
    for said in ({"code_insee": "44109"}, {"departement": "44"}):
        cells = Cells(2, ["CP"], ["4400"])
        place = locate(cells, city_column="ville", postcode_column="cp", **said)
        assert place.postcode == "4400"
        assert not any(note.rule for note in cells.notes)


def test_places_are_named_with_french_typography() -> None:
    _, notes = located("Villeneuve-d'Ascq", "59650", ANGERS)
    assert "de sa commune, Villeneuve-d’Ascq (59) :" in notes[0]
