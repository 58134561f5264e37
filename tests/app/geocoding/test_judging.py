"""What is asked for an address, and which answers are certain."""

import pytest

from app.geocoding.asking import Found
from app.geocoding.judging import Place, Question, certain_place, question, street_of
from domain.geography import Point, gazetteer
from domain.models import PointPrecision
from tests.app.cast import make_supplier

ANGERS = gazetteer().commune("49007")
assert ANGERS is not None
ASKED = Question("12 quai Gambetta 49100 Angers", ANGERS)
QUAY = Point(47.4721, -0.5631)


def found(point: Point = QUAY, kind: str = "housenumber", score: float = 0.97) -> Found:
    return Found(point, kind, score, "49007")


def test_it_works() -> None:
    asked = question(make_supplier(address="12, quai Gambetta", postcode="49100"))
    assert asked == ASKED
    assert certain_place([found()], ASKED) == Place(QUAY, PointPrecision.ADDRESS)


@pytest.mark.parametrize(
    ("address", "street"),
    [
        ("12, quai Gambetta", "12 quai Gambetta"),
        ("12 bis, quai Gambetta", "12 bis quai Gambetta"),
        ("ZA des Landes, 3, rue Haute", "ZA des Landes 3 rue Haute"),
        ("BP 30 205 – 3 rue Haute CEDEX 9", "3 rue Haute"),
        ("3 rue Haute\nCS 12345", "3 rue Haute"),
        ("BP 12 3 rue Haute", "3 rue Haute"),
    ],
)
def test_a_street_is_asked_without_what_only_letters_need(address: str, street: str) -> None:
    assert street_of(address) == street


@pytest.mark.parametrize(
    "address",
    [
        "Mme Camille Exemple, 3 rue Haute",
        "3 rue Haute\nMonsieur Exemple",
        "chez Camille Exemple, 3 rue Haute",
        "3 rue Haute c/o Camille Exemple",
        "3 rue Haute, à l’attention de Camille Exemple",
    ],
)
def test_nobody_is_named(address: str) -> None:
    assert street_of(address) == "3 rue Haute"


@pytest.mark.parametrize(
    "values",
    [
        {"address": None},
        {"address": "BP 12"},
        {"address": "12"},
        {"address": "3 rue Haute, camille@exemple.fr"},
        {"address": "3 rue Haute, 06 12 34 56 78"},
        {"address": "3 rue Haute", "code_insee": None},
        {"address": "3 rue Haute", "code_insee": "99999"},
    ],
    ids=str,
)
def test_what_is_no_street_or_somebodys_own_is_not_asked(values: dict[str, str]) -> None:
    assert question(make_supplier(**values)) is None


def test_a_question_is_as_short_as_the_service_wants() -> None:
    asked = question(make_supplier(address="rue " + "très " * 60 + "longue"))
    assert asked is not None
    assert len(asked.words) == 200
    assert asked.words.endswith("longue 49000 Angers")


def test_an_address_written_another_way_is_the_same() -> None:
    one = question(make_supplier(address="12, Quai Gambetta"))
    other = question(make_supplier(address="12 QUAI GAMBETTA, CEDEX 2"))
    assert one is not None
    assert other is not None
    assert one.key == other.key


@pytest.mark.parametrize(
    ("kind", "precision"),
    [
        ("housenumber", PointPrecision.ADDRESS),
        ("street", PointPrecision.STREET),
        ("locality", PointPrecision.STREET),
    ],
)
def test_the_precision_is_that_of_what_was_found(kind: str, precision: PointPrecision) -> None:
    asked = Question("quai Gambetta 49100 Angers", ASKED.commune)
    assert certain_place([found(kind=kind)], asked) == Place(QUAY, precision)


@pytest.mark.parametrize(
    "answers",
    [
        [],
        [found(score=0.69)],
        [found(kind="municipality")],
        [found(kind="locality")],
        [Found(QUAY, "housenumber", 0.97, "49015")],
        [found(Point(44.8378, -0.5792))],
        [found(), found(Point(47.5021, -0.5631), score=0.95)],
    ],
    ids=["nothing", "doubtful", "commune", "hamlet", "other commune", "far", "two streets"],
)
def test_what_is_not_certain_places_nothing(answers: list[Found]) -> None:
    assert certain_place(answers, ASKED) is None


def test_a_lesser_answer_is_no_rival() -> None:
    answers = [found(Point(47.5021, -0.5631), score=0.75), found()]
    assert certain_place(answers, ASKED) == Place(QUAY, PointPrecision.ADDRESS)


@pytest.mark.parametrize(
    ("of_page", "answered", "point"),
    [
        ("75056", "75108", Point(48.8721, 2.3126)),
        ("49261", "49149", Point(47.3416, -0.2336)),
    ],
    ids=["arrondissement", "former commune"],
)
def test_a_commune_goes_by_several_codes(of_page: str, answered: str, point: Point) -> None:
    commune = gazetteer().commune(of_page)
    assert commune is not None
    asked = Question("1 rue Haute", commune)
    assert certain_place([Found(point, "housenumber", 0.9, answered)], asked) is not None
