"""A list whose process dies again and again is given up: the person is told, and the log."""

import sys
import threading

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.config import Settings
from app.db import db
from app.mailing.models import OutgoingMail
from app.networks.lists import working
from app.networks.lists.models import ListState, MemberList
from app.networks.lists.turns import ask
from app.networks.lists.working import FAILURES_IN_A_ROW, advance_lists
from tests.app.networks.lists.desk import VERGER, advance_list, applied, listed, read
from tests.app.running import until

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def processes(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that advance lists, over this database, started again at once."""
    monkeypatch.setenv("INSTANCE_PATH", str(settings.instance))
    monkeypatch.setattr(working, "RETRY_SECONDS", 0)


def advanced(
    app: Flask, session: Session, one: MemberList, asked: ListState, failures: int = 0
) -> None:
    """Have it done as the worker does, until there is no more to do, after so many failures."""
    ask(one, asked, one.asked_by)
    one.failures = failures
    session.commit()
    stop = threading.Event()
    worker = threading.Thread(target=advance_lists, args=[app, db.sessionmaker, stop])
    worker.start()
    try:
        assert until(lambda: is_left(session, one))
    finally:
        stop.set()
        worker.join()


def is_left(session: Session, one: MemberList) -> bool:
    session.rollback()
    return not one.is_at_work


def test_it_works(app: Flask, session: Session) -> None:
    advanced(app, session, read(session, VERGER), ListState.APPLYING)
    assert listed(session) == ["Le Verger"]


LEFT = {
    ListState.READING: ListState.DROPPED,
    ListState.APPLYING: ListState.STOPPED,
    ListState.UNDOING: ListState.APPLIED,
}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (ListState.READING, "votre fichier est gardé"),
        (ListState.APPLYING, "ce qui est déjà écrit est gardé"),
        (ListState.UNDOING, "ce qui est déjà retiré ne revient pas"),
    ],
)
def test_a_process_that_dies_once_more_is_given_up(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch, asked: ListState, told: str
) -> None:
    one = applied(session, VERGER)
    monkeypatch.setenv("PORT", "aucun")  # which stops any process of the site at its start
    advanced(app, session, one, asked, FAILURES_IN_A_ROW - 1)
    assert one.state is LEFT[asked]
    assert told in (one.problem or "")
    assert f"liste n° {one.id}" in (one.problem or "")
    letters = (
        []
        if asked is ListState.READING
        else ["Le travail sur la liste du réseau « CRESS » s’est arrêté"]
    )
    assert (
        session.scalars(select(OutgoingMail.subject).order_by(OutgoingMail.id).offset(1)).all()
        == letters
    )


def test_one_that_wrote_nothing_is_where_it_was_and_says_so(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = read(session, VERGER)
    monkeypatch.setenv("PORT", "aucun")
    advanced(app, session, one, ListState.APPLYING, FAILURES_IN_A_ROW - 1)
    assert one.state is ListState.READ
    assert "avant de rien écrire" in (one.problem or "")
    assert "Reprenez" not in (one.problem or "")


def test_the_log_tells_each_failure_and_that_it_was_given_up(
    app: Flask, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    one = read(session, VERGER)
    one.header = {}  # as only a fault of ours leaves it
    advanced(app, session, one, ListState.APPLYING)
    assert caplog.text.count(f"list {one.id}: its process ended with 1") == FAILURES_IN_A_ROW
    assert caplog.text.count(f"list {one.id}: given up") == 1


def test_a_process_that_is_killed_leaves_no_copy_of_the_file(
    app: Flask, session: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies, killed = settings.instance / "lists", "import os, pathlib, signal, tempfile\n"
    killed += "file = pathlib.Path(tempfile.mkdtemp()) / 'liste'\n"
    killed += f"file.write_text('Jeanne'); assert {str(copies)!r} in str(file)\n"
    killed += "os.kill(os.getpid(), signal.SIGKILL)\n"
    program = settings.instance / "python"
    program.write_text(f"#!{sys.executable}\n{killed}")
    program.chmod(0o700)
    monkeypatch.setattr(working.sys, "executable", str(program))
    copies.mkdir()
    (copies / "liste").write_text("of a worker that was killed before")
    advanced(app, session, read(session, VERGER), ListState.READING)
    assert not copies.exists()


def test_work_that_gets_somewhere_is_not_given_up(session: Session) -> None:
    one = read(session, VERGER)
    ask(one, ListState.APPLYING, one.asked_by)
    one.failures = FAILURES_IN_A_ROW - 1
    session.commit()
    advance_list(one.id)
    session.expire_all()
    assert (one.state, one.failures) == (ListState.APPLIED, 0)


def test_what_is_asked_again_begins_anew(session: Session) -> None:
    one = read(session, VERGER)
    one.failures = FAILURES_IN_A_ROW
    ask(one, ListState.APPLYING, one.asked_by)
    assert one.failures == 0


def test_a_list_stopped_half_way_is_still_that_when_it_cannot_be_undone(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = applied(session, VERGER)
    one.applied_at = None
    monkeypatch.setenv("PORT", "aucun")
    advanced(app, session, one, ListState.UNDOING, FAILURES_IN_A_ROW - 1)
    assert one.state is ListState.STOPPED
