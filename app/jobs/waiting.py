"""A letter to moderators, on the mornings when something waits that they do not know of yet.

That is: somebody asked since the day before, an answer is promised for soon, or it is Monday.
It tells how much waits, and nothing of anybody.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.charges import CHARGES
from app.accounts.models import Role, User
from app.mailing.letters import Letter, address_of, date_of, send_letter
from app.moderation.queue.waiting import Filters, QueuePage, is_news, queue_page
from app.moderation.wording import MATTERS
from app.templating import counted
from domain.models import today

A_DAY = timedelta(days=1)
SOON = timedelta(days=2)
MONDAY = 0


def tell_moderators(session: Session) -> None:
    """Queue the letters of today. The caller commits."""
    page = queue_page(Filters(), 1)
    if not page.total or not _is_time():
        return
    letter = _letter(page)
    for address in _addresses(session):
        send_letter(address, letter)


def _is_time() -> bool:
    midnight = datetime.combine(today(), time.min).astimezone()
    is_monday = today().weekday() == MONDAY
    return is_monday or is_news(midnight - A_DAY, midnight + A_DAY + SOON)


def _addresses(session: Session) -> Sequence[str]:
    """Administrators decide too."""
    charged = User.roles.any(Role.name.in_(CHARGES))
    return session.scalars(select(User.email).where(User.active, charged).order_by(User.id)).all()


def _letter(page: QueuePage) -> Letter:
    told = [f"{MATTERS[matter]} : {n}." for matter, n in page.counts.items() if n]
    first = page.items[0].decide_by
    if first is not None:
        told.append(f"La plus pressée est à décider avant le {date_of(first)}.")
    return Letter(
        subject=f"{counted(page.total, 'décision')} à prendre dans l’annuaire",
        paragraphs=tuple(told),
        link_words="Voir ce qui est à décider",
        link=address_of("moderation.queue"),
    )
