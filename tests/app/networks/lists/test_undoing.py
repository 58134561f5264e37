"""A list undone after others have done something."""

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import Editorship
from app.moderation.merging.merging import merge
from app.networks.joining import add_member
from app.networks.lists.choices import attach
from app.networks.lists.models import ListState, MemberList
from app.networks.lists.turns import ask
from app.networks.lists.wording import undone_as
from app.structures.facts import Origin, read_fact
from app.structures.saving import write_facts
from domain.models import Network
from tests.app.cast import make_supplier
from tests.app.networks.lists.desk import (
    AT_SIRET,
    NETWORK,
    PRUNIER,
    TITLES,
    VERGER,
    advance_list,
    applied,
    choose,
    listed,
    outcomes,
    read,
    rows_of,
    supplier,
    undo,
    work,
)
from tests.app.networks.lists.gestures import GESTURES, Gesture, give_services, vouch

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
def test_a_later_list_of_which_nothing_was_written_holds_nobody_back(session: Session) -> None:
    applied(session, VERGER, PRUNIER)
    waiting = read(session, PRUNIER.replace("Menuiserie", "Traiteur"), is_partial=True)
    newer = applied(session, VERGER)
    work(session, waiting, ListState.APPLYING)
    assert outcomes(session, waiting) == {"conflict": 1}
    undo(session, newer)
    assert supplier(session, "Le Prunier").memberships != []


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
def test_an_address_changed_since_is_not_given_back_in_part(session: Session) -> None:
    """The new street would be in the town that it left."""
    titles = f"{TITLES};Adresse"
    applied(session, f"{AT_SIRET};1 rue du Lin", titles=titles)
    moved = AT_SIRET.replace("49000;Angers", "44000;Nantes")
    one = applied(session, f"{moved};2 rue du Bois", titles=titles)
    page = supplier(session, "Le Verger")
    write_facts(page, {"address": "3 quai de la Fosse"}, Origin.now("structure"), "user:2")
    session.commit()
    undo(session, one)
    assert (page.address, page.postcode, page.city) == ("3 quai de la Fosse", "44000", "Nantes")
    assert {"address", "postcode", "city", "point"} <= set(rows_of(session, one)[0].spared or ())


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


@on_sqlite
@pytest.mark.parametrize("order", [[1, 0], [0, 1]])
@pytest.mark.parametrize("gesture", GESTURES)
def test_what_the_network_does_by_hand_holds_no_page(
    session: Session, gesture: Gesture, order: list[int]
) -> None:
    lists = [applied(session, VERGER), applied(session, VERGER.replace("Repassage", "Menuiserie"))]
    gesture(session, supplier(session, "Le Verger"))
    for rank in order:
        undo(session, lists[rank])
    assert listed(session) == []
    assert {row.spared for one in lists for row in rows_of(session, one)} == {None}


def keep(session: Session, name: str) -> None:
    session.add(Editorship(user_id=1, supplier_id=supplier(session, name).id))
    session.commit()


@on_sqlite
def test_what_its_structure_keeps_stays_and_leaves_the_network(session: Session) -> None:
    one = applied(session, VERGER)
    keep(session, "Le Verger")
    undo(session, one)
    assert (listed(session), supplier(session, "Le Verger").memberships) == (["Le Verger"], [])
    assert undone_as(rows_of(session, one)[0]).endswith("gardée, hors du réseau")


@on_sqlite
def test_whom_the_network_vouches_for_since_is_said_to_stay_a_member(session: Session) -> None:
    one = applied(session, VERGER)
    keep(session, "Le Verger")
    vouch(session, supplier(session, "Le Verger"))
    undo(session, one)
    assert len(supplier(session, "Le Verger").memberships) == 1
    assert "gardée, et toujours membre" in undone_as(rows_of(session, one)[0])


@on_sqlite
def test_who_left_and_whose_page_went_is_said_to_be_nowhere(session: Session) -> None:
    one, newer = applied(session, VERGER, PRUNIER), applied(session, VERGER)
    undo(session, one)
    undo(session, newer)
    (gone,) = [row for row in rows_of(session, newer) if row.line is None]
    assert undone_as(gone) == "Sa fiche n’est plus en ligne : rien à rétablir"


@on_sqlite
def test_two_lists_undone_at_once_leave_nothing(session: Session) -> None:
    lists = [applied(session, VERGER, PRUNIER), applied(session, VERGER)]
    for one in lists:
        ask(one, ListState.UNDOING, one.asked_by)
    session.commit()
    for one in lists:  # the older one was asked first
        advance_list(one.id)
    session.expire_all()
    assert listed(session) == []


def joined(session: Session) -> MemberList:
    """A list that names, beside others, a page of another source, as a person says."""
    known = make_supplier("Le Verger")
    session.add(known)
    session.commit()
    one = read(session, VERGER, PRUNIER)
    choose(session, one, rows_of(session, one)[0], attach(known.id))
    session.commit()
    work(session, one, ListState.APPLYING)
    return one


@on_sqlite
@pytest.mark.parametrize("order", [[1, 0], [0, 1]])
def test_who_joined_with_a_list_and_left_with_the_next_is_no_member(
    session: Session, order: list[int]
) -> None:
    lists = [joined(session), applied(session, PRUNIER)]
    for rank in order:
        undo(session, lists[rank])
    page = supplier(session, "Le Verger")
    assert (page.memberships, page.contacts) == ([], [])
    assert [record.source for record in page.records] == ["test"]
    assert rows_of(session, lists[0])[0].spared is None


@on_sqlite
def test_who_comes_back_to_no_list_is_said_so(session: Session) -> None:
    one, newer = joined(session), applied(session, PRUNIER)
    undo(session, one)
    undo(session, newer)
    (gone,) = [row for row in rows_of(session, newer) if row.line is None]
    assert "ne revient pas dans le réseau" in undone_as(gone)


@on_sqlite
def test_who_is_vouched_for_since_on_the_page_of_another_source_stays(session: Session) -> None:
    one = joined(session)
    vouch(session, supplier(session, "Le Verger"))
    undo(session, one)
    assert rows_of(session, one)[0].spared == ["networks"]
    assert len(supplier(session, "Le Verger").memberships) == 1


@on_sqlite
def test_services_given_since_to_the_page_of_another_source_stay_alone(session: Session) -> None:
    one = joined(session)
    give_services(session, supplier(session, "Le Verger"))
    undo(session, one)
    services = [row.service for row in supplier(session, "Le Verger").activities]
    assert services == ["menuiserie-batiment", "nettoyage-locaux"]
    assert rows_of(session, one)[0].spared is None


@on_sqlite
def test_what_a_structure_has_made_its_own_stays(session: Session) -> None:
    one = joined(session)
    page = supplier(session, "Le Verger")
    said = {name: read_fact(page, name) for name in ("activities", "contacts")}
    write_facts(page, said, Origin.now("structure"), "user:2")
    session.commit()
    undo(session, one)
    assert {name: read_fact(page, name) for name in said} == said
    assert rows_of(session, one)[0].spared == ["contacts", "activities"]


@on_sqlite
def test_two_pages_of_the_list_made_one_go_together(session: Session) -> None:
    one = applied(session, VERGER, PRUNIER)
    merge(supplier(session, "Le Verger").id, supplier(session, "Le Prunier").id, "user:1")
    undo(session, one)
    assert listed(session) == []
    assert "Réunie depuis avec une autre fiche" in undone_as(rows_of(session, one)[1])
