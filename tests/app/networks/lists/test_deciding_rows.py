"""What a person says of the rows of a list, and what it does to the others."""

import pytest
from sqlalchemy.orm import Session

from app.db import db
from app.networks.lists.choices import SKIP, attach, choose, correct
from app.networks.lists.models import ListRow, ListState, MemberList
from tests.app.cast import make_supplier
from tests.app.networks.lists.desk import (
    PRUNIER,
    TITLES,
    VERGER,
    drop,
    outcomes,
    read,
    rows_of,
    work,
)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SITE = "Le Verger {kind};12345678200010;49000;Angers;Repassage;;{kind};3 rue Haute"


def answer(session: Session, one: MemberList, row: ListRow, choice: dict[str, object]) -> None:
    choose(session, one, row, choice)
    session.commit()


def sites(session: Session, *kinds: str) -> MemberList:
    """Rows of one SIRET and address, a kind each, which are then one structure."""
    titles = f"{TITLES};Type;Adresse"
    one = drop(session, *(SITE.format(kind=kind) for kind in kinds), titles=titles)
    work(session, one, ListState.READING)
    return one


def test_a_row_may_be_answered_otherwise(session: Session) -> None:
    known = make_supplier("Le Verger", kinds=[])
    db.session.add(known)
    one = read(session, VERGER)
    (row,) = rows_of(session, one)
    candidates = row.candidates
    for choice in (attach(known.id), SKIP, attach(known.id)):
        answer(session, one, row, choice)
        assert row.candidates == candidates
    answer(session, one, row, None)  # type: ignore[arg-type]  # no answer any more
    assert outcomes(session, one) == {"doubtful": 1}


def test_rows_of_one_structure_are_read_together(session: Session) -> None:
    assert outcomes(session, sites(session, "EI", "ACI")) == {"created": 1, "updated": 1}


def test_a_row_left_out_is_not_met_by_the_others(session: Session) -> None:
    one = sites(session, "EI", "ACI")
    answer(session, one, rows_of(session, one)[0], SKIP)
    work(session, one, ListState.READING)
    assert outcomes(session, one) == {"skipped": 1, "created": 1}
    work(session, one, ListState.APPLYING)
    assert outcomes(session, one) == {"skipped": 1, "created": 1}


def test_what_was_said_of_a_row_is_not_said_of_another_of_its_line(session: Session) -> None:
    one = read(session, VERGER)
    correct(session, one, rows_of(session, one)[0], PRUNIER.split(";"))
    session.commit()
    rows_of(session, one)[0].cells = ["Le Tilleul", "", "35000", "Rennes", "", ""]  # as before
    session.commit()
    work(session, one, ListState.READING)
    (row,) = rows_of(session, one)
    assert (row.name, row.corrected) == ("Le Verger", None)
