"""Rows that were not written, taken up again or dropped again in the file given back."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.db import db
from app.networks.lists.answering import NEW
from app.networks.lists.models import RowOutcome
from app.networks.lists.refused import SAID_OTHERWISE, says_otherwise
from importers.headers import WHY
from tests.app.networks.lists import desk
from tests.app.networks.lists.desk import PRUNIER, TITLES, VERGER, supplier
from tests.app.networks.lists.dropping import act, dropped, matched, rows_of
from tests.app.pages import on_sqlite
from tests.app.people import Person

pytestmark = on_sqlite

TOTAL = "TOTAL;;;39;;"
OTHERWISE = "Le Verger;;49000;Angers;Menuiserie;"
LEGEND = ["Légende :;;;;;", "en gras, nos fondateurs;;;;;"]


def applied(manager: Person, *rows: str) -> str:
    page = dropped(manager, "\n".join([TITLES, *rows]))
    matched(manager, page)
    act(manager, page, "appliquer")
    return page


def taken_up(manager: Person, page: str) -> str:
    made = manager.send(f"{page}/reprendre").location.removesuffix("/colonnes")
    matched(manager, made)
    return made


def given_back(manager: Person, page: str) -> str:
    made = dropped(manager, manager.open(f"{page}/a-corriger.csv").data)
    matched(manager, made)
    return made


again = pytest.mark.parametrize("again", [taken_up, given_back])


@again
@pytest.mark.parametrize("rows", [[TOTAL], LEGEND])
def test_what_is_no_structure_is_none_the_second_time(
    manager: Person, again: Callable[[Person, str], str], rows: list[str]
) -> None:
    page = again(manager, applied(manager, VERGER, PRUNIER, *rows))
    assert {row.outcome for row in rows_of(page)} == {RowOutcome.REJECTED}


@pytest.mark.parametrize(
    "why",
    [
        "même identifiant que la ligne 2, avec d’autres informations",
        "une autre ligne de votre liste dit déjà cette structure, avec d’autres informations",
        "une autre ligne de votre liste décrit déjà cette structure, avec d’autres informations",
    ],
)
def test_a_file_given_back_months_ago_is_still_known(app: Flask, why: str) -> None:
    """Whatever the words of now, these are in people's files."""
    assert says_otherwise([WHY, "Nom"], [why, "Le Verger"])


@again
def test_a_second_row_of_a_structure_is_asked_about(
    manager: Person, again: Callable[[Person, str], str]
) -> None:
    page = again(manager, applied(manager, VERGER, OTHERWISE))
    (row,) = rows_of(page)
    assert row.outcome is RowOutcome.DOUBTFUL
    assert [doubt["reason"] for doubt in row.candidates] == [SAID_OTHERWISE]


@again
def test_it_is_added_when_a_person_says_so_and_empties_nothing(
    manager: Person, again: Callable[[Person, str], str]
) -> None:
    page = again(manager, applied(manager, VERGER, OTHERWISE))
    manager.send(f"{page}/lignes/{rows_of(page)[0].id}/choisir", {"choice": NEW})
    act(manager, page, "appliquer")
    verger = supplier(db.session, "Le Verger")
    assert {said.service for said in verger.activities} == {"repassage", "menuiserie-batiment"}
    assert [contact.value for contact in verger.contacts] == ["contact@verger.example"]


@again
def test_taken_up_a_third_time_both_are_what_they_were(
    manager: Person, again: Callable[[Person, str], str]
) -> None:
    page = again(manager, applied(manager, VERGER, OTHERWISE, TOTAL))
    act(manager, page, "appliquer")
    asked, total = rows_of(again(manager, page))
    assert (asked.outcome, total.outcome) == (RowOutcome.DOUBTFUL, RowOutcome.REJECTED)


def test_a_complement_adds_to_what_is_said_and_takes_nothing_away(session: Session) -> None:
    titles = "Nom;SIRET;CP;Ville;Repassage;Menuiserie"
    prunier = "Le Prunier;;44000;Nantes;;x"
    desk.applied(session, "Le Verger;;49000;Angers;x;", prunier, titles=titles)
    desk.applied(session, "Le Verger;;49000;Angers;;x", titles=titles, is_partial=True)
    page = desk.supplier(session, "Le Verger")
    assert {row.service for row in page.activities} == {"repassage", "menuiserie-batiment"}


def test_an_empty_cell_of_a_complement_withdraws_nothing(session: Session) -> None:
    desk.applied(session, VERGER)
    desk.applied(session, "Le Verger;;49000;Angers;;", is_partial=True)
    verger = supplier(session, "Le Verger")
    assert [said.service for said in verger.activities] == ["repassage"]
    assert [contact.value for contact in verger.contacts] == ["contact@verger.example"]


def test_an_empty_cell_of_a_whole_list_withdraws_what_it_said(session: Session) -> None:
    desk.applied(session, VERGER)
    desk.applied(session, "Le Verger;;49000;Angers;Repassage;")
    assert supplier(session, "Le Verger").contacts == []
