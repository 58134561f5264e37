"""The network makes the appointments from wishes, mends them by hand, prints and sends them."""

import re
from collections.abc import Sequence
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.db import db
from app.meetings import appointing
from app.meetings.appointing import Times, make_appointments, plan_appointments
from app.meetings.models import (
    Appointment,
    Attendee,
    Meeting,
    MeetingStatus,
    Outcome,
    Participant,
    Side,
    Standing,
)
from app.meetings.queries import hold_meeting
from app.meetings.seats import withdraw
from domain.models import utcnow
from tests.app.meetings.cast import (
    MANAGED,
    NETWORK,
    at,
    buyer_at,
    make_meeting,
    make_participant,
    make_people,
    wish,
)
from tests.app.pages import on_sqlite, plain
from tests.app.people import Person, buyer, letters, manager_of

ADDRESS = "acheteuse@atelier.example"


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    return make_meeting(starts_at=at(14), ends_at=at(18), seats=40)


@pytest.fixture
def manager(app: Flask, meeting: Meeting) -> Person:
    return manager_of(NETWORK, app)


def make(manager: Person, meeting: Meeting, button: str = "make", **times: object) -> str:
    """By the button of that name; "times" is the one without a name."""
    usual = {"starts": "14:00", "slot_minutes": 15, "pause_minutes": 5, "slots": 3, "tables": 2}
    typed = {name: str(value) for name, value in (usual | times).items()} | (
        {} if button == "times" else {button: ""}
    )
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


@on_sqlite
def test_a_short_meeting_offers_times_that_it_holds(app: Flask, manager: Person) -> None:
    meeting = make_meeting(starts_at=at(14), ends_at=at(15))
    page = manager.open(f"{MANAGED}/{meeting.id}/rendez-vous").text
    assert re.search(r'name="slots"[^>]*value="3"', page)
    assert "0 rendez-vous fait sur 0." in make(manager, meeting)


@on_sqlite
@pytest.mark.parametrize("act", ["make", "times"])
def test_nobody_is_sent_to_an_empty_room(meeting: Meeting, manager: Person, act: str) -> None:
    early = make(manager, meeting, act, starts="02:00")
    assert "La rencontre ne commence qu’à 14 h 00." in early.replace("\xa0", " ")
    late = make(manager, meeting, act, starts="17:30").replace("\xa0", " ")
    assert "Le dernier rendez-vous finirait à 18 h 25, et la rencontre à 18 h 00." in late


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
    page = make(manager, meeting, "times", starts="15:30")
    assert "15 h 30" in page
    assert len(held()) == 1


@on_sqlite
def test_times_leave_no_appointment_without_a_slot(meeting: Meeting, manager: Person) -> None:
    pair = make_people(meeting, structures=1, buyers=1)
    make(manager, meeting)
    add(manager, meeting, pair, slot=2)
    page = make(manager, meeting, "times", slots=2)
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
def test_a_table_that_is_not_there_is_told(meeting: Meeting, manager: Person) -> None:
    pair = make_people(meeting, structures=1, buyers=1)
    make(manager, meeting, tables=2)
    add(manager, meeting, pair)
    (held_now,) = db.session.scalars(select(Appointment))
    path = f"{MANAGED}/{meeting.id}/rendez-vous/{held_now.id}"
    page = sent(manager, path, {"slot": "1", "table": "150"}).replace("\xa0", " ")
    assert "Il n’y a que 2 tables : choisissez un numéro de 1 à 2." in page


@on_sqlite
def test_two_buyers_do_not_meet_even_by_hand(meeting: Meeting, manager: Person) -> None:
    """As the public page says: between buyers and structures."""
    pair = make_people(meeting, structures=0, buyers=2)
    make(manager, meeting)
    assert "Choisissez un acheteur et une structure" in add(manager, meeting, pair)
    assert held() == []


@on_sqlite
@pytest.mark.parametrize("act", ["", "/retirer"])
def test_one_that_a_colleague_has_just_taken_away_is_told(
    meeting: Meeting, manager: Person, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    pair = make_people(meeting, structures=1, buyers=1)
    make(manager, meeting)
    add(manager, meeting, pair)
    (gone,) = db.session.scalars(select(Appointment))
    number = gone.id
    take_all_away_meanwhile(monkeypatch)
    path = f"{MANAGED}/{meeting.id}/rendez-vous/{number}{act}"
    assert "Ce rendez-vous n’existe plus" in sent(manager, path, {"slot": "1", "table": ""})


def take_all_away_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the moment when the meeting is about to be held."""

    def late(meeting_id: int) -> Meeting:
        db.session.execute(delete(Attendee))
        db.session.execute(delete(Appointment))
        db.session.commit()
        return hold_meeting(meeting_id)

    monkeypatch.setattr(appointing, "hold_meeting", late)


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
    told = manager.page(f"{MANAGED}/{meeting.id}").replace("\xa0", " ")
    assert "déplace un rendez-vous, maintenant à 14 h 40, table 2" in told


@on_sqlite
def test_times_free_for_both_are_told_to_who_moves_one(meeting: Meeting, manager: Person) -> None:
    structure, buyer, other, last = make_people(meeting, structures=1, buyers=3)
    make(manager, meeting, tables=1, slots=4)
    for slot, who in enumerate((buyer, other)):
        add(manager, meeting, (structure, who), slot=slot)
    moved = db.session.scalars(select(Appointment).order_by(Appointment.slot)).first()
    assert moved is not None
    page = manager.page(f"{MANAGED}/{meeting.id}/rendez-vous/{moved.id}").replace("\xa0", " ")
    assert "14 h 20, S0 n’est pas libre" in page
    assert "14 h 40, libre pour les deux" in page
    refused = add(manager, meeting, (structure, last), slot=1).replace("\xa0", " ")
    assert "15 h 00, libre pour les deux" in refused


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


def sheets(page: str) -> list[str]:
    return page.split('<section class="printed">')[1:]


@on_sqlite
def test_sheets_are_printed_for_each_who_has_appointments(
    meeting: Meeting, manager: Person
) -> None:
    structure, buyer, _alone = make_people(meeting, structures=1, buyers=2)
    make(manager, meeting)
    add(manager, meeting, (structure, buyer), slot=1)
    welcome, *others = sheets(manager.page(f"{MANAGED}/{meeting.id}/imprimer"))
    assert "Aucun" in welcome
    assert len(others) == 2
    of_buyer = next(sheet for sheet in others if "<h2>B0" in sheet)
    assert re.search(r"14 h 20.*S0", of_buyer)
    assert "Salle des fêtes, 1 place du Marché" in of_buyer


@on_sqlite
def test_the_welcome_desk_looks_for_last_names(meeting: Meeting, manager: Person) -> None:
    for name in ("Zoé Abadie", "Ana Zola", "Luc Élan"):
        make_participant(meeting, name)
    welcome, *_ = sheets(manager.page(f"{MANAGED}/{meeting.id}/imprimer"))
    assert welcome.index("Abadie") < welcome.index("Élan") < welcome.index("Zola")


@on_sqlite
def test_one_sheet_is_printed_alone(meeting: Meeting, manager: Person) -> None:
    pair = make_people(meeting, structures=1, buyers=1)
    make(manager, meeting)
    add(manager, meeting, pair)
    assert "Imprimer sa feuille" in manager.page(f"{MANAGED}/{meeting.id}/participants")
    path = f"{MANAGED}/{meeting.id}/participants/{pair[1].id}/imprimer"
    (sheet,) = sheets(manager.page(path))
    assert re.search(r"<h2>B0.*14 h 00.*S0", sheet)
    other = make_meeting(title="Autre")
    path = f"{MANAGED}/{other.id}/participants/{pair[1].id}/imprimer"
    assert manager.open(path).status_code == 404


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
    assert letters("autre@atelier.example")[-1].subject.startswith("Un rendez-vous de moins")
    assert "Aucun rendez-vous" in other.page(f"/rencontres/{meeting.id}/ma-participation")
