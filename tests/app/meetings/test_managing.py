"""A network prepares a meeting, publishes it, follows who comes, changes or cancels it."""

import csv
import re
from collections.abc import Sequence
from datetime import timedelta
from html import unescape
from io import BytesIO, StringIO
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app.db import db
from app.meetings import forms, people_views
from app.meetings.models import Appointment, Attendee, Meeting, MeetingStatus, Participant, Standing
from app.meetings.seats import withdraw
from app.spreadsheets import day_cell
from app.templating import hour
from domain.models import Network, utcnow
from tests.app.meetings.cast import (
    MANAGED,
    NETWORK,
    at,
    buyer_at,
    make_meeting,
    make_participant,
    registered,
    standings,
)
from tests.app.pages import on_sqlite, plain
from tests.app.people import Person, buyer, letters, manager_of, visitor

pytestmark = on_sqlite

ADDRESS = "acheteuse@atelier.example"


@pytest.fixture
def manager(app: Flask) -> Person:
    db.session.add(Network(slug=NETWORK, name="Réseau des Vergers"))
    db.session.commit()
    return manager_of(NETWORK, app)


def typed(**values: object) -> dict[str, object]:
    day = utcnow().astimezone().date() + timedelta(days=30)
    usual: dict[str, object] = {
        "title": "Rencontre des vergers",
        "day": day.isoformat(),
        "starts": "14:00",
        "ends": "17:30",
        "venue": "Salle des fêtes",
        "address": "1 place du Marché\n49000 Angers",
        "presentation": "Venez nombreux.",
        "seats": "40",
        "sectors": ["proprete", "entretien-espaces-verts"],
    }
    return usual | values


def sent(manager: Person, path: str, data: object = None) -> str:
    answer = manager.send(f"{MANAGED}{path}", data)
    return answer.text if answer.status_code == 200 else manager.page(answer.location)


def opened(manager: Person, meeting: Meeting) -> str:
    """The digest of what the form holds."""
    html = manager.open(f"{MANAGED}/{meeting.id}/modifier").text
    found = re.search(r'name="seen" type="hidden" value="([^"]*)"', html)
    assert found is not None
    return unescape(found[1])


def edited(manager: Person, meeting: Meeting, **values: object) -> str:
    seen = opened(manager, meeting)
    return sent(manager, f"/{meeting.id}/modifier", values | {"seen": seen})


def one() -> Meeting:
    db.session.expire_all()
    return db.session.scalars(select(Meeting)).one()


def test_it_works(app: Flask, manager: Person) -> None:
    page = sent(manager, "/nouvelle", typed())
    assert "Pas encore publiée" in page
    assert "Propreté et hygiène" in page
    assert one().status is MeetingStatus.DRAFT
    assert "La rencontre est publiée" in sent(manager, f"/{one().id}/etape", {"step": "publier"})
    assert "Rencontre des vergers" in buyer(app).page("/rencontres")


def test_it_is_found_from_one_s_account(manager: Person) -> None:
    assert MANAGED in manager.page("/compte")
    assert "Préparer une rencontre" in manager.page(MANAGED)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"title": ""}, "Donnez un titre"),
        ({"title": "x" * 500}, "120 caractères au plus"),
        ({"day": "2001-01-01"}, "Cette date est passée"),
        ({"day": "hier"}, "Écrivez une date"),
        ({"day": ""}, "Donnez la date"),
        ({"day": "9999-12-31"}, "vérifiez l’année"),
        ({"ends": "13:00"}, "La fin vient après le début"),
        ({"seats": "0"}, "Un nombre entre 1 et 2000"),
        ({"venue": "a\0b"}, "ne peut pas être lu"),
        ({"sectors": ["nulle-part"]}, "Choisissez parmi les familles"),
    ],
)
def test_what_is_missing_or_wrong_is_told_and_nothing_is_lost(
    manager: Person, values: dict[str, object], said: str
) -> None:
    page = sent(manager, "/nouvelle", typed(**values))
    assert said in page
    assert "Venez nombreux." in page
    assert db.session.scalars(select(Meeting)).all() == []


def test_no_meeting_is_made_of_hours_that_are_past(
    manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "utcnow", lambda: at(18))
    page = sent(manager, "/nouvelle", typed(day=at(14).date().isoformat()))
    assert "la rencontre serait déjà finie" in page
    assert db.session.scalars(select(Meeting)).all() == []


@pytest.mark.parametrize("values", [{"day": "2030-06-03"}, {"starts": "11:00"}, {"ends": "23:59"}])
def test_what_has_taken_place_keeps_its_hours(manager: Person, values: dict[str, object]) -> None:
    """If it ended later, its appointments could be made anew."""
    today = utcnow().astimezone().replace(hour=12, minute=0, second=0, microsecond=0)
    starts, ends = (today - timedelta(days=2, hours=-later) for later in (0, 5))
    meeting = make_meeting(starts_at=starts, ends_at=ends)
    kept = {"day": f"{starts:%Y-%m-%d}", "starts": "12:00", "ends": "17:00"}
    assert "cela reste" in edited(manager, meeting, **typed(**kept | values))
    assert (one().starts_at, one().ends_at) == (starts, ends)
    assert "est enregistrée" in edited(manager, meeting, **typed(**kept, venue="Gymnase"))


def test_a_draft_whose_date_is_past_is_given_another_before_it_is_published(
    manager: Person,
) -> None:
    meeting = make_meeting(starts_at=utcnow() - timedelta(days=2), status=MeetingStatus.DRAFT)
    assert "changez-la, puis publiez-la" in manager.page(f"{MANAGED}/{meeting.id}")
    assert "à une autre étape" in sent(manager, f"/{meeting.id}/etape", {"step": "publier"})
    edited(manager, meeting, **typed())
    assert "La rencontre est publiée" in sent(manager, f"/{meeting.id}/etape", {"step": "publier"})


def test_a_change_of_date_or_place_is_written_to_all(app: Flask, manager: Person) -> None:
    meeting = make_meeting()
    buyer_at(meeting, app)
    before = len(letters(ADDRESS))
    edited(manager, meeting, **typed(venue="Gymnase"))
    assert letters(ADDRESS)[-1].subject == "La rencontre change : Rencontre des vergers"
    assert "Gymnase" in letters(ADDRESS)[-1].text
    assert len(letters(ADDRESS)) == before + 1
    edited(manager, meeting, **typed(venue="Gymnase", presentation="Autrement"))
    assert len(letters(ADDRESS)) == before + 1


def test_what_changes_is_told_beside_what_it_was(app: Flask, manager: Person) -> None:
    meeting = make_meeting(starts_at=at(9), ends_at=at(12))
    buyer_at(meeting, app)
    same = {"day": at(9).date().isoformat(), "address": "1 place du Marché"}
    edited(manager, meeting, **typed(**same, venue="Gymnase", starts="09:00", ends="12:00"))
    told = plain(letters(ADDRESS)[-1].text)
    assert "Lieu : Gymnase, 1 place du Marché, au lieu de « Salle des fêtes, 1 place" in told
    assert "Horaires :" not in told
    edited(manager, meeting, **typed(**same, venue="Gymnase", starts="14:00", ends="17:30"))
    told = plain(letters(ADDRESS)[-1].text)
    assert "Horaires : de 14 h 00 à 17 h 30, au lieu de 9 h 00 à 12 h 00." in told
    assert "Lieu :" not in told


@pytest.mark.parametrize("is_sent", [True, False])
def test_who_was_sent_times_reads_that_they_move_with_the_meeting(
    app: Flask, manager: Person, is_sent: bool
) -> None:
    meeting = make_meeting(starts_at=at(9), ends_at=at(12), first_slot_at=at(9))
    buyer_at(meeting, app)
    mine = db.session.scalars(select(Participant)).one()
    made = Appointment(meeting=meeting, slot=0, table_number=1)
    made.attendees = [Attendee(participant=mine, slot=0)]
    db.session.add(made)
    meeting.schedule_sent_at = utcnow() if is_sent else None
    db.session.commit()
    edited(manager, meeting, **typed(starts="14:00"))
    moved = "Vos rendez-vous sont déplacés d’autant" in letters(ADDRESS)[-1].text
    assert moved == is_sent


def test_nobody_is_written_to_of_a_meeting_that_is_past(app: Flask, manager: Person) -> None:
    starts = at(12) - timedelta(days=40)
    meeting = make_meeting(starts_at=starts, ends_at=starts + timedelta(hours=5))
    make_participant(meeting, "A", user=buyer(app, ADDRESS).user)
    kept = {"day": f"{starts:%Y-%m-%d}", "starts": "12:00", "ends": "17:00"}
    assert "est enregistrée" in edited(manager, meeting, **typed(**kept, venue="Gymnase"))
    assert one().venue == "Gymnase"
    assert letters(ADDRESS) == []


def test_appointments_move_with_the_hour_at_which_the_meeting_begins(manager: Person) -> None:
    meeting = make_meeting(starts_at=at(14), ends_at=at(18), first_slot_at=at(14, 30))
    edited(manager, meeting, **typed(starts="09:00", ends="12:00"))
    assert hour(one().slot_at(0)) == "9\xa0h\xa030"


def test_a_meeting_ends_after_its_appointments(manager: Person) -> None:
    meeting = make_meeting(starts_at=at(14), ends_at=at(18), first_slot_at=at(14))
    db.session.add(Appointment(meeting_id=meeting.id, slot=5, table_number=1))
    db.session.commit()
    page = edited(manager, meeting, **typed(starts="09:00", ends="10:00"))
    assert "Le dernier rendez-vous finirait à 10 h 55" in page.replace("\xa0", " ")
    assert one().starts_at == at(14)


def test_two_colleagues_do_not_write_over_each_other(app: Flask, manager: Person) -> None:
    sent(manager, "/nouvelle", typed())
    colleague = manager_of(NETWORK, app, "collegue@atelier.example")
    seen = opened(manager, one())
    edited(colleague, one(), **typed(venue="Gymnase", title="Autre"))
    sent(manager, f"/{one().id}/modifier", typed(seats="30", seen=seen))
    assert (one().venue, one().title, one().seats) == ("Gymnase", "Autre", 30)


def test_what_both_change_is_for_the_second_to_choose(app: Flask, manager: Person) -> None:
    sent(manager, "/nouvelle", typed())
    seen, meeting = opened(manager, one()), one()
    meeting.venue = "Gymnase"
    db.session.commit()
    page = sent(manager, f"/{meeting.id}/modifier", typed(venue="Halle", seen=seen))
    assert "Un collègue vient de changer ce champ" in page
    assert one().venue == "Gymnase"
    edited(manager, one(), **typed(venue="Halle"))
    assert one().venue == "Halle"


def test_both_versions_are_shown_to_who_chooses(app: Flask, manager: Person) -> None:
    sent(manager, "/nouvelle", typed())
    colleague = manager_of(NETWORK, app, "collegue@atelier.example")
    seen = opened(manager, one())
    edited(colleague, one(), **typed(venue="Gymnase", starts="13:00", sectors=["proprete"]))
    mine = typed(venue="Halle", starts="15:00", sectors=[], seen=seen)
    page = manager.send(f"{MANAGED}/{one().id}/modifier", mine).text
    versions = page[page.index('class="versions"') : page.index("<form")]
    for said in ("Gymnase", "Halle", "13:00", "15:00", "Propreté et hygiène", "Rien."):
        assert said in versions
    assert "collegue@atelier.example" in versions


def test_a_digest_that_nobody_s_page_wrote_loses_nothing(manager: Person) -> None:
    meeting = make_meeting(starts_at=at(14), ends_at=at(18))
    page = sent(manager, f"/{meeting.id}/modifier", typed(seen="[" * 20_000, venue="Halle"))
    assert "Un collègue vient de changer ce champ" in page


def test_a_mobile_is_not_published(manager: Person) -> None:
    page = sent(manager, "/nouvelle", typed(presentation="Appelez Ana au 06 12 34 56 78."))
    assert "Retirez le mobile :" in plain(page)


def test_there_are_no_fewer_seats_than_people(app: Flask, manager: Person) -> None:
    meeting = make_meeting()
    for name in "AB":
        make_participant(meeting, name)
    page = edited(manager, meeting, **typed(seats="1"))
    assert "2 places sont déjà prises" in page.replace("\xa0", " ")


def test_seats_added_go_to_those_who_wait(app: Flask, manager: Person) -> None:
    meeting = make_meeting(seats=1)
    make_participant(meeting, "A")
    registered(buyer(app, ADDRESS), meeting)
    edited(manager, meeting, **typed(seats="2"))
    assert standings(meeting)[-1] == ("Camille Durand", Standing.SEATED)
    assert letters(ADDRESS)[-1].subject.startswith("Une place pour vous")


def test_registration_is_closed_and_opened_again(app: Flask, manager: Person) -> None:
    meeting = make_meeting()
    sent(manager, f"/{meeting.id}/etape", {"step": "clore-inscriptions"})
    assert not one().is_registration_open
    sent(manager, f"/{meeting.id}/etape", {"step": "ouvrir-inscriptions"})
    assert one().is_registration_open


@pytest.mark.parametrize(
    "values", [{"status": MeetingStatus.CANCELLED}, {"starts_at": utcnow() - timedelta(days=2)}]
)
def test_what_is_cancelled_or_past_stays_so(
    app: Flask, manager: Person, values: dict[str, object]
) -> None:
    meeting = make_meeting(**values)
    make_participant(meeting, "A", user=buyer(app, ADDRESS).user)
    before = one().status
    sent(manager, f"/{meeting.id}/annuler", {"reason": "x"})
    sent(manager, f"/{meeting.id}/modifier", typed(title="Autre"))
    for step in ("clore-inscriptions", "ouvrir-souhaits"):
        assert "à une autre étape" in sent(manager, f"/{meeting.id}/etape", {"step": step})
    assert (one().status, one().title) == (before, "Rencontre des vergers")
    assert letters(ADDRESS) == []


def test_who_comes_is_written_once_that_wishes_are_open(app: Flask, manager: Person) -> None:
    meeting = make_meeting()
    buyer_at(meeting, app)
    for step in ("ouvrir-souhaits", "clore-souhaits", "ouvrir-souhaits"):
        sent(manager, f"/{meeting.id}/etape", {"step": step})
    subjects = [letter.subject for letter in letters(ADDRESS)]
    assert subjects[1:] == ["Dites vos souhaits : Rencontre des vergers"]
    buyer_at(meeting, app, "apres@atelier.example")
    assert "Les souhaits sont ouverts" in letters("apres@atelier.example")[0].text


def test_a_step_that_is_none_is_refused(manager: Person) -> None:
    meeting = make_meeting()
    assert manager.send(f"{MANAGED}/{meeting.id}/etape", {"step": "x"}).status_code == 400


def test_cancelling_writes_to_all_why(app: Flask, manager: Person) -> None:
    meeting = make_meeting(seats=1)
    for number in range(2):
        registered(buyer(app, f"a{number}@atelier.example"), meeting)
    assert "Dites-leur pourquoi" in sent(manager, f"/{meeting.id}/annuler", {"reason": ""})
    sent(manager, f"/{meeting.id}/annuler", {"reason": "La salle est inondée."})
    for number in range(2):
        assert "La salle est inondée." in letters(f"a{number}@atelier.example")[-1].text
    assert one().status is MeetingStatus.CANCELLED
    assert "La salle est inondée." in visitor(app).page(f"/rencontres/{meeting.id}")


def test_cancelling_is_asked_first_and_says_how_many_are_told(app: Flask, manager: Person) -> None:
    meeting = make_meeting()
    buyer_at(meeting, app)
    make_participant(meeting, "Anne Petit")
    page = manager.page(f"{MANAGED}/{meeting.id}/annuler")
    assert "1 personne inscrite, en attente ou invitée en sera prévenue" in page
    assert "À prévenir par téléphone, faute d’adresse e-mail : Anne Petit" in page
    assert one().status is MeetingStatus.PUBLISHED
    page = sent(manager, f"/{meeting.id}/annuler", {"reason": "Inondation"})
    assert "1 personne en est prévenue par e-mail" in page
    assert "À prévenir par téléphone, faute d’adresse e-mail : Anne Petit" in page
    assert "Ce que vous dites aux inscrits" not in sent(manager, f"/{meeting.id}/annuler")


def test_a_network_without_meetings_reads_what_they_are_for(manager: Person) -> None:
    assert "n’a encore préparé aucune rencontre" in manager.page(MANAGED)


def test_a_cancelled_meeting_stays_so_and_gives_no_seat(app: Flask, manager: Person) -> None:
    meeting = make_meeting(seats=1)
    people = [buyer(app, f"a{number}@atelier.example") for number in range(2)]
    for person in people:
        registered(person, meeting)
    sent(manager, f"/{meeting.id}/annuler", {"reason": "Inondation"})
    sent(manager, f"/{meeting.id}/etape", {"step": "publier"})
    people[0].send(f"/rencontres/{meeting.id}/annuler")
    assert one().status is MeetingStatus.CANCELLED
    assert standings(meeting)[-1][1] is Standing.WAITING


def test_participants_are_listed_and_removed_with_a_letter(app: Flask, manager: Person) -> None:
    meeting = make_meeting()
    buyer_at(meeting, app)
    page = manager.page(f"{MANAGED}/{meeting.id}/participants")
    assert "Camille Durand" in page
    assert ADDRESS in page
    sent(manager, f"/{meeting.id}/participants/1/retirer")
    assert standings(meeting) == []
    assert letters(ADDRESS)[-1].subject.startswith("Votre inscription est retirée")


def test_nobody_is_removed_from_another_meeting_or_once_it_has_begun(
    app: Flask, manager: Person
) -> None:
    other, begun = make_meeting(), make_meeting(starts_at=utcnow() - timedelta(hours=1))
    buyer_at(other, app)
    make_participant(begun, "A", user=buyer(app, "a@atelier.example").user)
    for meeting, participant in ((begun, 1), (begun, 2)):
        path = f"{MANAGED}/{meeting.id}/participants/{participant}/retirer"
        assert manager.send(path).status_code == 404
    assert [len(standings(meeting)) for meeting in (other, begun)] == [1, 1]
    assert len(letters(ADDRESS)) == 1
    assert letters("a@atelier.example") == []


def test_who_has_just_left_is_written_nothing(
    app: Flask, manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = make_meeting()
    person = buyer_at(meeting, app)

    def late(*asked: Any) -> bool:
        db.session.rollback()
        person.send(f"/rencontres/{meeting.id}/annuler")
        return withdraw(*asked)

    monkeypatch.setattr(people_views, "withdraw", late)
    sent(manager, f"/{meeting.id}/participants/1/retirer")
    assert len(letters(ADDRESS)) == 1


def downloaded(manager: Person, meeting: Meeting, kind: str) -> Sequence[Sequence[object]]:
    with manager.open(f"{MANAGED}/{meeting.id}/participants.{kind}") as answer:
        assert "attachment" in answer.headers["Content-Disposition"]
        content = answer.data
    if kind == "csv":
        return list(csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";"))
    workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    return workbook.get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_is_downloaded(app: Flask, manager: Person, kind: str) -> None:
    meeting = make_meeting()
    buyer_at(meeting, app)
    titles, row = downloaded(manager, meeting, kind)
    assert titles[0] == "Nom"
    assert row[:7] == [
        "Camille Durand",
        "Mairie de Brévigny",
        "Acheteur",
        "",
        ADDRESS,
        "",
        "Inscription confirmée",
    ]
    assert row[8] == day_cell(utcnow())


def test_what_was_done_is_told(app: Flask, manager: Person) -> None:
    meeting = make_meeting()
    sent(manager, f"/{meeting.id}/etape", {"step": "clore-inscriptions"})
    page = manager.page(f"{MANAGED}/{meeting.id}")
    assert "clôt les inscriptions" in page
    assert "reseau@atelier.example" in page  # one's own address is no secret


def test_another_network_s_meeting_is_not_there(app: Flask, manager: Person) -> None:
    db.session.add(Network(slug="autre", name="Autre"))
    meeting = make_meeting(network_slug="autre")
    pages = ("", "/modifier", "/participants", "/participants.csv", "/rendez-vous", "/imprimer")
    for page in (*pages, "/suites", "/suites.csv"):
        assert manager.open(f"{MANAGED}/{meeting.id}{page}").status_code == 404
    for page in ("/etape", "/rendez-vous/envoyer", "/rendez-vous/ajouter"):
        answer = manager.send(f"{MANAGED}/{meeting.id}{page}", {"step": "publier"})
        assert answer.status_code == 404


def test_a_new_date_is_reminded_of_again(app: Flask, manager: Person) -> None:
    meeting = make_meeting(reminded_at=utcnow())
    edited(manager, meeting, **typed())
    assert one().reminded_at is None
