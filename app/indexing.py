"""Building, mending and checking this machine's index from the command line."""

import time
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from app.config import Settings
from app.worker import WorkerRunningError, elected, opened_relay
from domain.models import IndexCursor, OutboxEntry, Supplier
from search.embedded import EmbeddedEngine
from search.port import IndexUnavailableError
from search.relay import (
    Progress,
    Relay,
    embedded_copy,
    find_differences,
    mend,
    request_rebuild,
    silently,
)

WAIT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Check:
    """What a check found, and whether it is mended already or left to the running worker."""

    differences: int
    mended: bool


def ensure_index(settings: Settings, sessions: sessionmaker[Session], progress: Progress) -> None:
    """Build the index if there is none of today's settings; a running worker sees to its own."""
    try:
        with (
            elected(settings.worker_lock_path, wait=False),
            opened_relay(settings, sessions) as relay,
        ):
            bring_up_to_date(relay, progress)
    except WorkerRunningError:
        return


def bring_up_to_date(relay: Relay, progress: Progress) -> None:
    if not relay.is_current():
        relay.rebuild(progress)
    relay.catch_up()


def rebuild(settings: Settings, sessions: sessionmaker[Session], progress: Progress) -> int:
    """Rebuild the index, here or by the running worker; return how many suppliers it holds."""
    try:
        with (
            elected(settings.worker_lock_path, wait=False),
            opened_relay(settings, sessions) as relay,
        ):
            return relay.rebuild(progress)
    except WorkerRunningError:
        with sessions.begin() as session:
            request_rebuild(session, embedded_copy())
        wait_for_worker(sessions)
        return EmbeddedEngine(settings.index_path).count()


def check(settings: Settings, sessions: sessionmaker[Session]) -> Check:
    """Compare the index with the database, both ways, and mend what differs."""
    try:
        with (
            elected(settings.worker_lock_path, wait=False),
            opened_relay(settings, sessions) as relay,
        ):
            bring_up_to_date(relay, silently)
            found = _mend_differences(settings, sessions)
            relay.catch_up()
    except WorkerRunningError:
        wait_for_worker(sessions)
        found = _mend_differences(settings, sessions)
        wait_for_worker(sessions)
    return Check(found, mended=_differences(settings, sessions) == [])


def _mend_differences(settings: Settings, sessions: sessionmaker[Session]) -> int:
    different = _differences(settings, sessions)
    with sessions.begin() as session:
        mend(session, different)
    return len(different)


def _differences(settings: Settings, sessions: sessionmaker[Session]) -> list[int]:
    with sessions() as session:
        fingerprints = EmbeddedEngine(settings.index_path).fingerprints()
        return find_differences(session, fingerprints)


def wait_for_worker(sessions: sessionmaker[Session]) -> None:
    """Return once the running worker has read all there is. Raises IndexUnavailableError."""
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        if _is_up_to_date(sessions):
            return
        time.sleep(0.2)
    raise IndexUnavailableError("the worker did not catch up in time")


def _is_up_to_date(sessions: sessionmaker[Session]) -> bool:
    with sessions() as session:
        cursor = session.get(IndexCursor, embedded_copy())
        last = session.scalar(select(func.max(OutboxEntry.id))) or 0
        return cursor is not None and cursor.settings_hash != "" and cursor.position >= last


def supplier_count(session: Session) -> int:
    return session.scalar(select(func.count()).where(Supplier.archived_at.is_(None))) or 0
