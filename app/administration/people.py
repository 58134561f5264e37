"""Accounts, seen by administrators: found, given charges, closed and opened again."""

from collections.abc import Callable, Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from app.accounts.charges import (
    CHARGES,
    LastAdministratorError,
    close_account,
    give_role,
    reopen_account,
    take_role,
)
from app.accounts.models import User
from app.accounts.sessions import signed_in
from app.administration.forms import RolesForm
from app.db import commit_change, db
from domain.models import Supplier

SHOWN = 100

_LAST = (
    "C’est le dernier compte d’administration : donnez d’abord ce rôle à quelqu’un d’autre."
    " Rien n’a changé."
)


def people() -> ResponseReturnValue:
    typed = " ".join(request.args.get("q", "").replace("\0", "").split())[:100]
    found = _found(typed)
    return render_template(
        "administration/people.html",
        typed=typed,
        people=found[:SHOWN],
        is_cut=len(found) > SHOWN,
        count=db.session.scalar(select(func.count()).select_from(User)),
    )


def _found(typed: str) -> Sequence[User]:
    """Those whose address or name holds the words; the last to sign in first."""
    query = select(User).options(selectinload(User.roles))
    if typed:
        query = query.where(
            or_(
                User.email.icontains(typed, autoescape=True),
                User.name.icontains(typed, autoescape=True),
            )
        )
    latest = User.last_sign_in_at.desc().nulls_last()
    return db.session.scalars(query.order_by(latest, User.id.desc()).limit(SHOWN + 1)).all()


def person(user_id: int) -> ResponseReturnValue:
    user = _account(user_id)
    form = RolesForm(formdata=None, data={"roles": [role.name for role in user.roles]})
    pages = select(Supplier).where(Supplier.id.in_([e.supplier_id for e in user.editorships]))
    return render_template(
        "administration/person.html",
        account=user,
        form=form,
        pages=db.session.scalars(pages.order_by(Supplier.name)).all(),
    )


def set_roles(user_id: int) -> ResponseReturnValue:
    user, form = _account(user_id), RolesForm()
    if not form.validate():
        abort(400)
    return _changed(
        user, lambda: _have_roles(user, set(form.roles.data or ())), "Rôles enregistrés."
    )


def _have_roles(user: User, wanted: set[str]) -> None:
    for charge in CHARGES:
        change = give_role if charge in wanted else take_role
        change(user, charge, signed_in().actor)


def close(user_id: int) -> ResponseReturnValue:
    user = _account(user_id)
    told = "Ce compte est fermé : ses sessions sont terminées, ses fiches restent en ligne."
    return _changed(user, lambda: close_account(user, signed_in().actor), told)


def reopen(user_id: int) -> ResponseReturnValue:
    user = _account(user_id)
    return _changed(user, lambda: reopen_account(user, signed_in().actor), "Ce compte est rouvert.")


def _changed(user: User, change: Callable[[], object], told: str) -> ResponseReturnValue:
    back = redirect(url_for("administration.person", user_id=user.id))
    try:
        commit_change(change)
    except LastAdministratorError:
        db.session.rollback()
        flash(_LAST, "error")
        return back
    flash(told)
    return back


def _account(user_id: int) -> User:
    return db.session.get(User, user_id) or abort(404)
