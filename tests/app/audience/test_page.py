"""The page that tells a structure how often it is found, read and contacted."""

from datetime import date, timedelta

import pytest
from flask import Flask

from app.audience.counting import counts
from app.audience.models import Event
from domain.models import Supplier, today
from tests.app.cast import make_supplier
from tests.app.pages import on_sqlite, publish
from tests.app.people import buyer, colleague_at, editor_of, visitor


def stored(app: Flask) -> Supplier:
    supplier = make_supplier()
    publish(app, supplier)
    return supplier


def searched(supplier: Supplier, service: str, departement: str, times: int) -> None:
    month = today().replace(day=1)
    key = (supplier.id, month, service, departement)
    counts().add([(supplier.id, today(), Event.FOUND)] * times, [key] * times)
    counts().write()


def test_it_works(app: Flask) -> None:
    supplier = stored(app)
    searched(supplier, "menuiserie-batiment", "49", 7)
    counts().add([(supplier.id, today() - timedelta(days=40), Event.READ)] * 3)
    counts().write()
    page = editor_of(supplier, app).page(f"/structure/{supplier.id}/audience")
    assert "Apparitions dans une recherche : 7 fois sur les 30 derniers jours" in page
    assert "Ouvertures de votre fiche : 0 fois sur les 30 derniers jours" in page
    assert "Ouvertures de votre fiche : 3 fois sur les 12 derniers mois" in page
    assert "Maine-et-Loire" in page


@on_sqlite
def test_a_departement_with_few_searches_is_not_named(app: Flask) -> None:
    supplier = stored(app)
    searched(supplier, "menuiserie-batiment", "49", 5)
    searched(supplier, "menuiserie-batiment", "44", 4)
    page = editor_of(supplier, app).page(f"/structure/{supplier.id}/audience")
    assert "Maine-et-Loire" in page
    assert "Loire-Atlantique" not in page
    assert "1 autre département" in page
    assert "moins de 5 fois" in page


@on_sqlite
def test_a_page_that_nobody_saw_says_what_to_do(app: Flask) -> None:
    supplier = stored(app)
    page = colleague_at(supplier, app).page(f"/structure/{supplier.id}/audience")
    assert "Personne n’a encore trouvé votre fiche" in page


@on_sqlite
def test_what_is_older_than_a_year_is_not_told(app: Flask) -> None:
    supplier = stored(app)
    counts().add([(supplier.id, date(2020, 3, 1), Event.READ)])
    counts().write()
    page = editor_of(supplier, app).page(f"/structure/{supplier.id}/audience")
    assert "Personne n’a encore trouvé votre fiche" in page


@on_sqlite
@pytest.mark.parametrize(("who", "status"), [(visitor, 302), (buyer, 403)])
def test_it_is_for_its_editors(app: Flask, who: object, status: int) -> None:
    supplier = stored(app)
    person = who(app)  # type: ignore[operator]  # visitor or buyer
    assert person.open(f"/structure/{supplier.id}/audience").status_code == status
