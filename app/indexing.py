"""Building, mending and checking this machine's index from the command line."""

import time
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from app.config import Settings
from app.locks import LockHeldError, hold
from app.worker import opened_relay
from domain.models import IndexCursor, OutboxEntry, Supplier
from search.embedded import EmbeddedEngine
from search.relay import (
    Progress,
    embedded_copy,
    find_differences,
    mend,
    request_rebuild,
    silently,
)

WAIT_SECONDS = 600


class WorkerLateError(Exception):
    """The running worker did not do in time what was asked; the message says so in French."""


@dataclass(frozen=True, slots=True)
class Check:
    """What a check found; `rebuilt`: the index was missing, unreadable or of other settings."""

    rebuilt: bool
    differences: int
    mended: bool


def ensure_index(settings: Settings, sessions: sessionmaker[Session], progress: Progress) -> None:
    """Build the index if there is none of today's settings; a running worker sees to its own."""
    try:
        with (
            hold(settings.worker_lock_path, wait=False),
            opened_relay(settings, sessions) as relay,
        ):
            relay.keep_up(progress)
    except LockHeldError:
        return


def rebuild(settings: Settings, sessions: sessionmaker[Session], progress: Progress) -> int:
    """Rebuild the index, here or by the running worker; return how many suppliers it holds."""
    try:
        with (
            hold(settings.worker_lock_path, wait=False),
            opened_relay(settings, sessions) as relay,
        ):
            return relay.rebuild(progress)
    except LockHeldError:
        with sessions.begin() as session:
            request_rebuild(session, embedded_copy(settings.index_path))
        wait_for_worker(settings, sessions)
        return EmbeddedEngine(settings.index_path).count()


def check(settings: Settings, sessions: sessionmaker[Session]) -> Check:
    """Compare the index with the database, both ways, and mend what differs."""
    try:
        with (
            hold(settings.worker_lock_path, wait=False),
            opened_relay(settings, sessions) as relay,
        ):
            rebuilt = not relay.is_current()
            relay.keep_up(silently)
            found = _mend_differences(settings, sessions)
            relay.catch_up()
    except LockHeldError:
        rebuilt = False  # the worker sees to it as soon as it is so
        wait_for_worker(settings, sessions)
        found = _mend_differences(settings, sessions)
        wait_for_worker(settings, sessions)
    return Check(rebuilt, found, mended=_differences(settings, sessions) == [])


def _mend_differences(settings: Settings, sessions: sessionmaker[Session]) -> int:
    different = _differences(settings, sessions)
    with sessions.begin() as session:
        mend(session, different)
    return len(different)


def _differences(settings: Settings, sessions: sessionmaker[Session]) -> list[int]:
    with sessions() as session:
        fingerprints = EmbeddedEngine(settings.index_path).fingerprints()
        return find_differences(session, fingerprints)


def wait_for_worker(settings: Settings, sessions: sessionmaker[Session]) -> None:
    """Return once the running worker has read all there is. Raises WorkerLateError."""
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        if _is_up_to_date(settings, sessions):
            return
        time.sleep(0.2)
    raise WorkerLateError(
        f"Le worker n’a pas fini après {WAIT_SECONDS // 60} minutes : voyez ses journaux,"
        " puis recommencez."
    )


def _is_up_to_date(settings: Settings, sessions: sessionmaker[Session]) -> bool:
    with sessions() as session:
        cursor = session.get(IndexCursor, embedded_copy(settings.index_path))
        last = session.scalar(select(func.max(OutboxEntry.id))) or 0
        return cursor is not None and cursor.settings_hash != "" and cursor.position >= last


def supplier_count(session: Session) -> int:
    return session.scalar(select(func.count()).where(Supplier.archived_at.is_(None))) or 0
