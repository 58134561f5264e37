"""The lists that wait for a worker, each advanced by a process of its own.

A process that ends with its memory: what a list of 100,000 rows takes is given back, and the
worker that feeds the index is not at stake. It gives way to those who search.
"""

import logging
import os
import shutil
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from app.importing.turns import DirectoryBusyError, write
from app.networks.lists.applying import Applying
from app.networks.lists.letters import tell_stopped
from app.networks.lists.models import ListState, MemberList
from app.networks.lists.outdated import OutdatedError
from app.networks.lists.previewing import Previewing
from app.networks.lists.turns import (
    LEASE,
    SupersededError,
    hold_work,
    let_go,
    renew,
    take,
    waiting,
)
from app.networks.lists.undoing import Undoing
from app.networks.lists.wording import given_up
from domain.synonyms import follow_synonyms
from importers.limits import UnreadableFileError

POLL_SECONDS = 0.5
RETRY_SECONDS = 5.0
FAILURES_IN_A_ROW = 3
RENEWED_WITHIN_LEASE = 3  # times
NICENESS = 10
BUSY = "D’autres modifient sans cesse les mêmes fiches. Recommencez dans quelques minutes."

log = logging.getLogger("app.networks.lists")


def advance(sessions: sessionmaker[Session], list_id: int, holder: str) -> None:
    """Do what was asked of the list, while it is that holder's.

    In a context of a request: letters hold addresses.
    """
    with sessions() as session:
        follow_synonyms(session)
        one = session.get(MemberList, list_id)
    if one is None or not one.is_at_work or one.holder != holder:
        return
    try:
        _do(sessions, one)
    except SupersededError:
        log.info("list %s: it was asked otherwise, or another has it", list_id)


def _do(sessions: sessionmaker[Session], one: MemberList) -> None:
    """Raises SupersededError."""
    state = one.state
    try:
        _WORK[state](sessions, one).run()
    except (UnreadableFileError, DirectoryBusyError, OutdatedError) as error:
        problem = str(error) or BUSY
        write(
            sessions, lambda session: _fall_back(session, hold_work(session, one, state), problem)
        )


def _fall_back(session: Session, one: MemberList, problem: str) -> None:
    """The list stands where its work can be asked again; who may have closed the page is told."""
    if one.state is not ListState.READING:
        tell_stopped(session, one, problem)
    one.state, one.problem = _before_work(one), problem


def _before_work(one: MemberList) -> ListState:
    """Where a list stands when its work cannot be done."""
    if one.state is ListState.READING:
        return ListState.DROPPED
    if one.state is ListState.APPLYING and one.run_id is None:
        return ListState.READ  # nothing is written
    is_whole = one.state is ListState.UNDOING and one.applied_at is not None
    return ListState.APPLIED if is_whole else ListState.STOPPED


_WORK = {
    ListState.READING: Previewing,
    ListState.APPLYING: Applying,
    ListState.UNDOING: Undoing,
}


def advance_lists(app: Flask, sessions: sessionmaker[Session], stop: threading.Event) -> None:
    """Until `stop` is set. A process that fails is told, and started again a little later."""
    shutil.rmtree(_copies(app), ignore_errors=True)  # a worker that was killed leaves them
    while not stop.is_set():
        try:
            with app.test_request_context():  # letters hold addresses
                _advance_next(sessions, stop)
        except SQLAlchemyError:
            log.exception("lists cannot be read: trying again until they can")
            stop.wait(RETRY_SECONDS)
        stop.wait(POLL_SECONDS)


def _advance_next(sessions: sessionmaker[Session], stop: threading.Event) -> None:
    turn = _next_turn(sessions)
    if turn is None:
        return
    with _kept_for(_copies(current_app)) as copies:
        status = _run(turn, copies, stop)
    if status != 0:
        log.error("list %s: its process ended with %s", turn.list_id, status)
    with sessions.begin() as session:
        _end(session, turn, failed=status != 0)
    if status != 0:
        stop.wait(RETRY_SECONDS)


@dataclass(slots=True)
class _Turn:
    """A list that this worker took. It is kept as long as its process lives, whatever that does."""

    sessions: sessionmaker[Session]
    list_id: int
    holder: str
    said_at: float = field(default_factory=time.monotonic)

    def keep(self) -> None:
        """A database that is away or busy is asked again: the process knows whose the list is."""
        if time.monotonic() - self.said_at < LEASE.total_seconds() / RENEWED_WITHIN_LEASE:
            return
        self.said_at = time.monotonic()
        try:
            with self.sessions.begin() as session:
                renew(session, self.list_id, self.holder)
        except SQLAlchemyError:
            log.warning("list %s: could not be kept longer", self.list_id, exc_info=True)


def _next_turn(sessions: sessionmaker[Session]) -> _Turn | None:
    """The list that has waited the longest; None when there is none, or another was quicker."""
    holder = uuid.uuid4().hex
    with sessions() as session:
        list_id = waiting(session)
    if list_id is None:
        return None
    with sessions.begin() as session:
        return _Turn(sessions, list_id, holder) if take(session, list_id, holder) else None


def _end(session: Session, turn: _Turn, *, failed: bool) -> None:
    """Whoever worked on it is gone: it need not be waited for.

    After a few failures in a row it falls back: a person asks again, or the team looks at the log.
    """
    one = let_go(session, turn.list_id, turn.holder)
    if one is None:
        return
    one.failures += int(failed)
    if one.is_at_work and one.failures >= FAILURES_IN_A_ROW:
        log.error("list %s: given up, its process failed %s times in a row", one.id, one.failures)
        _fall_back(session, one, given_up(one))


def _copies(app: Flask) -> Path:
    """Where the process of a list copies its file: personal data, which outlives no process."""
    return Path(app.instance_path) / "lists"


@contextmanager
def _kept_for(folder: Path) -> Iterator[Path]:
    """The folder, while the context lasts."""
    folder.mkdir(exist_ok=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(turn: _Turn, copies: Path, stop: threading.Event) -> int:
    """The status of the process; 0 when it was ended because the worker ends."""
    command = [sys.executable, "-m", "app.networks.lists", str(turn.list_id), turn.holder]
    place = os.environ | {"TMPDIR": str(copies)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=place) as process:  # noqa: S603 our own command
        while process.poll() is None:
            if stop.wait(POLL_SECONDS / 5):
                process.terminate()
                process.wait()
                return 0
            turn.keep()
    return process.returncode


def give_way() -> None:
    os.nice(NICENESS)
