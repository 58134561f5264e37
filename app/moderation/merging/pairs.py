"""Pairs that may be one: decided once, followed through merges, never asked again."""

from collections.abc import Iterator

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.db import db
from domain.models import DuplicateStatus, ProbableDuplicate, Supplier, utcnow

# Why a pair is known that no import noticed.
BY_A_PERSON = "rapprochées par la modération"


def decide_pair(  # noqa: PLR0913 one decision: of whom, what, by whom, why
    one_id: int,
    other_id: int,
    status: DuplicateStatus,
    actor: str,
    reason: str,
    *,
    session: Session | None = None,
) -> ProbableDuplicate:
    """Remember what a person decided; of a pair that no import had noticed too.

    `session`: one that is not of a request.
    """
    session = session or db.session
    pair = find_pair(one_id, other_id, session)
    if pair is None:
        first, second = sorted((one_id, other_id))
        pair = ProbableDuplicate(first_id=first, second_id=second, reason=reason)
        session.add(pair)
    pair.status, pair.decided_at, pair.decided_by = status, utcnow(), actor
    return pair


def find_pair(
    one_id: int, other_id: int, session: Session | None = None
) -> ProbableDuplicate | None:
    first, second = sorted((one_id, other_id))
    return (session or db.session).scalar(
        select(ProbableDuplicate).where(
            ProbableDuplicate.first_id == first, ProbableDuplicate.second_id == second
        )
    )


def follow_pairs(kept: Supplier, merged: Supplier) -> dict[str, list[int]]:
    """Doubts about the merged supplier become doubts about the kept one, unless already known."""
    moved = {}
    for pair, other_id in _open_pairs(merged, kept.id):
        if find_pair(kept.id, other_id) is None:
            moved[str(pair.id)] = [pair.first_id, pair.second_id]
            pair.first_id, pair.second_id = sorted((kept.id, other_id))
            db.session.flush()
    return moved


def _open_pairs(supplier: Supplier, but: int) -> Iterator[tuple[ProbableDuplicate, int]]:
    """Each with the other of the pair."""
    concerned = or_(
        ProbableDuplicate.first_id == supplier.id, ProbableDuplicate.second_id == supplier.id
    )
    still_open = ProbableDuplicate.status == DuplicateStatus.OPEN
    query = select(ProbableDuplicate).where(concerned, still_open).order_by(ProbableDuplicate.id)
    for pair in db.session.scalars(query).all():
        other_id = pair.first_id + pair.second_id - supplier.id
        if other_id != but:
            yield pair, other_id


def give_pairs_back(moved: dict[str, list[int]]) -> None:
    """Those still open: what was decided meanwhile stays decided."""
    for id_, (first_id, second_id) in moved.items():
        pair = db.session.get(ProbableDuplicate, int(id_))
        if pair is not None and pair.status is DuplicateStatus.OPEN:
            pair.first_id, pair.second_id = first_id, second_id
