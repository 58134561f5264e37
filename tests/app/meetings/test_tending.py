"""What is done each day: reminders, guests who do not answer, names that go a year after."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.accounts.erasing import erase
from app.db import db
from app.meetings.models import (
    Appointment,
    Attendee,
    Meeting,
    MeetingStatus,
    Outcome,
    Participant,
    Side,
    Standing,
    Wish,
)
from app.meetings.seats import SEAT_KEPT_FOR
from app.meetings.tending import KEPT_FOR, tend_meetings
from domain.models import utcnow
from tests.app.cast import make_supplier
from tests.app.dumping import dump
from tests.app.meetings.cast import (
    MANAGED,
    NETWORK,
    buyer_at,
    make_meeting,
    make_participant,
    registered,
    standings,
    wish,
)
from tests.app.pages import on_sqlite
from tests.app.people import Person, buyer, letters, manager_of

ADDRESS = "camille.durand@atelier.example"


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    return make_meeting()


@pytest.fixture
def camille(app: Flask, meeting: Meeting) -> Person:
    return buyer_at(meeting, app, ADDRESS)


def tend(app: Flask, later: timedelta = timedelta()) -> None:
    """As the worker does, so long after."""
    with time_machine.travel(utcnow() + later, tick=False), app.test_request_context():
        tend_meetings(db.session)
        db.session.commit()


@on_sqlite
def test_those_who_come_are_reminded_once(app: Flask, meeting: Meeting, camille: Person) -> None:
    before = len(letters(ADDRESS))
    tend(app)
    assert len(letters(ADDRESS)) == before
    for _ in range(2):
        tend(app, timedelta(days=8))
    assert len(letters(ADDRESS)) == before + 1
    assert letters(ADDRESS)[-1].subject == "Bientôt : Rencontre des vergers"


@on_sqlite
@pytest.mark.parametrize(("days", "count"), [(4, 0), (3, 1), (0, 1)])
def test_a_meeting_is_reminded_of_three_days_before_whatever_its_hour(
    app: Flask, meeting: Meeting, camille: Person, days: int, count: int
) -> None:
    morning = (utcnow() + timedelta(days=30)).astimezone().replace(hour=7, minute=0)
    meeting.starts_at = (morning + timedelta(days=days)).replace(hour=17)
    db.session.commit()
    before = len(letters(ADDRESS))
    for _ in range(2):
        tend(app, morning - utcnow())
    assert len(letters(ADDRESS)) == before + count


@on_sqlite
def test_a_guest_who_does_not_answer_gives_the_seat_back(
    app: Flask, meeting: Meeting, camille: Person
) -> None:
    meeting.seats = 2
    db.session.commit()
    camille.send(f"/rencontres/{meeting.id}/inviter", {"email": "invitee@atelier.example"})
    registered(buyer(app, "attend@atelier.example"), meeting, "Ana")
    tend(app, SEAT_KEPT_FOR + timedelta(hours=1))
    assert standings(meeting) == [
        ("Camille Durand", Standing.SEATED),
        ("Ana", Standing.SEATED),
    ]
    assert letters(ADDRESS)[-1].subject.startswith("Votre invité n’a pas répondu")


@on_sqlite
@pytest.mark.parametrize("is_cancelled", [True, False])
def test_the_guest_of_a_meeting_that_is_cancelled_or_past_goes_without_a_letter(
    app: Flask, meeting: Meeting, camille: Person, is_cancelled: bool
) -> None:
    camille.send(f"/rencontres/{meeting.id}/inviter", {"email": "invitee@atelier.example"})
    before = len(letters(ADDRESS))
    if is_cancelled:
        meeting.status = MeetingStatus.CANCELLED
        db.session.commit()
    else:
        past(meeting, timedelta())
    tend(app, SEAT_KEPT_FOR + timedelta(hours=1))
    assert standings(meeting) == [("Camille Durand", Standing.SEATED)]
    assert len(letters(ADDRESS)) == before


@on_sqlite
def test_the_day_after_who_had_appointments_is_asked_what_followed(
    app: Flask, meeting: Meeting, camille: Person, appointment: Appointment
) -> None:
    buyer_at(meeting, app, "sans@atelier.example")
    before = {email: len(letters(email)) for email in (ADDRESS, "sans@atelier.example")}
    past(meeting, timedelta(hours=1))
    tend(app)
    assert len(letters(ADDRESS)) == before[ADDRESS]
    for _ in range(2):
        tend(app, timedelta(days=1))
    assert len(letters(ADDRESS)) == before[ADDRESS] + 1
    assert letters(ADDRESS)[-1].subject == "Ce qui a suivi vos rendez-vous : Rencontre des vergers"
    assert f"/rencontres/{meeting.id}/suites" in letters(ADDRESS)[-1].text
    assert len(letters("sans@atelier.example")) == before["sans@atelier.example"]


@on_sqlite
def test_an_invitation_that_nobody_answered_goes_with_the_names(
    app: Flask, meeting: Meeting
) -> None:
    make_participant(meeting, "", standing=Standing.INVITED, email="invitee@atelier.example")
    past(meeting, KEPT_FOR + timedelta(days=1))
    tend(app)
    assert standings(meeting) == []


@pytest.fixture
def appointment(meeting: Meeting, camille: Person) -> Appointment:
    """Camille's, with somebody who wishes to meet her."""
    mine = db.session.scalars(select(Participant)).one()
    other = make_participant(meeting, "Ana", Side.STRUCTURE)
    wish(other, mine)
    made = Appointment(meeting=meeting, slot=0, table_number=1)
    made.attendees = [Attendee(participant=it, slot=0) for it in (mine, other)]
    db.session.add(made)
    db.session.commit()
    return made


def past(meeting: Meeting, ago: timedelta) -> None:
    meeting.starts_at = utcnow() - ago - timedelta(hours=3)
    meeting.ends_at = utcnow() - ago
    db.session.commit()


def test_a_year_after_nobody_is_named_and_appointments_still_count(
    app: Flask, meeting: Meeting, appointment: Appointment
) -> None:
    make_participant(meeting, "En attente", standing=Standing.WAITING)
    past(meeting, KEPT_FOR + timedelta(days=1))
    tend(app)
    assert [name for name, _ in standings(meeting)] == ["", ""]
    assert db.session.scalars(select(Wish)).all() == []
    assert "1 rendez-vous" in manager_of(NETWORK, app).page(f"{MANAGED}/{meeting.id}")


@pytest.fixture
def told_by_a_structure(meeting: Meeting, camille: Person) -> str:
    """Somebody of a page of the directory says what followed; the name of the page."""
    supplier = make_supplier("Les Vergers réunis")
    db.session.add(supplier)
    db.session.commit()
    ana = make_participant(meeting, "Ana", Side.STRUCTURE, supplier_id=supplier.id)
    mine = db.session.scalars(select(Participant).where(Participant.user_id.is_not(None))).one()
    made = Appointment(meeting=meeting, slot=0, table_number=1)
    made.attendees = [
        Attendee(participant=mine, slot=0),
        Attendee(participant=ana, slot=0, outcome=Outcome.QUOTE),
    ]
    db.session.add(made)
    db.session.commit()
    return supplier.name


@on_sqlite
def test_a_year_after_pages_and_files_tell_nothing_but_numbers(
    app: Flask, meeting: Meeting, told_by_a_structure: str
) -> None:
    past(meeting, KEPT_FOR + timedelta(days=1))
    manager, path = manager_of(NETWORK, app), f"{MANAGED}/{meeting.id}"
    pages = ("/suites", "/suites.csv", "/participants", "/participants.csv")
    assert all(told_by_a_structure in manager.page(path + it) for it in pages)
    tend(app)
    told = {it: manager.page(path + it) for it in pages}
    assert not any(told_by_a_structure in it or "Nom effacé" in it for it in told.values())
    assert "Un devis demandé</th><td>1" in told["/suites"]
    assert "Un devis demandé;1" in told["/suites.csv"]
    assert "Acheteur</th><td>1" in told["/participants"]
    assert "Structure;1" in told["/participants.csv"]
    for gone in ("/imprimer", "/rendez-vous"):
        assert manager.open(path + gone).status_code == 404


@on_sqlite
def test_a_year_after_nothing_in_the_database_tells_who_met_whom(
    app: Flask, meeting: Meeting, told_by_a_structure: str
) -> None:
    past(meeting, KEPT_FOR + timedelta(days=1))
    tend(app)
    db.session.expire_all()
    assert db.session.scalars(select(Attendee)).all() == []
    assert [it.supplier_id for it in db.session.scalars(select(Participant))] == [None, None]
    assert db.session.scalars(select(Appointment)).one().told is Outcome.QUOTE


@on_sqlite
def test_a_year_after_a_meeting_changes_no_more(
    app: Flask, meeting: Meeting, told_by_a_structure: str
) -> None:
    past(meeting, KEPT_FOR + timedelta(days=1))
    tend(app)
    manager, path = manager_of(NETWORK, app), f"{MANAGED}/{meeting.id}"
    assert f"{path}/modifier" not in manager.page(path)
    assert manager.open(f"{path}/modifier").status_code == 302
    assert manager.send(f"{path}/suites", {}).status_code == 200


@on_sqlite
def test_before_that_they_are(app: Flask, meeting: Meeting, appointment: Appointment) -> None:
    past(meeting, KEPT_FOR - timedelta(days=1))
    tend(app)
    assert ("Camille Durand", Standing.SEATED) in standings(meeting)


def test_an_account_that_goes_gives_its_seat_back(
    app: Flask, meeting: Meeting, camille: Person, appointment: Appointment
) -> None:
    meeting.seats = 2
    db.session.commit()
    registered(buyer(app, "attend@atelier.example"), meeting, "Bo")
    delete_account(app, camille)
    assert standings(meeting) == [("Ana", Standing.SEATED), ("Bo", Standing.SEATED)]


def test_an_account_that_goes_is_named_by_no_meeting_that_is_past(
    app: Flask, meeting: Meeting, camille: Person, appointment: Appointment
) -> None:
    past(meeting, timedelta(days=1))
    delete_account(app, camille)
    told = str(dump(db.session)).lower()
    assert "camille" not in told
    assert "durand" not in told
    assert db.session.scalars(select(Appointment)).one() is not None


@on_sqlite
def test_an_account_that_goes_writes_nothing_of_a_meeting_that_is_cancelled(
    app: Flask, meeting: Meeting, camille: Person
) -> None:
    camille.send(f"/rencontres/{meeting.id}/inviter", {"email": "invitee@atelier.example"})
    before = len(letters("invitee@atelier.example"))
    meeting.status = MeetingStatus.CANCELLED
    db.session.commit()
    delete_account(app, camille)
    assert "Camille Durand" not in str(standings(meeting))
    assert len(letters("invitee@atelier.example")) == before


@on_sqlite
def test_a_guest_s_address_goes_with_their_account(
    app: Flask, meeting: Meeting, camille: Person
) -> None:
    camille.send(f"/rencontres/{meeting.id}/inviter", {"email": "invitee@atelier.example"})
    delete_account(app, buyer(app, "invitee@atelier.example"))
    assert "invitee" not in str(dump(db.session))


def delete_account(app: Flask, person: Person) -> None:
    assert person.user is not None
    with app.test_request_context():
        erase(person.user)
    db.session.expire_all()
