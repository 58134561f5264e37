"""What is done of a meeting leaves an entry, that its network reads."""

from app.accounts.sessions import signed_in
from app.db import db
from app.meetings.models import Meeting, MeetingEntry

# The actor of what nobody does by hand.
SITE = "meetings"


def note(meeting: Meeting, change: str, actor: str | None = None) -> None:
    """In the present transaction; by who asks for the page, unless told otherwise.

    `change` names nobody: entries say who by the number of an account.
    """
    who = actor or signed_in().actor
    db.session.add(MeetingEntry(meeting_id=meeting.id, actor=who, change=change))
