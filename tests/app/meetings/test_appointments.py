"""The network makes the appointments from wishes, mends them by hand, prints and sends them."""

import re
from collections.abc import Sequence

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.db import db
from app.meetings.models import Appointment, Attendee, Meeting, Participant
from tests.app.meetings.cast import (
    MANAGED,
    NETWORK,
    at,
    buyer_at,
    make_meeting,
    make_people,
    wish,
)
from tests.app.pages import on_sqlite
from tests.app.people import Person, letters, manager_of

ADDRESS = "acheteuse@atelier.example"


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    return make_meeting(starts_at=at(14), ends_at=at(18), seats=40)


@pytest.fixture
def manager(app: Flask, meeting: Meeting) -> Person:
    return manager_of(NETWORK, app)


def make(manager: Person, meeting: Meeting, button: str = "make", **times: object) -> str:
    usual = {"starts": "14:00", "slot_minutes": 15, "pause_minutes": 5, "slots": 3, "tables": 2}
    typed = {name: str(value) for name, value in (usual | times).items()} | {button: ""}
    return sent(manager, f"{MANAGED}/{meeting.id}/rendez-vous", typed)


def add(manager: Person, meeting: Meeting, pair: Sequence[Participant], slot: int = 0) -> str:
    typed = {"one": str(pair[0].id), "other": str(pair[1].id), "slot": str(slot)}
    return sent(manager, f"{MANAGED}/{meeting.id}/rendez-vous/ajouter", typed)


def sent(manager: Person, path: str, typed: dict[str, str]) -> str:
    answer = manager.send(path, typed)
    return answer.text if answer.status_code == 200 else manager.page(answer.location)


def held() -> list[tuple[int, int, set[str]]]:
    """Slot, table and names of each."""
    db.session.expire_all()
    query = select(Appointment).order_by(Appointment.slot, Appointment.table_number)
    return [
        (it.slot, it.table_number, {who.participant.name for who in it.attendees})
        for it in db.session.scalars(query)
    ]


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
    assert "3 rendez-vous faits sur 4. Le temps ou les tables manquent pour 1 de plus." in page


def test_making_them_again_replaces_them(meeting: Meeting, manager: Person) -> None:
    structure, buyer, other = make_people(meeting, structures=1, buyers=2)
    wish(structure, buyer)
    make(manager, meeting)
    add(manager, meeting, (structure, other), slot=1)
    make(manager, meeting)
    assert held() == [(0, 1, {"S0", "B0"})]


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
    page = make(manager, meeting, "only_times", starts="15:30")
    assert "15 h 30" in page
    assert len(held()) == 1


@on_sqlite
def test_times_leave_no_appointment_without_a_slot(meeting: Meeting, manager: Person) -> None:
    pair = make_people(meeting, structures=1, buyers=1)
    make(manager, meeting)
    add(manager, meeting, pair, slot=2)
    page = make(manager, meeting, "only_times", slots=2)
    assert "Des rendez-vous occupent 3 créneaux et 1 table" in page.replace("\xa0", " ")


def test_nobody_is_in_two_places_at_once(meeting: Meeting, manager: Person) -> None:
    structure, buyer, other = make_people(meeting, structures=1, buyers=2)
    make(manager, meeting)
    add(manager, meeting, (structure, buyer))
    page = add(manager, meeting, (structure, other))
    assert "S0 (Organisation S0) a déjà un rendez-vous à 14 h 00" in page.replace("\xa0", " ")
    assert len(held()) == 1


@on_sqlite
def test_two_people_meet_once(meeting: Meeting, manager: Person) -> None:
    pair = make_people(meeting, structures=1, buyers=1)
    make(manager, meeting)
    add(manager, meeting, pair)
    assert "se rencontrent déjà" in add(manager, meeting, pair, slot=1)
    assert "deux personnes différentes" in add(manager, meeting, (pair[0], pair[0]), slot=1)


@on_sqlite
def test_no_more_are_held_at_once_than_there_are_tables(meeting: Meeting, manager: Person) -> None:
    one, two, first, second = make_people(meeting, structures=2, buyers=2)
    make(manager, meeting, tables=1)
    add(manager, meeting, (one, first))
    assert "Toutes les tables sont prises" in add(manager, meeting, (two, second))


@on_sqlite
def test_one_is_moved_or_refused(meeting: Meeting, manager: Person) -> None:
    structure, buyer, other = make_people(meeting, structures=1, buyers=2)
    make(manager, meeting)
    add(manager, meeting, (structure, buyer), slot=0)
    add(manager, meeting, (structure, other), slot=1)
    moved = db.session.scalars(select(Appointment).order_by(Appointment.id)).first()
    assert moved is not None
    path = f"{MANAGED}/{meeting.id}/rendez-vous/{moved.id}"
    assert "a déjà un rendez-vous" in sent(manager, path, {"slot": "1", "table": ""})
    sent(manager, path, {"slot": "2", "table": "2"})
    assert held() == [(1, 1, {"S0", "B1"}), (2, 2, {"S0", "B0"})]


@on_sqlite
def test_one_is_taken_away(meeting: Meeting, manager: Person) -> None:
    pair = make_people(meeting, structures=1, buyers=1)
    make(manager, meeting)
    add(manager, meeting, pair)
    (appointment,) = db.session.scalars(select(Appointment))
    manager.send(f"{MANAGED}/{meeting.id}/rendez-vous/{appointment.id}/retirer")
    assert held() == []
    assert db.session.scalars(select(Attendee)).all() == []


def test_the_database_itself_refuses_two_places_at_once(meeting: Meeting) -> None:
    structure, buyer, other = make_people(meeting, structures=1, buyers=2)
    for table, who in ((1, buyer), (2, other)):
        appointment = Appointment(meeting_id=meeting.id, slot=0, table_number=table)
        appointment.attendees = [Attendee(participant_id=it.id, slot=0) for it in (structure, who)]
        db.session.add(appointment)
    with pytest.raises(IntegrityError):
        db.session.commit()


@on_sqlite
def test_another_network_s_appointment_is_not_there(meeting: Meeting, manager: Person) -> None:
    pair = make_people(meeting, structures=1, buyers=1)
    make(manager, meeting)
    add(manager, meeting, pair)
    other = make_meeting(title="Autre")
    (appointment,) = db.session.scalars(select(Appointment))
    path = f"{MANAGED}/{other.id}/rendez-vous/{appointment.id}"
    assert manager.open(path).status_code == 404


@on_sqlite
def test_sheets_are_printed_for_each_who_comes(meeting: Meeting, manager: Person) -> None:
    structure, buyer, _alone = make_people(meeting, structures=1, buyers=2)
    make(manager, meeting)
    add(manager, meeting, (structure, buyer), slot=1)
    page = manager.page(f"{MANAGED}/{meeting.id}/imprimer")
    sheets = page.split('<section class="printed">')[1:]
    assert len(sheets) == 1 + 3
    of_buyer = next(sheet for sheet in sheets[1:] if "<h2>B0" in sheet)
    assert re.search(r"14 h 20.*S0", of_buyer)
    assert any("Aucun rendez-vous n’est prévu" in sheet for sheet in sheets)


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
def test_who_cancels_takes_their_appointments_along_and_the_other_is_told(
    app: Flask, meeting: Meeting, manager: Person
) -> None:
    leaving, other = buyer_at(meeting, app), buyer_at(meeting, app, "autre@atelier.example")
    make(manager, meeting)
    add(manager, meeting, db.session.scalars(select(Participant)).all())
    manager.send(f"{MANAGED}/{meeting.id}/rendez-vous/envoyer")
    leaving.send(f"/rencontres/{meeting.id}/annuler")
    assert held() == []
    assert letters("autre@atelier.example")[-1].subject.startswith("Un rendez-vous de moins")
    assert "Aucun rendez-vous" in other.page(f"/rencontres/{meeting.id}/ma-participation")
