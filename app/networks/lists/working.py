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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from app.importing.turns import DirectoryBusyError, write
from app.networks.lists.applying import Applying
from app.networks.lists.letters import tell_stopped
from app.networks.lists.models import AT_WORK, ListState, MemberList
from app.networks.lists.outdated import OutdatedError
from app.networks.lists.previewing import Previewing
from app.networks.lists.turns import SupersededError, hold_list
from app.networks.lists.undoing import Undoing
from app.networks.lists.wording import given_up
from domain.models import utcnow
from domain.synonyms import follow_synonyms
from importers.limits import UnreadableFileError

POLL_SECONDS = 0.5
RETRY_SECONDS = 5.0
FAILURES_IN_A_ROW = 3
NICENESS = 10
BUSY = "D’autres modifient sans cesse les mêmes fiches. Recommencez dans quelques minutes."

log = logging.getLogger("app.networks.lists")


def advance(sessions: sessionmaker[Session], list_id: int) -> None:
    """Do what was asked of the list. In a context of a request: letters hold addresses."""
    with sessions() as session:
        follow_synonyms(session)
        one = session.get(MemberList, list_id)
    if one is None or not one.is_at_work:
        return
    try:
        _do(sessions, one)
    except SupersededError:
        log.info("list %s: something else was asked", list_id)


def _do(sessions: sessionmaker[Session], one: MemberList) -> None:
    """Raises SupersededError."""
    state = one.state
    try:
        _WORK[state](sessions, one).run()
    except (UnreadableFileError, DirectoryBusyError, OutdatedError) as error:
        problem = str(error) or BUSY
        write(
            sessions, lambda session: _fall_back(session, hold_list(session, one, state), problem)
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


def waiting(sessions: sessionmaker[Session]) -> int | None:
    """The list that has waited the longest, and that nobody works on."""
    with sessions() as session:
        is_free = or_(MemberList.held_until.is_(None), MemberList.held_until < utcnow())
        asked = select(MemberList.id).where(MemberList.state.in_(AT_WORK), is_free)
        return session.scalar(asked.order_by(MemberList.asked_at, MemberList.id).limit(1))


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
    list_id = waiting(sessions)
    if list_id is None:
        return
    with _kept_for(_copies(current_app)) as copies:
        status = _run(list_id, copies, stop)
    if status != 0:
        log.error("list %s: its process ended with %s", list_id, status)
    with sessions.begin() as session:
        _let_go(session, list_id, failed=status != 0)
    if status != 0:
        stop.wait(RETRY_SECONDS)


def _let_go(session: Session, list_id: int, *, failed: bool) -> None:
    """Whoever worked on it is gone: it need not be waited for.

    After a few failures in a row it falls back: a person asks again, or the team looks at the log.
    """
    failures = MemberList.failures + int(failed)
    let_go = update(MemberList).where(MemberList.id == list_id)
    session.execute(let_go.values(held_until=None, failures=failures))
    one = session.get(MemberList, list_id)
    if one is not None and one.is_at_work and one.failures >= FAILURES_IN_A_ROW:
        log.error("list %s: given up, its process failed %s times in a row", list_id, one.failures)
        _fall_back(session, one, given_up(one.state, list_id))


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


def _run(list_id: int, copies: Path, stop: threading.Event) -> int:
    """The status of the process; 0 when it was ended because the worker ends."""
    command = [sys.executable, "-m", "app.networks.lists", str(list_id)]
    place = os.environ | {"TMPDIR": str(copies)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=place) as process:  # noqa: S603 our own command
        while process.poll() is None:
            if stop.wait(POLL_SECONDS / 5):
                process.terminate()
                process.wait()
                return 0
    return process.returncode


def give_way() -> None:
    os.nice(NICENESS)
