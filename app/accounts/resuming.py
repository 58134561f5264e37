"""Nothing typed is lost when a session has ended: the form is kept, and given back after.

Kept for a day, for the browser that sent it and the account that was signed in; where its cookie
is gone too, for the first account that signs in there. Files cannot be kept, and the page says so;
secrets must not be, and are asked again.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cache
from typing import Any

import wtforms
from flask import request, url_for
from flask import session as cookie
from sqlalchemy import delete, select, update
from wtforms.fields.core import UnboundField

from app.accounts.models import HeldForm, User
from app.accounts.secrets import digest, new_key
from app.db import db
from app.limits import may_hold
from domain.models import utcnow

KEPT_FOR = timedelta(days=1)
# Beyond, it is not something that a person typed.
MAX_BYTES = 100_000
# A cookie holds where to come back: beyond some 4 kB, browsers drop it, and its code with it.
LONGEST_PATH = 1000
COOKIE = "held_form"
# Says, in a form given back, that what was kept has been sent again.
GIVEN_BACK = "_given_back"
NEVER_KEPT = frozenset({"csrf_token", "password", "code", GIVEN_BACK})

Fields = Sequence[Sequence[str]]


def sign_in_url() -> str:
    """The sign-in page, that leads back here."""
    back = request.full_path.rstrip("?") if request.method == "GET" else ""
    return url_for("accounts.sign_in", suite=back or None)


def local_path(path: str) -> str:
    """The path if it is one of this site, else "": a link must not send people elsewhere."""
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if is_ours and path.isprintable() and len(path) <= LONGEST_PATH else ""


def typed_fields() -> list[list[str]]:
    """What this request posts, but for what must not be kept: name, value, in their order."""
    fields = request.form.items(multi=True)
    return [[name, value] for name, value in fields if name not in NEVER_KEPT]


def hold_form(typist: User | None) -> None:
    """Keep what this request posts, if one of our own pages did; `typist` is who, if known."""
    if request.method != "POST" or _by_script() or not came_from_here():
        return
    fields = typed_fields()
    if not fields or sum(len(name) + len(value) for name, value in fields) > MAX_BYTES:
        return
    if typist is None and not may_hold():
        return
    key = new_key()
    db.session.add(
        HeldForm(
            user_id=typist.id if typist else None,
            key_hash=digest(key),
            path=request.full_path.rstrip("?"),
            fields=fields,
            had_files=any(file.filename for file in request.files.values()),
        )
    )
    db.session.commit()
    cookie[COOKIE] = key


def _by_script() -> bool:
    """A preview that a page asks by itself: what was typed is still in that page."""
    return request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"


def came_from_here() -> bool:
    """Browsers say which site a form was on; one that does not say is not believed."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin", "") == request.host_url.rstrip("/")


def held_form(reader: User | None = None) -> HeldForm | None:
    """What this browser sent and that waits, if it is not too old; of `reader`'s, once known."""
    key = cookie.get(COOKIE)
    if key is None:
        return None
    kept = select(HeldForm).where(
        HeldForm.key_hash == digest(key), HeldForm.held_at > utcnow() - KEPT_FOR
    )
    if reader is not None:
        kept = kept.where(HeldForm.user_id == reader.id)
    return db.session.scalar(kept)


def take_held_form(user: User) -> HeldForm | None:
    """As `held_form`, for who has just signed in: what was nobody's is theirs. The caller commits.

    What they may do with it, the gate says once it is sent again.
    """
    nobodys = (HeldForm.key_hash == digest(cookie.get(COOKIE, "")), HeldForm.user_id.is_(None))
    db.session.execute(update(HeldForm).where(*nobodys).values(user_id=user.id))
    return held_form(user)


def forget_held_form() -> None:
    """The caller commits."""
    key = cookie.pop(COOKIE, "")
    db.session.execute(delete(HeldForm).where(HeldForm.key_hash == digest(key)))


def shown_fields(fields: Fields) -> list[tuple[str, str]]:
    """Of what was typed, what a person recognises: the label, "" if not known, and the value."""
    shown = [(_label_of(name), _said(name, value)) for name, value in fields if value.strip()]
    return [(label, value) for label, value in shown if label or (label == "" and len(value) > 2)]


def _label_of(name: str) -> str | None:
    """What a field is called: "" when it is not known, None when nobody typed in it."""
    labels = _labels()
    within_list = name.rpartition("-")[2]
    return None if name.startswith("_") else labels.get(name, labels.get(within_list, ""))


def _said(name: str, value: str) -> str:
    """The words of what was chosen in a list, where they are always the same."""
    words = _choices().get((name, value), set())
    return next(iter(words)) if len(words) == 1 else value


@cache
def _labels() -> Mapping[str, str | None]:
    """Of each field of our forms; "" when two forms call it differently."""
    found: dict[str, set[str | None]] = defaultdict(set)
    for name, field in _fields():
        found[name].add(_label(field))
    return {name: labels.pop() if len(labels) == 1 else "" for name, labels in found.items()}


@cache
def _choices() -> Mapping[tuple[str, str], set[str]]:
    """Field, key of a choice → its words, in forms that list them once for all."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name, field in _fields():
        listed = field.kwargs.get("choices", ())
        for option in () if callable(listed) else listed:
            if isinstance(option, wtforms.SelectChoice):  # type: ignore[attr-defined]  # its types are of 3.2
                found[name, str(option.value)].add(str(option.label))
    return found


def _fields() -> Iterator[tuple[str, "UnboundField[Any]"]]:
    """Of all our forms, by name."""
    for form in _kinds_of(wtforms.Form):
        for name, field in vars(form).items():
            if isinstance(field, UnboundField):
                yield name, field


def _kinds_of(form: type[wtforms.Form]) -> Iterator[type[wtforms.Form]]:
    yield form
    for kind in form.__subclasses__():
        yield from _kinds_of(kind)


def _label(field: "UnboundField[Any]") -> str | None:
    if issubclass(field.field_class, wtforms.HiddenField):
        return None
    return str(field.args[0]) if field.args else str(field.kwargs.get("label", ""))
