"""Before each page: who asks, and may they? The table is permissions.py."""

from flask import Flask, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy import select
from werkzeug.exceptions import TooManyRequests

from app.accounts.models import Editorship, NetworkManager, User
from app.accounts.permissions import PERMISSIONS, Role
from app.accounts.resuming import (
    came_from_here,
    forget_once_sent,
    give_back,
    hold_form,
    hold_or_tell,
    sign_in_url,
    typed_fields,
)
from app.accounts.retelling import shown_fields
from app.accounts.security import csrf
from app.accounts.sessions import former_person, person, present_session, sign_out
from app.db import db
from app.errors import http_error
from app.limits import minutes_to_wait
from domain.models import Supplier

PROGRAMS = "api"


def configure_gate(app: Flask) -> None:
    app.before_request(refuse_unreadable_address)
    app.before_request(close_ended_session)
    app.before_request(check_permission)
    app.before_request(check_token)
    app.before_request(give_back)
    app.register_error_handler(CSRFError, token_refused)
    app.register_error_handler(TooManyRequests, limit_reached)


def refuse_unreadable_address() -> None:
    """No page has a null character in its address, and PostgreSQL cannot be asked for one."""
    if "\0" in request.path:
        abort(404)


def close_ended_session() -> None:
    """One that was closed elsewhere, or that nobody used. Accounts closed are nobody already."""
    user = person()
    if user is not None and present_session() is None:
        sign_out()
        db.session.commit()


def check_permission() -> ResponseReturnValue | None:
    """Let the request through, or answer in its place."""
    if request.endpoint is None:
        return None  # no such page: the router says so
    rule = PERMISSIONS[request.endpoint]
    if rule.is_open:
        return None
    user = person()
    if user is None:
        hold_or_tell(former_person())
        return redirect(sign_in_url())
    if rule.allowed & roles_of(user):
        return None
    return abort(404 if rule.hidden or not _is_public(request.view_args or {}) else 403)


def check_token() -> None:
    """Whatever writes carries a token that only our own pages hold.

    But for programs, which send a key that no browser adds by itself.
    """
    if request.endpoint is None or request.blueprint == PROGRAMS:
        return
    csrf.protect()
    forget_once_sent()


def token_refused(error: CSRFError) -> ResponseReturnValue:
    """What was typed on one of our pages is shown again, to be sent once more."""
    if not came_from_here():
        return http_error(error)
    user = person()
    if user is not None and hold_form(user) is not None:
        return redirect(url_for("accounts.resume"))
    return _typed_again(has_no_cookie=not request.cookies), 400


def limit_reached(error: TooManyRequests) -> ResponseReturnValue:
    """The same, to be sent once more when the limit allows it."""
    minutes = minutes_to_wait()
    is_ours = came_from_here() and typed_fields()
    answer = _typed_again(minutes=minutes) if is_ours else http_error(error)
    return make_response(answer, 429, {"Retry-After": str(60 * minutes)})


def _typed_again(**why: object) -> str:
    fields = typed_fields()
    return render_template(
        "accounts/send_again.html",
        path=request.full_path.rstrip("?"),
        fields=fields,
        shown=shown_fields(fields),
        had_files=any(file.filename for file in request.files.values()),
        **why,
    )


def roles_of(user: User) -> frozenset[Role]:
    """The roles that this account has for the address asked."""
    concerned = request.view_args or {}
    roles = {Role.VISITOR, Role.BUYER, *(Role(role.name) for role in user.roles)}
    if Role.ADMIN in roles:
        roles.add(Role.MODERATOR)
    if (supplier_id := concerned.get("supplier_id")) is not None:
        roles |= _roles_at_supplier(user, supplier_id)
    if (slug := concerned.get("network")) and db.session.get(NetworkManager, (user.id, slug)):
        roles.add(Role.MANAGER)
    return frozenset(roles)


def _roles_at_supplier(user: User, supplier_id: int) -> set[Role]:
    editorship = db.session.get(Editorship, (user.id, supplier_id))
    if editorship is None:
        return set()
    return {Role.EDITOR, Role.OWNER} if editorship.is_owner else {Role.EDITOR}


def _is_public(concerned: dict[str, object]) -> bool:
    """Whether everybody knows what the address is about: a supplier that is listed, or nobody."""
    if (supplier_id := concerned.get("supplier_id")) is None:
        return True
    known = select(Supplier.id).where(Supplier.id == supplier_id, Supplier.is_listed)
    return db.session.scalar(known) is not None
