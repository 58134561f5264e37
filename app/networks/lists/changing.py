"""A person changes a list: on what they saw, or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.db import db
from app.networks.lists.models import ListState, MemberList
from app.networks.lists.turns import SupersededError, hold_list

CHANGED = "Cette liste a changé entre-temps : rien n’a été enregistré."

AT_WORK = (
    "La liste est relue en ce moment : rien n’a été enregistré. Renvoyez votre correction dans un"
    " instant."
)
OPEN_AGAIN = "Rouvrez la liste, puis recommencez."


@contextmanager
def changing(one: MemberList, state: ListState) -> Iterator[MemberList]:
    """The list as this request found it, kept from others until it is committed as changed.

    Raises SupersededError.
    """
    yield hold_list(db.session, one, state)
    db.session.commit()


def changed_meanwhile(error: SupersededError) -> ResponseReturnValue:
    """Nothing is done of what was asked of a list that somebody else changed."""
    db.session.rollback()
    flash(str(error) or f"{CHANGED} Voici où elle en est.", "error")
    asked = request.view_args or {}
    return redirect(
        url_for("networks.member_list", network=asked["network"], list_id=asked["list_id"])
    )
