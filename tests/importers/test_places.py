"""A row's commune, and a point that agrees with it."""

from domain.geography import Point
from importers.cells import Cells
from importers.facts import PlaceFacts
from importers.places import locate

ANGERS = Point(47.47, -0.55)
LILLE = Point(50.63, 3.06)


def located(
    city: str, postcode: str | None, point: Point | None = None
) -> tuple[PlaceFacts, list[str]]:
    cells = Cells(2, ["Ville"], [city])
    place = locate(cells, city_column="ville", postcode=postcode, point=point)
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
    assert "km de Angers (49)" in notes[0]


def test_a_city_that_contradicts_its_postcode_gives_way() -> None:
    place, notes = located("Strasbourg", "49000", LILLE)
    assert place.city == "Angers"
    assert notes[0].startswith("« Strasbourg » n’est pas au code postal 49000")


def test_of_several_communes_at_a_postcode_the_point_tells_which() -> None:
    berck, near = Point(50.408, 1.592), Point(50.35, 1.61)
    assert located("BERCQUE", "62600", berck)[0].city == "Berck"
    assert located("BERCQUE", "62600", near)[0].city != "Berck"


def test_an_unknown_commune_is_said_and_never_guessed() -> None:
    place, notes = located("Trifouilly", None)
    assert (place.city, place.code_insee, place.point) == ("Trifouilly", None, None)
    assert "commune introuvable" in notes


def test_a_point_that_contradicts_an_unknown_postcode_is_dropped() -> None:
    place, _ = located("Trifouilly", "29804", ANGERS)
    assert place.point is None
