"""Imports beside others who write."""

import sqlite3
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.db import db
from app.importing import DirectoryBusyError, turns
from app.importing.turns import write
from domain.models import Network

pytestmark = pytest.mark.usefixtures("app")


class DriverError(Exception):
    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


def locked(path: Path) -> Exception:
    """What SQLite really raises when another keeps the lock."""
    holder, other = (sqlite3.connect(path / "db", timeout=0) for _ in range(2))
    holder.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(sqlite3.OperationalError) as error:
            other.execute("CREATE TABLE t (x)")
    finally:
        holder.close()
        other.close()
    return OperationalError("", {}, error.value)


RACES = [
    StaleDataError(),
    IntegrityError("", {}, Exception()),
    OperationalError("", {}, DriverError("40P01")),
    OperationalError("", {}, DriverError("40001")),
]


class Losing:
    """Work that loses against others so many times, then makes a network."""

    def __init__(self, error: Exception, times: int) -> None:
        self.error, self.left = error, times

    def __call__(self, session: Session) -> str:
        session.add(Network(slug="club", name="Club"))
        session.flush()
        if self.left:
            self.left -= 1
            raise self.error
        return "done"


@pytest.fixture(autouse=True)
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "FIRST_PAUSE_SECONDS", 0)


@pytest.mark.parametrize("error", RACES)
def test_what_is_lost_against_others_is_tried_again(error: Exception, session: Session) -> None:
    assert write(db.sessionmaker, Losing(error, 4)) == "done"
    assert session.scalars(select(Network.slug)).all() == ["club"]


def test_a_locked_sqlite_is_tried_again(tmp_path: Path) -> None:
    assert write(db.sessionmaker, Losing(locked(tmp_path), 2)) == "done"


def test_it_gives_up_in_the_end(session: Session) -> None:
    with pytest.raises(DirectoryBusyError):
        write(db.sessionmaker, Losing(RACES[2], 5))
    assert session.scalars(select(Network)).all() == []


@pytest.mark.parametrize(
    "error", [ProgrammingError("", {}, DriverError("42P01")), OperationalError("", {}, Exception())]
)
def test_any_other_fault_is_raised_at_once(error: Exception) -> None:
    losing = Losing(error, 2)
    with pytest.raises(type(error)):
        write(db.sessionmaker, losing)
    assert losing.left == 1


def test_two_imports_that_want_the_same_rows_both_end(session: Session) -> None:
    """Each inserts what the other inserts, in the opposite order."""
    both = threading.Barrier(2)

    def insert(slugs: tuple[str, ...]) -> None:
        write(sessions, lambda own: [_ensure(own, slug) for slug in slugs])

    def start(slugs: tuple[str, ...]) -> None:
        both.wait()
        insert(slugs)

    sessions = db.sessionmaker
    threads = [threading.Thread(target=start, args=(s,)) for s in (("a", "b"), ("b", "a"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(session.scalars(select(Network.slug))) == ["a", "b"]


def _ensure(session: Session, slug: str) -> None:
    if session.get(Network, slug) is None:
        session.add(Network(slug=slug, name=slug))
        session.flush()
        time.sleep(0.05)
