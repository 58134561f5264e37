"""Whoever comes may bring one person, whose seat is kept until they answer."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.meetings.models import Meeting, Participant, Standing
from tests.app.meetings.cast import buyer_at, make_meeting, registered, standings
from tests.app.pages import on_sqlite
from tests.app.people import Person, buyer, letters

GUEST = "invitee@atelier.example"


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    return make_meeting(seats=3)


@pytest.fixture
def host(app: Flask, meeting: Meeting) -> Person:
    return buyer_at(meeting, app)


def invite(host: Person, meeting: Meeting, email: str = GUEST) -> str:
    answer = host.send(f"/rencontres/{meeting.id}/inviter", {"email": email})
    return answer.text if answer.status_code == 200 else host.page(answer.location)


@on_sqlite
def test_it_works(app: Flask, meeting: Meeting, host: Person) -> None:
    assert GUEST in invite(host, meeting)
    (letter,) = letters(GUEST)
    assert letter.subject == "Vous êtes invité : Rencontre des vergers"
    assert f"/rencontres/{meeting.id}/inscription" in letter.text
    guest = buyer(app, GUEST)
    assert "Répondre à l’invitation" in guest.page(f"/rencontres/{meeting.id}/inscription")
    registered(guest, meeting, "Ana Martin")
    assert standings(meeting)[-1] == ("Ana Martin", Standing.SEATED)
    assert "Ana Martin" in host.page(f"/rencontres/{meeting.id}/ma-participation")


@on_sqlite
def test_the_seat_is_kept_from_the_invitation_on(
    app: Flask, meeting: Meeting, host: Person
) -> None:
    meeting.seats = 2
    db.session.commit()
    invite(host, meeting)
    assert "liste d’attente" in registered(buyer(app, "autre@atelier.example"), meeting)
    registered(buyer(app, GUEST), meeting, "Ana Martin")
    assert ("Ana Martin", Standing.SEATED) in standings(meeting)


@on_sqlite
def test_one_brings_one_person(meeting: Meeting, host: Person) -> None:
    invite(host, meeting)
    assert "Vous avez déjà invité quelqu’un" in invite(host, meeting, "b@atelier.example")


@on_sqlite
def test_a_guest_brings_nobody(app: Flask, meeting: Meeting, host: Person) -> None:
    invite(host, meeting)
    guest = buyer(app, GUEST)
    registered(guest, meeting)
    assert "Seules les personnes inscrites" in invite(guest, meeting, "b@atelier.example")


@on_sqlite
def test_nobody_is_brought_when_it_is_full(meeting: Meeting, host: Person) -> None:
    meeting.seats = 1
    db.session.commit()
    assert "Il ne reste plus de place" in invite(host, meeting)
    assert letters(GUEST) == []


@on_sqlite
def test_who_comes_already_is_not_invited(app: Flask, meeting: Meeting, host: Person) -> None:
    registered(buyer(app, GUEST), meeting)
    assert "déjà inscrite, ou invitée" in invite(host, meeting)


@on_sqlite
def test_an_address_is_invited_so_many_times_a_day(meeting: Meeting, host: Person) -> None:
    for _ in range(5):
        invite(host, meeting)
        host.send(f"/rencontres/{meeting.id}/retirer-invitation")
    assert "Recommencez demain" in invite(host, meeting)


@on_sqlite
def test_a_guest_says_no_and_their_address_goes(app: Flask, meeting: Meeting, host: Person) -> None:
    invite(host, meeting)
    buyer(app, GUEST).send(f"/rencontres/{meeting.id}/annuler")
    assert len(standings(meeting)) == 1
    assert db.session.scalars(select(Participant.email)).all() == [None]


@on_sqlite
def test_an_invitation_leaves_with_its_host(meeting: Meeting, host: Person) -> None:
    invite(host, meeting)
    host.send(f"/rencontres/{meeting.id}/annuler")
    assert standings(meeting) == []


@on_sqlite
def test_a_guest_who_has_answered_stays(app: Flask, meeting: Meeting, host: Person) -> None:
    invite(host, meeting)
    registered(buyer(app, GUEST), meeting, "Ana Martin")
    host.send(f"/rencontres/{meeting.id}/annuler")
    assert standings(meeting) == [("Ana Martin", Standing.SEATED)]


@on_sqlite
def test_a_guest_answers_even_once_registration_is_closed(
    app: Flask, meeting: Meeting, host: Person
) -> None:
    invite(host, meeting)
    meeting.is_registration_open = False
    db.session.commit()
    registered(buyer(app, GUEST), meeting, "Ana Martin")
    assert ("Ana Martin", Standing.SEATED) in standings(meeting)
