"""What the site knows of people, and for how long: the code's own durations, so that it is true."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.codes import VALID_FOR
from app.accounts.purging import CODES_KEPT_FOR
from app.accounts.resuming import KEPT_FOR
from app.accounts.sessions import LASTS
from app.audience.storing import UNREAD_DAYS, UNREAD_KEPT_FOR
from app.jobs.lists import FORGOTTEN_AFTER
from app.meetings.seats import SEAT_KEPT_FOR
from app.meetings.tending import KEPT_FOR as MEETINGS_KEPT_FOR


def privacy() -> ResponseReturnValue:
    return render_template(
        "directory/privacy.html",
        session_days=LASTS.days,
        code_minutes=VALID_FOR.seconds // 60,
        code_days=CODES_KEPT_FOR.days,
        form_days=KEPT_FOR.days,
        list_days=FORGOTTEN_AFTER.days,
        guest_days=SEAT_KEPT_FOR.days,
        meeting_days=MEETINGS_KEPT_FOR.days,
        word_days=UNREAD_DAYS,
        word_kept_days=UNREAD_KEPT_FOR.days,
    )
