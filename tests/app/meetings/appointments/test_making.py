"""The network makes the appointments from wishes, and makes them again."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.meetings.appointing import Times, make_appointments, plan_appointments
from app.meetings.models import Appointment, Meeting, MeetingStatus, Outcome
from app.meetings.seats import withdraw
from domain.models import utcnow
from tests.app.meetings.appointments.desk import add, held, make, sent
from tests.app.meetings.cast import MANAGED, make_people, wish
from tests.app.pages import on_sqlite, plain
from tests.app.people import Person


def test_it_works(meeting: Meeting, manager: Person) -> None:
    structure, buyer = make_people(meeting, structures=1, buyers=1)
    wish(structure, buyer)
    page = make(manager, meeting)
    assert "1 rendez-vous fait sur 1." in page
    assert "14 h 00" in page
    assert held() == [(0, 1, {"S0", "B0"})]


@on_sqlite
def test_what_has_no_time_is_told(meeting: Meeting, manager: Person) -> None:
    *structures, buyer = make_people(meeting, structures=4, buyers=1)
    for structure in structures:
        wish(structure, buyer)
    page = make(manager, meeting, slots=3)
    assert "3 rendez-vous faits sur 4. Le temps ou les tables manquent pour 1 de plus" in page


@on_sqlite
def test_wishes_left_out_are_named_and_added_by_hand(meeting: Meeting, manager: Person) -> None:
    one, other, buyer = make_people(meeting, structures=2, buyers=1)
    wish(one, buyer)
    wish(other, buyer)
    wish(buyer, other)
    page = plain(make(manager, meeting, slots=1))
    assert "S0 (Organisation S0) souhaite rencontrer B0 (Organisation B0)" in page
    assert "Souhait réciproque" not in page
    make(manager, meeting, "times", slots=2)
    asked = f"?one={one.id}&other={buyer.id}"
    page = manager.page(f"{MANAGED}/{meeting.id}/rendez-vous{asked}")
    assert f'<option selected value="{one.id}">' in page
    assert '<option selected value="1">' in page
    assert "Souhaits sans rendez-vous" not in add(manager, meeting, (one, buyer), slot=1)


def test_making_them_again_replaces_them(meeting: Meeting, manager: Person) -> None:
    structure, buyer, other = make_people(meeting, structures=1, buyers=2)
    wish(structure, buyer)
    make(manager, meeting)
    add(manager, meeting, (structure, other), slot=1)
    assert "cochez d’abord la case" in make(manager, meeting)
    assert len(held()) == 2
    make(manager, meeting, replacing="y")
    assert held() == [(0, 1, {"S0", "B0"})]


@on_sqlite
def test_the_enter_key_makes_no_appointment_anew(meeting: Meeting, manager: Person) -> None:
    """It presses the first button of the form."""
    structure, buyer, other = make_people(meeting, structures=1, buyers=2)
    wish(structure, buyer)
    make(manager, meeting)
    add(manager, meeting, (structure, other), slot=1)
    page = manager.page(f"{MANAGED}/{meeting.id}/rendez-vous")
    form = page[page.index('name="starts"') :]
    first = re.search(r'<button class="button"(?: name="(\w+)")?>', form)
    assert first is not None
    make(manager, meeting, first[1] or "times", starts="15:00")
    assert len(held()) == 2


@on_sqlite
@pytest.mark.parametrize("act", ["make", "times", "add", "move", "remove"])
def test_those_of_a_cancelled_meeting_stay(meeting: Meeting, manager: Person, act: str) -> None:
    pair = make_people(meeting, structures=1, buyers=2)
    make(manager, meeting)
    add(manager, meeting, pair)
    number = db.session.scalars(select(Appointment.id)).one()
    meeting.status = MeetingStatus.CANCELLED
    db.session.commit()
    path = f"{MANAGED}/{meeting.id}/rendez-vous/{number}"
    match act:
        case "add":
            page = add(manager, meeting, (pair[0], pair[2]), slot=1)
        case "move":
            page = sent(manager, path, {"slot": "1", "table": ""})
        case "remove":
            page = sent(manager, f"{path}/retirer", {})
        case _:
            page = make(manager, meeting, act, replacing="y")
    assert "Cette rencontre est annulée : ses rendez-vous ne changent plus." in page.replace(
        "\xa0", " "
    )
    assert held() == [(0, 1, {"S0", "B0"})]
    assert "Ajouter un rendez-vous" not in manager.page(f"{MANAGED}/{meeting.id}/rendez-vous")


@on_sqlite
def test_who_leaves_while_they_are_made_has_none(app: Flask, meeting: Meeting) -> None:
    structure, buyer, leaving = make_people(meeting, structures=1, buyers=2)
    wish(structure, buyer)
    wish(structure, leaving)
    number, left = meeting.id, leaving.id
    times = Times(meeting.starts_at, 15, 5, slots=3, tables=2)
    with app.test_request_context():
        plan = plan_appointments(meeting, times)
        withdraw(number, left, "user:1", "se désinscrit")
        made = make_appointments(number, times, plan)
        db.session.commit()
    assert (made.held, made.wished) == (1, 2)
    assert [names for *_, names in held()] == [{"S0", "B0"}]


@pytest.fixture
def followed(meeting: Meeting, manager: Person) -> Appointment:
    """It was held, and an order followed."""
    structure, buyer = make_people(meeting, structures=1, buyers=1)
    wish(structure, buyer)
    make(manager, meeting)
    (appointment,) = db.session.scalars(select(Appointment))
    appointment.outcome = Outcome.ORDER
    db.session.commit()
    return appointment


@on_sqlite
@pytest.mark.parametrize(
    ("ended", "said"),
    [(timedelta(hours=-1), "On a déjà dit ce qui a suivi"), (timedelta(days=400), "est passée")],
)
def test_what_followed_is_never_lost(
    meeting: Meeting, manager: Person, followed: Appointment, ended: timedelta, said: str
) -> None:
    meeting.ends_at = utcnow() - ended
    meeting.starts_at = meeting.ends_at - timedelta(hours=6)
    db.session.commit()
    page = manager.page(f"{MANAGED}/{meeting.id}/rendez-vous")
    assert said in page
    assert "Refaire les rendez-vous" not in page
    at_start = f"{meeting.starts_at.astimezone():%H:%M}"
    for button in ("make", "times"):
        assert said in make(manager, meeting, button, starts=at_start)
    path = f"{MANAGED}/{meeting.id}/rendez-vous/{followed.id}"
    assert "Retirer ce rendez-vous" not in manager.page(path)
    assert said in sent(manager, f"{path}/retirer", {})
    assert db.session.scalars(select(Appointment.outcome)).one() is Outcome.ORDER
