"""What undoing a list would do, told before: it is undone for a while, and nothing is written."""

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from app.networks.lists.holding import is_said_by_hand
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
)
from app.networks.lists.undoing import UndoneBatch, next_batch
from app.networks.models import MemberNote
from app.structures.models import Invitation
from domain.models import utcnow

MOST_ROWS = 2000  # beyond which a person would wait
# What becomes of a page, beside the outcome of the row that is taken back.
FREED = "freed"  # taken back, of a list undone before that has left it because of this one
CHANGED = "changed"  # what somebody has said since stays
KEPT_MEMBER = "member"  # it stays, and stays a member
_WHOLE = (NAMED_LATER, CLAIMED, WHOLE_PAGE, MERGED, NO_PAGE, UNNAMED)
STAYS = (*_WHOLE, CHANGED, KEPT_MEMBER)


@dataclass(slots=True)
class Foreseen:
    """What becomes of each page, told once: the last that is done of it.

    Of pages that go, `invited` are those whose invitation waits for an answer, `by_hand` those that
    hold what the network's managers wrote. `is_whole`: there were not too many rows to see all.
    """

    became: dict[int, str] = field(default_factory=dict)
    invited: int = 0
    by_hand: int = 0
    rows: int = 0
    is_whole: bool = True

    @property
    def pages(self) -> Counter[str]:
        """How many become what: the outcome of a row of this list taken back, or one of above."""
        return Counter(self.became.values())

    def add(self, batch: UndoneBatch) -> None:
        self.rows += len(batch.rows)
        archived = {supplier.id for supplier in batch.archived}
        for row in batch.rows:
            page = row.supplier_id or -row.id
            taken = row.outcome if batch.is_own else FREED
            if page in archived:
                self.became[page] = taken
            elif not row.spared:
                self._take_back(page, taken)
            elif batch.is_own or row.spared != [NAMED_LATER]:  # others wait for another list
                self.became[page] = why_kept(row)

    def _take_back(self, page: int, taken: str) -> None:
        """What stays of it by another row stays."""
        if self.became.get(page) not in STAYS:
            self.became[page] = taken


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
            foreseen.by_hand += _written_by_hand(session, batch)
            last = batch.last
    return foreseen


def why_kept(row: ListRow) -> str:
    said = row.spared or ()
    why = next((why for why in _WHOLE if why in said), CHANGED)
    return KEPT_MEMBER if why in (CLAIMED, WHOLE_PAGE) and STILL_MEMBER in said else why


def _invited(session: Session, batch: UndoneBatch) -> int:
    """Pages that go while their invitation waits for an answer."""
    waits = Invitation.accepted_at.is_(None), Invitation.expires_at > utcnow()
    gone = Invitation.supplier_id.in_(supplier.id for supplier in batch.archived)
    query = select(func.count(Invitation.supplier_id.distinct())).where(*waits, gone)
    return session.scalar(query) or 0


def _written_by_hand(session: Session, batch: UndoneBatch) -> int:
    """Pages that go with a note, a guarantee or services of the network's managers."""
    network = batch.one.network_slug
    gone = MemberNote.supplier_id.in_(supplier.id for supplier in batch.archived)
    query = select(MemberNote.supplier_id).where(MemberNote.network_slug == network, gone)
    noted = set(session.scalars(query))
    return sum(one.id in noted or is_said_by_hand(one, network) for one in batch.archived)
