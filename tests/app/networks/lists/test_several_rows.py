"""A structure on several rows, one a service, a contact or a zone: it is one page."""

import re

from sqlalchemy import select

from app.db import db
from app.networks.lists.answering import LEAVE_OUT
from app.networks.lists.models import RowOutcome
from domain.models import Supplier
from tests.app.networks.lists.dropping import act, answer, dropped, matched, rows_of, work
from tests.app.pages import on_sqlite
from tests.app.people import Person

pytestmark = on_sqlite

SEVERAL = """Nom;SIRET;Code postal;Ville;Adresse;Activités;Mail;Zone
Le Verger;44229377500031;49000;Angers;1 rue du Lin;Repassage;contact@verger.example;30 km
Le Prunier;;44000;Nantes;2 rue du Bois;Menuiserie;contact@prunier.example;
Le Verger;44229377500031;49000;Angers;1 rue du Lin;Menuiserie;;Maine-et-Loire
"""


def joined(manager: Person, content: str = SEVERAL) -> str:
    page = dropped(manager, content)
    matched(manager, page)
    return page


def suppliers() -> dict[str, Supplier]:
    return {supplier.name: supplier for supplier in db.session.scalars(select(Supplier))}


def test_it_works(manager: Person) -> None:
    act(manager, joined(manager), "appliquer")
    verger = suppliers()["Le Verger"]
    assert len(suppliers()) == 2
    assert {activity.service for activity in verger.activities} == {
        "repassage",
        "menuiserie-batiment",
    }
    assert [contact.value for contact in verger.contacts] == ["contact@verger.example"]


def test_a_row_that_says_more_of_a_structure_is_not_told_unchanged(manager: Person) -> None:
    page = joined(manager)
    (row,) = [row for row in rows_of(page) if row.line == 4]
    assert (row.is_joined, row.told[0]["message"]) == (
        True,
        "ce qu’elle dit est réuni avec la ligne 2",
    )
    asked = f"{page}?lignes=unchanged&reunies="
    assert [
        row.told[0]["message"] in manager.page(f"{asked}{said}") for said in ("oui", "non")
    ] == [True, False]
    for state in ("", "appliquer"):
        if state:
            act(manager, page, state)
        shown = manager.page(page)
        assert "1 ligne réunie à une autre" in shown
        assert "Réunie à une autre" in shown
        assert "sans changement" not in shown.lower()


def test_each_service_has_the_zone_of_its_row(manager: Person) -> None:
    act(manager, joined(manager), "appliquer")
    verger = suppliers()["Le Verger"]
    radius = {activity.service: activity.zone.radius_km for activity in verger.activities}
    assert radius == {"repassage": 30, "menuiserie-batiment": None}


def test_it_is_proposed_when_rows_say_more_of_one_structure(manager: Person) -> None:
    html = manager.page(f"{dropped(manager, SEVERAL)}/colonnes")
    assert re.search(r"checked[^>]*one_row_a_service", html)


def test_a_row_in_doubt_is_compared_with_all_that_its_rows_say(manager: Person) -> None:
    db.session.add(Supplier(name="Association Le Verger", city="Angers", code_insee="49007"))
    db.session.commit()
    page = joined(manager, SEVERAL.replace("44229377500031", ""))
    shown = manager.page(f"{page}/lignes/{rows_of(page)[0].id}")
    beside = shown.split('compare-field">Activités<')[1].split("compare-field")[0]
    assert "Repassage" in beside
    assert "Menuiserie" in beside


def test_applied_again_nothing_changes(manager: Person) -> None:
    act(manager, joined(manager), "appliquer")
    assert {row.outcome for row in rows_of(joined(manager))} == {RowOutcome.UNCHANGED}


def test_a_row_left_out_says_nothing_by_the_others(manager: Person) -> None:
    page = joined(manager)
    left = next(row for row in rows_of(page) if row.line == 2)
    answer(manager, page, left, LEAVE_OUT)
    work(page)
    act(manager, page, "appliquer")
    verger = suppliers()["Le Verger"]
    assert [activity.service for activity in verger.activities] == ["menuiserie-batiment"]
    assert verger.contacts == []


def test_all_its_rows_left_out_there_is_no_page(manager: Person) -> None:
    page = joined(manager)
    for line in (2, 4):
        row = next(row for row in rows_of(page) if row.line == line)
        answer(manager, page, row, LEAVE_OUT)
        work(page)
    act(manager, page, "appliquer")
    assert list(suppliers()) == ["Le Prunier"]
