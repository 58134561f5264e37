"""What is done once a day for meetings: reminders, guests who do not answer, names that go."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from app.meetings.letters import ask_outcomes, remind, tell_unanswered
from app.meetings.models import (
    Meeting,
    MeetingEntry,
    MeetingStatus,
    Participant,
    Standing,
)
from app.meetings.noting import SITE
from app.meetings.queries import appointments, participants, participants_to_ask
from app.meetings.seats import SEAT_KEPT_FOR, forget, withdraw_guest
from domain.models import today, utcnow

# Days of the calendar, whatever the hour.
REMINDED_BEFORE = timedelta(days=3)
# What followed is asked the next day; of a meeting older than that, no more.
ASKED_AFTER, ASKED_WITHIN = timedelta(hours=12), timedelta(days=30)
# Names of those who came: time enough to tell what followed.
KEPT_FOR = timedelta(days=365)


def tend_meetings(session: Session) -> None:
    """The caller commits."""
    _remind(session)
    _ask_outcomes(session)
    _let_guests_go(session)
    _purge(session)


def _remind(session: Session) -> None:
    """Those who registered since have just had a letter."""
    now = utcnow()
    day_after = datetime.combine(today() + REMINDED_BEFORE + timedelta(days=1), time())
    soon = (Meeting.starts_at > now, Meeting.starts_at < day_after.astimezone())
    is_on = (Meeting.status == MeetingStatus.PUBLISHED, Meeting.reminded_at.is_(None))
    for meeting in _meetings(session, *soon, *is_on):
        for participant in participants(meeting, Standing.SEATED):
            remind(participant)
        meeting.reminded_at = now


def _ask_outcomes(session: Session) -> None:
    """The day after, those who had appointments and have not told all that followed."""
    now = utcnow()
    ended = (Meeting.ends_at < now - ASKED_AFTER, Meeting.ends_at > now - ASKED_WITHIN)
    is_due = (Meeting.status == MeetingStatus.PUBLISHED, Meeting.outcomes_asked_at.is_(None))
    for meeting in _meetings(session, *ended, *is_due):
        for participant in participants_to_ask(meeting):
            ask_outcomes(participant)
        meeting.outcomes_asked_at = now


def _let_guests_go(session: Session) -> None:
    """No letter about a seat that is worth nothing: the meeting is past, or cancelled."""
    late = (
        Participant.standing == Standing.INVITED,
        Participant.registered_at < utcnow() - SEAT_KEPT_FOR,
    )
    for guest in session.scalars(select(Participant).where(*late)).all():
        noted = "une invitation reste sans réponse"
        tell = tell_unanswered if guest.meeting.is_to_come else None
        withdraw_guest(guest.meeting_id, guest.id, SITE, noted, tell)


def _purge(session: Session) -> None:
    """Who waited in vain goes whole; who came, and what followed, still count.

    Nobody came to a draft, which may get another date.
    """
    past = (Meeting.ends_at < utcnow() - KEPT_FOR, Meeting.status != MeetingStatus.DRAFT)
    for meeting in _meetings(session, *past, Meeting.purged_on.is_(None)):
        never_came = (
            Participant.meeting_id == meeting.id,
            Participant.standing != Standing.SEATED,
        )
        session.execute(delete(Participant).where(*never_came))
        forget(participants(meeting))
        _forget_who_met(meeting)
        session.execute(delete(MeetingEntry).where(MeetingEntry.meeting_id == meeting.id))
        meeting.purged_on = today()


def _forget_who_met(meeting: Meeting) -> None:
    """What followed is an appointment's own, of nobody any more."""
    for appointment in appointments(meeting):
        appointment.outcome = appointment.told
        appointment.attendees.clear()


def _meetings(session: Session, *which: ColumnElement[bool]) -> Sequence[Meeting]:
    return session.scalars(select(Meeting).where(*which).order_by(Meeting.id)).all()
