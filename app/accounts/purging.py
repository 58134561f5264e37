"""What is no longer of use leaves the database."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.accounts.models import AccountSession, EmailCode, HeldForm
from app.accounts.resuming import KEPT_FOR
from app.accounts.sessions import LASTS
from domain.models import utcnow

# The longest time over which codes are counted.
CODES_KEPT_FOR = timedelta(days=1)


def purge_accounts(session: Session) -> None:
    """Used and late codes, forms nobody came back for, sessions that ended. The caller commits."""
    now = utcnow()
    session.execute(delete(EmailCode).where(EmailCode.created_at < now - CODES_KEPT_FOR))
    session.execute(delete(HeldForm).where(HeldForm.held_at < now - KEPT_FOR))
    session.execute(delete(AccountSession).where(AccountSession.seen_at < now - LASTS))
