"""Who answered or corrected a row stays known, whoever else works on the list."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.administration.models import AdminEntry
from app.db import db
from app.networks.lists.models import ListRow, RowOutcome
from domain.models import ProbableDuplicate
from tests.app.cast import make_supplier
from tests.app.networks.lists.desk import PRUNIER, VERGER
from tests.app.networks.lists.dropping import (
    CONFIRMED,
    act,
    answer,
    first_row,
    number_of,
    read,
    rows_of,
)
from tests.app.networks.lists.test_correcting import correct
from tests.app.pages import on_sqlite
from tests.app.people import Person, manager_of

pytestmark = on_sqlite

MENDED = PRUNIER.split(";")


@pytest.fixture
def colleague(manager: Person, app: Flask) -> Person:
    return manager_of("cress", app, "collegue@cress.example")


def told(reader: Person, page: str, row: ListRow) -> bool:
    """Whether the page of the row names the colleague as who spoke last."""
    shown = reader.page(f"{page}/lignes/{row.id}")
    return "Dernière réponse ou correction : collegue@cress.example" in shown


def test_the_page_of_a_row_says_who_answered(manager: Person, colleague: Person) -> None:
    page = read(manager, VERGER)
    assert not told(manager, page, first_row(page))
    answer(colleague, page, first_row(page), "skip")
    assert told(manager, page, first_row(page))
    answer(manager, page, first_row(page), "undecided")
    assert first_row(page).chosen_by is None


def test_who_corrected_is_known_after_another_reading_and_in_the_next_list(
    manager: Person, colleague: Person
) -> None:
    page = read(manager, VERGER, ";;44000;Nantes;Menuiserie;")
    correct(colleague, page, rows_of(page)[1], MENDED)
    act(manager, page, "relire")
    assert told(manager, page, rows_of(page)[1])
    act(manager, page, "appliquer")
    following = read(manager, VERGER, ";;44000;Nantes;Menuiserie;")
    assert told(manager, following, rows_of(following)[1])


def test_who_keeps_a_member_that_is_gone_is_known_after_another_reading(
    manager: Person, colleague: Person
) -> None:
    act(manager, read(manager, VERGER, PRUNIER), "appliquer")
    page = read(manager, VERGER)
    gone = select(ListRow).where(ListRow.outcome == RowOutcome.GONE)
    answer(colleague, page, db.session.scalars(gone).one(), "stays")
    act(manager, page, "relire")
    assert told(manager, page, db.session.scalars(gone).one())


def test_who_says_the_same_of_many_rows_is_known(manager: Person, colleague: Person) -> None:
    page = read(manager, "Mme Jeanne Dupont;;49000;Angers;Repassage;")
    (doubt,) = first_row(page).candidates
    sent = {"reason": doubt["reason"], "outcome": "skipped"}
    colleague.send(f"{page}/decider", sent)
    act(manager, page, "relire")
    assert told(manager, page, first_row(page))


def test_two_pages_are_kept_apart_in_the_name_of_who_said_so(
    manager: Person, colleague: Person
) -> None:
    db.session.add(make_supplier("Association Le Verger", kinds=[]))
    db.session.commit()
    page = read(manager, VERGER)
    answer(colleague, page, first_row(page), "new")
    act(manager, page, "appliquer")
    pair = db.session.scalars(select(ProbableDuplicate)).one()
    assert pair.decided_by == colleague.user.actor


def test_a_list_deleted_with_a_colleague_s_answers_is_in_the_journal(
    manager: Person, colleague: Person
) -> None:
    page = read(manager, VERGER, PRUNIER)
    answer(colleague, page, first_row(page), "skip")
    manager.send(f"{page}/supprimer", CONFIRMED)
    (entry,) = db.session.scalars(select(AdminEntry))
    assert (entry.actor, entry.subject) == (manager.user.actor, "network cress")
    number = number_of(page)
    assert entry.change == f"liste n° {number} supprimée, avec 1\xa0ligne répondue ou corrigée"
