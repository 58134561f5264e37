"""The file that calendars read."""

from datetime import UTC, datetime, timedelta

from flask import Flask

from app.db import db
from app.meetings.models import MeetingStatus
from app.meetings.queries import hold_meeting
from domain.models import utcnow
from tests.app.meetings.cast import make_meeting
from tests.app.pages import on_sqlite
from tests.app.people import visitor

pytestmark = on_sqlite


def lines(app: Flask) -> list[str]:
    """Unfolded."""
    answer = visitor(app).open("/rencontres/1.ics")
    assert answer.content_type == "text/calendar; charset=utf-8"
    return answer.text.replace("\r\n ", "").split("\r\n")


def test_it_works(app: Flask) -> None:
    starts = datetime(2030, 6, 3, 12, tzinfo=UTC)
    make_meeting(starts_at=starts, ends_at=starts + timedelta(hours=3))
    told = lines(app)
    assert told[0] == "BEGIN:VCALENDAR"
    assert {"DTSTART:20300603T120000Z", "DTEND:20300603T150000Z", "STATUS:CONFIRMED"} <= set(told)
    assert "LOCATION:Salle des fêtes\\, 1 place du Marché" in told


def test_what_means_something_to_calendars_is_escaped(app: Flask) -> None:
    make_meeting(title="Un; deux, \\ trois\nEND:VEVENT")
    assert "SUMMARY:Un\\; deux\\, \\\\ trois\\nEND:VEVENT" in lines(app)


def test_no_line_is_longer_than_calendars_read(app: Flask) -> None:
    make_meeting(title="é" * 120)
    written = visitor(app).open("/rencontres/1.ics").data.split(b"\r\n")
    assert max(map(len, written)) <= 75
    assert "é" * 120 in "".join(lines(app))


def test_one_that_is_cancelled_says_so_in_a_later_version(app: Flask) -> None:
    meeting = make_meeting()
    meeting.status = MeetingStatus.CANCELLED
    meeting.updated_at = utcnow() + timedelta(minutes=1)
    db.session.commit()
    assert "STATUS:CANCELLED" in lines(app)
    assert "SEQUENCE:60" in lines(app)


def test_a_meeting_that_is_held_for_a_moment_is_no_newer(app: Flask) -> None:
    before = (meeting := make_meeting()).updated_at
    hold_meeting(meeting.id)
    db.session.commit()
    assert meeting.updated_at == before
