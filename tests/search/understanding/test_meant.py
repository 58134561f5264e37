"""Words are read as what a buyer means by them."""

import pytest

from domain.kinds import KINDS
from search.understanding import What, understand

INSERTION = tuple(kind.code for kind in KINDS.values() if kind.family == "insertion")


@pytest.mark.parametrize(
    "text", ["clause sociale", "clause d’insertion", "jeunes en insertion", "public en insertion"]
)
def test_a_clause_and_those_employed_ask_for_insertion(text: str) -> None:
    understood = understand(f"{text} espaces verts")

    assert understood.values(What.KIND) == INSERTION
    assert understood.values(What.SERVICE) == ("entretien-espaces-verts",)
    assert understood.text == ""


@pytest.mark.parametrize("text", ["mais à Grenoble", "mais pas à Lyon", "nettoyage mais à Lyon"])
def test_mais_before_a_small_word_is_no_maize(text: str) -> None:
    assert "maraichage" not in understand(text).values(What.SERVICE)


@pytest.mark.parametrize("text", ["maïs à Grenoble", "culture de mais à Grenoble", "mais doux"])
def test_maize_is(text: str) -> None:
    assert "maraichage" in understand(text).values(What.SERVICE)


@pytest.mark.parametrize("text", ["ESAT du centre", "geiq centre", "centre ville"])
def test_a_centre_is_not_where_waste_is_sorted(text: str) -> None:
    assert "decheterie-tri" not in understand(text).values(What.SERVICE)
    assert "decheterie-tri" in understand("centre de tri").values(What.SERVICE)


def test_what_is_not_wanted_offers_no_service() -> None:
    assert understand("sans tutelle").alternatives == ()


def test_hors_makes_a_set_phrase_that_tells_no_service() -> None:
    understood = understand("Hors Piste Lyon")

    assert understood.values(What.SERVICE) == ()
    assert understood.text == "Hors Piste"


@pytest.mark.parametrize(
    ("text", "service", "less_sure"),
    [
        ("homme à tout faire", "jardinage-domicile", "multiservices-batiment"),
        ("savon", "produits-entretien", "cosmetique-savonnerie"),
        ("taille de haies", "entretien-espaces-verts", "jardinage-domicile"),
        ("cuisinier", "traiteur", "interim-insertion"),
        ("uniformes", "confection", "location-linge"),
    ],
)
def test_an_everyday_word_tells_its_trades(text: str, service: str, less_sure: str) -> None:
    understood = understand(text)

    assert service in understood.values(What.SERVICE)
    assert less_sure in understood.less_sure
