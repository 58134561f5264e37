"""One's own account: name, address, password, sessions, and its end."""

from collections.abc import Sequence
from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app.accounts.asking import MINUTES, ask_or_refuse, asked_for, proved
from app.accounts.charges import (
    LastAdministratorError,
    is_last_administrator,
    keep_one_administrator,
)
from app.accounts.erasing import (
    erase,
    is_shared,
    networks_left_to_nobody,
    pages_left_to_nobody,
    pages_passed_on,
    proposals_withdrawn,
)
from app.accounts.forms import CodeForm, NameForm, NewEmailForm, NewPasswordForm
from app.accounts.models import AccountSession, Editorship, User
from app.accounts.passwords import hashed
from app.accounts.proving import after_proof
from app.accounts.sessions import (
    close_others,
    note_address_read,
    present_session,
    sign_out,
    signed_in,
)
from app.db import db
from app.forms import refuse, text_of
from app.mailing.writing import write_mail
from app.meetings.queries import coming_for
from app.structures.models import Claim, ClaimProof, ClaimStatus
from domain.models import Network, Supplier

# What the letter to a new address says that its code is for.
NEW_ADDRESS = "à lier son compte à cette adresse"
TAKEN = "Cette adresse a déjà un compte. Déconnectez-vous, puis connectez-vous avec elle."


def account() -> ResponseReturnValue:
    user = signed_in()
    form = NameForm(obj=user)
    if form.validate_on_submit():
        user.name = form.name.data or None
        db.session.commit()
        flash("Votre nom est enregistré.")
        return redirect(url_for("accounts.account"))
    networks = [managed.network_slug for managed in user.networks]
    return render_template(
        "accounts/account.html",
        user=user,
        form=form,
        pages=_pages_of(user),
        demands=_open(user, Claim.proof != ClaimProof.PROPOSAL),
        answered_by=_answered_by(user),
        networks=db.session.scalars(select(Network).where(Network.slug.in_(networks))).all(),
        meetings=coming_for(user),
        sessions=sorted(user.sessions, key=lambda session: session.seen_at, reverse=True),
        present=present_session(),
        charges={role.name for role in user.roles},
    )


def _pages_of(user: User) -> list[tuple[Supplier, bool]]:
    """The structures that somebody keeps, and whether they own the page."""
    kept = (
        select(Supplier, Editorship.is_owner)
        .join(Editorship, Editorship.supplier_id == Supplier.id)
        .where(Editorship.user_id == user.id)
        .order_by(Editorship.since)
    )
    return [(supplier, is_owner) for supplier, is_owner in db.session.execute(kept)]


def _open(user: User, kind: ColumnElement[bool]) -> Sequence[Claim]:
    """What they ask and nobody has decided, the oldest first."""
    theirs = (Claim.user_id == user.id, Claim.status == ClaimStatus.OPEN)
    query = select(Claim).where(*theirs, kind).options(joinedload(Claim.supplier))
    return db.session.scalars(query.order_by(Claim.id)).all()


def _answered_by(user: User) -> dict[int, datetime | None]:
    """Structure that they proposed → the day by which they were promised an answer."""
    proposals = _open(user, Claim.proof == ClaimProof.PROPOSAL)
    return {proposal.supplier_id: proposal.decide_by for proposal in proposals}


def close_session(session_id: int) -> ResponseReturnValue:
    """404 when it is not one of theirs, or is closed already."""
    closed = db.session.get(AccountSession, session_id)
    if closed is None or closed.user_id != signed_in().id:
        abort(404)
    db.session.delete(closed)
    db.session.commit()
    flash(f"La session « {closed.browser} » est fermée.")
    return redirect(url_for("accounts.account"))


def close_other_sessions() -> ResponseReturnValue:
    close_others(signed_in())
    db.session.commit()
    flash("Toutes les autres sessions sont fermées.")
    return redirect(url_for("accounts.account"))


@after_proof
def change_email() -> ResponseReturnValue:
    """The new address is proved by a code before it replaces the old."""
    form = NewEmailForm()
    purpose = _new_email(signed_in())
    if form.validate_on_submit() and ask_or_refuse(form.email, purpose, opens=NEW_ADDRESS):
        return redirect(url_for("accounts.type_email_code"))
    return render_template("accounts/email.html", form=form, user=signed_in())


def _new_email(user: User) -> str:
    return f"email:{user.id}"


@after_proof
def type_email_code() -> ResponseReturnValue:
    user = signed_in()
    asked = asked_for(_new_email(user))
    if asked is None:
        return redirect(url_for("accounts.change_email"))
    form = CodeForm()
    if email := proved(form, asked):
        if _has_moved(user, email):
            note_address_read()
            flash("Votre adresse est changée. C’est elle qui vous connecte désormais.")
            return redirect(url_for("accounts.account"))
        refuse(form.code, TAKEN)
    return render_template(
        "accounts/email_code.html", form=form, email=asked.email, minutes=MINUTES
    )


def _has_moved(user: User, email: str) -> bool:
    """Give the account its new address, and tell the old one; False when another has it."""
    former = user.email
    try:
        user.email = email
        write_mail("email_changed", former)
        close_others(user)
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return False
    return True


@after_proof
def change_password() -> ResponseReturnValue:
    """Choose one, change it, or do without."""
    user = signed_in()
    form = NewPasswordForm(user.email)
    if "remove" in request.form:
        user.password = None
        return _password_changed(user, "Votre mot de passe est retiré : un code suffit.")
    if form.validate_on_submit():
        user.password = hashed(text_of(form.password))
        return _password_changed(user, "Votre mot de passe est enregistré.")
    return render_template("accounts/password.html", form=form, user=user)


def _password_changed(user: User, told: str) -> ResponseReturnValue:
    """Whoever had come in with the former one is put out."""
    close_others(user)
    write_mail("password_changed", user.email, is_removed=user.password is None)
    db.session.commit()
    flash(told)
    return redirect(url_for("accounts.account"))


@after_proof
def delete_account() -> ResponseReturnValue:
    user = signed_in()
    if request.method == "POST" and _is_deleted(user):
        flash("Votre compte est supprimé, et vos données avec lui.")
        return redirect(url_for("directory.home"))
    return render_template(
        "accounts/delete.html",
        user=user,
        left=pages_left_to_nobody(user),
        passed_on=pages_passed_on(user),
        withdrawn=proposals_withdrawn(user),
        networks=networks_left_to_nobody(user),
        is_shared=is_shared(user.email),
        is_last_administrator=is_last_administrator(user),
    )


def _is_deleted(user: User) -> bool:
    """False when nobody else would administer the site."""
    try:
        keep_one_administrator(user)
    except LastAdministratorError:
        db.session.rollback()
        return False
    sign_out()
    erase(user)
    return True
