"""How long meetings take: their appointments made, and the sheets to print."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from app import create_app
from app.config import LogLevel, Settings
from app.db import db
from app.meetings.appointing import Made, Times, make_appointments, plan_appointments
from app.meetings.models import Meeting, MeetingStatus, Participant, Side, Standing, Wish
from app.meetings.people_views import print_all
from app.meetings.queries import participants
from app.meetings.wishing import MOST_WISHES, RANKS

LARGE = 500  # people, two structures for a buyer, each with all the wishes they may have
SLOTS, TABLES = 16, 100


@dataclass(frozen=True, slots=True)
class MeetingCost:
    """`held_seconds` are those during which nobody else writes."""

    participants: int
    wished: int
    held: int
    making_seconds: float
    held_seconds: float
    printing_seconds: float


def measure_meetings(instance: Path) -> Iterator[MeetingCost]:
    """That of the demo, in its folder, then a large one."""
    app = create_app(Settings(instance_path=instance, log_level=LogLevel.WARNING))
    with app.app_context():
        demo = db.session.scalars(select(Meeting)).one()
        yield _measure(app, demo)
        yield _measure(app, _large_meeting(demo))
        db.engine.dispose()


def _measure(app: Flask, meeting: Meeting) -> MeetingCost:
    times = Times(meeting.starts_at, 10, 5, meeting.slots, meeting.tables)
    start = time.perf_counter()
    plan = plan_appointments(meeting, times)
    planned = time.perf_counter()
    made: Made = make_appointments(meeting.id, times, plan)
    db.session.commit()
    done = time.perf_counter()
    people, printing = len(participants(meeting)), _time_printing(app, meeting)
    return MeetingCost(people, made.wished, made.held, done - start, done - planned, printing)


def _large_meeting(like: Meeting) -> Meeting:
    meeting = Meeting(
        network_slug=like.network_slug,
        status=MeetingStatus.PUBLISHED,
        title="Large",
        presentation="",
        starts_at=like.starts_at,
        ends_at=like.ends_at,
        venue=like.venue,
        address=like.address,
        sectors=[],
        seats=LARGE,
        slots=SLOTS,
        tables=TABLES,
    )
    people = [_person(meeting, number) for number in range(LARGE)]
    db.session.add_all(people)
    db.session.flush()
    db.session.add_all(_wishes(people))
    db.session.commit()
    return meeting


def _person(meeting: Meeting, number: int) -> Participant:
    side = Side.STRUCTURE if number % 3 else Side.BUYER
    return Participant(meeting=meeting, standing=Standing.SEATED, side=side, name=f"P{number}")


def _wishes(people: list[Participant]) -> Iterator[Wish]:
    rng = random.Random(LARGE)  # noqa: S311 invention, not a secret
    for one in people:
        others = [it for it in people if it.side is not one.side]
        for rank, other in enumerate(rng.sample(others, MOST_WISHES), 1):
            yield Wish(participant_id=one.id, wanted_id=other.id, rank=min(rank, RANKS))


def _time_printing(app: Flask, meeting: Meeting) -> float:
    """The page alone: whether its reader may is the gate's affair."""
    network, number = meeting.network_slug, meeting.id
    with app.test_request_context(f"/reseau/{network}/rencontres/{number}/imprimer"):
        start = time.perf_counter()
        print_all(network, number)
        return time.perf_counter() - start
