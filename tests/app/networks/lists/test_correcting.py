"""A row corrected in place, by one person or by two colleagues at once."""

import re
from html import unescape

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.db import db
from app.networks.lists import choices, row_views
from app.networks.lists.answering import NEW
from app.networks.lists.models import ListRow, ListState, MemberList
from tests.app.networks.lists.desk import VERGER, listed
from tests.app.networks.lists.dropping import (
    act,
    answer,
    dropped,
    first_row,
    matched,
    read,
    rows_of,
)
from tests.app.pages import on_sqlite, plain
from tests.app.people import Person

pytestmark = on_sqlite


def test_a_row_is_corrected_in_place(manager: Person) -> None:
    page = read(manager, ";;49000;Angers;Repassage;")
    row = first_row(page)
    correct(manager, page, row, ["Le Verger", *row.cells[1:]])
    assert "1 structure à créer" in manager.page(page)


def test_the_cell_that_a_row_is_refused_for_is_marked(manager: Person) -> None:
    page = read(manager, ";;49000;Angers;Repassage;")
    shown = manager.page(f"{page}/lignes/{first_row(page).id}")
    assert re.findall(r'aria-invalid="true"[^>]* name="([^"]+)"', shown) == ["cells-0"]


def correct(manager: Person, page: str, row: ListRow, cells: list[str]) -> None:
    answer = send_cells(manager, page, row, cells, opened(manager, page, row))
    assert answer.status_code == 302
    db.session.expire_all()


def test_a_correction_that_others_depend_on_has_the_list_read_again(manager: Person) -> None:
    page = read(manager, VERGER, VERGER)
    row = first_row(page)
    correct(manager, page, row, ["La Pomme", *row.cells[1:]])
    assert "La liste est relue : cette ligne et d’autres se lisent ensemble" in manager.page(page)


def opened(manager: Person, page: str, row: ListRow) -> str:
    """What the form of the row tells that it was opened on."""
    return seen_in(manager.open(f"{page}/lignes/{row.id}").text)


def seen_in(html: str) -> str:
    return unescape(re.findall(r'name="seen" type="hidden" value="([^"]*)"', html)[0])


def send_cells(
    manager: Person, page: str, row: ListRow, cells: list[str], seen: str
) -> TestResponse:
    sent = {f"cells-{rank}": cell for rank, cell in enumerate(cells)} | {"seen": seen}
    address = f"{page}/lignes/{row.id}/corriger"
    return manager.send(address, sent, content_type="multipart/form-data")


def test_two_colleagues_who_correct_one_row_both_count(manager: Person) -> None:
    page = read(manager, ";;49000;Angers;Repassage;")
    row, (_, siret, postcode, city, *rest) = first_row(page), first_row(page).cells
    seen = opened(manager, page, row)
    correct(manager, page, row, ["Le Verger", siret, postcode, city, *rest])
    cells = ["", siret, "44000", "Nantes", *rest]
    assert send_cells(manager, page, row, cells, seen).status_code == 302
    db.session.expire_all()
    assert first_row(page).said == ["Le Verger", siret, "44000", "Nantes", *rest]


def test_a_cell_that_a_colleague_has_corrected_is_not_written_over(manager: Person) -> None:
    page = read(manager, ";;49000;Angers;Repassage;")
    row, (_, *rest) = first_row(page), first_row(page).cells
    seen = opened(manager, page, row)
    correct(manager, page, row, ["Le Verger", *rest])
    answer = send_cells(manager, page, row, ["Le Prunier", *rest], seen)
    assert answer.status_code == 409
    assert ">Nom</a> : Cette case vient de changer : « Le Verger »" in plain(answer.text)
    assert "Le Prunier</textarea>" in answer.text
    db.session.expire_all()
    assert first_row(page).said[0] == "Le Verger"
    again = send_cells(manager, page, row, ["Le Prunier", *rest], seen_in(answer.text))
    assert again.status_code == 302


def test_an_answer_is_not_that_of_a_row_which_a_colleague_has_just_corrected(
    manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = read(manager, VERGER.replace("Le Verger", "Mme Jeanne Dupont"))
    row = first_row(page)
    hold = row_views.hold_list

    def corrected_meanwhile(session: Session, one: MemberList, state: ListState) -> MemberList:
        """The answer waits for the list, which a colleague holds."""
        monkeypatch.setattr(row_views, "hold_list", hold)
        with db.sessionmaker.begin() as other:
            theirs, cells = other.get_one(ListRow, row.id), ["La Pomme", *row.cells[1:]]
            choices.correct(other, other.get_one(MemberList, one.id), theirs, cells, one.dropped_by)
        return hold(session, one, state)

    monkeypatch.setattr(row_views, "hold_list", corrected_meanwhile)
    answer(manager, page, row, NEW)
    assert first_row(page).choice is None
    act(manager, page, "appliquer")
    assert listed(db.session) == ["La Pomme"]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_row_that_is_sent_back_as_it_was_is_not_corrected(manager: Person, ends: str) -> None:
    page = dropped(manager, f'Nom;Ville;Description\nLe Verger;Angers;"a{ends}b"\nLe Noyer;Nantes')
    matched(manager, page)
    long, short = rows_of(page)
    correct(manager, page, long, ["Le Verger", "Angers", "a\r\nb"])  # as browsers send it
    correct(manager, page, short, ["Le Noyer", "Nantes", ""])
    assert [row.corrected for row in rows_of(page)] == [None, None]


def test_a_row_with_a_long_cell_is_corrected(manager: Person) -> None:
    cell = "é" * 100_000
    page = dropped(manager, f"Nom;Ville;Description\n;Angers;{cell}")
    matched(manager, page)
    correct(manager, page, first_row(page), ["Le Verger", "Angers", cell])
    assert first_row(page).said == ["Le Verger", "Angers", cell]
