"""The times and the tables of appointments: those that the meeting holds."""

import re

import pytest
from flask import Flask

from app.meetings.models import Meeting
from tests.app.meetings.appointments.desk import add, held, make
from tests.app.meetings.cast import MANAGED, at, make_meeting, make_people, wish
from tests.app.pages import on_sqlite
from tests.app.people import Person


@on_sqlite
def test_a_short_meeting_offers_times_that_it_holds(app: Flask, manager: Person) -> None:
    meeting = make_meeting(starts_at=at(14), ends_at=at(15))
    page = manager.open(f"{MANAGED}/{meeting.id}/rendez-vous").text
    assert re.search(r'name="slots"[^>]*value="3"', page)
    assert "0 rendez-vous fait sur 0." in make(manager, meeting)


@on_sqlite
@pytest.mark.parametrize("act", ["make", "times"])
def test_nobody_is_sent_to_an_empty_room(meeting: Meeting, manager: Person, act: str) -> None:
    early = make(manager, meeting, act, starts="02:00")
    assert "La rencontre ne commence qu’à 14 h 00." in early.replace("\xa0", " ")
    late = make(manager, meeting, act, starts="17:30").replace("\xa0", " ")
    assert "Le dernier rendez-vous finirait à 18 h 25, et la rencontre à 18 h 00." in late


@on_sqlite
@pytest.mark.parametrize(
    ("times", "said"),
    [
        ({"slots": 0}, "Un nombre entre 1 et 40."),
        ({"tables": "9" * 30}, "Ce nombre est trop grand."),
        ({"starts": "25:00"}, "Écrivez une heure, comme 14:30."),
        ({"slot_minutes": "x"}, "Écrivez un nombre entier"),
    ],
)
def test_times_that_cannot_be_are_told(
    meeting: Meeting, manager: Person, times: dict[str, object], said: str
) -> None:
    assert said in make(manager, meeting, **times)


@on_sqlite
def test_times_alone_are_changed(meeting: Meeting, manager: Person) -> None:
    structure, buyer = make_people(meeting, structures=1, buyers=1)
    wish(structure, buyer)
    make(manager, meeting)
    page = make(manager, meeting, "times", starts="15:30")
    assert "15 h 30" in page
    assert len(held()) == 1


@on_sqlite
def test_times_leave_no_appointment_without_a_slot(meeting: Meeting, manager: Person) -> None:
    pair = make_people(meeting, structures=1, buyers=1)
    make(manager, meeting)
    add(manager, meeting, pair, slot=2)
    page = make(manager, meeting, "times", slots=2)
    assert "Des rendez-vous occupent 3 créneaux et 1 table" in page.replace("\xa0", " ")
