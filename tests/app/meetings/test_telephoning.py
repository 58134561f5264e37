"""Who registered by telephone without an address is called by the network, which is told so."""

import pytest
from flask import Flask

from app.db import db
from app.meetings.models import Meeting, Side, Standing
from app.meetings.queries import participants
from tests.app.meetings.cast import MANAGED, NETWORK, buyer_at, make_meeting, make_participant
from tests.app.meetings.cast import at as at_hour
from tests.app.pages import on_sqlite, plain
from tests.app.people import Person, letters, manager_of

pytestmark = on_sqlite

MANAGER = "reseau@atelier.example"
ANNE = "Anne Petit (Organisation Anne Petit)"


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    return make_meeting(seats=1, starts_at=at_hour(14), ends_at=at_hour(18))


@pytest.fixture
def manager(app: Flask, meeting: Meeting) -> Person:
    return manager_of(NETWORK, app)


def followed(manager: Person, meeting: Meeting, path: str, data: object = None) -> str:
    """The page that follows a form."""
    return manager.page(manager.send(f"{MANAGED}/{meeting.id}{path}", data).location)


def moved(meeting: Meeting) -> dict[str, object]:
    """What the form of the meeting says, with a later hour."""
    return {
        "title": meeting.title,
        "day": at_hour(14).date().isoformat(),
        "starts": "15:00",
        "ends": "18:00",
        "venue": meeting.venue,
        "address": meeting.address,
        "seats": "10",
    }


def test_it_works(meeting: Meeting, manager: Person) -> None:
    make_participant(meeting, "Anne Petit")
    page = manager.page(f"{MANAGED}/{meeting.id}/participants")
    assert "1 personne n’a pas donné d’adresse e-mail" in page
    assert "ne lui parvient. Elle est marquée" in page
    assert "Sans e-mail : à appeler" in page


def test_nobody_is_to_call_where_all_have_an_address(
    app: Flask, meeting: Meeting, manager: Person
) -> None:
    buyer_at(meeting, app)
    assert "appeler" not in manager.page(f"{MANAGED}/{meeting.id}/participants")


def test_a_change_names_whom_to_call(meeting: Meeting, manager: Person) -> None:
    make_participant(meeting, "Anne Petit")
    page = followed(manager, meeting, "/modifier", moved(meeting))
    assert f"À prévenir par téléphone, faute d’adresse e-mail : {ANNE}." in page


def test_their_number_is_told_beside_their_name(meeting: Meeting, manager: Person) -> None:
    make_participant(meeting, "Anne Petit", phone="02 41 00 00 00")
    page = followed(manager, meeting, "/rendez-vous/envoyer")
    assert f"{ANNE} au 02 41 00 00 00." in plain(page)
    assert f"{ANNE} au 02 41 00 00 00." in plain(manager.page(f"{MANAGED}/{meeting.id}/annuler"))


def test_times_sent_name_whom_to_call(meeting: Meeting, manager: Person) -> None:
    make_participant(meeting, "Anne Petit")
    page = followed(manager, meeting, "/rendez-vous/envoyer")
    assert "0 e-mail" in page
    assert ANNE in page


def test_wishes_opened_name_whom_to_call(meeting: Meeting, manager: Person) -> None:
    make_participant(meeting, "Anne Petit")
    assert ANNE in followed(manager, meeting, "/etape", {"step": "ouvrir-souhaits"})


def test_who_is_removed_is_to_be_called(meeting: Meeting, manager: Person) -> None:
    anne = make_participant(meeting, "Anne Petit")
    page = followed(manager, meeting, f"/participants/{anne.id}/retirer")
    assert f"À prévenir par téléphone, faute d’adresse e-mail : {ANNE}." in page


def test_a_long_list_is_cut(meeting: Meeting, manager: Person) -> None:
    for number in range(13):
        make_participant(meeting, f"P{number}")
    page = followed(manager, meeting, "/rendez-vous/envoyer")
    assert "P9 (" in page
    assert "et 3 autres." in page


def test_managers_are_written_who_leaves_the_waiting_list_without_an_address(
    app: Flask, meeting: Meeting, manager: Person
) -> None:
    leaving = buyer_at(meeting, app)
    anne = make_participant(meeting, "Anne Petit", standing=Standing.WAITING, phone="0241000000")
    leaving.send(f"/rencontres/{meeting.id}/annuler")
    db.session.refresh(anne)
    assert anne.standing is Standing.SEATED
    (letter,) = letters(MANAGER)
    assert letter.subject.startswith("Une personne à prévenir par téléphone")
    assert ANNE in letter.text.replace("\xa0", " ")
    assert "Son téléphone : 02 41 00 00 00" in letter.text.replace("\xa0", " ")


def test_managers_are_written_who_loses_an_appointment(
    app: Flask, meeting: Meeting, manager: Person
) -> None:
    meeting.seats = 2
    leaving = buyer_at(meeting, app)
    anne = make_participant(meeting, "Anne Petit", Side.STRUCTURE)
    camille = participants(meeting)[0]
    pair = {"one": str(camille.id), "other": str(anne.id), "slot": "0"}
    manager.send(f"{MANAGED}/{meeting.id}/rendez-vous/ajouter", pair)
    manager.send(f"{MANAGED}/{meeting.id}/rendez-vous/envoyer")
    leaving.send(f"/rencontres/{meeting.id}/annuler")
    (letter,) = letters(MANAGER)
    assert f"{ANNE} a un rendez-vous de moins" in letter.text.replace("\xa0", " ")
