"""Sheets are printed: one for the welcome desk, and one for each who has appointments."""

import re

from app.meetings.models import Meeting
from tests.app.meetings.appointments.desk import add, make
from tests.app.meetings.cast import MANAGED, make_meeting, make_participant, make_people
from tests.app.pages import on_sqlite
from tests.app.people import Person


def sheets(page: str) -> list[str]:
    return page.split('<section class="printed">')[1:]


@on_sqlite
def test_sheets_are_printed_for_each_who_has_appointments(
    meeting: Meeting, manager: Person
) -> None:
    structure, buyer, _alone = make_people(meeting, structures=1, buyers=2)
    make(manager, meeting)
    add(manager, meeting, (structure, buyer), slot=1)
    welcome, *others = sheets(manager.page(f"{MANAGED}/{meeting.id}/imprimer"))
    assert "Aucun" in welcome
    assert len(others) == 2
    of_buyer = next(sheet for sheet in others if "<h2>B0" in sheet)
    assert re.search(r"14 h 20.*S0", of_buyer)
    assert "Salle des fêtes, 1 place du Marché" in of_buyer


@on_sqlite
def test_the_welcome_desk_looks_for_last_names(meeting: Meeting, manager: Person) -> None:
    for name in ("Zoé Abadie", "Ana Zola", "Luc Élan"):
        make_participant(meeting, name)
    welcome, *_ = sheets(manager.page(f"{MANAGED}/{meeting.id}/imprimer"))
    assert welcome.index("Abadie") < welcome.index("Élan") < welcome.index("Zola")


@on_sqlite
def test_one_sheet_is_printed_alone(meeting: Meeting, manager: Person) -> None:
    pair = make_people(meeting, structures=1, buyers=1)
    make(manager, meeting)
    add(manager, meeting, pair)
    assert "Imprimer sa feuille" in manager.page(f"{MANAGED}/{meeting.id}/participants")
    path = f"{MANAGED}/{meeting.id}/participants/{pair[1].id}/imprimer"
    (sheet,) = sheets(manager.page(path))
    assert re.search(r"<h2>B0.*14 h 00.*S0", sheet)
    other = make_meeting(title="Autre")
    path = f"{MANAGED}/{other.id}/participants/{pair[1].id}/imprimer"
    assert manager.open(path).status_code == 404
