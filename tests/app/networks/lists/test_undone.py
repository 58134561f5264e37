"""A list undone: everything is as it was, but for what somebody has written since."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import db
from app.networks.lists.choices import attach
from app.networks.lists.models import ListState
from app.structures.facts import ADDRESS_BASE, Origin
from app.structures.saving import write_facts
from domain.models import Delivery, HistoryEntry, PointPrecision, Supplier
from tests.app.networks.lists.desk import (
    PRUNIER,
    VERGER,
    applied,
    choose,
    known_verger,
    listed,
    on_sqlite,
    pages,
    read,
    rows_of,
    supplier,
    undo,
    work,
)


def test_undoing_leaves_everything_as_it_was(session: Session) -> None:
    applied(session, VERGER, PRUNIER)
    before = pages(session)
    newer = applied(session, VERGER.replace("Repassage;contact", "Menuiserie;bureau"), "Autre;;;;;")
    assert pages(session) != before
    undo(session, newer)
    assert pages(session) == before


@on_sqlite
def test_undoing_spares_later_edits_and_says_which(session: Session) -> None:
    applied(session, VERGER)
    newer = applied(session, VERGER.replace("Angers;Repassage", "Angers;Menuiserie"))
    kept = supplier(session, "Le Verger")
    kept.activities[0].delivery = Delivery.SERVICE
    session.commit()
    undo(session, newer)
    (row,) = rows_of(session, newer)
    assert row.spared == ["activities"]
    assert [a.service for a in kept.activities] == ["menuiserie-batiment"]


@on_sqlite
def test_undoing_keeps_a_page_that_somebody_has_written_on(session: Session) -> None:
    one = applied(session, VERGER)
    page, said = supplier(session, "Le Verger"), {"description": "Nous repassons."}
    write_facts(page, said, Origin.now("moderation"), "user:9")
    session.commit()
    undo(session, one)
    assert rows_of(session, one)[0].spared == ["page"]
    assert listed(session) == ["Le Verger"]


@on_sqlite
def test_undoing_a_page_that_its_address_placed_since_spares_nothing(session: Session) -> None:
    one = applied(session, VERGER)
    place_by_address(supplier(session, "Le Verger"))
    undo(session, one)
    assert rows_of(session, one)[0].spared is None
    assert listed(session) == []


@on_sqlite
def test_undoing_takes_back_a_point_that_followed_from_the_address(session: Session) -> None:
    known = known_verger(session)
    known.latitude = known.longitude = known.point_precision = None
    session.commit()
    one = read(session, VERGER)
    choose(session, one, rows_of(session, one)[0], attach(known.id))
    session.commit()
    work(session, one, ListState.APPLYING)
    assert known.point is not None
    place_by_address(known)
    undo(session, one)
    assert (rows_of(session, one)[0].spared, known.point) == (None, None)


def place_by_address(page: Supplier) -> None:
    """As the address base does, in its own time."""
    fact = {"point": [47.4, -0.5, PointPrecision.ADDRESS]}
    write_facts(page, fact, Origin.now(ADDRESS_BASE), ADDRESS_BASE)
    db.session.commit()


@on_sqlite
def test_undoing_is_in_the_history(session: Session) -> None:
    one = applied(session, VERGER)
    undo(session, one)
    actions = session.scalars(select(HistoryEntry.action).order_by(HistoryEntry.id))
    assert list(actions) == ["created", "archived"]


@on_sqlite
def test_a_list_undone_may_be_applied_anew(session: Session) -> None:
    undo(session, applied(session, VERGER))
    applied(session, VERGER)
    assert listed(session) == ["Le Verger"]
