"""A list thrown away, of which nothing was written."""

from app.accounts.models import User
from app.administration.noting import note_change
from app.db import db
from app.networks.lists.models import MemberList
from app.networks.lists.queries import how_many_said
from app.networks.lists.wording import deletion_told


def throw_away(one: MemberList, by: User) -> None:
    """The caller commits; the journal tells how many answers went with it."""
    note_change(f"network {one.network_slug}", deletion_told(one.id, how_many_said(one)), by)
    db.session.delete(one)
