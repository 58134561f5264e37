"""What it says of itself: presentation, figures, references; what it does not say takes no room."""

import pytest
from flask import Flask

from domain.models import ClientReference
from tests.app.pages import on_sqlite, page, publish
from tests.app.supplier_page.desk import FACT, joiner, page_as_html

pytestmark = on_sqlite


def test_its_presentation_is_read_as_markdown(app: Flask) -> None:
    publish(app, joiner(description="**Portes** sur mesure.<script>alert(1)</script>"))
    html = page_as_html(app)
    assert "<strong>Portes</strong> sur mesure." in html
    assert "<script>alert" not in html


def test_figures_are_given_with_their_year(app: Flask) -> None:
    publish(app, joiner(staff=42, insertion_jobs=0, figures_year=2025))
    html = page(app, "/fournisseur/1")
    assert '<span class="figures-year">de 2025</span>' in html
    assert "<dt>Effectif</dt><dd>42</dd>" in html
    assert "<dt>Salariés en insertion</dt><dd>0</dd>" in html


def test_references_name_clients_work_and_year(app: Flask) -> None:
    done = ClientReference(client="Ville d'Angers", work="Bancs publics", year=2024, **FACT)
    publish(app, joiner(references=[done]))
    html = page(app, "/fournisseur/1")
    assert (
        '<strong>Ville d’Angers</strong> <span class="quiet">2024</span><br>Bancs publics' in html
    )


@pytest.mark.parametrize(
    ("says", "words"),
    [(True, "prête à répondre à un marché avec d’autres"), (False, "Elle répond seule")],
)
def test_it_says_whether_it_answers_with_others(app: Flask, says: bool, words: str) -> None:
    publish(app, joiner(open_to_cocontracting=says))
    assert words in page(app, "/fournisseur/1")


def test_what_it_does_not_say_takes_no_room(app: Flask) -> None:
    publish(app, joiner())
    html = page(app, "/fournisseur/1")
    for title in ("Présentation", "En images", "Références", "Chiffres", "Répondre à plusieurs"):
        assert title not in html
