"""A list that was read, or begun, before another one was applied."""

from sqlalchemy.orm import Session

from app.networks.lists.models import ListState, MemberList
from tests.app.networks.lists.desk import (
    PRUNIER,
    VERGER,
    applied,
    on_sqlite,
    outcomes,
    read,
    supplier,
    undo,
    work,
)

pytestmark = on_sqlite


def apply(session: Session, one: MemberList) -> ListState:
    work(session, one, ListState.APPLYING)
    return one.state


def test_a_list_is_read_again_when_another_was_applied_since(session: Session) -> None:
    older, newer = read(session, VERGER), read(session, PRUNIER)
    assert apply(session, newer) is ListState.APPLIED
    assert apply(session, older) is ListState.READ
    assert "Relire avec l’annuaire d’aujourd’hui" in (older.problem or "")
    work(session, older, ListState.READING)
    assert outcomes(session, older) == {"created": 1, "gone": 1}
    assert (apply(session, older), older.problem) == (ListState.APPLIED, None)
    assert supplier(session, "Le Prunier").memberships == []


def test_a_list_is_read_again_when_another_was_undone_since(session: Session) -> None:
    applied(session, VERGER, PRUNIER)
    between = applied(session, VERGER)
    last = read(session, VERGER)
    undo(session, between)
    assert apply(session, last) is ListState.READ


def test_a_list_that_names_all_that_another_has_brought_is_applied(session: Session) -> None:
    older = read(session, VERGER, PRUNIER)
    applied(session, PRUNIER)
    assert apply(session, older) is ListState.APPLIED


def test_what_completes_a_list_is_applied_after_any_other(session: Session) -> None:
    complement = read(session, VERGER, is_partial=True)
    applied(session, PRUNIER)
    assert apply(session, complement) is ListState.APPLIED


def stopped(session: Session, *rows: str) -> MemberList:
    """On its way, once these rows were written."""
    one = applied(session, *rows)
    one.state, one.applied_at = ListState.STOPPED, None
    session.commit()
    return one


def test_a_list_is_not_gone_on_with_after_another(session: Session) -> None:
    begun = stopped(session, VERGER, PRUNIER)
    following = applied(session, VERGER)
    assert apply(session, begun) is ListState.STOPPED
    assert "déposez de nouveau" in (begun.problem or "")
    undo(session, following)
    assert apply(session, begun) is ListState.APPLIED
