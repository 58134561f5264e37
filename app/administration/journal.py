"""What administrators did, the latest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.accounts.actors import ACCOUNT, ERASED
from app.accounts.models import User
from app.administration.models import AdminEntry
from app.administration.texts import TEXTS
from app.db import db

AT_ONCE = 50

_ROLES = {"moderator": "modération", "admin": "administration"}


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    who: str
    what: str
    change: str


def journal() -> ResponseReturnValue:
    """Fifty at once; `avant` is the number of the entry to go on from."""
    query = select(AdminEntry).order_by(AdminEntry.id.desc()).limit(AT_ONCE)
    before = request.args.get("avant", type=int)
    if before is not None and 0 < before < 2**31:
        query = query.where(AdminEntry.id < before)
    entries = db.session.scalars(query).all()
    return render_template(
        "administration/journal.html",
        lines=_lines(entries),
        following=entries[-1].id if len(entries) == AT_ONCE else None,
    )


def _lines(entries: Sequence[AdminEntry]) -> list[Line]:
    """Administrators are named to each other, as moderators are not to the structures."""
    told = [word for e in entries for word in (e.actor, *e.subject.split(" "))]
    names = names_of(word for word in told if word.startswith(ACCOUNT))
    return [
        Line(e.at.astimezone(), who(e.actor, names), _subject(e.subject, names), e.change)
        for e in entries
    ]


def names_of(actors: Iterable[str]) -> Mapping[str, str]:
    """Of the accounts among them that are still there."""
    ids = {int(id_) for actor in actors if (id_ := actor.removeprefix(ACCOUNT)).isdecimal()}
    users = db.session.scalars(select(User).where(User.id.in_(ids)))
    return {user.actor: user.shown_name for user in users}


def who(actor: str, names: Mapping[str, str]) -> str:
    return names.get(actor, ERASED) if actor.startswith(ACCOUNT) else actor


def _subject(subject: str, names: Mapping[str, str]) -> str:
    """ "user:12 role admin" as "Compte de Camille, rôle administration"."""
    first, _, rest = subject.partition(" ")
    if first.startswith(ACCOUNT):
        charge = f", {_thing(rest).lower()}" if rest else ""
        return f"Compte de {who(first, names)}{charge}"
    return _thing(subject)


def _thing(subject: str) -> str:
    """A subject that is no account; itself when its first word is none of ours."""
    kind, _, name = subject.partition(" ")
    match kind:
        case "role":
            return f"Rôle {_ROLES.get(name, name)}"
        case "network":
            return f"Réseau {name}"
        case "text":
            return TEXTS[name].label if name in TEXTS else subject
        case "reading":
            return f"Lecture de « {name} »"
        case "synonym":
            return f"Mot « {name} »"
        case _:
            return subject.capitalize()
