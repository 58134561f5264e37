"""A list whose worker is killed anywhere, between a commit and its acknowledgement too."""

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.config import Settings
from app.db import db
from app.importing import batches
from app.networks.lists.models import ListState
from app.networks.lists.turns import ask
from app.networks.lists.working import advance
from tests.app.dumping import dump
from tests.app.networks.lists.desk import applied, read, work

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ROWS = [f"Atelier {n};;49000;Angers;Repassage;contact@atelier{n}.example" for n in range(60)]
# Some are known, some change, some are gone.
BEFORE = [*ROWS[:20], "Disparu;;44000;Nantes;Menuiserie;"]
AFTER = [row.replace("Repassage", "Menuiserie") if n % 3 else row for n, row in enumerate(ROWS)]
POINTS = 20

Work = Callable[[], None]


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that there is a middle to be killed in."""
    monkeypatch.setattr(batches, "BATCH_ROWS", 7)
    monkeypatch.setattr(batches, "LONGEST_PAUSE_SECONDS", 0)


def commits_of(work: Work) -> int:
    count = 0

    def note(_session: Session) -> None:
        nonlocal count
        count += 1

    event.listen(Session, "after_commit", note)
    try:
        work()
    finally:
        event.remove(Session, "after_commit", note)
    return count


def kill_at(moment: str, number: int, work: Work) -> bool:
    """Do the work in a process that is killed there; whether it was."""
    child = os.fork()
    if child == 0:
        _die_at(moment, number)
        try:
            db.engine.dispose(close=False)
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _die_at(moment: str, number: int) -> None:
    left = number

    def count(_session: Session) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Session, moment, count)


def said(session: Session) -> dict[str, list[dict[str, object]]]:
    """The whole database; of moments, only whether they are there."""
    found = dump(session)
    for table in ("member_list", "outgoing_mail", "supplier"):
        found[table] = [
            {
                name: value is None if name.endswith(("_at", "_after", "_until")) else value
                for name, value in row.items()
            }
            for row in found[table]
        ]
    return found


@pytest.mark.parametrize("state", [ListState.READING, ListState.APPLYING, ListState.UNDOING])
def test_it_ends_the_same(session: Session, settings: Settings, state: ListState) -> None:
    applied(session, *BEFORE)
    one = read(session, *AFTER)
    if state is ListState.UNDOING:
        work(session, one, ListState.APPLYING)
    ask(one, state, one.asked_by)
    session.commit()
    number, file = one.id, settings.instance / "reperess.sqlite3"
    start = file.with_suffix(".start")

    def advance_it() -> None:
        advance(db.sessionmaker, number)

    _copy(session, file, start)
    commits = commits_of(advance_it)
    whole = said(session)
    points = [(m, n) for n in range(1, commits + 1) for m in ("before_commit", "after_commit")]
    killed = 0
    for moment, point in points[:: max(1, len(points) // POINTS)]:
        _copy(session, start, file)
        killed += kill_at(moment, point, advance_it)
        advance_it()
        assert said(session) == whole
    assert killed >= min(POINTS, len(points))


def _copy(session: Session, source: Path, copy: Path) -> None:
    """With nobody at the database."""
    session.close()
    db.engine.dispose()
    for path in source.parent.glob(f"{copy.name}-*"):
        path.unlink()
    shutil.copyfile(source, copy)
