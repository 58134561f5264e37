"""Signing in and out."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.accounts.asking import MINUTES, TOO_MANY, ask, ask_or_refuse, asked_for, proved
from app.accounts.codes import TooManyCodesError
from app.accounts.forms import CodeForm, PasswordSignInForm, SignInForm
from app.accounts.models import User
from app.accounts.passwords import is_password_of
from app.accounts.resuming import (
    forget_held_form,
    held_form,
    local_path,
    shown_fields,
    take_held_form,
)
from app.accounts.sessions import person, sign_in, sign_out, signed_in, user_for
from app.db import db
from app.forms import refuse, text_of
from app.limits import may_guess

SIGN_IN = "sign-in"


def ask_for_code() -> ResponseReturnValue:
    """Where one types one's address; a code then goes there, account or not."""
    form = SignInForm(suite=request.args.get("suite", ""))
    back = local_path(text_of(form.suite))
    if form.validate_on_submit() and ask_or_refuse(form.email, SIGN_IN, back):
        return redirect(url_for("accounts.type_code"))
    return render_template("accounts/sign_in.html", form=form, held=held_form())


def type_code() -> ResponseReturnValue:
    """Where one types the code, which opens the account."""
    asked = asked_for(SIGN_IN)
    if asked is None:
        return redirect(url_for("accounts.sign_in"))
    form = CodeForm()
    if email := proved(form, asked):
        return _enter(user_for(email), "code", asked.back)
    return render_template("accounts/code.html", form=form, email=asked.email, minutes=MINUTES)


def send_again() -> ResponseReturnValue:
    """Another code to the same address; the former one is no longer of use in this browser."""
    asked = asked_for(SIGN_IN)
    if asked is None:
        return redirect(url_for("accounts.sign_in"))
    try:
        ask(asked.email, SIGN_IN, asked.back)
    except TooManyCodesError:
        flash(TOO_MANY, "error")
    else:
        flash("Un nouveau code vient de partir. Il remplace le précédent.")
    return redirect(url_for("accounts.type_code"))


def type_password() -> ResponseReturnValue:
    """For those who chose a password. Nothing tells a wrong one from an address unknown."""
    form = PasswordSignInForm(suite=request.args.get("suite", ""))
    if form.validate_on_submit():
        email = text_of(form.email)
        user = db.session.scalar(select(User).where(User.email == email))
        if not may_guess(email):
            refuse(form.password, "Trop d’essais pour cette adresse. Demandez plutôt un code.")
        elif is_password_of(user, text_of(form.password)) and user is not None:
            return _enter(user, "password", text_of(form.suite))
        else:
            refuse(form.password, "Cette adresse et ce mot de passe ne vont pas ensemble.")
    return render_template("accounts/password_sign_in.html", form=form, held=held_form())


def _enter(user: User, how: str, back: str) -> ResponseReturnValue:
    if not user.active:
        db.session.commit()
        flash("Ce compte a été fermé par l’administrateur du site.", "error")
        return redirect(url_for("accounts.sign_in"))
    sign_in(user, how)
    held = take_held_form(user)
    db.session.commit()
    if held is not None:
        return redirect(url_for("accounts.resume"))
    return redirect(local_path(back) or url_for("accounts.account"))


def resume() -> ResponseReturnValue:
    """What was typed while the session had ended, to send again, or to let go."""
    held = held_form(signed_in())
    if held is None or request.method == "POST":
        forget_held_form()
        db.session.commit()
        return redirect(url_for("accounts.account"))
    return render_template(
        "accounts/resume.html",
        path=held.path,
        fields=held.fields,
        shown=shown_fields(held.fields),
        had_files=held.had_files,
        is_held=True,
    )


def leave() -> ResponseReturnValue:
    if person() is not None:
        sign_out()
        db.session.commit()
    flash("Votre session est fermée.")
    return redirect(url_for("directory.home"))
