"""What administrators do leaves an entry, that their colleagues read."""

from app.accounts.sessions import signed_in
from app.administration.models import AdminEntry
from app.db import db


def note_change(subject: str, change: str) -> None:
    """In the present transaction. `subject` is "network cress-bretagne", "text site_name"."""
    db.session.add(AdminEntry(actor=signed_in().actor, subject=subject, change=change))
