"""Structures and buyers register: never more than there are seats, then the waiting list."""

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import User
from app.db import db
from app.meetings.models import Meeting, MeetingEntry, MeetingStatus, Participant, Side, Standing
from app.meetings.seats import Identity
from app.meetings.seats import register as take_seat
from app.moderation.erasing import erase_personal
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
    assert "Votre inscription est confirmée : Camille Durand (Mairie de Brévigny)" in without_tags(
        page
    )
    assert letters(ADDRESS)[0].subject == "Inscription confirmée : Rencontre des vergers"
    assert "1 place libre" in visitor(app).page(f"/rencontres/{meeting.id}")


@on_sqlite
def test_a_visitor_signs_in_first(app: Flask, meeting: Meeting) -> None:
    answer = visitor(app).open(f"/rencontres/{meeting.id}/inscription")
    assert answer.location.startswith("/connexion")
    page = visitor(app).page(answer.location)
    assert "Pour vous inscrire à « Rencontre des vergers »" in page.replace("\xa0", " ")
    meeting.status = MeetingStatus.DRAFT
    db.session.commit()
    assert "Rencontre des vergers" not in visitor(app).page(answer.location)


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
    assert "Votre nom est sur la liste d’attente" in registered(third, meeting)
    assert standings(meeting)[-1] == ("Camille Durand", Standing.WAITING)
    assert letters(ADDRESS)[0].subject.startswith("Liste d’attente")
    assert "vous êtes 1er sur la liste" in letters(ADDRESS)[0].text
    fourth = buyer_at(meeting, app, "autre@atelier.example")
    page = fourth.page(f"/rencontres/{meeting.id}/ma-participation")
    assert "Vous y êtes 2e." in page
    assert "Quitter la liste d’attente" in page
    assert "Votre place est aussitôt offerte" not in page


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
    ("values", "said"),
    [
        ({"is_registration_open": False}, "Les inscriptions à cette rencontre sont closes."),
        ({"starts_at": utcnow() - timedelta(hours=1)}, "Cette rencontre a commencé"),
        ({"starts_at": utcnow() - timedelta(days=3)}, "Cette rencontre est passée."),
        ({"status": MeetingStatus.CANCELLED}, "Cette rencontre est annulée."),
    ],
)
def test_the_form_is_offered_only_while_one_may_register(
    app: Flask, values: dict[str, object], said: str
) -> None:
    meeting, person = make_meeting(**values), buyer(app)
    page = person.page(f"/rencontres/{meeting.id}/inscription")
    assert said in page
    assert "Je viens" not in page
    assert said in registered(person, meeting)
    assert standings(meeting) == []


@on_sqlite
def test_an_address_of_a_site_is_no_name(app: Flask, meeting: Meeting) -> None:
    """The site writes it to who is invited."""
    page = registered(buyer(app), meeting, "Gagnez 500 euros sur http://ailleurs.example")
    assert "Écrivez un nom, sans adresse de site." in page
    assert standings(meeting) == []


@on_sqlite
def test_a_seat_that_an_erased_address_leaves_goes_to_who_waits(
    app: Flask, meeting: Meeting
) -> None:
    host = buyer_at(meeting, app)
    host.send(f"/rencontres/{meeting.id}/inviter", {"email": "invitee@atelier.example"})
    registered(buyer(app, "attend@atelier.example"), meeting, "Attend")
    with app.test_request_context():
        erase_personal(db.session, "invitee@atelier.example")
        db.session.commit()
    registered(buyer(app, "nouveau@atelier.example"), meeting, "Nouveau")
    assert standings(meeting)[1:] == [("Attend", Standing.SEATED), ("Nouveau", Standing.WAITING)]


@on_sqlite
def test_who_comes_after_those_who_wait_waits_too(app: Flask, meeting: Meeting) -> None:
    """Even if a seat was left to nobody."""
    make_participant(meeting, "A")
    make_participant(meeting, "Attend", standing=Standing.WAITING)
    registered(buyer(app), meeting, "Nouveau")
    assert standings(meeting)[1:] == [("Attend", Standing.SEATED), ("Nouveau", Standing.WAITING)]


@on_sqlite
def test_what_one_reads_is_of_the_moment(app: Flask, meeting: Meeting) -> None:
    for name in ("A", "B"):
        make_participant(meeting, name)
    waiting = buyer_at(meeting, app)
    path = f"/rencontres/{meeting.id}/ma-participation"
    assert "un e-mail vous dira si une place se libère" in waiting.page(path)
    meeting.starts_at = utcnow() - timedelta(days=5)
    meeting.ends_at = utcnow() - timedelta(days=4)
    db.session.commit()
    assert "Votre nom était sur la liste d’attente" in waiting.page(path)
    answer = waiting.send(f"/rencontres/{meeting.id}/annuler")
    assert "La rencontre a commencé" in waiting.page(answer.location)


@on_sqlite
def test_who_leaves_the_waiting_list_leaves_no_seat(app: Flask, meeting: Meeting) -> None:
    for name in ("A", "B"):
        make_participant(meeting, name)
    waiting = buyer_at(meeting, app)
    answer = waiting.send(f"/rencontres/{meeting.id}/annuler")
    assert "vous n’attendez plus de place" in waiting.page(answer.location)


@on_sqlite
def test_nobody_leaves_a_meeting_that_has_begun(app: Flask, meeting: Meeting) -> None:
    person = buyer_at(meeting, app)
    meeting.starts_at = utcnow() - timedelta(hours=1)
    db.session.commit()
    person.send(f"/rencontres/{meeting.id}/annuler")
    assert len(standings(meeting)) == 1


@on_sqlite
def test_who_has_left_is_led_to_the_meeting_and_told_so(app: Flask, meeting: Meeting) -> None:
    """By the link of an older letter."""
    person = buyer_at(meeting, app)
    person.send(f"/rencontres/{meeting.id}/annuler")
    page = person.page(f"/rencontres/{meeting.id}/ma-participation")
    assert "Vous n’êtes pas inscrit à cette rencontre, ou ne l’êtes plus." in page
    assert "Salle des fêtes" in page


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
