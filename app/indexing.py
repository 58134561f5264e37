"""Building, mending and checking this machine's index from the command line."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from app.config import Settings
from app.locks import LockHeldError, hold
from app.worker import opened_relay
from domain.models import IndexCursor, OutboxEntry, Supplier
from search.documents import document_hash
from search.embedded import EmbeddedEngine
from search.relay import (
    Progress,
    documents_of,
    embedded_copy,
    find_differences,
    id_of,
    mend,
    request_rebuild,
    silently,
)

WAIT_SECONDS = 600
LOOKS = 3  # somebody may change a supplier just before one of them, seldom before each


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
            return _mended(rebuilt, settings, sessions, relay.catch_up)
    except LockHeldError:
        # The worker rebuilds what must be as soon as it is so.
        return _mended(False, settings, sessions, lambda: wait_for_worker(settings, sessions))


def _mended(
    rebuilt: bool,
    settings: Settings,
    sessions: sessionmaker[Session],
    catch_up: Callable[[], object],
) -> Check:
    def lasting(ids: list[int]) -> list[int]:
        """Those that `catch_up` does not mend: the others were changes on their way."""
        for _ in range(LOOKS):
            if not ids:
                break
            catch_up()
            ids = _still_different(settings, sessions, ids)
        return ids

    found = lasting(_differences(settings, sessions))
    with sessions.begin() as session:
        mend(session, found)
    return Check(rebuilt, len(found), mended=not lasting(found))


def _differences(settings: Settings, sessions: sessionmaker[Session]) -> list[int]:
    fingerprints = EmbeddedEngine(settings.index_path).fingerprints()
    return [*chain.from_iterable(find_differences(sessions, fingerprints))]


def _still_different(
    settings: Settings, sessions: sessionmaker[Session], ids: list[int]
) -> list[int]:
    with sessions() as session:
        fingerprints = EmbeddedEngine(settings.index_path).fingerprints()
        expected = {id_of(d): document_hash(d) for d in documents_of(session, ids)}
    return [id_ for id_ in ids if expected.get(id_) != fingerprints.get(id_)]


def wait_for_worker(settings: Settings, sessions: sessionmaker[Session]) -> None:
    """Return once the running worker has read all that there is now. Raises WorkerLateError."""
    deadline = time.monotonic() + WAIT_SECONDS
    with sessions() as session:
        last = session.scalar(select(func.max(OutboxEntry.id))) or 0
    while time.monotonic() < deadline:
        if _has_read(settings, sessions, last):
            return
        time.sleep(0.2)
    raise WorkerLateError(
        f"Le worker n’a pas fini après {WAIT_SECONDS // 60} minutes : voyez ses journaux,"
        " puis recommencez."
    )


def _has_read(settings: Settings, sessions: sessionmaker[Session], last: int) -> bool:
    with sessions() as session:
        cursor = session.get(IndexCursor, embedded_copy(settings.index_path))
        return cursor is not None and cursor.settings_hash != "" and cursor.position >= last


def supplier_count(session: Session) -> int:
    return session.scalar(select(func.count()).where(Supplier.archived_at.is_(None))) or 0
