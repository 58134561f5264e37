"""Meetings, as everybody sees them."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.sessions import person
from app.db import db
from app.meetings.ics import MEDIA_TYPE, calendar
from app.meetings.models import Meeting, MeetingStatus
from app.meetings.queries import (
    coming_page,
    counts_of,
    known_meeting,
    left_of,
    participant_of,
    seats_left,
)
from app.meetings.wording import when


def meetings() -> ResponseReturnValue:
    page = coming_page(request.args.get("page", 1, int))
    counted = counts_of(page.meetings)
    left = {meeting.id: left_of(meeting, counted[meeting.id]) for meeting in page.meetings}
    return render_template("meetings/list.html", page=page, left=left)


def meeting(meeting_id: int) -> ResponseReturnValue:
    known, user = known_meeting(meeting_id), person()
    return render_template(
        "meetings/meeting.html",
        meeting=known,
        left=seats_left(known),
        mine=participant_of(known, user) if user else None,
    )


def purpose_at(to_do: str, meeting_id: int) -> str:
    """ "vous inscrire à « Rencontre des vergers », jeudi 3 décembre 2026…"; "" of a draft."""
    meeting = db.session.get(Meeting, meeting_id)
    if meeting is None or meeting.status is MeetingStatus.DRAFT:
        return ""
    return f"{to_do} « {meeting.title} », {when(meeting)}"


def ics(meeting_id: int) -> ResponseReturnValue:
    answer = Response(calendar(known_meeting(meeting_id)), content_type=MEDIA_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="rencontre-{meeting_id}.ics"'
    return answer
