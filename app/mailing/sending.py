"""Send the letters that wait; one that fails is tried again later, and does not stop others.

A letter leaves at least once: the server may take it, and this process be killed before it knows.
Its Message-ID stays the same, by which mail servers tell a letter that they have already.
"""

import logging
from datetime import timedelta
from email.utils import parseaddr
from typing import Any

from flask import current_app
from flask_mailman import EmailMultiAlternatives
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from app.config import Settings
from app.mailing.models import OutgoingMail
from domain.models import utcnow

BATCH = 20
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
ATTEMPTS = 12  # over some two days; then the letter is given up

log = logging.getLogger("app.mailing")


def send_waiting(sessions: sessionmaker[Session]) -> int:
    """Send what is due; how many letters left. In a context of the application.

    Raises OSError when the server does not answer: the letters then wait, and lose no attempt.
    """
    with sessions() as session:
        due = select(OutgoingMail.id).where(OutgoingMail.send_after <= utcnow())
        waiting = session.scalars(due.order_by(OutgoingMail.id).limit(BATCH)).all()
    if not waiting:
        return 0
    with current_app.extensions["mailman"].get_connection() as server:
        return sum(_send(sessions, id_, server) for id_ in waiting)


def _send(sessions: sessionmaker[Session], id_: int, server: Any) -> bool:
    """A transaction a letter: what is sent is deleted at once, or it would leave again."""
    with sessions.begin() as session:
        letter = session.get(OutgoingMail, id_, with_for_update={"skip_locked": True})
        if letter is None:
            return False
        try:
            server.send_messages([_message(letter)])
        except Exception as error:  # whatever is wrong with one, the others must leave
            _postpone(session, letter, error)
            return False
        session.delete(letter)
        return True


def _message(letter: OutgoingMail) -> EmailMultiAlternatives:
    settings: Settings = current_app.config["SETTINGS"]
    domain = parseaddr(settings.mail_from)[1].rpartition("@")[2]
    message = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        settings.mail_from,
        [letter.recipient],
        headers={
            "Message-ID": f"<{letter.id}.{letter.written_at:%Y%m%d%H%M%S%f}@{domain}>",
            # So that no absence message answers.
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(letter.html, "text/html")
    return message


def _postpone(session: Session, letter: OutgoingMail, error: Exception) -> None:
    """Neither the address nor the letter reaches the log."""
    letter.attempts += 1
    if letter.attempts >= ATTEMPTS:
        log.error("letter %s given up after %s attempts", letter.id, letter.attempts)
        session.delete(letter)
        return
    log.warning("letter %s not sent (%s)", letter.id, type(error).__name__)
    letter.send_after = utcnow() + min(FIRST_PAUSE * 2**letter.attempts, LONGEST_PAUSE)
