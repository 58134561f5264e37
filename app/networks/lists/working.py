"""The lists that wait for a worker, each advanced by a process of its own.

A process that ends with its memory: what a list of 100,000 rows takes is given back, and the
worker that feeds the index is not at stake. It gives way to those who search.
"""

import logging
import os
import subprocess
import sys
import threading

from sqlalchemy import or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from app.importing.turns import DirectoryBusyError, write
from app.networks.lists.applying import Applying
from app.networks.lists.models import AT_WORK, ListState, MemberList
from app.networks.lists.previewing import Previewing
from app.networks.lists.turns import SupersededError, hold_list
from app.networks.lists.undoing import Undoing
from domain.models import utcnow
from domain.synonyms import follow_synonyms
from importers.limits import UnreadableFileError

POLL_SECONDS = 0.5
RETRY_SECONDS = 5.0
NICENESS = 10
BUSY = "D’autres modifient sans cesse les mêmes fiches. Recommencez dans quelques minutes."
# Where a list stands when its work cannot be done.
FALLS_BACK_TO = {
    ListState.READING: ListState.DROPPED,
    ListState.APPLYING: ListState.STOPPED,
    ListState.UNDOING: ListState.APPLIED,
}

log = logging.getLogger("app.networks.lists")


def advance(sessions: sessionmaker[Session], list_id: int) -> None:
    """Do what was asked of the list. In a context of a request: letters hold addresses."""
    with sessions() as session:
        follow_synonyms(session)
        one = session.get(MemberList, list_id)
    if one is None or not one.is_at_work:
        return
    state = one.state
    try:
        _WORK[state](sessions, one).run()
    except SupersededError:
        log.info("list %s: something else was asked", list_id)
    except (UnreadableFileError, DirectoryBusyError) as error:
        problem = str(error) or BUSY

        def fall_back(session: Session) -> None:
            held = hold_list(session, one, state)
            held.state, held.problem = FALLS_BACK_TO[state], problem

        write(sessions, fall_back)


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


def advance_lists(sessions: sessionmaker[Session], stop: threading.Event) -> None:
    """Until `stop` is set. A process that fails is told, and started again a little later."""
    while not stop.is_set():
        try:
            _advance_next(sessions, stop)
        except SQLAlchemyError:
            log.exception("lists cannot be read: trying again until they can")
            stop.wait(RETRY_SECONDS)
        stop.wait(POLL_SECONDS)


def _advance_next(sessions: sessionmaker[Session], stop: threading.Event) -> None:
    list_id = waiting(sessions)
    if list_id is None:
        return
    status = _run(list_id, stop)
    _let_go(sessions, list_id)
    if status != 0:
        log.error("list %s: its process failed and will be started again", list_id)
        stop.wait(RETRY_SECONDS)


def _let_go(sessions: sessionmaker[Session], list_id: int) -> None:
    """Whoever worked on it is gone: it need not be waited for."""
    with sessions.begin() as session:
        session.execute(update(MemberList).where(MemberList.id == list_id).values(held_until=None))


def _run(list_id: int, stop: threading.Event) -> int:
    """The status of the process; 0 when it was ended because the worker ends."""
    command = [sys.executable, "-m", "app.networks.lists", str(list_id)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 our own command
    while process.poll() is None:
        if stop.wait(POLL_SECONDS / 5):
            process.terminate()
            process.wait()
            return 0
    return process.returncode


def give_way() -> None:
    os.nice(NICENESS)
