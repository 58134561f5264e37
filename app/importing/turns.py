"""Writing beside others: imports take turns, and what is lost against others is tried again."""

import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from app import sqlite

T = TypeVar("T")

ATTEMPTS = 5
FIRST_PAUSE_SECONDS = 0.05
# Any number of its own. Not the outbox's: whoever saves a page locks its rows, then the outbox;
# an import that took the outbox first would wait for those rows while they wait for it.
IMPORT_LOCK = 7_307_002
LOST_RACES = frozenset({"40001", "40P01", "55P03"})  # serialization, deadlock, lock not available


class DirectoryBusyError(Exception):
    """Others change the same suppliers without a pause; what was imported so far is kept."""


def write(sessions: sessionmaker[Session], work: Callable[[Session], T]) -> T:
    """Do the work in a transaction, again when others changed the same rows meanwhile.

    Raises DirectoryBusyError when that never ends, IntegrityError when no wait mends it.
    """
    raced: Exception | None = None
    for attempt in range(ATTEMPTS):
        try:
            with sessions.begin() as session:
                _take_turn(session)
                return work(session)
        except (StaleDataError, DBAPIError) as error:
            if not _is_lost_race(error):
                raise
            raced = error
        time.sleep(FIRST_PAUSE_SECONDS * 2**attempt)
    if isinstance(raced, IntegrityError):  # nobody else's: the work itself is wrong
        raise raced
    raise DirectoryBusyError from raced


def _take_turn(session: Session) -> None:
    """Two imports that insert the same records in another order would lock each other."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": IMPORT_LOCK})


def _is_lost_race(error: Exception) -> bool:
    if isinstance(error, StaleDataError | IntegrityError):
        return True
    driver = error.orig if isinstance(error, DBAPIError) else None
    return getattr(driver, "sqlstate", None) in LOST_RACES or sqlite.is_busy(driver)
