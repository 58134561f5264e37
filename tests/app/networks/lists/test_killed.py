"""A list whose worker is killed anywhere, between a commit and its acknowledgement too."""

import os
import shutil
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Column, Table, event, make_url
from sqlalchemy.orm import Session

from app.config import Settings
from app.db import db
from app.importing import batches
from app.networks.lists import undoing
from app.networks.lists.choices import SKIP
from app.networks.lists.models import NAMED_LATER, ListRow, ListState
from app.networks.lists.turns import ask, take
from app.networks.lists.working import advance
from domain.models import Base
from tests import postgres
from tests.app.conftest import execute
from tests.app.dumping import dump
from tests.app.networks.lists.desk import (
    WORKER,
    applied,
    choose,
    correct,
    read,
    rows_of,
    undo,
    work,
)

ROWS = [f"Atelier {n};;49000;Angers;Repassage;contact@atelier{n}.example" for n in range(60)]
# Some are known, some change, some are gone.
BEFORE = [*ROWS[:20], "Disparu;;44000;Nantes;Menuiserie;"]
AFTER = [row.replace("Repassage", "Menuiserie") if n % 3 else row for n, row in enumerate(ROWS)]
# It is killed before every commit, and between each and its acknowledgement; on PostgreSQL, which
# copies a database more slowly, at one of three of these: an odd number, so that both are met.
STRIDES = {"sqlite": 1, "postgresql": 3}
FEWEST = 6  # of each sort of work

Work = Callable[[], None]


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """So that there is a middle to be killed in. Who is killed leaves a copy of the file.

    Once the settings, and so the server of the database, have their own folders.
    """
    monkeypatch.setattr(tempfile, "tempdir", str(settings.instance_path.parent))
    monkeypatch.setattr(batches, "BATCH_ROWS", 7)
    monkeypatch.setattr(batches, "LONGEST_PAUSE_SECONDS", 0)
    monkeypatch.setattr(undoing, "BATCH", 7)


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


Rows = list[dict[str, Any]]
Ranks = dict[str, dict[int, int]]


def said(session: Session) -> dict[str, Rows]:
    """The whole database; of moments, only whether they are there, and of numbers their rank.

    PostgreSQL gives no number twice, not even that of a transaction which was lost.
    """
    found = dump(session)
    ranks = {
        name: {row["id"]: rank for rank, row in enumerate(rows)}
        for name, rows in found.items()
        if rows and "id" in rows[0]
    }
    tables = Base.metadata.tables
    return {
        name: [comparable(tables[name], row, ranks) for row in rows] for name, rows in found.items()
    }


def comparable(table: Table, row: dict[str, Any], ranks: Ranks) -> dict[str, Any]:
    told = dict(row)
    for name, value in row.items():
        if name.endswith(("_at", "_after", "_until")):
            told[name] = value is None
        elif numbered := numbers_of(table.columns[name]):
            told[name] = ranks.get(numbered, {}).get(value)
        elif table is ListRow.__table__ and name in {"before", "after"} and value:
            told[name] = {ranks["supplier"][int(number)]: kept for number, kept in value.items()}
    return told


def numbers_of(column: Column[Any]) -> str | None:
    """The table whose numbers the column holds."""
    if column.name == "id":
        return column.table.name
    if column.name == "supplier_id":  # the outbox has it without a key
        return "supplier"
    keys = (key.column for key in column.foreign_keys)
    return next((key.table.name for key in keys if key.name == "id"), None)


# What is asked of the second list; undone after the first one, it takes away what it had kept.
WORKS = {
    "reading": (ListState.READING, False),
    "applying": (ListState.APPLYING, False),
    "undoing": (ListState.UNDOING, False),
    "undoing after the first": (ListState.UNDOING, True),
}


@pytest.mark.parametrize(("state", "is_after_first"), WORKS.values(), ids=WORKS)
def test_it_ends_the_same(
    session: Session, settings: Settings, state: ListState, is_after_first: bool
) -> None:
    first = applied(session, *BEFORE)
    one = read(session, *AFTER)
    *_, last, gone = rows_of(session, one)
    correct(session, one, last, [*last.cells[:5], "accueil@atelier.example"])
    choose(session, one, gone, SKIP)
    if state is ListState.UNDOING:
        work(session, one, ListState.APPLYING)
    if is_after_first:
        undo(session, first)
        assert any(row.spared == [NAMED_LATER] for row in rows_of(session, first))
    ask(one, state, one.asked_by)
    take(session, one.id, WORKER)
    session.commit()
    number, url = one.id, make_url(settings.database)

    def advance_it() -> None:
        advance(db.sessionmaker, number, WORKER)

    keep(url)
    commits = commits_of(advance_it)
    whole = said(session)
    points = [(m, n) for n in range(1, commits + 1) for m in ("before_commit", "after_commit")]
    chosen = points[:: STRIDES[url.get_backend_name()]]
    assert len(chosen) >= FEWEST
    for moment, point in chosen:
        put_back(url)
        assert kill_at(moment, point, advance_it)
        advance_it()
        assert said(session) == whole


def keep(url: URL) -> None:
    """Keep the whole database as it is."""
    leave()
    if url.get_backend_name() == "sqlite":
        shutil.copyfile(f"{url.database}", f"{url.database}_start")
    else:
        execute(url, postgres.KEEP_ROWS)


def put_back(url: URL) -> None:
    """Make it again as it was kept."""
    leave()
    if url.get_backend_name() == "sqlite":
        file = Path(f"{url.database}")
        for beside in file.parent.glob(f"{file.name}-*"):
            beside.unlink()
        shutil.copyfile(f"{file}_start", file)
    else:
        execute(url, postgres.PUT_ROWS_BACK)


def leave() -> None:
    """Have nobody at the database."""
    db.session.close()
    db.engine.dispose()
