"""Send the letters that wait; one that fails is tried again later, and does not stop others."""

import logging
from datetime import timedelta

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
    """Send what is due; how many letters left. In a context of the application."""
    with sessions() as session:
        due = select(OutgoingMail.id).where(OutgoingMail.send_after <= utcnow())
        waiting = session.scalars(due.order_by(OutgoingMail.id).limit(BATCH)).all()
    return sum(_send(sessions, id_) for id_ in waiting)


def _send(sessions: sessionmaker[Session], id_: int) -> bool:
    """A transaction a letter: what is sent is deleted at once, or it would leave again."""
    with sessions.begin() as session:
        letter = session.get(OutgoingMail, id_, with_for_update={"skip_locked": True})
        if letter is None:
            return False
        try:
            _message(letter).send()
        except OSError as error:  # smtplib's errors are OSErrors
            _postpone(session, letter, error)
            return False
        session.delete(letter)
        return True


def _message(letter: OutgoingMail) -> EmailMultiAlternatives:
    settings: Settings = current_app.config["SETTINGS"]
    message = EmailMultiAlternatives(
        letter.subject, letter.text, settings.mail_from, [letter.recipient]
    )
    message.attach_alternative(letter.html, "text/html")
    return message


def _postpone(session: Session, letter: OutgoingMail, error: OSError) -> None:
    """Neither the address nor the letter reaches the log."""
    letter.attempts += 1
    if letter.attempts >= ATTEMPTS:
        log.error("letter %s given up after %s attempts", letter.id, letter.attempts)
        session.delete(letter)
        return
    log.warning("letter %s not sent (%s)", letter.id, type(error).__name__)
    letter.send_after = utcnow() + min(FIRST_PAUSE * 2**letter.attempts, LONGEST_PAUSE)
