"""A network's list, from its file to the directory and back."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.mailing.models import OutgoingMail
from app.networks.lists.models import ListState, RowOutcome
from tests.app.dumping import dump
from tests.app.networks.lists.desk import (
    PRUNIER,
    VERGER,
    applied,
    correct,
    drop,
    listed,
    on_sqlite,
    outcomes,
    read,
    rows_of,
    supplier,
    undo,
    work,
)


def test_it_works(session: Session) -> None:
    one = read(session, VERGER, PRUNIER)
    assert outcomes(session, one) == {"created": 2}
    assert listed(session) == []
    work(session, one, ListState.APPLYING)
    assert listed(session) == ["Le Prunier", "Le Verger"]
    assert [m.network_slug for m in supplier(session, "Le Verger").memberships] == ["cress"]
    undo(session, one)
    assert listed(session) == []


@on_sqlite
def test_who_asked_is_written_to_when_all_is_written(session: Session) -> None:
    applied(session, VERGER)
    letter = session.scalars(select(OutgoingMail)).one()
    assert letter.recipient == "gerante@cress.example"
    assert "1 structure créée" in letter.text.replace("\u00a0", " ")


@on_sqlite
def test_the_same_list_again_writes_nothing(session: Session) -> None:
    applied(session, VERGER, PRUNIER)
    before = {name: rows for name, rows in dump(session).items() if "list" not in name}
    again = applied(session, PRUNIER, VERGER)
    assert outcomes(session, again) == {"unchanged": 2}
    after = {name: rows for name, rows in dump(session).items() if "list" not in name}
    assert {n for n in after if after[n] != before[n]} == {"outgoing_mail"}


def test_a_complement_says_nothing_of_the_others(session: Session) -> None:
    applied(session, VERGER)
    more = applied(session, PRUNIER, is_partial=True)
    assert outcomes(session, more) == {"created": 1}
    assert supplier(session, "Le Verger").memberships != []


@on_sqlite
def test_a_list_stopped_goes_on_where_it_was(session: Session) -> None:
    one = read(session, VERGER, PRUNIER)
    one.state = ListState.STOPPED
    session.commit()
    work(session, one, ListState.APPLYING)
    assert outcomes(session, one) == {"created": 2}


def test_what_changed_since_the_preview_comes_back_as_a_conflict(session: Session) -> None:
    applied(session, VERGER)
    newer = read(session, VERGER.replace("Repassage", "Menuiserie"))
    supplier(session, "Le Verger").activities[0].source = "structure"
    session.commit()
    work(session, newer, ListState.APPLYING)
    (row,) = rows_of(session, newer)
    assert (row.outcome, row.stage) == ("conflict", "applying")
    assert [a.service for a in supplier(session, "Le Verger").activities] == ["repassage"]


@on_sqlite
def test_a_file_that_cannot_be_read_says_why_and_writes_nothing(session: Session) -> None:
    one = drop(session, VERGER)
    one.mapping = {"fields": {"siret": "siret"}}
    session.commit()
    work(session, one, ListState.READING)
    assert one.state is ListState.DROPPED
    assert one.problem is not None
    assert "nom" in one.problem


# Corrections


@on_sqlite
def test_who_is_named_again_by_a_correction_is_not_gone(session: Session) -> None:
    applied(session, VERGER, PRUNIER)
    newer = read(session, VERGER, ";;44000;Nantes;Menuiserie;")
    assert outcomes(session, newer) == {"unchanged": 1, "rejected": 1, "gone": 1}
    correct(session, newer, rows_of(session, newer)[1], PRUNIER.split(";"))
    session.commit()
    assert outcomes(session, newer) == {"unchanged": 2}
    work(session, newer, ListState.APPLYING)
    assert supplier(session, "Le Prunier").memberships != []


@on_sqlite
def test_a_refused_row_is_corrected_in_place(session: Session) -> None:
    one = read(session, VERGER, ";;44000;Nantes;Menuiserie;")
    assert outcomes(session, one) == {"created": 1, "rejected": 1}
    bad = rows_of(session, one)[1]
    correct(session, one, bad, ["Le Prunier", *bad.cells[1:]])
    session.commit()
    assert bad.outcome is RowOutcome.CREATED
    work(session, one, ListState.READING)
    work(session, one, ListState.APPLYING)
    assert listed(session) == ["Le Prunier", "Le Verger"]
    assert rows_of(session, one)[1].cells[0] == ""  # the file's own word is kept


@on_sqlite
def test_a_correction_that_repeats_another_row_is_refused(session: Session) -> None:
    one = read(session, VERGER, PRUNIER)
    second = rows_of(session, one)[1]
    correct(session, one, second, VERGER.replace("Repassage", "Menuiserie").split(";"))
    assert second.outcome is RowOutcome.REJECTED
    assert "ligne 2" in second.told[0]["message"]
