"""What was said of a row is not to be said again in the next list."""

import pytest
from sqlalchemy.orm import Session

from app.networks.lists.choices import SKIP
from app.networks.lists.models import ListState, MemberList, RowOutcome
from tests.app.networks.lists.desk import (
    PRUNIER,
    TITLES,
    VERGER,
    choose,
    correct,
    listed,
    read,
    rows_of,
    work,
)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

BROKEN = VERGER.replace(";;", ";8,34E+13;", 1)
MENDED = BROKEN.replace("8,34E+13", "12345678200010").split(";")


def applied(session: Session, one: MemberList) -> None:
    session.commit()
    work(session, one, ListState.APPLYING)


def one_left_out(session: Session) -> MemberList:
    one = read(session, VERGER, PRUNIER)
    choose(session, one, rows_of(session, one)[1], SKIP)
    return one


def test_it_works(session: Session) -> None:
    """A row is corrected once."""
    one = read(session, BROKEN)
    correct(session, one, rows_of(session, one)[0], MENDED)
    applied(session, one)
    (row,) = rows_of(session, read(session, PRUNIER, BROKEN))[1:]
    assert (row.outcome, row.said[1]) == (RowOutcome.UNCHANGED, "12345678200010")
    assert row.cells[1] == "8,34E+13"
    assert row.told[0]["message"] == "corrigée, comme dans votre dernière liste"


def test_a_row_left_out_stays_so(session: Session) -> None:
    applied(session, one_left_out(session))
    following = read(session, VERGER, PRUNIER)
    row = rows_of(session, following)[1]
    assert row.outcome is RowOutcome.SKIPPED
    assert row.told[0]["message"] == "laissée de côté, comme dans votre dernière liste"
    applied(session, following)
    assert listed(session) == ["Le Verger"]


def test_a_complement_between_two_whole_lists_makes_nothing_forgotten(session: Session) -> None:
    applied(session, one_left_out(session))
    applied(session, read(session, VERGER, is_partial=True))
    following = read(session, VERGER, PRUNIER)
    assert rows_of(session, following)[1].outcome is RowOutcome.SKIPPED


def test_of_identical_rows_as_many_are_left_out_as_before(session: Session) -> None:
    one = read(session, PRUNIER, VERGER, VERGER)
    choose(session, one, rows_of(session, one)[2], SKIP)
    applied(session, one)
    outcomes = [row.outcome for row in rows_of(session, read(session, VERGER, VERGER, PRUNIER))]
    assert sorted(outcomes) == ["skipped", "unchanged", "unchanged"]
    (alone,) = rows_of(session, read(session, VERGER, is_partial=True))
    assert alone.outcome is RowOutcome.UNCHANGED


def test_a_row_that_says_something_else_is_asked_anew(session: Session) -> None:
    applied(session, one_left_out(session))
    following = read(session, VERGER, PRUNIER.replace("Nantes", "Rezé"))
    assert rows_of(session, following)[1].outcome is RowOutcome.CREATED


def test_other_titles_make_another_row(session: Session) -> None:
    applied(session, one_left_out(session))
    following = read(session, VERGER, PRUNIER, titles=TITLES.replace("Mail", "Contact"))
    assert rows_of(session, following)[1].outcome is RowOutcome.CREATED


def test_a_row_taken_back_stays_so(session: Session) -> None:
    """When its list is read again, and in the next one."""
    applied(session, one_left_out(session))
    following = read(session, VERGER, PRUNIER)
    choose(session, following, rows_of(session, following)[1], None)
    session.commit()
    work(session, following, ListState.READING)
    assert rows_of(session, following)[1].outcome is RowOutcome.CREATED
    applied(session, following)
    last = read(session, VERGER, PRUNIER)
    assert rows_of(session, last)[1].outcome is RowOutcome.UNCHANGED


def test_a_row_taken_back_in_a_complement_stays_so(session: Session) -> None:
    applied(session, one_left_out(session))
    complement = read(session, PRUNIER, is_partial=True)
    choose(session, complement, rows_of(session, complement)[0], None)
    applied(session, complement)
    last = read(session, VERGER, PRUNIER)
    assert rows_of(session, last)[1].outcome is RowOutcome.UNCHANGED


def test_a_complement_with_one_of_two_identical_rows_tells_of_that_one(session: Session) -> None:
    one = read(session, PRUNIER, VERGER, VERGER)
    choose(session, one, rows_of(session, one)[2], SKIP)
    applied(session, one)
    applied(session, read(session, VERGER, is_partial=True))
    outcomes = [row.outcome for row in rows_of(session, read(session, VERGER, VERGER, PRUNIER))]
    assert sorted(outcomes) == ["skipped", "unchanged", "unchanged"]


def test_a_list_that_was_not_applied_says_nothing_of_the_next(session: Session) -> None:
    one_left_out(session)
    session.commit()
    assert rows_of(session, read(session, VERGER, PRUNIER))[1].outcome is RowOutcome.CREATED
