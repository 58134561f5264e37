"""A conflict is settled on its row: the file's value, or the directory's."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.db import db
from app.networks.lists.answering import answered
from app.networks.lists.choices import APART, SKIP, attach, still_settled
from app.networks.lists.models import ListRow, ListState, MemberList, RowOutcome
from domain.models import PointPrecision, Supplier
from tests.app.networks.lists import desk
from tests.app.networks.lists.desk import choose, supplier
from tests.app.networks.lists.dropping import act, dropped, matched, rows_of
from tests.app.networks.lists.test_partly_written import AFTER, read
from tests.app.pages import on_sqlite, plain
from tests.app.people import Person

pytestmark = on_sqlite


def answer(manager: Person, page: str, said: str) -> ListRow:
    (row,) = rows_of(page)
    manager.send(f"{page}/lignes/{row.id}/choisir", {"choice": said})
    db.session.expire_all()
    return row


@pytest.mark.parametrize(
    ("said", "website"),
    [("file:website", "https://c.example"), ("directory:website", "https://b.example")],
)
def test_it_works(manager: Person, said: str, website: str) -> None:
    page = read(manager)
    assert answer(manager, page, said).outcome is RowOutcome.UPDATED
    act(manager, page, "appliquer")
    assert supplier(db.session, "Le Verger").website == website


@pytest.mark.parametrize("said", ["file:website", "directory:website"])
def test_what_was_answered_is_not_asked_by_the_next_list(manager: Person, said: str) -> None:
    page = read(manager)
    answer(manager, page, said)
    act(manager, page, "appliquer")
    following = dropped(manager, f"{AFTER}\n")
    matched(manager, following)
    assert rows_of(following)[0].outcome is RowOutcome.UNCHANGED


def test_the_row_offers_both_values_then_tells_the_answer(manager: Person) -> None:
    page = read(manager)
    address = f"{page}/lignes/{rows_of(page)[0].id}"
    asked = plain(manager.page(address))
    assert "Prendre la valeur du fichier" in asked
    assert "Garder celle de l’annuaire" in asked
    answer(manager, page, "file:website")
    assert "la valeur du fichier est prise, comme vous l’avez dit" in plain(manager.page(address))


def test_an_answer_is_taken_back(manager: Person) -> None:
    page = read(manager)
    answer(manager, page, "file:website")
    assert answer(manager, page, "unsettled").outcome is RowOutcome.CONFLICT


def test_an_answer_lasts_when_the_list_is_read_again(manager: Person) -> None:
    page = read(manager)
    answer(manager, page, "directory:website")
    act(manager, page, "relire")
    assert rows_of(page)[0].outcome is RowOutcome.UPDATED


def test_an_answer_lasts_while_its_row_is_left_out(manager: Person) -> None:
    page = read(manager)
    answer(manager, page, "file:website")
    assert answer(manager, page, "skip").outcome is RowOutcome.SKIPPED
    act(manager, page, "relire")
    assert rows_of(page)[0].outcome is RowOutcome.SKIPPED
    assert answer(manager, page, "undecided").choice == {"settled": {"website": "file"}}


def test_an_answer_is_of_the_page_that_the_row_was_found_to_be(manager: Person) -> None:
    before = attach(1) | {"settled": {"website": "file"}}
    kept = [still_settled(said, before) for said in (SKIP, attach(1), attach(2), APART)]
    assert ["settled" in (choice or {}) for choice in kept] == [True, True, False, False]


def test_what_a_row_does_not_ask_is_no_answer(manager: Person) -> None:
    page = read(manager)
    assert answer(manager, page, "file:name").outcome is RowOutcome.CONFLICT


def test_an_address_is_settled_whole(manager: Person) -> None:
    asked: list[Any] = [{"settles": name} for name in ("address", "city", "website")]
    said = answered(ListRow(told=asked, candidates=[]), "file:city")
    assert said == {"settled": {"address": "file", "city": "file"}}


ADDRESSES = "Nom;SIRET;Code postal;Ville;Adresse"
IN_NANTES = "Le Verger;12345678200010;44000;Nantes;3 rue C"


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("file:address", ("3 rue C", "44000", "44109")),
        ("directory:address", ("2 rue B", "49000", "49007")),
    ],
)
def test_half_an_address_of_each_is_never_written(
    session: Session, said: str, where: tuple[str, ...]
) -> None:
    desk.applied(session, "Le Verger;12345678200010;49000;Angers;1 rue A", titles=ADDRESSES)
    page = supplier(session, "Le Verger")
    page.address = "2 rue B"
    session.commit()
    settled(session, desk.read(session, IN_NANTES, titles=ADDRESSES), said)
    assert (page.address, page.postcode, page.code_insee) == where


def test_the_point_follows_the_address_that_is_taken(session: Session) -> None:
    page = Supplier(name="Le Verger", siret="12345678200010", address="1 rue A", city="Angers")
    page.postcode, page.code_insee = "49000", "49007"
    page.latitude, page.longitude, page.point_precision = 47.4766, -0.5562, PointPrecision.COMMUNE
    session.add(page)
    session.commit()
    one = desk.read(session, IN_NANTES, titles=ADDRESSES)
    (row,) = desk.rows_of(session, one)
    choose(session, one, row, attach(page.id))
    settled(session, one, "file:address")
    assert (page.code_insee, round(page.latitude or 0)) == ("44109", 47)
    assert round(page.longitude or 0) == -2


def settled(session: Session, one: MemberList, said: str) -> None:
    """Answered, then applied."""
    (row,) = desk.rows_of(session, one)
    choose(session, one, row, answered(row, said))
    session.commit()
    desk.work(session, one, ListState.APPLYING)


def test_what_nobody_has_changed_is_not_said_to_be(manager: Person) -> None:
    """The page and the file differed from the start, and still do at the next list."""
    titles = "Nom;Code postal;Ville;Site internet"
    page_of = Supplier(name="Association Le Verger", city="Angers", code_insee="49007")
    page_of.website = "https://b.example"
    db.session.add(page_of)
    db.session.commit()
    first = dropped(manager, f"{titles}\nLe Verger;49000;Angers;https://c.example\n")
    matched(manager, first)
    answer(manager, first, str(page_of.id))
    act(manager, first, "appliquer")
    second = dropped(manager, f"{titles}\nLe Verger;49000;Angers;https://c.example\n\n")
    matched(manager, second)
    (told,) = [told for told in rows_of(second)[0].told if "settles" in told]
    assert told["message"].endswith("que dit une autre source")
