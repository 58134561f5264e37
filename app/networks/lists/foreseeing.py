"""What undoing a list would do, told before: it is undone for a while, and nothing is written."""

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from app.networks.lists.models import (
    CLAIMED,
    NAMED_LATER,
    NO_PAGE,
    ListRow,
    MemberList,
    RowOutcome,
)
from app.networks.lists.undoing import UndoneBatch, next_batch
from app.structures.models import Invitation
from domain.models import utcnow

MOST_ROWS = 2000  # beyond which a person would wait
CHANGED = "changed"  # what somebody has said since stays


@dataclass(slots=True)
class Foreseen:
    """Rows by what becomes of them.

    `taken` back, by outcome; `kept`, by why: NAMED_LATER, CLAIMED, NO_PAGE or CHANGED. `freed`:
    those that lists undone before have left because of this one. `invited`: pages that go, whose
    invitation waits for an answer. `is_whole`: there were not too many to see them all.
    """

    taken: Counter[RowOutcome] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    freed: int = 0
    invited: int = 0
    is_whole: bool = True

    @property
    def rows(self) -> int:
        return self.taken.total() + self.kept.total() + self.freed

    def add(self, batch: UndoneBatch) -> None:
        for row in batch.rows:
            if not batch.is_own:
                self.freed += NAMED_LATER not in (row.spared or ())
            elif row.spared:
                self.kept[_why_kept(row)] += 1
            else:
                self.taken[row.outcome] += 1


def foresee(sessions: sessionmaker[Session], one: MemberList) -> Foreseen:
    foreseen = Foreseen()
    with sessions(autoflush=False) as session:  # closed, it forgets all that it did
        last = None
        while batch := next_batch(session, one, last, lock=False):
            if foreseen.rows >= MOST_ROWS:
                foreseen.is_whole = False
                break
            batch.undo_all()
            foreseen.add(batch)
            foreseen.invited += _invited(session, batch)
            last = batch.last
    return foreseen


def _why_kept(row: ListRow) -> str:
    said = row.spared or ()
    return next((why for why in (NAMED_LATER, CLAIMED, NO_PAGE) if why in said), CHANGED)


def _invited(session: Session, batch: UndoneBatch) -> int:
    """Pages that go while their invitation waits for an answer."""
    waits = Invitation.accepted_at.is_(None), Invitation.expires_at > utcnow()
    gone = Invitation.supplier_id.in_(supplier.id for supplier in batch.archived)
    query = select(func.count(Invitation.supplier_id.distinct())).where(*waits, gone)
    return session.scalar(query) or 0
