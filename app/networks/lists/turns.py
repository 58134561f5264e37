"""One worker at a time advances a list, a batch at a time, while nobody asks for something else."""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from app.networks.lists.models import AT_WORK, ListState, MemberList
from domain.models import utcnow

# Of a worker that is gone, another takes the list up after this; it is said anew all the while.
LEASE = timedelta(seconds=30)


class SupersededError(Exception):
    """Something else was asked of the list, or another worker has it: this work is over."""


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
    return held


def hold_work(session: Session, one: MemberList, state: ListState) -> MemberList:
    """The same, for the worker that took it. Raises SupersededError once another has it."""
    holder = one.holder
    held = hold_list(session, one, state)
    if held.holder != holder:
        raise SupersededError
    return held


def ask(one: MemberList, state: ListState, by: str) -> None:
    """Have a worker do that; what one does for an earlier request is over. `by` is "user:12"."""
    one.state, one.asked_at, one.asked_by = state, utcnow(), by
    one.done, one.failures, one.problem = 0, 0, None
    one.holder = one.held_until = None


# Whose turn it is


def waiting(session: Session) -> int | None:
    """The list that has waited the longest, and that nobody works on."""
    asked = select(MemberList.id).where(_is_free()).order_by(MemberList.asked_at, MemberList.id)
    return session.scalar(asked.limit(1))


def take(session: Session, list_id: int, holder: str) -> bool:
    """Whether that holder now has it alone: of two that take it at once, one does."""
    free = update(MemberList).where(MemberList.id == list_id, _is_free())
    taken = free.values(holder=holder, held_until=utcnow() + LEASE).returning(MemberList.id)
    return session.scalar(taken) is not None


def renew(session: Session, list_id: int, holder: str) -> None:
    """Keep it longer, unless it is another's since."""
    own = update(MemberList).where(MemberList.id == list_id, MemberList.holder == holder)
    session.execute(own.values(held_until=utcnow() + LEASE))


def let_go(session: Session, list_id: int, holder: str) -> MemberList | None:
    """The list, which need not be waited for; None when it is another's since, or asked anew."""
    own = update(MemberList).where(MemberList.id == list_id, MemberList.holder == holder)
    gone = own.values(holder=None, held_until=None).returning(MemberList.id)
    return session.get(MemberList, list_id) if session.scalar(gone) is not None else None


def _is_free() -> ColumnElement[bool]:
    is_over = or_(MemberList.held_until.is_(None), MemberList.held_until < utcnow())
    return and_(MemberList.state.in_(AT_WORK), is_over, ~_follows_another())


def _follows_another() -> ColumnElement[bool]:
    """Whether something was asked before of another list of its network, and is not done.

    Who leaves with a list is judged on all that the others have written.
    """
    other = aliased(MemberList)
    is_before = or_(
        other.asked_at < MemberList.asked_at,
        and_(other.asked_at == MemberList.asked_at, other.id < MemberList.id),
    )
    of_network = other.network_slug == MemberList.network_slug
    return exists().where(of_network, other.state.in_(AT_WORK), is_before)
