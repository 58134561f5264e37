"""What undoing a list would do, told before: it is undone for a while, and nothing is written."""

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from app.networks.lists.models import (
    CLAIMED,
    MERGED,
    NAMED_LATER,
    NO_PAGE,
    STILL_MEMBER,
    UNNAMED,
    WHOLE_PAGE,
    ListRow,
    MemberList,
    RowOutcome,
)
from app.networks.lists.undoing import UndoneBatch, next_batch
from app.structures.models import Invitation
from domain.models import utcnow

MOST_ROWS = 2000  # beyond which a person would wait
CHANGED = "changed"  # what somebody has said since stays
KEPT_MEMBER = "member"  # the page stays, and stays a member
_WHOLE = (NAMED_LATER, CLAIMED, WHOLE_PAGE, MERGED, NO_PAGE, UNNAMED)


@dataclass(slots=True)
class Foreseen:
    """What becomes of the rows, and of the pages that are not taken back.

    `taken` back: rows of this list, by outcome. `freed`: those that lists undone before have left
    because of this one. `why`: of each page not taken back, the reason. `invited`: pages that go,
    whose invitation waits for an answer. `is_whole`: there were not too many to see them all.
    """

    taken: Counter[RowOutcome] = field(default_factory=Counter)
    freed: int = 0
    why: dict[int | None, str] = field(default_factory=dict)
    invited: int = 0
    rows: int = 0
    is_whole: bool = True

    @property
    def kept(self) -> Counter[str]:
        """Pages, by why they are not taken back."""
        return Counter(self.why.values())

    def add(self, batch: UndoneBatch) -> None:
        self.rows += len(batch.rows)
        for row in batch.rows:
            if row.spared:
                self.why[row.supplier_id] = _why_kept(row)
            elif batch.is_own:
                self.taken[row.outcome] += 1
            else:
                self.freed += 1
        for supplier in batch.archived:
            self.why.pop(supplier.id, None)


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
    why = next((why for why in _WHOLE if why in said), CHANGED)
    return KEPT_MEMBER if why in (CLAIMED, WHOLE_PAGE) and STILL_MEMBER in said else why


def _invited(session: Session, batch: UndoneBatch) -> int:
    """Pages that go while their invitation waits for an answer."""
    waits = Invitation.accepted_at.is_(None), Invitation.expires_at > utcnow()
    gone = Invitation.supplier_id.in_(supplier.id for supplier in batch.archived)
    query = select(func.count(Invitation.supplier_id.distinct())).where(*waits, gone)
    return session.scalar(query) or 0
