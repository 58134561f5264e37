"""Any worker advances a list, a batch at a time, while nobody asks for something else."""

from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.networks.lists.models import ListState, MemberList
from domain.models import utcnow

# Of a worker that is gone, another takes the list up after this; it is said anew at each batch.
LEASE = timedelta(seconds=30)


class SupersededError(Exception):
    """Something else was asked of the list meanwhile: this work is over."""


def hold_list(session: Session, one: MemberList, state: ListState) -> MemberList:
    """The list, read anew and kept from others until the transaction ends.

    An update that changes nothing: SELECT … FOR UPDATE does nothing on SQLite.

    Raises SupersededError when it is no longer in that state since the same request.
    """
    asked_at = one.asked_at  # as the caller saw it: what is read anew may be the same object
    nothing = update(MemberList).where(MemberList.id == one.id).values(id=MemberList.id)
    session.execute(nothing, execution_options={"synchronize_session": False})
    held = session.get(MemberList, one.id, populate_existing=True)
    if held is None or (held.state, held.asked_at) != (state, asked_at):
        raise SupersededError
    if held.is_at_work:
        held.held_until = utcnow() + LEASE
    return held


def ask(one: MemberList, state: ListState, by: str) -> None:
    """Have a worker do that; what one does for an earlier request is over. `by` is "user:12"."""
    one.state, one.asked_at, one.asked_by = state, utcnow(), by
    one.done, one.failures, one.problem, one.held_until = 0, 0, None, None
