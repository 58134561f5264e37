"""Signing in and out."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.accounts.asking import MINUTES, ask, ask_or_refuse, asked_for, proved, too_many
from app.accounts.codes import TooManyCodesError
from app.accounts.forms import CodeForm, PasswordSignInForm, SignInForm
from app.accounts.models import HeldForm, User
from app.accounts.passwords import is_password_of
from app.accounts.purposes import purpose_of
from app.accounts.resuming import (
    forget_held_form,
    held_form,
    local_path,
    own_held_form,
    page_of,
    take_held_form,
)
from app.accounts.retelling import shown_fields
from app.accounts.sessions import person, sign_in, sign_out, user_for
from app.db import db
from app.forms import refuse, text_of
from app.limits import may_guess

SIGN_IN = "sign-in"
# Said when codes are too many, of every address: nothing tells whether it has an account.
OTHERWISE = "Si vous avez choisi un mot de passe, il vous connecte sans code."


def ask_for_code() -> ResponseReturnValue:
    """Where one types one's address; a code then goes there, account or not."""
    form = SignInForm(suite=request.args.get("suite", ""))
    back = local_path(text_of(form.suite))
    if form.validate_on_submit():
        if ask_or_refuse(form.email, SIGN_IN, back):
            return redirect(url_for("accounts.type_code"))
        flash(OTHERWISE)
    return render_template(
        "accounts/sign_in.html", form=form, held=held_form(), purpose=purpose_of(back)
    )


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
    except TooManyCodesError as error:
        flash(f"{too_many(error)} {OTHERWISE}", "error")
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
    purpose = purpose_of(local_path(text_of(form.suite)))
    return render_template(
        "accounts/password_sign_in.html", form=form, held=held_form(), purpose=purpose
    )


def _enter(user: User, how: str, back: str) -> ResponseReturnValue:
    if not user.active:
        db.session.commit()
        flash("Ce compte a été fermé par l’administrateur du site.", "error")
        return redirect(url_for("accounts.sign_in"))
    sign_in(user, how)
    take_held_form(user)
    db.session.commit()
    if held_form() is not None:
        return redirect(url_for("accounts.resume"))
    return redirect(local_path(back) or url_for("accounts.account"))


def resume() -> ResponseReturnValue:
    """What was typed while the session had ended, to take up in its form, or to let go."""
    if held_form() is None:
        return redirect(url_for("accounts.account"))
    held = own_held_form()
    if held is None:
        return render_template("accounts/resume_other.html")
    if request.method == "POST":
        forget_held_form()
        db.session.commit()
        flash("Votre saisie est abandonnée : elle est effacée.")
        return redirect(url_for("accounts.account"))
    return _resume_page(held)


def _resume_page(held: HeldForm) -> str:
    return render_template(
        "accounts/resume.html",
        page=page_of(held),
        path=held.path,
        fields=held.fields,
        shown=shown_fields(held.fields),
        had_files=held.had_files,
    )


def leave() -> ResponseReturnValue:
    if person() is not None:
        sign_out()
        db.session.commit()
    flash("Votre session est fermée.")
    return redirect(url_for("directory.home"))
