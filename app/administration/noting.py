"""What administrators do leaves an entry, that their colleagues read."""

from app.accounts.models import User
from app.accounts.sessions import signed_in
from app.administration.models import AdminEntry
from app.db import db


def note_change(subject: str, change: str, by: User | None = None) -> None:
    """In the present transaction. `subject` is "network cress-bretagne", "text site_name".

    `by` is for whom a program acts; else it is who asks for the page.
    """
    actor = (by or signed_in()).actor
    db.session.add(AdminEntry(actor=actor, subject=subject, change=change))
