"""The results page: what is neither searched nor followed is told, once, near the chips."""

import re
from urllib.parse import quote

import pytest
from flask import Flask

from domain.models import ProofDegree, SupplierLabel
from domain.taxonomy import GivenReading, give_readings
from tests.app.cast import TODAY, make_supplier
from tests.app.pages import on_sqlite, page, plain, publish
from tests.app.test_results_page import names
from tests.app.test_understood_need import answer, links

pytestmark = on_sqlite


def told(app: Flask, text: str, **others: str) -> str:
    """What stands after « Non pris en compte : »; "" when nothing does."""
    more = "".join(f"&{name}={quote(value)}" for name, value in others.items())
    html = page(app, f"/recherche?q={quote(text)}{more}")
    found = re.search(r'<p class="small not-followed">Non pris en compte :(.*?)</p>', html, re.S)
    return plain(re.sub("<.*?>", "", found[1])).strip() if found else ""


def publish_caterers(app: Flask) -> None:
    organic = SupplierLabel(
        label="agriculture-biologique", degree=ProofDegree.VERIFIED, source="test", as_of=TODAY
    )
    publish(
        app,
        make_supplier("Le Buffet", services=["traiteur"]),
        make_supplier("Le Potager", services=["traiteur"], labels=[organic]),
    )


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("traiteur sans gluten à Angers", "« sans gluten »"),
        ("chemises sans un pli à Angers", "« sans un pli »"),
        ("traiteur écologique Angers", "« écologique »"),
        ("traiteur végétarien pas cher", "« végétarien », « pas cher »"),
        ("nettoyage 50 personnes samedi", "« 50 personnes samedi »"),
        ("traiteur près de chez moi", "« près de chez moi » (indiquez votre commune)"),
        ("traiteur dans notre quartier", "« dans notre quartier » (indiquez votre commune)"),
        ("traiteur pas trop loin d’ici", "« pas trop loin d’ici » (indiquez votre commune)"),
        ("traiteur à 800 km d’Angers", "« 800 km » (une distance va de 1 à 500 km)"),
        ("traiteur 30 km", "« 30 km » (autour de quelle commune ?)"),
        ("traiteur Bretagne 30 km", "« 30 km » (ce territoire est cherché en entier)"),
    ],
)
def test_it_works(app: Flask, text: str, left: str) -> None:
    publish_caterers(app)
    assert told(app, text) == left


@pytest.mark.parametrize(
    "text",
    [
        "traiteur à 30 km d’Angers",
        "sans doute un traiteur à Angers",
        "panier bio",  # what the service is called
        "qui pourrait repeindre nos bureaux près d’Angers ?",
        "traiteur Angers Lille",  # the other place is offered
        "menuiserie zeppelin",  # told as what nobody answers
        "repas pour une crèche",  # for whom, which tells what
    ],
)
def test_what_is_followed_is_not_told(app: Flask, text: str) -> None:
    publish_caterers(app)
    assert told(app, text) == ""


def test_near_me_is_followed_once_the_place_is_said(app: Flask) -> None:
    publish_caterers(app)
    assert told(app, "traiteur près de chez moi", lieu="Angers") == ""


def test_no_word_of_a_name_that_is_found_is_told(app: Flask) -> None:
    publish(app, make_supplier("Brasserie des Beaux Jours"))
    assert told(app, "brasserie des beaux jours") == ""
    assert told(app, "brasserie beaux lundis") == "« beaux lundis »"


def test_a_distance_chosen_around_a_territory_is_told(app: Flask) -> None:
    publish_caterers(app)
    left = told(app, "traiteur", lieu="Maine-et-Loire", rayon="30")
    assert left == "« 30 km » (ce territoire est cherché en entier)"


def test_another_distance_than_the_one_said_is_told(app: Flask) -> None:
    publish_caterers(app)
    left = told(app, "traiteur Angers 30 km", rayon="20")
    assert left == "« 30 km » (20 km sont choisis)"


@pytest.mark.parametrize("text", ["traiteur bio", "plateaux repas bio", "nettoyage bio Angers"])
def test_bio_is_set_aside_beside_any_need(app: Flask, text: str) -> None:
    publish_caterers(app)
    assert told(app, text) == "« bio » (exiger le label Agriculture biologique)"


def test_a_label_that_is_not_asked_for_can_be(app: Flask) -> None:
    publish_caterers(app)
    text = "traiteur bio"
    assert told(app, text) == "« bio » (exiger le label Agriculture biologique)"
    address = links(page(app, f"/recherche?q={quote(text)}"))["Agriculture biologique"]
    assert names(page(app, address)) == ["Le Potager"]
    assert told(app, text, label="agriculture-biologique") == ""


def test_programs_are_told_too(app: Flask) -> None:
    publish_caterers(app)
    assert answer(app, "traiteur sans gluten")["left_aside"] == ["sans gluten"]


def test_a_code_of_other_services_is_told_to_widen(app: Flask) -> None:
    publish_caterers(app)
    html = plain(page(app, "/recherche?q=traiteur+90910000"))
    assert "« 90910000 » s’ajoute au besoin : faire l’un ou l’autre suffit." in html


def test_a_plain_word_by_the_word_of_an_administrator_is_searched_and_not_left_aside(
    app: Flask,
) -> None:
    publish_caterers(app)
    give_readings(frozenset({GivenReading("samedi", "text")}))
    try:
        found = answer(app, "traiteur samedi")
    finally:
        give_readings(frozenset())
    assert (found["understood"]["text"], found["left_aside"]) == ("samedi", [])
