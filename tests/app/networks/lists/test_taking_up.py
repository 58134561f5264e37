"""Rows that were not written, taken up again or dropped again in the file given back."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import db
from app.networks.lists import dropping
from app.networks.lists.answering import NEW
from app.networks.lists.models import MemberList, RowOutcome
from app.networks.lists.refused import SAID_OTHERWISE, says_otherwise
from domain.models import Supplier
from importers.headers import WHY, is_put_before
from importers.limits import DROPPED
from tests.app.networks.lists import desk
from tests.app.networks.lists.desk import PRUNIER, TITLES, VERGER, known_verger, listed, supplier
from tests.app.networks.lists.dropping import (
    act,
    answer,
    dropped,
    first_row,
    matched,
    number_of,
    one_of,
    read,
    rows_of,
)
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


def test_what_was_put_before_the_rows_given_back_is_not_asked(manager: Person) -> None:
    page = given_back(manager, applied(manager, VERGER, ";;49000;Angers;Traiteur;"))
    shown = manager.page(f"{page}/lignes/{first_row(page).id}")
    assert re.findall(r'<div class="field cell"( hidden)?>', shown) == [" hidden"] * 2 + [""] * 6


@pytest.mark.parametrize("rows", [[TOTAL], LEGEND])
def test_what_is_no_structure_is_left_aside_and_not_given_back(
    manager: Person, rows: list[str]
) -> None:
    page = applied(manager, VERGER, *rows)
    assert {row.outcome for row in rows_of(page)} == {RowOutcome.CREATED, RowOutcome.SKIPPED}
    assert len(manager.open(f"{page}/a-corriger.csv").text.splitlines()) == 1
    assert "refusée" not in manager.page(page)


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
def test_taken_up_a_third_time_it_is_what_it_was(
    manager: Person, again: Callable[[Person, str], str]
) -> None:
    page = again(manager, applied(manager, VERGER, OTHERWISE, TOTAL))
    act(manager, page, "appliquer")
    (asked,) = rows_of(again(manager, page))
    assert asked.outcome is RowOutcome.DOUBTFUL


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


# From the page of the list


@pytest.mark.parametrize(("sent", "count"), [({}, 1), ({"left_out": "oui"}, 2)])
def test_rows_left_out_are_taken_up_when_they_are_asked_for(
    manager: Person, sent: dict[str, str], count: int
) -> None:
    page = read(manager, VERGER, ";;49000;Angers;Menuiserie;")
    answer(manager, page, first_row(page), "skip")
    act(manager, page, "appliquer")
    taken_up = manager.send(f"{page}/reprendre", sent).location.removesuffix("/colonnes")
    matched(manager, taken_up)
    assert len(rows_of(taken_up)) == count


def test_rows_taken_up_twice_make_one_list(manager: Person) -> None:
    page = read(manager, ";;49000;Angers;Menuiserie;")
    act(manager, page, "appliquer")
    first, second = (manager.send(f"{page}/reprendre").location for _ in range(2))
    assert first == second
    matched(manager, first)
    act(manager, first, "appliquer")
    act(manager, first, "annuler")
    assert manager.send(f"{page}/reprendre").location != first


def test_no_row_left_makes_no_list(manager: Person) -> None:
    page = read(manager, VERGER)
    act(manager, page, "appliquer")
    assert manager.send(f"{page}/reprendre").location == page
    assert "Aucune ligne n’est à reprendre" in manager.page(page)


def test_rows_too_wide_to_be_taken_up_are_told(manager: Person) -> None:
    titles = ";".join(["Nom", "Ville", *(f"Truc {rank}" for rank in range(498))])
    page = dropped(manager, f"{titles}\n;Angers{';x' * 498}\n")
    matched(manager, page)
    act(manager, page, "appliquer")
    assert manager.send(f"{page}/reprendre").location == page
    assert "502 colonnes, pour 500 au plus" in manager.page(page)


def test_rows_too_long_to_be_taken_up_are_told(
    manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = read(manager, f";;49000;Angers;{'Menuiserie' * 100};")
    act(manager, page, "appliquer")
    monkeypatch.setattr(dropping, "DROPPED", replace(DROPPED, file_size=1000))
    assert manager.send(f"{page}/reprendre").location == page
    assert "téléchargez-les, et déposez-les" in manager.page(page)


def test_rows_that_were_not_written_are_taken_up_once_the_others_are(manager: Person) -> None:
    act(manager, read(manager, VERGER), "appliquer")
    one = read(manager, PRUNIER, ";;49000;Angers;Menuiserie;", VERGER.replace("Le V", "Le v"))
    act(manager, one, "appliquer")
    assert "Reprendre les lignes laissées" in manager.page(one)
    taken_up = manager.send(f"{one}/reprendre").location.removesuffix("/colonnes")
    assert one_of(taken_up).is_partial
    matched(manager, taken_up)
    (row,) = rows_of(taken_up)
    assert (row.outcome, row.cells[2:]) == (
        RowOutcome.REJECTED,
        ["", "", "49000", "Angers", "Menuiserie", ""],
    )


# In the file given back


def test_refused_rows_are_downloaded_corrected_and_dropped_again(manager: Person) -> None:
    page = read(manager, VERGER, ";;44000;Nantes;Menuiserie;=1+1")
    act(manager, page, "appliquer")
    content = manager.open(f"{page}/a-corriger.csv").get_data(as_text=True)
    assert content.startswith(f"\ufeff{WHY};")
    assert ";'=1+1" in content
    corrected = content.replace(";;;44000", ";Le Prunier;;44000").replace(
        ";3;;;", ";3;Le Prunier;;"
    )
    again = dropped(manager, corrected)
    assert db.session.get_one(MemberList, number_of(again)).is_partial
    matched(manager, again)
    act(manager, again, "appliquer")
    assert listed(db.session) == ["Le Prunier", "Le Verger"]
    assert all(s.memberships for s in db.session.scalars(select(Supplier)))


@again
def test_a_row_that_may_be_a_known_structure_says_which_and_where_one_answers(
    manager: Person, again: Callable[[Person, str], str]
) -> None:
    known_verger(db.session)
    page = applied(manager, VERGER)
    for one in (page, again(manager, page)):  # dropped again, it waits for the same word
        _, line = manager.open(f"{one}/a-corriger.csv").get_data(as_text=True).splitlines()
        assert line.startswith(
            '"même commune, nom proche : Association Le Verger ; dites sur le site, à l’aperçu,'
            ' si c’est la même structure";2;'
        )


NAMES = ("-Emploi", "@lters", "'-Emploi", "+33 2 41 00 00 00")


def test_a_cell_that_looks_like_a_formula_comes_back_as_it_was(manager: Person) -> None:
    rows = [["", "", "49000", "Angers", name, ""] for name in NAMES]
    page = read(manager, *map(";".join, rows))
    again = dropped(manager, manager.open(f"{page}/a-corriger.csv").data)
    matched(manager, again)
    assert [row.cells[2:] for row in rows_of(again)] == rows


@pytest.mark.parametrize(
    "title",
    [
        "À corriger (Repèr'ESS)",
        "À corriger (Repèr?ESS)",
        "A corriger (ReperESS)",
        "? corriger (Rep?r?ESS)",
        "Ã€ corriger (RepÃ¨râ€™ESS)",
        "Raison",  # typed over: the other column tells
    ],
)
def test_the_file_is_known_whatever_a_program_made_of_its_title(
    manager: Person, title: str
) -> None:
    page = applied(manager, VERGER, PRUNIER, ";;49000;Angers;=Formule();")
    content = manager.open(f"{page}/a-corriger.csv").get_data(as_text=True)
    again = dropped(manager, content.replace(WHY, title))
    assert one_of(again).is_partial
    matched(manager, again)
    (row,) = rows_of(again)
    assert row.cells[2:] == ["", "", "49000", "Angers", "=Formule()", ""]
    assert one_of(again).header["titles"][2:] == TITLES.split(";")


@pytest.mark.parametrize("titles", [["Ligne", "Nom"], ["À corriger", "Nom"], ["Nom", "Raison"]])
def test_titles_that_only_look_alike_are_of_a_list(app: Flask, titles: list[str]) -> None:
    assert not any(map(is_put_before, titles))
