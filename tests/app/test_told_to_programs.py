"""What /recherche.json tells programs: what was understood of the need, found, or not followed."""

import pytest
from flask import Flask

from tests.app.pages import answer, on_sqlite, plain, publish
from tests.app.test_results_page import joiner

pytestmark = on_sqlite


def test_a_distance_typed_apart_with_its_place_counts(app: Flask) -> None:
    publish(app, joiner())
    assert answer(app, "menuiserie", lieu="20 km d’Angers")["radius_km"] == 20
    assert answer(app, "menuiserie à 30 km", lieu="20 km d’Angers")["radius_km"] == 20
    assert answer(app, "menuiserie", lieu="20 km d’Angers", rayon="10")["radius_km"] == 10


@pytest.mark.parametrize("place", ["Zzyzx", "99999"])
def test_programs_are_told_of_an_unknown_place(app: Flask, place: str) -> None:
    publish(app, joiner())
    found = answer(app, "menuiserie", lieu=place)
    assert found["place"] is None
    assert f"Aucun lieu ne s’appelle « {place} »" in plain(found["problems"][0])


def test_programs_are_told_of_the_other_places_of_a_name(app: Flask) -> None:
    publish(app, joiner())
    found = answer(app, "menuiserie", lieu="Saint-Denis")
    assert "a été lu comme Saint-Denis (974)" in found["problems"][0]
    assert {"code": "commune:93066", "label": "Saint-Denis (93)"} in found["other_places"]
    assert answer(app, "menuiserie", lieu="Angers")["other_places"] == []


def test_programs_are_told_what_was_understood(app: Flask) -> None:
    publish(app, joiner())
    found = answer(app, "menuisiers à Angers")
    assert found["understood"]["services"] == ["menuiserie-batiment"]
    assert found["understood"]["place"] == "commune:49007"
    assert found["understood"]["text"] == ""
    assert set(found["understood"]) == {
        *("services", "kinds", "labels", "networks", "legal", "place", "codes", "text"),
        *("less_sure", "refused", "radius_km", "alternatives"),
    }
    assert [result["name"] for result in found["results"]] == ["Les Ateliers du Verger"]
    assert (found["total"], found["page"], found["pages"]) == (1, 1, 1)


def test_programs_are_told_a_code_that_is_read_as_services(app: Flask) -> None:
    publish(app)
    found = answer(app, "CPV 90910000-9")["understood"]
    assert found["codes"] == ["cpv:90910000"]
    assert "nettoyage-locaux" in found["services"]


def test_programs_are_told_why(app: Flask) -> None:
    publish(app, joiner())
    (result,) = answer(app, "menuisiers à Angers")["results"]
    assert "déclare « Menuiserie et agencement »" in plain(result["why"])
    (result,) = answer(app, "menuisiers à Angers", tri="nom")["results"]
    assert result["why"] is None


def test_programs_are_told_what_words_may_mean_otherwise(app: Flask) -> None:
    publish(app, joiner())
    (sens,) = answer(app, "menuiserie Sens")["understood"]["alternatives"]
    assert sens == {"words": "Sens", "read": {"place": ["commune:89387"]}, "instead": None}


@pytest.mark.parametrize(
    ("text", "others", "radius"),
    [
        ("menuiserie Angers", {}, 50),
        ("menuiserie Angers 30 km", {}, 30),
        ("menuiserie Angers 30 km", {"rayon": "20"}, 20),
        ("menuiserie Maine-et-Loire 30 km", {}, None),
        ("menuiserie", {}, None),
    ],
)
def test_programs_are_told_the_radius_used(
    app: Flask, text: str, others: dict[str, str], radius: int | None
) -> None:
    publish(app, joiner())
    assert answer(app, text, **others)["radius_km"] == radius


def test_programs_are_told_what_could_not_be_followed(app: Flask) -> None:
    publish(app, joiner())
    assert "distance" in answer(app, "menuiserie", rayon="loin")["problems"][0]


def test_a_program_is_told_that_nothing_of_its_search_can_be_followed(app: Flask) -> None:
    publish(app, joiner())
    refused = app.test_client().get("/recherche.json?q=???")
    assert refused.status_code == 400
    assert set(refused.json) == {"problems"}
    assert answer(app, "???", lieu="Angers")["total"] == 1


def test_a_distance_that_is_not_followed_is_told_with_why(app: Flask) -> None:
    publish(app, joiner())
    found = answer(app, "menuiserie à 5000 km d’Angers")
    assert found["radius_km"] == 50
    assert "une distance va de 1 à 500 km" in plain(found["problems"][0])


def test_what_is_beyond_300_letters_is_told(app: Flask) -> None:
    publish(app, joiner())
    told = answer(app, "menuiserie " + "x" * 290)["problems"]
    assert "300 premiers caractères" in plain(told[0])
