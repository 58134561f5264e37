"""Codes by e-mail: whoever types one reads that address.

A code is for one purpose and one browser, is used once, and bears few guesses. The same happens
for an address with an account and for one without: nothing tells them apart.
"""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from app.accounts.models import EmailCode
from app.accounts.secrets import digest, is_same, new_code
from app.db import db
from app.mailing.writing import write_mail
from domain.models import utcnow

VALID_FOR = timedelta(minutes=15)
MAX_ATTEMPTS = 5
# Beyond, whoever asks is not who reads the letters; purging.py keeps what is counted.
MAX_CODES = ((timedelta(hours=1), 6), (timedelta(days=1), 24))


class TooManyCodesError(Exception):
    """This address was sent too many codes within the hour, or the day: none before `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class WrongCodeError(Exception):
    """The code is not the one sent; `attempts_left` may still be made, 0 if none."""

    def __init__(self, attempts_left: int) -> None:
        super().__init__(attempts_left)
        self.attempts_left = attempts_left


class ExpiredCodeError(Exception):
    """The code was used, is too old, or was never asked by this browser."""


def send_code(email: str, purpose: str, opens: str = "") -> int:
    """Queue a letter with a new code; the number by which this browser shows that it asked.

    `opens` says in the letter what the code is for, when it is not to sign in: whoever reads a
    shared mailbox must know what they would give away. Raises TooManyCodesError.
    """
    now = utcnow()
    for within, most in MAX_CODES:
        latest = (
            select(EmailCode.created_at)
            .where(EmailCode.email == email, EmailCode.created_at > now - within)
            .order_by(EmailCode.created_at.desc())
            .limit(most)
        )
        sent_at = db.session.scalars(latest).all()
        if len(sent_at) == most:
            raise TooManyCodesError(sent_at[-1] + within)
    code = new_code()
    sent = EmailCode(
        email=email,
        purpose=purpose,
        code_hash=digest(code, email, purpose),
        expires_at=now + VALID_FOR,
    )
    db.session.add(sent)
    write_mail("code", email, code=code, minutes=VALID_FOR.seconds // 60, opens=opens)
    db.session.commit()
    return sent.id


def redeem(sent_id: int | None, code: str, purpose: str) -> str:
    """The address that the code proves. Raises WrongCodeError and ExpiredCodeError.

    The caller commits, with what the proof opens.
    """
    # Counted before it is judged, in one statement: guesses made together must not share a turn.
    sent: EmailCode | None = db.session.scalar(
        update(EmailCode)
        .where(
            EmailCode.id == sent_id,
            EmailCode.purpose == purpose,
            EmailCode.used_at.is_(None),
            EmailCode.expires_at > utcnow(),
            EmailCode.attempts < MAX_ATTEMPTS,
        )
        .values(attempts=EmailCode.attempts + 1)
        .returning(EmailCode),
        execution_options={"populate_existing": True},
    )
    if sent is None:
        raise ExpiredCodeError
    if not is_same(sent.code_hash, code, sent.email, purpose):
        db.session.commit()
        raise WrongCodeError(MAX_ATTEMPTS - sent.attempts)
    sent.used_at = utcnow()
    return sent.email
