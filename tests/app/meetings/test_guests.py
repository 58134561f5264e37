"""Whoever comes may bring one person, whose seat is kept until they answer."""

from contextlib import suppress
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.db import db
from app.meetings import own_views
from app.meetings.models import Meeting, MeetingEntry, Participant, Side, Standing
from app.meetings.queries import participant_of
from app.meetings.seats import (
    MOST_INVITATIONS,
    Identity,
    RegistrationError,
    bring,
    register,
    withdraw,
    withdraw_guest,
)
from app.meetings.wording import date_of
from domain.models import utcnow
from tests.app.meetings.cast import (
    buyer_at,
    make_meeting,
    make_participant,
    registered,
    standings,
)
from tests.app.pages import on_sqlite, plain
from tests.app.people import Person, buyer, letters, make_user

GUEST, HOST = "invitee@atelier.example", "acheteuse@atelier.example"


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
    assert letter.subject == "Une place vous est gardée : Rencontre des vergers"
    assert f"/rencontres/{meeting.id}/inscription" in letter.text
    guest = buyer(app, GUEST)
    assert "Répondre à l’invitation" in guest.page(f"/rencontres/{meeting.id}/inscription")
    registered(guest, meeting, "Ana Martin")
    assert standings(meeting)[-1] == ("Ana Martin", Standing.SEATED)
    assert "Ana Martin" in host.page(f"/rencontres/{meeting.id}/ma-participation")


@on_sqlite
def test_who_brings_somebody_is_told_what_they_answer(
    app: Flask, meeting: Meeting, host: Person
) -> None:
    invite(host, meeting)
    guest = buyer(app, GUEST)
    guest.send(f"/rencontres/{meeting.id}/annuler")
    told = letters(HOST)[-1]
    assert told.subject == "Votre invité ne vient pas : Rencontre des vergers"
    assert GUEST in told.text
    invite(host, meeting)
    registered(guest, meeting, "Ana Martin")
    assert "Ana Martin (Mairie de Brévigny) accepte" in letters(HOST)[-1].text


@on_sqlite
def test_a_guest_reads_who_invites_and_is_offered_nobody_to_bring(
    app: Flask, meeting: Meeting, host: Person
) -> None:
    invite(host, meeting)
    guest = buyer(app, GUEST)
    page = guest.page(f"/rencontres/{meeting.id}/inscription")
    assert "Camille Durand (Mairie de Brévigny)</strong> vous propose de venir" in page
    registered(guest, meeting)
    assert "amener une personne" not in letters(GUEST)[-1].text
    assert "amener une personne" in letters(HOST)[0].text
    assert "Amener quelqu’un" not in guest.page(f"/rencontres/{meeting.id}/ma-participation")


@on_sqlite
def test_bringing_somebody_is_offered_while_there_are_seats(meeting: Meeting, host: Person) -> None:
    path = f"/rencontres/{meeting.id}/ma-participation"
    assert "Envoyer l’invitation" in host.page(path)
    meeting.seats = 1
    db.session.commit()
    page = host.page(path)
    assert "Envoyer l’invitation" not in page
    assert "Il ne reste plus de place pour une autre personne." in page


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
def test_an_account_invites_three_times_and_no_more(meeting: Meeting, host: Person) -> None:
    """Whatever it takes back, even by registering again: letters are not for writing to anybody."""
    for number in range(MOST_INVITATIONS):
        invite(host, meeting, f"a{number}@atelier.example")
        host.send(f"/rencontres/{meeting.id}/retirer-invitation")
    host.send(f"/rencontres/{meeting.id}/annuler")
    registered(host, meeting)
    assert "déjà envoyé 3 invitations" in invite(host, meeting)
    assert letters(GUEST) == []


@on_sqlite
def test_the_limit_is_told_before_the_last_try_and_once_it_is_reached(
    meeting: Meeting, host: Person
) -> None:
    path = f"/rencontres/{meeting.id}/ma-participation"
    told = []
    for number in range(MOST_INVITATIONS):
        told.append(host.page(path))
        invite(host, meeting, f"a{number}@atelier.example")
        host.send(f"/rencontres/{meeting.id}/retirer-invitation")
    first, _, last = told
    assert "3 essais en tout" in plain(first)
    assert "c’est le dernier" in last
    assert "Vous avez déjà envoyé 3 invitations" in plain(host.page(path))


@on_sqlite
def test_who_comes_is_not_found_out_by_inviting_one_address_after_another(
    app: Flask, meeting: Meeting, host: Person
) -> None:
    """Addresses are the network's alone: each try counts as an invitation, and is noted."""
    registered(buyer(app, GUEST), meeting)
    for _ in range(MOST_INVITATIONS):
        assert "Cet essai compte" in invite(host, meeting)
    assert "déjà envoyé 3 invitations" in invite(host, meeting, "b@atelier.example")
    tries = select(MeetingEntry).where(MeetingEntry.change.contains("déjà inscrite"))
    assert len(db.session.scalars(tries).all()) == MOST_INVITATIONS


@on_sqlite
def test_an_address_is_asked_about_so_many_times_a_day(
    app: Flask, meeting: Meeting, host: Person
) -> None:
    registered(buyer(app, GUEST), meeting)
    other = buyer_at(meeting, app, "autre@atelier.example")
    meeting.seats = 5
    db.session.commit()
    for person in (host, host, host, other, other):
        assert "déjà inscrite" in invite(person, meeting)
    assert "Recommencez demain" in invite(other, meeting)


@on_sqlite
def test_an_address_is_invited_so_many_times_a_day(
    app: Flask, meeting: Meeting, host: Person
) -> None:
    other = buyer_at(meeting, app, "autre@atelier.example")
    for person in (host, host, host, other, other):
        invite(person, meeting)
        person.send(f"/rencontres/{meeting.id}/retirer-invitation")
    assert "Recommencez demain" in invite(other, meeting)


@on_sqlite
def test_a_guest_whose_host_has_left_brings_nobody(
    app: Flask, meeting: Meeting, host: Person
) -> None:
    invite(host, meeting)
    guest = buyer(app, GUEST)
    registered(guest, meeting)
    host.send(f"/rencontres/{meeting.id}/annuler")
    assert "Seules les personnes inscrites" in invite(guest, meeting, "b@atelier.example")


@on_sqlite
def test_a_guest_is_told_when_the_invitation_is_taken_back(meeting: Meeting, host: Person) -> None:
    invite(host, meeting)
    host.send(f"/rencontres/{meeting.id}/retirer-invitation")
    assert letters(GUEST)[-1].subject.startswith("Invitation retirée")


@on_sqlite
def test_a_guest_who_has_just_accepted_keeps_the_seat(
    app: Flask, meeting: Meeting, host: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    invite(host, meeting)
    guest = buyer(app, GUEST)

    def late(*asked: Any) -> bool:
        db.session.rollback()
        registered(guest, meeting, "Ana Martin")
        return withdraw_guest(*asked)

    monkeypatch.setattr(own_views, "withdraw_guest", late)
    host.send(f"/rencontres/{meeting.id}/retirer-invitation")
    assert ("Ana Martin", Standing.SEATED) in standings(meeting)


def test_an_invitation_accepted_in_two_tabs_at_once_is_accepted_once(
    app: Flask, meeting: Meeting, host: Person
) -> None:
    invite(host, meeting)
    user, identity = make_user(GUEST), Identity(Side.BUYER, "Ana Martin", "Mairie")
    seen_in_this_tab = participant_of(meeting, user)
    with app.app_context(), app.test_request_context():
        register(meeting.id, db.session.get_one(User, user.id), identity)
        db.session.commit()
    with pytest.raises(RegistrationError, match="déjà répondu"):
        register(meeting.id, user, identity)
    assert seen_in_this_tab is not None
    assert len(letters(GUEST)) == 2  # the invitation, and that the seat is theirs


def test_who_leaves_in_another_tab_while_inviting_is_told(
    app: Flask, meeting: Meeting, host: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(asked: Participant, by: User, email: str) -> Participant:
        with app.app_context(), app.test_request_context():
            withdraw(meeting.id, asked.id, by.actor, "se désinscrit")
            db.session.commit()
        return bring(asked, by, email)

    monkeypatch.setattr(own_views, "bring", late)
    assert "Vous n’êtes pas inscrit à cette rencontre" in invite(host, meeting)
    assert letters(GUEST) == []


@on_sqlite
def test_the_letter_says_until_when_the_seat_is_kept(app: Flask) -> None:
    """Until the meeting begins, when that is before seven days."""
    meeting = make_meeting(starts_at=utcnow() + timedelta(days=2))
    invite(buyer_at(meeting, app), meeting)
    assert f"gardée jusqu’au {date_of(meeting.starts_at)}" in letters(GUEST)[0].text


def test_two_invited_at_once_do_not_both_have_the_last_seat(app: Flask) -> None:
    meeting = make_meeting(seats=3)
    users = [make_user(f"a{number}@atelier.example") for number in range(2)]
    hosts = [make_participant(meeting, user.email, user=user).id for user in users]
    started, number = Barrier(2), meeting.id

    def bring_one(host_id: int) -> None:
        with app.test_request_context():
            host = db.session.get_one(Participant, host_id)
            assert host.user is not None
            started.wait(10)
            with suppress(RegistrationError):
                bring(host, host.user, f"guest{host_id}@atelier.example")
            db.session.commit()

    threads = [Thread(target=bring_one, args=[host]) for host in hosts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    there = [standing for _, standing in standings(db.session.get_one(Meeting, number))]
    assert there.count(Standing.INVITED) == 1


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
