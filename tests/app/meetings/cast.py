"""A meeting of an invented network, and the people who come to it."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.db import db
from app.meetings.models import Meeting, MeetingStatus, Participant, Side, Standing, Wish
from domain.models import Network, utcnow
from tests.app.people import Person, buyer

NETWORK = "vergers"
MANAGED = f"/reseau/{NETWORK}/rencontres"


def make_meeting(**values: Any) -> Meeting:
    """Published, with ten seats, in ten days; stored."""
    if db.session.get(Network, NETWORK) is None:
        db.session.add(Network(slug=NETWORK, name="Réseau des Vergers"))
    starts = values.pop("starts_at", utcnow() + timedelta(days=10))
    usual: dict[str, Any] = {
        "network_slug": NETWORK,
        "status": MeetingStatus.PUBLISHED,
        "title": "Rencontre des vergers",
        "presentation": "",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=4),
        "venue": "Salle des fêtes",
        "address": "1 place du Marché",
        "sectors": [],
        "seats": 10,
    }
    meeting = Meeting(**(usual | values))
    db.session.add(meeting)
    db.session.commit()
    return meeting


def make_participant(
    meeting: Meeting, name: str, side: Side = Side.BUYER, user: User | None = None, **values: Any
) -> Participant:
    """Registered, unless told otherwise; stored."""
    usual: dict[str, Any] = {"standing": Standing.SEATED, "organisation": f"Organisation {name}"}
    participant = Participant(meeting=meeting, name=name, side=side, user=user, **(usual | values))
    db.session.add(participant)
    db.session.commit()
    return participant


def wish(one: Participant, other: Participant, rank: int = 1) -> None:
    db.session.add(Wish(participant_id=one.id, wanted_id=other.id, rank=rank))
    db.session.commit()


def buyer_at(meeting: Meeting, app: Flask, email: str = "acheteuse@atelier.example") -> Person:
    """Somebody who has registered."""
    person = buyer(app, email)
    registered(person, meeting)
    return person


def registered(person: Person, meeting: Meeting, name: str = "Camille Durand") -> str:
    """Register as a buyer; the page that follows."""
    typed = {"who": "acheteur", "organisation": "Mairie de Brévigny", "name": name}
    answer = person.send(f"/rencontres/{meeting.id}/inscription", typed)
    return answer.text if answer.status_code == 200 else person.page(answer.location)


def standings(meeting: Meeting) -> list[tuple[str, Standing]]:
    """Names, and where they stand, in the order in which they came."""
    db.session.expire_all()
    query = select(Participant).where(Participant.meeting_id == meeting.id)
    people = db.session.scalars(query.order_by(Participant.id))
    return [(it.name or it.email or "", it.standing) for it in people]


def make_people(meeting: Meeting, structures: int, buyers: int) -> list[Participant]:
    """S0, S1… then B0, B1…: without accounts."""
    sides = [(Side.STRUCTURE, "S", structures), (Side.BUYER, "B", buyers)]
    return [
        make_participant(meeting, f"{letter}{number}", side)
        for side, letter, count in sides
        for number in range(count)
    ]


def at(hour: int, minute: int = 0) -> datetime:
    """That hour in ten days, where the site is."""
    day = (utcnow() + timedelta(days=10)).astimezone()
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)
