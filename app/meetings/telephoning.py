"""Whom the network is to telephone, having no address to write to."""

from collections.abc import Iterable

from flask import flash

from app.meetings.models import Participant
from app.meetings.wording import to_telephone


def name_unreached(people: Iterable[Participant]) -> None:
    """On the page that follows, of those just written to."""
    if said := to_telephone(people):
        flash(said)
