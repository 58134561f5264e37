"""Finding one's structure: by SIRET, SIREN or name; proposing it when it is not there."""

import pytest
from flask import Flask

from tests.app.cast import make_supplier
from tests.app.pages import on_sqlite, page, publish

pytestmark = on_sqlite

SIRET = "78331234100044"


@pytest.mark.parametrize("words", [SIRET, "783 312 341 00044", "783312341", "ateliers verger"])
def test_a_structure_is_found(app: Flask, words: str) -> None:
    supplier = make_supplier(siret=SIRET)
    publish(app, supplier, make_supplier("Couture et compagnie"))
    found = page(app, f"/ma-structure?q={words}")
    assert f"/structure/{supplier.id}/revendiquer" in found
    assert "Couture et compagnie" not in found


def test_one_that_is_not_there_can_be_proposed(app: Flask) -> None:
    publish(app, make_supplier())
    found = page(app, "/ma-structure?q=Ressourcerie zzz")
    assert "Aucune structure" in found
    assert "/proposer?nom=Ressourcerie+zzz" in found


@pytest.mark.parametrize("words", ["", "x" * 500, "a%00b", "%22", "-", "(", "%F0%9F%98%80"])
def test_any_words_are_answered(app: Flask, words: str) -> None:
    publish(app, make_supplier())
    assert "Trouver ma structure" in page(app, f"/ma-structure?q={words}")


def test_one_that_nobody_sees_is_not_found(app: Flask) -> None:
    publish(app, make_supplier(siret=SIRET, awaits_review=True))
    assert "Aucune structure" in page(app, f"/ma-structure?q={SIRET}")
