"""Who keeps a page: read, and changed with its history.

A page has at most one owner, who invites and hands over, and any number of colleagues.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import joinedload

from app.accounts.models import Editorship, User
from app.db import db
from app.structures.models import Claim, ClaimStatus, Invitation
from domain.models import HistoryAction, HistoryEntry, Supplier


def editors(supplier_id: int) -> Sequence[Editorship]:
    """The owner first, then colleagues, those who came first before."""
    return db.session.scalars(
        select(Editorship)
        .where(Editorship.supplier_id == supplier_id)
        .options(joinedload(Editorship.user))
        .order_by(Editorship.is_owner.desc(), Editorship.since, Editorship.user_id)
    ).all()


def owner(supplier_id: int) -> Editorship | None:
    owned = (Editorship.supplier_id == supplier_id, Editorship.is_owner)
    return db.session.scalar(select(Editorship).where(*owned).options(joinedload(Editorship.user)))


def editorship(user: User, supplier_id: int) -> Editorship | None:
    return db.session.get(Editorship, (user.id, supplier_id), populate_existing=True)


def make_owner(supplier_id: int, user: User) -> None:
    """Of a page that nobody owns. The caller tells the history, and commits."""
    held = editorship(user, supplier_id) or Editorship(user=user, supplier_id=supplier_id)
    held.is_owner = True
    db.session.add(held)
    db.session.flush()


def make_colleague(supplier_id: int, user: User) -> None:
    """An editor stays what they were. The caller tells the history, and commits."""
    if editorship(user, supplier_id) is None:
        user.editorships.append(Editorship(supplier_id=supplier_id))
    db.session.flush()


def end_all(supplier_id: int) -> None:
    """Nobody keeps the page any more, nor is invited to. The caller tells the history."""
    for held in editors(supplier_id):
        db.session.delete(held)
    db.session.execute(delete(Invitation).where(Invitation.supplier_id == supplier_id))
    db.session.flush()
    release(supplier_id)


def release(supplier_id: int) -> None:
    """Free a page that nobody owns of the claim that was settled: another one then may be."""
    owned = exists().where(Editorship.supplier_id == supplier_id, Editorship.is_owner)
    settled = (Claim.supplier_id == supplier_id, Claim.status == ClaimStatus.SETTLED)
    ended = update(Claim).where(*settled, ~owned).values(status=ClaimStatus.WITHDRAWN)
    db.session.execute(ended)


@contextmanager
def told(supplier: Supplier, actor: str) -> Iterator[None]:
    """Tell the history who keeps the page, before and after what is done inside."""
    before = _keepers(supplier.id)
    yield
    after = _keepers(supplier.id)
    changes = {name: [before[name], after[name]] for name in after if after[name] != before[name]}
    if changes:
        db.session.add(
            HistoryEntry(
                supplier_id=supplier.id,
                actor=actor,
                action=HistoryAction.TEAM,
                changes=changes,
                version=supplier.version,
            )
        )


def _keepers(supplier_id: int) -> dict[str, object]:
    """As the history names accounts: never by their names."""
    keepers = editors(supplier_id)
    named = {held.is_owner: f"user:{held.user_id}" for held in keepers}
    return {
        "owner": named.get(True),
        "colleagues": [f"user:{held.user_id}" for held in keepers if not held.is_owner],
    }
