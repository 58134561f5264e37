""" "Toujours exact ?": once a year, ask who owns a page whether it is still true.

A page is silent when for a year its structure neither confirmed it nor saved a part of it. Its
owner then gets one letter, a reminder thirty days later, and nothing more until the next year.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import String, cast, func, literal, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Editorship, User
from app.jobs.models import ConfirmationRequest
from app.mailing.writing import write_mail
from domain.models import HistoryAction, HistoryEntry, Supplier, today

EVERY = timedelta(days=365)
REMINDED_AFTER = timedelta(days=30)
# To invite a colleague says nothing of the page.
SAVED = (HistoryAction.UPDATED, HistoryAction.REVERTED)


def ask_confirmations(session: Session) -> None:
    """Queue the letters due today. The caller commits."""
    for supplier, owner, since in list(_silent_pages(session, today() - EVERY)):
        if request := _due(session, supplier):
            is_reminder = request.reminded_on is not None
            told = {"supplier": supplier, "since": since, "is_reminder": is_reminder}
            write_mail("still_true", owner.email, asked_on=request.asked_on, **told)


def _due(session: Session, supplier: Supplier) -> ConfirmationRequest | None:
    """That of which a letter leaves today, which is then noted."""
    now = today()
    asked = session.get(ConfirmationRequest, supplier.id)
    if asked is None:
        asked = ConfirmationRequest(supplier_id=supplier.id, asked_on=now)
        session.add(asked)
    elif asked.asked_on <= now - EVERY:
        asked.asked_on, asked.reminded_on = now, None
    elif asked.reminded_on is None and asked.asked_on <= now - REMINDED_AFTER:
        asked.reminded_on = now
    else:
        return None
    return asked


def _silent_pages(session: Session, limit: date) -> Iterator[tuple[Supplier, User, date]]:
    """The listed pages of which the structure last spoke by that day: owner, and when it did."""
    owned = session.execute(
        select(Supplier, User, Editorship.since)
        .join(Editorship, Editorship.supplier_id == Supplier.id)
        .join(User, User.id == Editorship.user_id)
        .where(
            Editorship.is_owner,
            User.active,
            Supplier.is_listed,
            or_(Supplier.confirmed_on.is_(None), Supplier.confirmed_on <= limit),
        )
        .order_by(Supplier.id)
    )
    for supplier, owner, since in owned:
        said = max(
            filter(
                None,
                (supplier.confirmed_on, since.astimezone().date(), _last_saved(session, supplier)),
            )
        )
        if said <= limit:
            yield supplier, owner, said


def _last_saved(session: Session, supplier: Supplier) -> date | None:
    """The day on which one of its present editors last saved a part of the page."""
    editors = select(literal("user:") + cast(Editorship.user_id, String)).where(
        Editorship.supplier_id == supplier.id
    )
    saved_at = session.scalar(
        select(func.max(HistoryEntry.at)).where(
            HistoryEntry.supplier_id == supplier.id,
            HistoryEntry.actor.in_(editors),
            HistoryEntry.action.in_(SAVED),
        )
    )
    return saved_at.astimezone().date() if saved_at else None
