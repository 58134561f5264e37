"""Finding one's structure: by SIRET, SIREN or name; proposing it when it is not there."""

import re

import pytest
from flask import Flask

from tests.app.cast import make_supplier
from tests.app.pages import on_sqlite, page, publish
from tests.app.people import buyer

pytestmark = on_sqlite

SIRET = "78331234100044"


@pytest.mark.parametrize("words", [SIRET, "783 312 341 00044", "783312341", "ateliers verger"])
def test_a_structure_is_found(app: Flask, words: str) -> None:
    supplier = make_supplier(siret=SIRET)
    publish(app, supplier, make_supplier("Couture et compagnie"))
    found = page(app, f"/ma-structure?q={words}")
    assert f"/structure/{supplier.id}/revendiquer" in found
    assert "Couture et compagnie" not in found


@pytest.mark.parametrize(
    "words", ["glycine dargile", "Assoc. Glycine Argile", "la glycinne d'argile"]
)
def test_a_name_written_otherwise_is_found(app: Flask, words: str) -> None:
    supplier = make_supplier("Association La Glycine d’Argile")
    publish(app, supplier, make_supplier())
    assert f"/structure/{supplier.id}/revendiquer" in page(app, f"/ma-structure?q={words}")


def test_one_that_is_not_there_can_be_proposed(app: Flask) -> None:
    publish(app, make_supplier())
    found = page(app, "/ma-structure?q=Ressourcerie zzz")
    assert "Aucune structure" in found
    assert "/proposer?nom=Ressourcerie+zzz" in found


def test_a_number_that_is_not_there_is_proposed_as_a_number(app: Flask) -> None:
    publish(app, make_supplier())
    assert "/proposer?siret=123+456+782+00015" in page(app, "/ma-structure?q=123 456 782 00015")
    filled = buyer(app).page("/proposer?siret=123+456+782+00015")
    assert re.search('name="siret"[^>]* value="123 456 782 00015"', filled)
    assert "/proposer?nom=Atelier+123456789" in page(app, "/ma-structure?q=Atelier 123456789")


@pytest.mark.parametrize("words", ["", "x" * 500, "a%00b", "%22", "-", "(", "%F0%9F%98%80"])
def test_any_words_are_answered(app: Flask, words: str) -> None:
    publish(app, make_supplier())
    assert "Trouver ma structure" in page(app, f"/ma-structure?q={words}")


def test_one_that_nobody_sees_is_not_found(app: Flask) -> None:
    publish(app, make_supplier(siret=SIRET, awaits_review=True))
    assert "Aucune structure" in page(app, f"/ma-structure?q={SIRET}")
