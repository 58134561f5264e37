"""What is counted for a structure, and what never is."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text

from app.audience.counting import counts
from app.audience.models import Event, SearchCount, SupplierCount, UnmetNeed
from app.audience.storing import fold_old_days
from app.db import db
from domain.models import Network, Supplier, today
from tests.app.cast import make_supplier
from tests.app.pages import counted_queries, on_sqlite, publish
from tests.app.people import Person, buyer, editor_of, manager_of, moderator, visitor

GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
PHONE = "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"


def stored(app: Flask) -> Supplier:
    supplier = make_supplier()
    publish(app, supplier)
    return supplier


def read_page(person: Person, supplier: Supplier, agent: str = PHONE, **headers: str) -> None:
    path = f"/fournisseur/{supplier.id}-les-ateliers-du-verger"
    answer = person.open(path, headers={"User-Agent": agent, **headers})
    assert answer.status_code == 200
    counts().write()


def search(person: Person, query: str) -> None:
    person.open(f"/recherche?{query}", headers={"User-Agent": PHONE})
    counts().write()


def events() -> dict[str, int]:
    db.session.rollback()
    return {row.event.value: row.count for row in db.session.scalars(select(SupplierCount))}


def searches() -> set[tuple[str, str, int]]:
    db.session.rollback()
    rows = db.session.scalars(select(SearchCount))
    return {(row.service, row.departement, row.count) for row in rows}


def test_it_works(app: Flask) -> None:
    supplier = stored(app)
    search(visitor(app), "q=menuiserie&lieu=Angers")
    read_page(visitor(app), supplier)
    read_page(visitor(app), supplier)
    assert events() == {"found": 1, "read": 2}
    assert ("menuiserie-batiment", "49", 1) in searches()


@on_sqlite
def test_a_page_never_waits_for_the_database_to_count(app: Flask) -> None:
    supplier = stored(app)
    with counted_queries(app) as statements:
        visitor(app).open(
            f"/fournisseur/{supplier.id}-les-ateliers-du-verger", headers={"User-Agent": PHONE}
        )
    assert not [statement for statement in statements if "supplier_count" in statement]
    assert events() == {}


@on_sqlite
def test_a_service_ticked_is_a_need(app: Flask) -> None:
    stored(app)
    search(visitor(app), "service=menuiserie-batiment")
    assert searches() == {("menuiserie-batiment", "", 1)}


@on_sqlite
def test_words_that_name_no_service_are_not_kept(app: Flask) -> None:
    stored(app)
    search(visitor(app), "q=Ateliers+du+Verger")
    assert searches() == {("", "", 1)}


@on_sqlite
def test_a_region_is_no_departement(app: Flask) -> None:
    stored(app)
    search(visitor(app), "lieu=Pays+de+la+Loire")
    assert searches() == {("", "", 1)}


@on_sqlite
@pytest.mark.parametrize(
    ("agent", "headers"),
    [(GOOGLEBOT, {}), ("curl/8.5.0", {}), ("", {}), (PHONE, {"Sec-Purpose": "prefetch"})],
    ids=["a robot", "a program", "nobody", "a browser that looks ahead"],
)
def test_no_visit_is_counted_of(app: Flask, agent: str, headers: dict[str, str]) -> None:
    read_page(visitor(app), stored(app), agent, **headers)
    assert events() == {}


@on_sqlite
def test_a_structure_that_reads_its_own_page_is_not_counted(app: Flask) -> None:
    supplier = stored(app)
    person = editor_of(supplier, app)
    read_page(person, supplier)
    search(person, "q=menuiserie")
    assert events() == {}
    read_page(buyer(app), supplier)
    assert events() == {"read": 1}


@on_sqlite
def test_what_the_database_could_not_take_waits_for_the_next_time(app: Flask) -> None:
    supplier = stored(app)
    counts().add([(supplier.id, today(), Event.READ)])
    db.session.execute(text("ALTER TABLE supplier_count RENAME TO elsewhere"))
    db.session.commit()
    counts().write()
    db.session.execute(text("ALTER TABLE elsewhere RENAME TO supplier_count"))
    db.session.commit()
    counts().write()
    assert events() == {"read": 1}


def test_a_supplier_erased_meanwhile_takes_nothing_from_the_others(app: Flask) -> None:
    supplier = stored(app)
    counts().add((id_, today(), Event.READ) for id_ in (supplier.id, supplier.id + 1))
    counts().write()
    assert events() == {"read": 1}


def test_old_days_become_months(app: Flask) -> None:
    supplier = stored(app)
    days = [date(2025, 8, 1), date(2025, 8, 3), date(2025, 8, 31), date(2025, 9, 2)]
    counts().add((supplier.id, day, Event.READ) for day in [*days, date(2025, 11, 5)])
    counts().write()
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC)):
        for _ in range(2):  # a second time changes nothing
            fold_old_days(db.session)
            db.session.commit()
    kept = db.session.scalars(select(SupplierCount).order_by(SupplierCount.day))
    assert [(row.day, row.count) for row in kept] == [
        (date(2025, 8, 1), 3),
        (date(2025, 9, 1), 1),
        (date(2025, 11, 5), 1),
    ]


@on_sqlite
def test_needs_and_places_that_no_page_shows_any_more_are_deleted(app: Flask) -> None:
    supplier = stored(app)
    for month in (date(2025, 9, 1), date(2025, 11, 1)):
        need = {"service": "repassage", "departement": "49", "count": 1}
        db.session.add(SearchCount(supplier_id=supplier.id, month=month, **need))
    db.session.commit()
    with time_machine.travel(datetime(2026, 11, 5, 12, tzinfo=UTC)):
        fold_old_days(db.session)
        db.session.commit()
    assert [row.month for row in db.session.scalars(select(SearchCount))] == [date(2025, 11, 1)]


# Searches that find nobody


def unmet() -> set[tuple[str, str, int]]:
    db.session.rollback()
    rows = db.session.scalars(select(UnmetNeed))
    return {(row.service, row.departement, row.count) for row in rows}


def test_a_search_that_finds_nobody_is_counted_for_its_service_and_place(app: Flask) -> None:
    stored(app)
    for _ in range(2):
        search(visitor(app), "q=repassage&lieu=Angers")
    assert unmet() == {("repassage", "49", 2)}


@on_sqlite
def test_nobody_who_declares_it_is_nobody(app: Flask) -> None:
    publish(app, make_supplier("Repassage du Verger", services=[]))
    search(visitor(app), "q=repassage&lieu=Angers")
    assert unmet() == {("repassage", "49", 1)}


@on_sqlite
def test_one_of_the_services_that_a_word_names_is_enough(app: Flask) -> None:
    publish(app, make_supplier(services=["blanchisserie"]))
    search(visitor(app), "service=blanchisserie&service=repassage")
    assert unmet() == set()


@on_sqlite
def test_words_that_find_nobody_are_counted_together(app: Flask) -> None:
    stored(app)
    search(visitor(app), "q=zzyzx&lieu=Angers")
    assert unmet() == {("", "49", 1)}


@on_sqlite
@pytest.mark.parametrize(
    "query",
    [
        "q=menuiserie&lieu=Angers",
        "lieu=Gap",
        "q=repassage&type=ESAT",
        "q=repassage&lecture=implante&lieu=Angers",
        "q=repassage&zone=47,-3,48.6,-0.2",
    ],
    ids=["found", "no need said", "of a kind", "sitting there", "of a part of the map"],
)
def test_what_does_not_tell_that_nobody_does_it_is_not_counted(app: Flask, query: str) -> None:
    stored(app)
    search(visitor(app), query)
    assert unmet() == set()


@on_sqlite
def test_what_one_network_does_not_do_is_not_what_nobody_does(app: Flask) -> None:
    stored(app)
    db.session.add(Network(slug="vergers", name="Vergers"))
    db.session.commit()
    asked = "/reseaux/vergers?q=repassage&lieu=Angers"
    assert visitor(app).open(asked, headers={"User-Agent": PHONE}).status_code == 200
    counts().write()
    assert unmet() == set()


@on_sqlite
def test_who_looks_after_suppliers_is_not_counted(app: Flask) -> None:
    stored(app)
    db.session.add(Network(slug="vergers", name="Vergers"))
    db.session.commit()
    for person in (manager_of("vergers", app), moderator(app)):
        search(person, "q=repassage")
    assert unmet() == set()
    search(buyer(app), "q=repassage")
    assert unmet() == {("repassage", "", 1)}
