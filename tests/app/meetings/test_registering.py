"""Structures and buyers register: never more than there are seats, then the waiting list."""

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import User
from app.db import db
from app.meetings.models import Meeting, MeetingEntry, Participant, Side, Standing
from app.meetings.seats import Identity
from app.meetings.seats import register as take_seat
from domain.models import utcnow
from tests.app.cast import make_supplier
from tests.app.meetings.cast import (
    buyer_at,
    make_meeting,
    make_participant,
    registered,
    standings,
)
from tests.app.pages import on_sqlite, publish
from tests.app.people import buyer, editor_of, letters, make_user, visitor

ADDRESS = "acheteuse@atelier.example"


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    return make_meeting(seats=2)


@on_sqlite
def test_it_works(app: Flask, meeting: Meeting) -> None:
    person = buyer(app, ADDRESS)
    page = registered(person, meeting)
    assert "Vous êtes inscrit : Camille Durand (Mairie de Brévigny)" in without_tags(page)
    assert letters(ADDRESS)[0].subject == "Vous êtes inscrit : Rencontre des vergers"
    assert "1 place libre" in visitor(app).page(f"/rencontres/{meeting.id}")


@on_sqlite
def test_a_visitor_signs_in_first(app: Flask, meeting: Meeting) -> None:
    answer = visitor(app).open(f"/rencontres/{meeting.id}/inscription")
    assert answer.location.startswith("/connexion")


@on_sqlite
def test_one_comes_for_a_structure_whose_page_one_keeps(app: Flask, meeting: Meeting) -> None:
    ours, others = make_supplier(), make_supplier("Ailleurs")
    publish(app, ours, others)
    person = editor_of(ours, app)
    page = person.page(f"/rencontres/{meeting.id}/inscription")
    assert "Les Ateliers du Verger" in page
    assert "Ailleurs" not in page
    typed = {"who": str(ours.id), "name": "Camille Durand"}
    person.send(f"/rencontres/{meeting.id}/inscription", typed)
    participant = db.session.scalars(select(Participant)).one()
    assert (participant.side, participant.supplier_id) == (Side.STRUCTURE, ours.id)


@on_sqlite
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"who": "acheteur", "name": "Camille"}, "Dites pour quelle organisation"),
        ({"who": "acheteur", "organisation": "Mairie"}, "Donnez votre nom"),
        ({"who": "999", "name": "Camille"}, "Choisissez une réponse de la liste"),
        ({"who": "acheteur", "organisation": "M\0", "name": "C"}, "ne peut pas être lu"),
        ({"who": "acheteur", "organisation": "M" * 999, "name": "C"}, "200 caractères au plus"),
    ],
)
def test_what_is_missing_or_wrong_is_told(
    app: Flask, meeting: Meeting, typed: dict[str, str], said: str
) -> None:
    answer = buyer(app).send(f"/rencontres/{meeting.id}/inscription", typed)
    assert said in answer.text
    assert standings(meeting) == []


@on_sqlite
def test_the_third_of_two_waits(app: Flask, meeting: Meeting) -> None:
    for name in ("A", "B"):
        make_participant(meeting, name)
    third = buyer(app, ADDRESS)
    assert "Vous êtes sur la liste d’attente" in registered(third, meeting)
    assert standings(meeting)[-1] == ("Camille Durand", Standing.WAITING)
    assert letters(ADDRESS)[0].subject.startswith("Liste d’attente")


def test_two_who_take_the_last_seat_at_once_do_not_both_have_it(app: Flask) -> None:
    meeting = make_meeting(seats=1)
    users = [make_user(f"a{number}@atelier.example").id for number in range(2)]
    started = Barrier(2)

    def take(user_id: int) -> None:
        with app.test_request_context():
            started.wait(10)
            user = db.session.get_one(User, user_id)
            take_seat(meeting.id, user, Identity(Side.BUYER, "Camille", "Mairie"))
            db.session.commit()

    threads = [Thread(target=take, args=[user_id]) for user_id in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stood = sorted(standing for _, standing in standings(meeting))
    assert stood == [Standing.SEATED, Standing.WAITING]


@on_sqlite
def test_who_cancels_gives_the_seat_to_who_has_waited_the_longest(
    app: Flask, meeting: Meeting
) -> None:
    people = [buyer(app, f"a{number}@atelier.example") for number in range(4)]
    for number, person in enumerate(people):
        registered(person, meeting, f"Personne {number}")
    people[0].send(f"/rencontres/{meeting.id}/annuler")
    assert standings(meeting) == [
        ("Personne 1", Standing.SEATED),
        ("Personne 2", Standing.SEATED),
        ("Personne 3", Standing.WAITING),
    ]
    assert letters("a2@atelier.example")[-1].subject.startswith("Une place pour vous")


@on_sqlite
def test_one_registers_once(app: Flask, meeting: Meeting) -> None:
    person = buyer_at(meeting, app)
    registered(person, meeting)
    assert len(standings(meeting)) == 1


@on_sqlite
@pytest.mark.parametrize(
    "values", [{"is_registration_open": False}, {"starts_at": utcnow() - timedelta(hours=1)}]
)
def test_nobody_registers_once_it_is_closed_or_has_begun(
    app: Flask, values: dict[str, object]
) -> None:
    meeting = make_meeting(**values)
    assert "Les inscriptions à cette rencontre sont closes" in registered(buyer(app), meeting)
    assert standings(meeting) == []


@on_sqlite
def test_nobody_leaves_a_meeting_that_has_begun(app: Flask, meeting: Meeting) -> None:
    person = buyer_at(meeting, app)
    meeting.starts_at = utcnow() - timedelta(hours=1)
    db.session.commit()
    person.send(f"/rencontres/{meeting.id}/annuler")
    assert len(standings(meeting)) == 1


@on_sqlite
def test_it_is_in_one_s_account(app: Flask, meeting: Meeting) -> None:
    person = buyer_at(meeting, app)
    assert "Rencontre des vergers" in person.page("/compte")


@on_sqlite
def test_what_is_done_is_noted(app: Flask, meeting: Meeting) -> None:
    buyer_at(meeting, app).send(f"/rencontres/{meeting.id}/annuler")
    assert db.session.scalar(select(func.count()).select_from(MeetingEntry)) == 2


def without_tags(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())
