"""What the pages that ask for a code by e-mail share: which code this browser waits for."""

from dataclasses import asdict, dataclass

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
from app.forms import refuse, text_of
from app.templating import counted

KEY = "code"
MINUTES = VALID_FOR.seconds // 60
TOO_MANY = "Trop de codes ont été envoyés à cette adresse. Recommencez dans une heure."


@dataclass(frozen=True, slots=True)
class Asked:
    """A code sent to `email`; `back` is the path to open once it is typed, if any."""

    sent_id: int
    email: str
    purpose: str
    back: str


def ask(email: str, purpose: str, back: str = "", opens: str = "") -> None:
    """Send a code, for this browser to type. Raises TooManyCodesError. Commits.

    `opens` is what the letter says that the code is for.
    """
    asked = Asked(send_code(email, purpose, opens), email, purpose, back)
    cookie[KEY] = asdict(asked)


def ask_or_refuse(field: Field, purpose: str, back: str = "") -> bool:
    """Send a code to the address that the field holds, or say beside it why not."""
    try:
        ask(text_of(field), purpose, back)
    except TooManyCodesError:
        refuse(field, TOO_MANY)
        return False
    return True


def asked_for(purpose: str) -> Asked | None:
    """The code that this browser waits for, if it is for that."""
    kept = cookie.get(KEY)
    return Asked(**kept) if kept and kept["purpose"] == purpose else None


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
