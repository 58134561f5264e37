"""A meeting of an afternoon, and a manager of its network."""

import pytest
from flask import Flask

from app.meetings.models import Meeting
from tests.app.meetings.cast import NETWORK, at, make_meeting
from tests.app.people import Person, manager_of


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    return make_meeting(starts_at=at(14), ends_at=at(18), seats=40)


@pytest.fixture
def manager(app: Flask, meeting: Meeting) -> Person:
    return manager_of(NETWORK, app)
