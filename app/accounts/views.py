"""Signing in and out."""

from flask import flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from app.accounts.codes import (
    VALID_FOR,
    ExpiredCodeError,
    TooManyCodesError,
    WrongCodeError,
    redeem,
    send_code,
)
from app.accounts.forms import CodeForm, SignInForm
from app.accounts.resuming import forget_held_form, held_form, local_path
from app.accounts.sessions import person, sign_in, sign_out, user_for
from app.db import db
from app.forms import refuse, text_of
from app.templating import counted

SIGN_IN = "sign-in"
MINUTES = VALID_FOR.seconds // 60


def ask_for_code() -> ResponseReturnValue:
    """Where one types one's address; a code then goes there, account or not."""
    form = SignInForm(suite=request.args.get("suite", ""))
    if form.validate_on_submit():
        try:
            sent = send_code(text_of(form.email), SIGN_IN)
        except TooManyCodesError:
            refuse(
                form.email,
                "Trop de codes ont été envoyés à cette adresse. Recommencez dans une heure.",
            )
        else:
            cookie["code"] = {"id": sent, "email": form.email.data, "suite": form.suite.data}
            return redirect(url_for("accounts.type_code"))
    return render_template("accounts/sign_in.html", form=form, held=held_form())


def type_code() -> ResponseReturnValue:
    """Where one types the code, which opens the account."""
    asked = cookie.get("code")
    if asked is None:
        return redirect(url_for("accounts.sign_in"))
    form = CodeForm()
    if form.validate_on_submit():
        try:
            email = redeem(asked["id"], text_of(form.code), SIGN_IN)
        except WrongCodeError as error:
            refuse(form.code, _told(error.attempts_left))
        except ExpiredCodeError:
            refuse(form.code, "Ce code n’est plus valable. Demandez-en un autre.")
        else:
            return _enter(email, asked["suite"])
    return render_template("accounts/code.html", form=form, email=asked["email"], minutes=MINUTES)


def _told(attempts_left: int) -> str:
    if not attempts_left:
        return "Ce n’est pas le bon code, et c’était le dernier essai. Demandez-en un autre."
    return f"Ce n’est pas le bon code. Encore {counted(attempts_left, 'essai')}."


def _enter(email: str, back: str) -> ResponseReturnValue:
    user = user_for(email)
    if not user.active:
        db.session.commit()
        flash("Ce compte a été fermé par l’administrateur du site.", "error")
        return redirect(url_for("accounts.sign_in"))
    sign_in(user, "code")
    db.session.commit()
    if held_form() is not None:
        return redirect(url_for("accounts.resume"))
    return redirect(local_path(back) or url_for("accounts.account"))


def resume() -> ResponseReturnValue:
    """What was typed while the session had ended, to send again."""
    held = held_form()
    if held is None:
        return redirect(url_for("accounts.account"))
    path, fields = held.path, held.fields
    forget_held_form()
    db.session.commit()
    return render_template("accounts/resume.html", path=path, fields=fields)


def leave() -> ResponseReturnValue:
    if person() is not None:
        sign_out()
        db.session.commit()
    flash("Vous êtes déconnecté.")
    return redirect(url_for("directory.home"))


def account() -> ResponseReturnValue:
    return render_template("accounts/account.html")
