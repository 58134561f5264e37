"""The words that nothing reads: counted alone, and shown once they were typed on five days."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.audience import storing
from app.audience.models import UnreadWord
from app.audience.storing import UNREAD_DAYS, fold_old_days
from app.db import db
from domain.models import Network
from domain.taxonomy import GivenReading, give_readings
from tests.app.audience.test_counting import GOOGLEBOT, counts, search, stored
from tests.app.pages import on_sqlite
from tests.app.people import Person, admin, manager_of, visitor

NEEDS = "/administration/besoins"
FIRST_DAY = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    yield
    give_readings(frozenset())


def known() -> list[tuple[str, int]]:
    db.session.rollback()
    rows = db.session.scalars(select(UnreadWord).order_by(UnreadWord.days.desc()))
    return [(row.word, row.days) for row in rows]


def search_on_days(person: Person, query: str, days: int) -> None:
    for day in range(days):
        with time_machine.travel(FIRST_DAY + timedelta(days=day)):
            search(person, query)


def test_it_works(app: Flask) -> None:
    stored(app)
    search_on_days(visitor(app), "q=gourbillage&lieu=Angers", UNREAD_DAYS)
    search_on_days(visitor(app), "q=menuiserie zinzolin", UNREAD_DAYS)
    search(visitor(app), "q=stage de gourbillage à Angers")
    assert known() == [("gourbillage", UNREAD_DAYS + 1), ("zinzolin", UNREAD_DAYS)]
    page = admin(app).page(NEEDS)
    assert "« gourbillage »" in page
    assert 'href="/administration/lectures?mots=gourbillage"' in page


def test_until_then_nobody_can_read_it(app: Flask) -> None:
    stored(app)
    search_on_days(visitor(app), "q=gourbillage", UNREAD_DAYS - 1)
    assert known() == [("", UNREAD_DAYS - 1)]
    row = db.session.scalars(select(UnreadWord)).one()
    assert "gourbillage" not in str(row.digest)
    assert "gourbillage" not in admin(app).page(NEEDS)


@on_sqlite
def test_a_day_counts_once_however_often_it_is_typed(app: Flask) -> None:
    stored(app)
    for _ in range(UNREAD_DAYS):
        search(visitor(app), "q=gourbillage")
    assert known() == [("", 1)]


@on_sqlite
def test_a_word_left_aside_beside_a_need_is_one(app: Flask) -> None:
    stored(app)
    search(visitor(app), "q=menuiserie gourbillage")
    assert known() == [("", 1)]


@on_sqlite
@pytest.mark.parametrize(
    "query",
    [
        "q=jeanne zinzolin",
        "q=Zinzolin Dupont",
        "q=Mme Zinzolin",
        "q=zinzolin",
        "q=menuiserie kowalczyk",
        "q=menuiserie Zinzolin",
        "q=Zinzolin menuiserie",
        "q=MENUISERIE ZINZOLIN",
        "q=zinzolin gourbillage",
        "q=Ousmane Gourbillage",
        "q=gourbillage pour mon fils",
        "q=mon fils Tidiane",
        "q=12 rue des Glycinettes Limoges",
        "q=gourbillage rue des Glycinettes",
        "q=gourbillage 3 cours Gambetta",
        "q=zinzolin@atelier.example",
        "q=zinzolin 06 12 34 56 78",
        "q=zinzolin 783 312 341 00044",
        "q=gourbillage&type=ESAT",
        "q=gourbillage&zone=47,-3,48.6,-0.2",
        "q=menuiserie",
        "q=repassage",
        "q=verger",
    ],
)
def test_what_may_name_a_person_and_what_is_read_or_found_is_not_counted(
    app: Flask, query: str
) -> None:
    stored(app)
    search(visitor(app), query)
    assert known() == []


@on_sqlite
def test_robots_and_those_who_look_after_suppliers_are_not_counted(app: Flask) -> None:
    stored(app)
    db.session.add(Network(slug="vergers", name="Vergers"))
    db.session.commit()
    search(manager_of("vergers", app), "q=gourbillage")
    visitor(app).open("/recherche?q=gourbillage", headers={"User-Agent": GOOGLEBOT})
    counts().write()
    assert known() == []


@on_sqlite
def test_one_that_nobody_types_any_more_is_forgotten(app: Flask) -> None:
    stored(app)
    search_on_days(visitor(app), "q=gourbillage", UNREAD_DAYS)
    for days, left in ((90, 1), (100, 0)):
        with time_machine.travel(FIRST_DAY + timedelta(days=days)):
            fold_old_days(db.session)
            db.session.commit()
            assert len(known()) == left


@on_sqlite
def test_words_typed_at_random_do_not_fill_the_database(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "MOST_UNREAD", 2)
    stored(app)
    for word in ("gourbillage", "zinzolinage", "zeppelinage"):
        search(visitor(app), f"q={word}")
    assert len(known()) == 2


@on_sqlite
def test_one_that_an_administrator_explains_leaves_the_list(app: Flask) -> None:
    stored(app)
    search_on_days(visitor(app), "q=gourbillage", UNREAD_DAYS)
    give_readings(frozenset({GivenReading("gourbillage", "text")}))
    assert "« gourbillage »" not in admin(app).page(NEEDS)


@on_sqlite
def test_one_is_forgotten_at_once(app: Flask) -> None:
    stored(app)
    search_on_days(visitor(app), "q=gourbillage", UNREAD_DAYS)
    digest = db.session.scalars(select(UnreadWord.digest)).one()
    assert admin(app).send(f"{NEEDS}/mots/{digest}/oublier").status_code == 302
    assert known() == []
