"""How long a meeting of 112 people takes: its appointments made, and the sheets to print."""

import time
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from app import create_app
from app.config import LogLevel, Settings
from app.db import db
from app.meetings.appointing import Times, make_appointments
from app.meetings.models import Meeting
from app.meetings.queries import participants
from app.meetings.schedule_views import print_all


@dataclass(frozen=True, slots=True)
class MeetingCost:
    participants: int
    wished: int
    held: int
    making_seconds: float
    printing_seconds: float


def measure_meeting(instance: Path) -> MeetingCost:
    """That of the demo, in its folder."""
    app = create_app(Settings(instance_path=instance, log_level=LogLevel.WARNING))
    with app.app_context():
        meeting = db.session.scalars(select(Meeting)).one()
        start = time.perf_counter()
        made = make_appointments(meeting, _times(meeting))
        db.session.commit()
        making = time.perf_counter() - start
        people, printing = len(participants(meeting)), _time_printing(app, meeting)
        db.engine.dispose()
    return MeetingCost(people, made.wished, made.held, making, printing)


def _times(meeting: Meeting) -> Times:
    return Times(meeting.starts_at, 15, 5, meeting.slots, meeting.tables)


def _time_printing(app: Flask, meeting: Meeting) -> float:
    """The page alone: whether its reader may is the gate's affair."""
    network, number = meeting.network_slug, meeting.id
    with app.test_request_context(f"/reseau/{network}/rencontres/{number}/imprimer"):
        start = time.perf_counter()
        print_all(network, number)
        return time.perf_counter() - start
