"""A list undone after others have done something."""

import pytest
from sqlalchemy.orm import Session

from app.networks.joining import add_member
from app.structures.facts import Origin
from app.structures.saving import write_facts
from domain.models import Network
from tests.app.networks.lists.desk import (
    NETWORK,
    PRUNIER,
    VERGER,
    applied,
    listed,
    outcomes,
    read,
    rows_of,
    supplier,
    undo,
)

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@on_sqlite
def test_who_left_and_was_added_back_by_hand_stays_as_added(session: Session) -> None:
    applied(session, VERGER, PRUNIER)
    newer = applied(session, VERGER)
    add_member(session.get_one(Network, NETWORK), supplier(session, "Le Prunier").id, "user:1")
    undo(session, newer)
    (membership,) = supplier(session, "Le Prunier").memberships
    assert membership.source == "network:cress"
    (gone,) = [row for row in rows_of(session, newer) if row.line is None]
    assert gone.spared == ["networks"]


def test_whom_a_later_list_names_stays_a_member(session: Session) -> None:
    one = applied(session, VERGER, PRUNIER)
    applied(session, VERGER, is_partial=True)
    undo(session, one)
    page = supplier(session, "Le Verger")
    assert (page.is_listed, [m.network_slug for m in page.memberships]) == (True, [NETWORK])
    assert [row.spared for row in rows_of(session, one)] == [["list"], None]
    assert listed(session) == ["Le Verger"]
    assert outcomes(session, read(session, PRUNIER)) == {"created": 1, "gone": 1}


@on_sqlite
def test_a_later_list_that_is_undone_too_names_nobody(session: Session) -> None:
    one = applied(session, VERGER)
    undo(session, applied(session, VERGER))
    undo(session, one)
    assert listed(session) == []


@on_sqlite
def test_a_page_written_on_since_stays_but_is_no_member(session: Session) -> None:
    one = applied(session, VERGER)
    page = supplier(session, "Le Verger")
    write_facts(page, {"description": "Des pommes."}, Origin.now("structure"), "user:2")
    session.commit()
    undo(session, one)
    assert page.is_listed
    assert page.memberships == []
    assert rows_of(session, one)[0].spared == ["page"]
    assert outcomes(session, applied(session, VERGER)) == {"updated": 1}
    assert [m.network_slug for m in page.memberships] == [NETWORK]


@on_sqlite
@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 0, 2], [1, 2, 0], [0, 2, 1]])
def test_nothing_stays_once_every_list_is_undone(session: Session, order: list[int]) -> None:
    mended = VERGER.replace("Repassage", "Menuiserie")
    lists = [
        applied(session, VERGER, PRUNIER),
        applied(session, mended),  # le Prunier leaves
        applied(session, VERGER, PRUNIER),
    ]
    for rank in order:
        undo(session, lists[rank])
    assert listed(session) == []
    assert [row.spared for row in rows_of(session, lists[0])] == [None, None]


@on_sqlite
@pytest.mark.parametrize("order", [[1, 0], [0, 1]])
def test_a_service_taken_away_then_given_back_is_nobodys_change(
    session: Session, order: list[int]
) -> None:
    lists = [
        applied(session, VERGER.replace("Repassage", "Repassage, Menuiserie")),
        applied(session, VERGER.replace("Repassage", "Menuiserie")),
    ]
    for rank in order:
        undo(session, lists[rank])
    assert listed(session) == []


def test_what_waited_for_a_later_list_waits_for_the_others(session: Session) -> None:
    one, other, last = (applied(session, VERGER) for _ in range(3))
    undo(session, one)
    undo(session, other)
    assert listed(session) == ["Le Verger"]
    assert rows_of(session, one)[0].spared == ["list"]
    undo(session, last)
    assert listed(session) == []


@on_sqlite
def test_who_left_with_a_later_list_goes_with_the_one_that_created_it(session: Session) -> None:
    one = applied(session, VERGER, PRUNIER)
    applied(session, VERGER)
    undo(session, one)
    assert listed(session) == ["Le Verger"]
