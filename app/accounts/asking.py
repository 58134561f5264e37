"""What the pages that ask for a code by e-mail share: which code this browser waits for."""

from dataclasses import dataclass
from datetime import timedelta

from flask import session as cookie
from wtforms import Field

from app.accounts.codes import (
    VALID_FOR,
    ExpiredCodeError,
    TooManyCodesError,
    WrongCodeError,
    redeem,
    send_code,
)
from app.accounts.forms import CodeForm
from app.accounts.models import EmailCode
from app.accounts.secrets import digest, is_same
from app.db import db
from app.forms import refuse, text_of
from app.templating import counted, day, hour

KEY = "code"
MINUTES = VALID_FOR.seconds // 60


@dataclass(frozen=True, slots=True)
class Asked:
    """A code sent to `email`; `back` is the path to open once it is typed, if any."""

    sent_id: int
    email: str
    purpose: str
    back: str


def too_many(error: TooManyCodesError) -> str:
    """What is said of it, and when there may be another."""
    return (
        "Trop de codes ont été envoyés à cette adresse. Vous pourrez en demander un autre le"
        f" {day(error.until)} à partir de {hour(error.until + timedelta(minutes=1))}."
    )


def ask(email: str, purpose: str, back: str = "", opens: str = "") -> None:
    """Send a code, for this browser to type. Raises TooManyCodesError. Commits.

    `opens` is what the letter says that the code is for.
    """
    # Whoever holds a cookie reads it: the address may be one that the page shows half hidden.
    cookie[KEY] = {
        "sent_id": send_code(email, purpose, opens),
        "whose": digest(email),
        "purpose": purpose,
        "back": back,
    }


def ask_or_refuse(field: Field, purpose: str, back: str = "", opens: str = "") -> bool:
    """Send a code to the address that the field holds, or say beside it why not."""
    try:
        ask(text_of(field), purpose, back, opens)
    except TooManyCodesError as error:
        refuse(field, too_many(error))
        return False
    return True


def asked_for(purpose: str) -> Asked | None:
    """The code that this browser waits for, if it is for that."""
    kept = cookie.get(KEY)
    if not kept or kept["purpose"] != purpose:
        return None
    sent = db.session.get(EmailCode, kept["sent_id"])
    # SQLite gives a number again once its row is purged: the code may be somebody else's.
    if sent is None or not is_same(kept["whose"], sent.email):
        return None
    return Asked(sent.id, sent.email, purpose, kept["back"])


def proved(form: CodeForm, asked: Asked) -> str | None:
    """The address that the code typed proves; None when none does, and the form says why.

    The caller commits.
    """
    if not form.validate_on_submit():
        return None
    try:
        email = redeem(asked.sent_id, text_of(form.code), asked.purpose)
    except WrongCodeError as error:
        refuse(form.code, _told(error.attempts_left))
        return None
    except ExpiredCodeError:
        refuse(form.code, "Ce code n’est plus valable. Demandez-en un autre.")
        return None
    cookie.pop(KEY)
    return email


def _told(attempts_left: int) -> str:
    if not attempts_left:
        return "Ce n’est pas le bon code, et c’était le dernier essai. Demandez-en un autre."
    return f"Ce n’est pas le bon code. Encore {counted(attempts_left, 'essai')}."
