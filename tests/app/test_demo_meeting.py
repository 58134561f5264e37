"""The demo's meeting: 112 invented people, whom nobody can write to."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.db import db
from app.demo.loader import load
from app.demo.meeting import WISHED, add_meeting
from app.meetings.models import Meeting, Participant
from app.meetings.wishing import wished_appointments
from tests.app.pages import on_sqlite, page
from tests.app.people import letters

pytestmark = on_sqlite


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    load(db.sessionmaker, 200)
    meeting = add_meeting(db.session)
    db.session.commit()
    assert meeting is not None
    return meeting


def test_it_works(app: Flask, meeting: Meeting) -> None:
    assert db.session.scalar(select(func.count()).select_from(Participant)) == 112
    assert len(wished_appointments(meeting)) == WISHED
    assert "rencontre inventée" in page(app, "/rencontres")


def test_nobody_in_it_has_an_address(meeting: Meeting) -> None:
    people = db.session.scalars(select(Participant)).all()
    assert {person.address for person in people} == {None}
    assert letters() == []


def test_there_is_one(meeting: Meeting) -> None:
    assert add_meeting(db.session) is None
