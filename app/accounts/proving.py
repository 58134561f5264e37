"""What matters asks again who is there, unless they proved it within the half-hour."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.asking import ask, asked_for, proved, too_many
from app.accounts.codes import TooManyCodesError
from app.accounts.forms import CodeForm, OwnPasswordForm
from app.accounts.models import User
from app.accounts.passwords import is_password_of
from app.accounts.resuming import hold_or_tell, local_path, own_held_form
from app.accounts.sessions import note_address_read, present_session, signed_in
from app.db import db
from app.forms import refuse, text_of
from app.limits import may_guess
from domain.models import utcnow

PROOF_HOLDS = timedelta(minutes=30)

View = Callable[..., ResponseReturnValue]


def after_proof(view: View) -> View:
    """Show this view to who proved lately who they are; others do so first, and come back."""

    @wraps(view)
    def shown(**values: object) -> ResponseReturnValue:
        session = present_session()
        if session is not None and session.proved_at >= utcnow() - PROOF_HOLDS:
            return view(**values)
        hold_or_tell(signed_in())
        return redirect(url_for("accounts.prove", suite=request.path))

    return shown


def prove() -> ResponseReturnValue:
    """By a code sent to the account's address or, for who has one, by the password."""
    user = signed_in()
    back = local_path(request.values.get("suite", "")) or url_for("accounts.account")
    asked = asked_for(_purpose(user))
    code, password = CodeForm(), OwnPasswordForm()
    if "send" in request.form:
        _send_code(user)
        return redirect(url_for("accounts.prove", suite=back))
    if "password" in request.form:
        is_proved = _is_password_right(user, password)
    else:
        is_proved = asked is not None and proved(code, asked) == user.email
        if is_proved:
            note_address_read()
    if is_proved:
        return _go_on(back)
    return render_template(
        "accounts/prove.html", code=code, password=password, asked=asked, back=back, user=user
    )


def _purpose(user: User) -> str:
    return f"prove:{user.id}"


def _send_code(user: User) -> None:
    try:
        ask(user.email, _purpose(user))
    except TooManyCodesError as error:
        flash(too_many(error), "error")


def _is_password_right(user: User, form: OwnPasswordForm) -> bool:
    if not form.validate():
        return False
    if not may_guess(user.email):
        refuse(form.password, "Trop d’essais pour ce compte. Demandez plutôt un code.")
        return False
    if not is_password_of(user, text_of(form.password)):
        refuse(form.password, "Ce n’est pas le bon mot de passe.")
        return False
    return True


def _go_on(back: str) -> ResponseReturnValue:
    session = present_session()
    assert session is not None  # the gate let nobody else through
    session.proved_at = utcnow()
    db.session.commit()
    return redirect(url_for("accounts.resume") if own_held_form() is not None else back)
