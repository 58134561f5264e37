"""A network registers somebody who asks it to, by telephone say, and prints their sheet."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.meetings.models import Meeting, Participant, Side, Standing
from app.meetings.queries import participants
from app.meetings.seats import forget
from app.moderation.erasing import erase_personal
from domain.models import utcnow
from tests.app.cast import make_supplier
from tests.app.meetings.cast import (
    MANAGED,
    NETWORK,
    buyer_at,
    make_meeting,
    make_participant,
    standings,
)
from tests.app.pages import on_sqlite, plain, publish
from tests.app.people import Person, buyer, letters, manager_of

pytestmark = on_sqlite

ADDRESS = "ana@atelier.example"


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    return make_meeting(seats=2)


@pytest.fixture
def manager(app: Flask, meeting: Meeting) -> Person:
    return manager_of(NETWORK, app)


def enrol(manager: Person, meeting: Meeting, query: str = "", **typed: str) -> str:
    usual = {"name": "Ana Martin", "organisation": "Mairie de Brévigny", "email": ADDRESS}
    path = f"{MANAGED}/{meeting.id}/participants/inscrire{query}"
    answer = manager.send(path, usual | typed)
    return answer.text if answer.status_code == 200 else manager.page(answer.location)


def test_it_works(app: Flask, meeting: Meeting, manager: Person) -> None:
    assert "Inscrire quelqu’un" in manager.page(f"{MANAGED}/{meeting.id}/participants")
    assert "Ana Martin est sur la liste" in enrol(manager, meeting, looks_for="Un traiteur")
    assert standings(meeting) == [("Ana Martin", Standing.SEATED)]
    (letter,) = letters(ADDRESS)
    assert "Le réseau « Réseau des Vergers » vous a inscrit" in letter.text.replace("\xa0", " ")
    person = buyer(app, ADDRESS)
    assert "Ana Martin" in person.page(f"/rencontres/{meeting.id}/ma-participation")
    person.send(f"/rencontres/{meeting.id}/annuler")
    assert standings(meeting) == []


def test_a_structure_is_looked_for_then_chosen(
    app: Flask, meeting: Meeting, manager: Person
) -> None:
    publish(app, supplier := make_supplier())
    path = f"{MANAGED}/{meeting.id}/participants/inscrire"
    assert "?structure=" in manager.open(f"{path}?q=verger").text
    enrol(manager, meeting, f"?structure={supplier.id}")
    participant = db.session.scalars(select(Participant)).one()
    assert (participant.side, participant.supplier_id) == (Side.STRUCTURE, supplier.id)
    assert manager.open(f"{path}?structure=999").status_code == 404


def test_without_an_address_nothing_is_written(meeting: Meeting, manager: Person) -> None:
    assert "à vous de l’appeler" in enrol(manager, meeting, email="")
    assert letters("") == []


@pytest.mark.parametrize("typed", ["0241000000", "+33 2 41 00 00 00", "02.41.00.00.00"])
def test_a_number_is_for_the_network_alone(
    app: Flask, meeting: Meeting, manager: Person, typed: str
) -> None:
    other = buyer_at(meeting, app)
    enrol(manager, meeting, email="", phone=typed)
    meeting.are_wishes_open = True
    db.session.commit()
    for page in ("participants", "imprimer"):
        assert "02 41 00 00 00" in plain(manager.page(f"{MANAGED}/{meeting.id}/{page}"))
    table = manager.open(f"{MANAGED}/{meeting.id}/participants.csv").get_data(as_text=True)
    assert "02 41 00 00 00" in table
    assert "02 41" not in plain(other.page(f"/rencontres/{meeting.id}/souhaits"))


def test_a_number_is_erased_at_its_persons_word(
    app: Flask, meeting: Meeting, manager: Person
) -> None:
    enrol(manager, meeting, email="", phone="0241000000")
    with app.test_request_context():
        assert [place.table for place in erase_personal(db.session, "+33 241000000")] == [
            Participant
        ]
        db.session.commit()
    assert "sans numéro" in manager.page(f"{MANAGED}/{meeting.id}/participants")


def test_a_number_goes_with_the_name(meeting: Meeting, manager: Person) -> None:
    enrol(manager, meeting, email="", phone="0241000000")
    forget(participants(meeting))
    assert [it.phone for it in participants(meeting)] == [""]


def test_the_third_of_two_waits(meeting: Meeting, manager: Person) -> None:
    for name in "AB":
        make_participant(meeting, name)
    assert "Toutes les places sont prises" in manager.page(
        f"{MANAGED}/{meeting.id}/participants/inscrire"
    )
    assert "sur la liste d’attente" in enrol(manager, meeting)
    assert standings(meeting)[-1] == ("Ana Martin", Standing.WAITING)


def test_one_comes_at_the_door_while_there_is_room(meeting: Meeting, manager: Person) -> None:
    meeting.starts_at = utcnow() - timedelta(hours=1)
    db.session.commit()
    enrol(manager, meeting)
    make_participant(meeting, "B")
    assert "Il ne reste plus de place." in enrol(manager, meeting, email="")
    assert len(standings(meeting)) == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Donnez son nom"),
        ({"organisation": ""}, "Dites laquelle"),
        ({"email": "ana"}, "Cette adresse n’est pas complète"),
        ({"phone": "02 41"}, "Un numéro français a dix chiffres"),
        ({"name": "www.ailleurs.example"}, "sans adresse de site"),
    ],
)
def test_what_is_missing_or_wrong_is_told(
    meeting: Meeting, manager: Person, typed: dict[str, str], said: str
) -> None:
    assert said in enrol(manager, meeting, **typed)
    assert standings(meeting) == []


def test_one_is_registered_once(app: Flask, meeting: Meeting, manager: Person) -> None:
    buyer_at(meeting, app, ADDRESS)
    assert "déjà inscrite, ou invitée" in enrol(manager, meeting)
    assert len(standings(meeting)) == 1


def test_nobody_is_registered_to_what_is_not_on(meeting: Meeting, manager: Person) -> None:
    meeting.starts_at, meeting.ends_at = (utcnow() - timedelta(days=it) for it in (2, 1))
    db.session.commit()
    path = f"{MANAGED}/{meeting.id}/participants/inscrire"
    assert manager.open(path).status_code == 404
    assert "Inscrire quelqu’un" not in manager.page(f"{MANAGED}/{meeting.id}/participants")


def test_an_address_is_erased_and_its_person_still_comes(
    app: Flask, meeting: Meeting, manager: Person
) -> None:
    enrol(manager, meeting)
    with app.test_request_context():
        assert [place.table for place in erase_personal(db.session, ADDRESS)] == [Participant]
        db.session.commit()
    assert standings(meeting) == [("Ana Martin", Standing.SEATED)]
    assert db.session.scalars(select(Participant.email)).one() is None
