"""Whoever comes says whom they wish to meet, in order of preference."""

import re
from collections.abc import Sequence
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.meetings import wish_views
from app.meetings.models import Meeting, Participant, Side, Wish
from app.meetings.queries import hold_meeting
from app.meetings.wishing import MOST_WISHES
from domain.models import Network, utcnow
from tests.app.cast import make_supplier
from tests.app.meetings.cast import (
    MANAGED,
    NETWORK,
    buyer_at,
    make_meeting,
    make_participant,
    make_people,
)
from tests.app.pages import on_sqlite, plain, publish
from tests.app.people import Person, buyer, manager_of

pytestmark = on_sqlite


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    return make_meeting(are_wishes_open=True, seats=40)


@pytest.fixture
def person(app: Flask, meeting: Meeting) -> Person:
    return buyer_at(meeting, app)


def say(person: Person, meeting: Meeting, ranks: dict[int, object]) -> str:
    typed = {f"wish_{id_}": str(rank) for id_, rank in ranks.items()}
    answer = person.send(f"/rencontres/{meeting.id}/souhaits", typed)
    return answer.text if answer.status_code == 200 else person.page(answer.location)


def told() -> dict[int, int]:
    """Whom is wished → its rank."""
    db.session.expire_all()
    return {wish.wanted_id: wish.rank for wish in db.session.scalars(select(Wish))}


def test_it_works(meeting: Meeting, person: Person) -> None:
    one, other, _ = make_people(meeting, structures=3, buyers=0)
    assert "Vos souhaits sont enregistrés" in say(person, meeting, {one.id: 2, other.id: 1})
    assert told() == {one.id: 2, other.id: 1}
    assert "Vous avez 2 souhaits" in person.page(f"/rencontres/{meeting.id}/ma-participation")


def test_wishes_said_again_replace_those_before(meeting: Meeting, person: Person) -> None:
    one, other = make_people(meeting, structures=2, buyers=0)
    say(person, meeting, {one.id: 1})
    say(person, meeting, {one.id: "", other.id: 1})
    assert told() == {other.id: 1}


def test_a_form_opened_before_somebody_registered_is_saved(
    meeting: Meeting, person: Person
) -> None:
    one, _late = make_people(meeting, structures=2, buyers=0)
    assert "Vos souhaits sont enregistrés" in say(person, meeting, {one.id: 1})


def test_who_has_just_left_is_wished_by_nobody(
    meeting: Meeting, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    staying, leaving = make_people(meeting, structures=2, buyers=0)
    ranks: dict[int, object] = {staying.id: 1, leaving.id: 2}

    def late(meeting_id: int) -> Meeting:
        db.session.delete(leaving)
        db.session.commit()
        return hold_meeting(meeting_id)

    monkeypatch.setattr(wish_views, "hold_meeting", late)
    assert "1 personne choisie ne vient plus" in say(person, meeting, ranks)
    assert told() == {staying.id: 1}


def test_nothing_is_said_once_wishes_have_just_been_closed(
    meeting: Meeting, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = make_people(meeting, structures=1, buyers=0)

    def late(meeting_id: int) -> Meeting:
        meeting.are_wishes_open = False
        db.session.commit()
        return hold_meeting(meeting_id)

    monkeypatch.setattr(wish_views, "hold_meeting", late)
    say(person, meeting, {one.id: 1})
    assert told() == {}


@pytest.fixture
def cleaner(app: Flask, meeting: Meeting) -> Participant:
    """An ESAT that cleans premises, among other structures."""
    supplier = make_supplier("Le Verger propre", kinds=["ESAT"], services=["nettoyage-locaux"])
    publish(app, supplier)
    make_people(meeting, structures=2, buyers=0)
    return make_participant(meeting, "Ana Martin", Side.STRUCTURE, supplier_id=supplier.id)


def narrow(person: Person, meeting: Meeting, **typed: str) -> str:
    answer = person.send(f"/rencontres/{meeting.id}/souhaits", {"narrow": "", **typed})
    return plain(answer.text)


def test_what_structures_do_is_told_to_who_chooses(
    cleaner: Participant, meeting: Meeting, person: Person
) -> None:
    page = person.page(f"/rencontres/{meeting.id}/souhaits")
    for words in ("Ana Martin", "ESAT", "Nettoyage de locaux", "Angers"):
        assert words in page


@pytest.mark.parametrize(
    "typed",
    [{"words": "ménage"}, {"words": "esat angers"}, {"words": "martin"}, {"family": "proprete"}],
)
def test_those_looked_for_are_found_by_what_they_do(
    cleaner: Participant, meeting: Meeting, person: Person, typed: dict[str, str]
) -> None:
    page = narrow(person, meeting, **typed)
    assert "<strong>1 personne</strong> sur 3" in page.replace("\xa0", " ")
    assert "Le Verger propre" in page
    assert "Organisation S0" not in page


def test_a_rank_given_is_kept_and_shown_whatever_is_looked_for(
    cleaner: Participant, meeting: Meeting, person: Person
) -> None:
    other = next(it for it in meeting_people(meeting) if it.name == "S0")
    page = narrow(person, meeting, words="propre", **{f"wish_{other.id}": "2"})
    assert "Organisation S0" in page
    assert "Organisation S1" not in page
    assert told() == {}
    answer = person.send(f"/rencontres/{meeting.id}/souhaits", {"all": "", "words": "propre"})
    assert "Organisation S1" in answer.text


@pytest.mark.parametrize("typed", [{"words": "x" * 5000}, {"kind": "\0"}, {"family": "nulle"}])
def test_nothing_found_is_said(
    cleaner: Participant, meeting: Meeting, person: Person, typed: dict[str, str]
) -> None:
    page = narrow(person, meeting, **typed, **{f"wish_{cleaner.id}": "x"})
    assert "<strong>0 personne</strong> sur 3" in page.replace("\xa0", " ")


def test_what_a_buyer_looks_for_is_told_to_structures(
    app: Flask, meeting: Meeting, person: Person
) -> None:
    mine = db.session.scalars(select(Participant)).one()
    structure = buyer(app, "s@atelier.example")
    make_participant(meeting, "S", Side.STRUCTURE, structure.user)
    typed = {"looks_for": "Traiteurs pour nos séminaires"}
    person.send(f"/rencontres/{meeting.id}/souhaits", typed)
    db.session.refresh(mine)
    assert mine.looks_for == "Traiteurs pour nos séminaires"
    assert "Cherche : Traiteurs" in structure.page(f"/rencontres/{meeting.id}/souhaits")


def meeting_people(meeting: Meeting) -> Sequence[Participant]:
    return db.session.scalars(select(Participant).filter_by(meeting_id=meeting.id)).all()


def test_a_buyer_meets_structures(meeting: Meeting, person: Person) -> None:
    _, other_buyer = make_people(meeting, structures=1, buyers=1)
    page = person.page(f"/rencontres/{meeting.id}/souhaits")
    assert "Organisation S0" in page
    assert "Organisation B0" not in page
    say(person, meeting, {other_buyer.id: 1})
    assert told() == {}


@pytest.mark.parametrize("together", [True, False])
def test_structures_meet_each_other_where_the_meeting_says_so(
    app: Flask, meeting: Meeting, person: Person, together: bool
) -> None:
    meeting.do_structures_meet = together
    db.session.scalars(select(Participant)).one().side = Side.STRUCTURE
    make_people(meeting, structures=1, buyers=1)
    page = person.page(f"/rencontres/{meeting.id}/souhaits")
    assert "Organisation B0" in page
    assert ("Organisation S0" in page) is together


def test_there_are_so_many_wishes_at_most(meeting: Meeting, person: Person) -> None:
    people = make_people(meeting, structures=MOST_WISHES + 1, buyers=0)
    page = say(person, meeting, {one.id: 1 for one in people})
    assert f"gardez-en {MOST_WISHES} au plus" in page
    assert told() == {}


@pytest.mark.parametrize("rank", ["0", "99", "x", "1\0"])
def test_a_rank_is_one_of_the_list(meeting: Meeting, person: Person, rank: str) -> None:
    (one,) = make_people(meeting, structures=1, buyers=0)
    say(person, meeting, {one.id: rank})
    assert told() == {}


def test_nothing_is_said_once_wishes_are_closed(meeting: Meeting, person: Person) -> None:
    (one,) = make_people(meeting, structures=1, buyers=0)
    meeting.are_wishes_open = False
    db.session.commit()
    assert "Les souhaits ne sont pas ouverts" in say(person, meeting, {one.id: 1})
    assert told() == {}


def test_wishes_end_when_times_are_sent(app: Flask, meeting: Meeting, person: Person) -> None:
    path = f"/rencontres/{meeting.id}/ma-participation"
    assert "Dire mes souhaits" in person.page(path)
    manager_of(NETWORK, app).send(f"{MANAGED}/{meeting.id}/rendez-vous/envoyer")
    assert "mes souhaits" not in person.page(path)
    assert "Les souhaits sont clos." in person.page(f"/rencontres/{meeting.id}/souhaits")


def test_who_chooses_nobody_is_told_so(meeting: Meeting, person: Person) -> None:
    (one,) = make_people(meeting, structures=1, buyers=0)
    say(person, meeting, {one.id: 1})
    assert "Aucun souhait n’est enregistré" in say(person, meeting, {one.id: ""})
    assert told() == {}


def test_nobody_wishes_once_the_meeting_has_begun(meeting: Meeting, person: Person) -> None:
    meeting.starts_at = utcnow() - timedelta(hours=1)
    db.session.commit()
    assert "mes souhaits" not in person.page(f"/rencontres/{meeting.id}/ma-participation")


def test_who_does_not_come_wishes_nothing(app: Flask, meeting: Meeting) -> None:
    make_participant(meeting, "Camille")
    other = buyer(app, "autre@atelier.example")
    page = other.page(f"/rencontres/{meeting.id}/souhaits")
    assert "Vous n’êtes pas inscrit à cette rencontre" in page
    assert other.send(f"/rencontres/{meeting.id}/souhaits").status_code == 302
    assert told() == {}


def test_addresses_are_shown_to_nobody_who_comes(
    app: Flask, meeting: Meeting, person: Person
) -> None:
    ana = buyer(app, "ana@atelier.example").user
    make_participant(meeting, "Ana Martin", Side.STRUCTURE, ana)
    page = person.page(f"/rencontres/{meeting.id}/souhaits")
    assert "Ana Martin" in page
    assert "ana@atelier.example" not in page


def say_for(manager: Person, other: Participant, ranks: dict[int, object]) -> str:
    """What the network is told of the wishes that it enters; the page that follows."""
    path = f"{MANAGED}/{other.meeting_id}/participants/{other.id}/souhaits"
    typed = {f"wish_{id_}": str(rank) for id_, rank in ranks.items()}
    answer = manager.send(path, typed | {"looks_for": "Un traiteur"})
    return answer.text if answer.status_code == 200 else manager.page(answer.location)


def test_the_network_says_those_of_who_telephones(app: Flask, meeting: Meeting) -> None:
    structure, anne = make_people(meeting, structures=1, buyers=1)
    manager = manager_of(NETWORK, app)
    assert "Dire ses souhaits" in manager.page(f"{MANAGED}/{meeting.id}/participants")
    page = say_for(manager, anne, {structure.id: 1})
    assert "B0 (Organisation B0) : ses souhaits sont enregistrés" in page
    assert told() == {structure.id: 1}
    assert anne.looks_for == "Un traiteur"


def test_the_network_says_none_once_they_are_closed(app: Flask, meeting: Meeting) -> None:
    structure, anne = make_people(meeting, structures=1, buyers=1)
    meeting.are_wishes_open = False
    db.session.commit()
    manager = manager_of(NETWORK, app)
    assert "Dire ses souhaits" not in manager.page(f"{MANAGED}/{meeting.id}/participants")
    assert "ouvrez-les depuis la page" in say_for(manager, anne, {structure.id: 1})
    assert told() == {}


def test_those_of_an_account_are_its_own(app: Flask, meeting: Meeting, person: Person) -> None:
    manager = manager_of(NETWORK, app)
    path = f"{MANAGED}/{meeting.id}/participants/1/souhaits"
    assert manager.open(path).status_code == 404
    assert "Dire ses souhaits" not in manager.page(f"{MANAGED}/{meeting.id}/participants")


def test_whoever_it_registered_and_says_their_own_has_them_alone(
    app: Flask, meeting: Meeting
) -> None:
    one, other = make_people(meeting, structures=2, buyers=0)
    ana = make_participant(meeting, "Ana Martin", email="ana@atelier.example")
    manager = manager_of(NETWORK, app)
    say_for(manager, ana, {other.id: 1})
    person = buyer(app, "ana@atelier.example")
    say(person, meeting, {one.id: 1, other.id: ""})
    path = f"{MANAGED}/{meeting.id}/participants/{ana.id}/souhaits"
    assert manager.open(path).status_code == 404
    assert manager.send(path, {f"wish_{other.id}": "1"}).status_code == 404
    assert told() == {one.id: 1}
    assert "Ana Martin" in person.page(f"/rencontres/{meeting.id}/ma-participation")


def test_two_colleagues_say_wishes_at_once(app: Flask, meeting: Meeting) -> None:
    one, other, anne = make_people(meeting, structures=2, buyers=1)
    manager = manager_of(NETWORK, app)
    path = f"{MANAGED}/{meeting.id}/participants/{anne.id}/souhaits"
    opened = {f"wish_{one.id}": "", "seen": seen_by(manager.open(path).text)}
    say_for(manager, anne, {one.id: 1})
    manager.send(path, opened | {f"wish_{other.id}": "2"})
    assert told() == {one.id: 1, other.id: 2}
    page = manager.send(path, opened | {f"wish_{one.id}": "3"}).text
    assert "On vient d’y enregistrer un autre rang." in page
    manager.send(path, {f"wish_{one.id}": "3", "seen": seen_by(page)})
    assert told() == {one.id: 3, other.id: 2}


def seen_by(page: str) -> str:
    found = re.search(r'name="seen"[^>]+value="([^"]*)"', page)
    assert found is not None
    return unescape(found[1])


def test_another_network_says_nothing_of_them(app: Flask, meeting: Meeting) -> None:
    (anne,) = make_people(meeting, structures=0, buyers=1)
    db.session.add(Network(slug="autre", name="Autre"))
    db.session.commit()
    path = f"/reseau/autre/rencontres/{meeting.id}/participants/{anne.id}/souhaits"
    assert manager_of("autre", app).open(path).status_code == 404


def test_who_comes_after_the_appointments_are_sent_is_told_that_they_were_made_before(
    app: Flask,
) -> None:
    meeting = make_meeting(schedule_sent_at=utcnow())
    page = plain(buyer_at(meeting, app).page(f"/rencontres/{meeting.id}/ma-participation"))
    assert "Vous n’avez pas de rendez-vous. Ils ont été faits d’après les souhaits reçus" in page
