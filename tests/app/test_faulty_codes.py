"""A number that has the form of a code, and is none: the page says what is wrong with it."""

import pytest
from flask import Flask

from app.directory.faulty_codes import faulty_codes
from search.understanding import understand
from tests.app.pages import on_sqlite, page, plain, publish
from tests.app.test_results_page import joiner

CHECK = "Vérifiez ses chiffres."


@on_sqlite
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("9091000-9", f"code CPV de 7 chiffres au lieu de 8, avant le tiret. {CHECK}"),
        ("99999999", "aucun de nos services n’a ce code CPV."),
        ("418 889 549 00072", f"SIRET dont la clé de contrôle est fausse. {CHECK}"),
        ("1234567890123", f"SIRET de 13 chiffres au lieu de 14. {CHECK}"),
        ("732 829 321", f"SIREN dont la clé de contrôle est fausse. {CHECK}"),
        ("L2113-16", "aucun article de ce numéro ne réserve de marché."),
        ("81.21", "un code NAF finit par une lettre, comme 81.21Z."),
    ],
)
def test_what_is_wrong_is_told_rather_than_another_word_asked_for(
    app: Flask, text: str, problem: str
) -> None:
    publish(app, joiner())
    html = plain(page(app, f"/recherche?q={text}"))
    assert f"« {text} » : {problem}" in html
    assert "Essayez un mot plus courant" not in html


@pytest.mark.parametrize(
    "text",
    [
        *("90910000-9", "90910000-9 67000", "732 829 320 00074", "732829320", "81.21Z"),
        *("L2113-12 traiteur", "L.2113-12 à L.2113-15"),
        *("44 85 49 72 35 53 22", "02 41 00 00 00", "0241000000", "81.21 euros"),
        *(
            "10 000 000 flyers",
            "1 200 000 000",
            "44000 Nantes",
            "ouvert le 24.12",
            "de 12.30 à 14.00",
        ),
        *("livraison 20261224", "départements 971 972 973 974", "appeler le 0033123456789"),
        *("budget 150 000 000 travaux", "traiteur à 12.50 HT"),
    ],
)
def test_what_is_right_or_no_code_is_not(text: str) -> None:
    assert faulty_codes(understand(text)) == []


def test_a_zero_that_is_lost_is_given_back() -> None:
    assert faulty_codes(understand("5720784700013")) == [
        "« 5720784700013 » : SIRET sans son premier zéro. Cherchez « 05720784700013 »."
    ]


@on_sqlite
def test_what_is_wrong_with_a_number_is_told_once(app: Flask) -> None:
    publish(app, joiner())
    html = plain(page(app, "/recherche?q=menuiserie L2113-99"))
    assert "aucun article de ce numéro" in html
    assert "voici qui répond sans" not in html
    assert "Non pris en compte" not in html
