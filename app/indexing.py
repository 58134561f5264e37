"""Building, mending and checking the copies of the index from the command line."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from app.config import Settings
from app.index_copies import Copy, copies
from app.locks import LockHeldError, hold
from domain.models import IndexCursor, OutboxEntry, ParkedDocument, utcnow
from search.documents import document_hash
from search.meilisearch import LeaseLostError
from search.relay import (
    AnyRelay,
    Progress,
    documents_of,
    find_differences,
    id_of,
    mend,
    request_rebuild,
    silently,
)

WAIT_SECONDS = 600
POLL_SECONDS = 0.2  # between two looks at the cursor: as often as the worker reads the outbox
LOOKS = 3  # somebody may change a supplier just before one of them, seldom before each

Sessions = sessionmaker[Session]


class WorkerLateError(Exception):
    """The running worker did not do in time what was asked; the message says so in French."""


class FedElsewhereError(Exception):
    """A running worker, of this machine or of another, feeds the copy."""


@dataclass(frozen=True, slots=True)
class Check:
    """What a check found; `rebuilt`: the index was missing, unreadable or of other settings.

    `parked` are the documents that the copy refuses, which no check can mend.
    """

    rebuilt: bool
    differences: int
    mended: bool
    parked: int


def ensure_index(settings: Settings, sessions: Sessions, progress: Progress) -> None:
    """Have this machine's own index be today's; a running worker sees to its own.

    The worker fills a server's: the site starts without it.
    """
    try:
        with _fed_here(settings, copies(settings, sessions)[0]) as relay:
            relay.keep_up(progress)
    except FedElsewhereError:
        return


def rebuild(settings: Settings, sessions: Sessions, copy: Copy, progress: Progress) -> int:
    """Rebuild the copy, here or by the running worker; return how many suppliers it holds."""
    try:
        with _fed_here(settings, copy) as relay:
            return relay.rebuild(progress)
    except FedElsewhereError:
        with sessions.begin() as session:
            request_rebuild(session, copy.name)
        wait_for_worker(sessions, copy)
        return copy.count()


def check(settings: Settings, sessions: Sessions, copy: Copy) -> Check:
    """Compare the copy with the database, both ways, and mend what differs.

    Raises SearchError when it cannot be searched, with a key that is not the right one say.
    """
    try:
        with _fed_here(settings, copy) as relay:
            rebuilt = not relay.is_current()
            relay.keep_up(silently)
            found = _mended(rebuilt, sessions, copy, relay.catch_up)
    except FedElsewhereError:
        # The worker rebuilds what must be as soon as it is so.
        found = _mended(False, sessions, copy, lambda: wait_for_worker(sessions, copy))
    copy.count()
    return found


def wait_for_worker(sessions: Sessions, copy: Copy) -> None:
    """Return once the running worker has read all that there is now.

    Raises WorkerLateError, as soon as the worker fails.
    """
    start, deadline = utcnow(), time.monotonic() + WAIT_SECONDS
    with sessions() as session:
        last = session.scalar(select(func.max(OutboxEntry.id))) or 0
    while time.monotonic() < deadline:
        with sessions() as session:
            cursor = session.get(IndexCursor, copy.name)
        if cursor and cursor.settings_hash != "" and cursor.position >= last:
            return
        if cursor and cursor.error_at and cursor.error_at > start:
            raise WorkerLateError(f"Le worker n’y arrive pas, et réessaie : {cursor.error}")
        time.sleep(POLL_SECONDS)
    raise WorkerLateError(
        f"Le worker n’a pas fini après {WAIT_SECONDS // 60} minutes : voyez ses journaux,"
        " puis recommencez."
    )


@contextmanager
def _fed_here(settings: Settings, copy: Copy) -> Iterator[AnyRelay]:
    """Feed the copy from this process. Raises FedElsewhereError."""
    try:
        with hold(settings.worker_lock_path, wait=False), copy.opened() as relay:
            relay.claim()
            yield relay
    except (LockHeldError, LeaseLostError) as error:
        raise FedElsewhereError from error


def _mended(rebuilt: bool, sessions: Sessions, copy: Copy, catch_up: Callable[[], object]) -> Check:
    def lasting(ids: list[int]) -> list[int]:
        """Those that `catch_up` does not mend: the others were changes on their way."""
        for _ in range(LOOKS):
            if not ids:
                break
            catch_up()
            ids = _still_different(sessions, copy, ids)
        return ids

    found = lasting([*chain.from_iterable(find_differences(sessions, copy.fingerprints()))])
    parked = _parked(sessions, copy)
    found = [id_ for id_ in found if id_ not in parked]
    with sessions.begin() as session:
        mend(session, found)
    return Check(rebuilt, len(found), mended=not lasting(found), parked=len(parked))


def _still_different(sessions: Sessions, copy: Copy, ids: list[int]) -> list[int]:
    fingerprints = copy.fingerprints()
    with sessions() as session:
        expected = {id_of(d): document_hash(d) for d in documents_of(session, ids)}
    return [id_ for id_ in ids if expected.get(id_) != fingerprints.get(id_)]


def _parked(sessions: Sessions, copy: Copy) -> set[int]:
    with sessions() as session:
        wanted = select(ParkedDocument.supplier_id).where(ParkedDocument.copy == copy.name)
        return set(session.scalars(wanted))
