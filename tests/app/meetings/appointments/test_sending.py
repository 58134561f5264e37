"""Times are sent to participants, who are told of what changes since."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.meetings.models import Appointment, Meeting, MeetingStatus, Participant, Side, Standing
from app.meetings.wording import date_of
from domain.models import utcnow
from tests.app.meetings.appointments.desk import add, held, make, sent
from tests.app.meetings.cast import MANAGED, buyer_at, make_participant, make_people, wish
from tests.app.pages import on_sqlite
from tests.app.people import Person, buyer, letters

ADDRESS = "acheteuse@atelier.example"


@on_sqlite
def test_times_are_sent_and_read(app: Flask, meeting: Meeting, manager: Person) -> None:
    person = buyer_at(meeting, app)
    (structure,) = make_people(meeting, structures=1, buyers=0)
    mine = db.session.scalars(select(Participant).where(Participant.user_id.is_not(None))).one()
    make(manager, meeting)
    add(manager, meeting, (structure, mine))
    path = f"/rencontres/{meeting.id}/ma-participation"
    assert "Organisation S0" not in person.page(path)
    manager.send(f"{MANAGED}/{meeting.id}/rendez-vous/envoyer")
    assert "Organisation S0" in person.page(path)
    letter = letters(ADDRESS)[-1]
    assert letter.subject == "Vos rendez-vous : Rencontre des vergers"
    assert "14 h 00, table 1 : S0 (Organisation S0)" in letter.text.replace("\xa0", " ")


@on_sqlite
def test_times_sent_again_say_that_they_replace_the_former_ones(
    app: Flask, meeting: Meeting, manager: Person
) -> None:
    buyer_at(meeting, app)
    (structure,) = make_people(meeting, structures=1, buyers=0)
    mine = db.session.scalars(select(Participant).where(Participant.user_id.is_not(None))).one()
    make(manager, meeting)
    manager.send(f"{MANAGED}/{meeting.id}/rendez-vous/envoyer")
    add(manager, meeting, (structure, mine))
    buyer_at(meeting, app, "apres@atelier.example")
    manager.send(f"{MANAGED}/{meeting.id}/rendez-vous/envoyer")
    letter = letters(ADDRESS)[-1]
    assert letter.subject == "Nouveaux horaires de vos rendez-vous : Rencontre des vergers"
    assert f"Ces horaires remplacent ceux du {date_of(utcnow())}" in letter.text
    new = letters("apres@atelier.example")[-1]
    assert new.subject == "Vos rendez-vous : Rencontre des vergers"
    assert "remplacent" not in new.text


@on_sqlite
@pytest.mark.parametrize("values", [{"status": "cancelled"}, {"status": "draft"}, {}])
def test_times_are_sent_only_of_a_meeting_that_is_held(
    app: Flask, meeting: Meeting, manager: Person, values: dict[str, str]
) -> None:
    buyer_at(meeting, app)
    before = len(letters(ADDRESS))
    meeting.status = MeetingStatus(values.get("status", "published"))
    if not values:
        meeting.starts_at, meeting.ends_at = (utcnow() - timedelta(days=it) for it in (2, 1))
    db.session.commit()
    manager.send(f"{MANAGED}/{meeting.id}/rendez-vous/envoyer")
    assert len(letters(ADDRESS)) == before


@on_sqlite
@pytest.mark.parametrize("act", ["make", "times", "add", "remove"])
def test_a_schedule_that_changes_once_sent_is_to_be_sent_again(
    app: Flask, meeting: Meeting, manager: Person, act: str
) -> None:
    """Meanwhile each still reads theirs, the new one; nobody finds an empty page."""
    person = buyer_at(meeting, app)
    mine = db.session.scalars(select(Participant)).one()
    one, other = make_people(meeting, structures=2, buyers=0)
    wish(one, mine)
    make(manager, meeting)
    add(manager, meeting, (other, mine), slot=1)
    manager.send(f"{MANAGED}/{meeting.id}/rendez-vous/envoyer")
    said = "Les participants ont déjà reçu leurs horaires, qui ont changé depuis."
    assert said not in manager.page(f"{MANAGED}/{meeting.id}/rendez-vous")
    if act == "add":
        db.session.add(new := Participant(meeting=meeting, name="B", standing=Standing.SEATED))
        db.session.commit()
        page = add(manager, meeting, (one, new), slot=2)
    elif act == "remove":
        last = db.session.scalars(select(Appointment.id).order_by(Appointment.slot.desc())).first()
        page = sent(manager, f"{MANAGED}/{meeting.id}/rendez-vous/{last}/retirer", {})
    else:
        page = make(manager, meeting, act, starts="15:30", replacing="y")
    assert said in page
    assert "Envoyer de nouveau les horaires" in page
    assert "Organisation S0" in person.page(f"/rencontres/{meeting.id}/ma-participation")
    assert said not in sent(manager, f"{MANAGED}/{meeting.id}/rendez-vous/envoyer", {})


@on_sqlite
def test_who_cancels_takes_their_appointments_along_and_the_other_is_told(
    app: Flask, meeting: Meeting, manager: Person
) -> None:
    leaving, other = buyer_at(meeting, app), buyer_at(meeting, app, "autre@atelier.example")
    people = db.session.scalars(select(Participant)).all()
    people[1].side = Side.STRUCTURE
    db.session.commit()
    make(manager, meeting)
    add(manager, meeting, people)
    manager.send(f"{MANAGED}/{meeting.id}/rendez-vous/envoyer")
    leaving.send(f"/rencontres/{meeting.id}/annuler")
    assert held() == []
    letter = letters("autre@atelier.example")[-1]
    assert letter.subject.startswith("Un rendez-vous de moins")
    lost = "Ce rendez-vous n’aura pas lieu : 14 h 00, table 1 : Camille Durand"
    assert lost in " ".join(letter.text.split())
    told = other.page(f"/rencontres/{meeting.id}/ma-participation")
    assert "Vous n’avez pas de rendez-vous" in told


@on_sqlite
def test_of_a_meeting_that_is_cancelled_nobody_has_appointments_any_more(
    app: Flask, meeting: Meeting, manager: Person
) -> None:
    person = buyer_at(meeting, app)
    (structure,) = make_people(meeting, structures=1, buyers=0)
    mine = db.session.scalars(select(Participant).where(Participant.user_id.is_not(None))).one()
    make(manager, meeting)
    add(manager, meeting, (structure, mine))
    manager.send(f"{MANAGED}/{meeting.id}/rendez-vous/envoyer")
    path = f"/rencontres/{meeting.id}/ma-participation"
    offered = ("Mes rendez-vous", "Ajouter à mon agenda")
    assert all(words in person.page(path) for words in offered)
    sent(manager, f"{MANAGED}/{meeting.id}/annuler", {"reason": "Inondation"})
    assert not any(words in person.page(path) for words in offered)


@on_sqlite
def test_a_lost_appointment_is_told_only_to_who_knew_of_it(
    app: Flask, meeting: Meeting, manager: Person
) -> None:
    leaving = buyer_at(meeting, app)
    other = make_participant(meeting, "S", Side.STRUCTURE, buyer(app, "s@atelier.example").user)
    mine = db.session.scalars(select(Participant).order_by(Participant.id)).first()
    assert mine is not None
    make(manager, meeting)
    add(manager, meeting, (mine, other))
    leaving.send(f"/rencontres/{meeting.id}/annuler")
    assert letters("s@atelier.example") == []
