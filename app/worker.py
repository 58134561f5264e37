"""The one process that writes the index of this machine; app/supervisor.py starts it."""

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from app import create_app
from app.config import Settings, load_settings
from app.db import db
from app.lifeline import end_with_supervisor
from app.locks import hold
from search.embedded import EmbeddedWriter
from search.port import SearchError
from search.relay import Relay, embedded_copy, silently

POLL_SECONDS = 0.2
RETRY_SECONDS = 5.0

log = logging.getLogger("app.worker")


@contextmanager
def opened_relay(settings: Settings, sessions: sessionmaker[Session]) -> Iterator[Relay]:
    """The relay of this machine's embedded index. Raises SearchError if it is being written."""
    writer = EmbeddedWriter(settings.index_path)
    try:
        yield Relay(sessions, writer, embedded_copy(settings.index_path))
    finally:
        writer.close()


def run(settings: Settings, sessions: sessionmaker[Session], stop: threading.Event) -> None:
    """Relay the outbox until `stop` is set; a failure is logged, then tried again."""
    while not stop.is_set():
        try:
            with opened_relay(settings, sessions) as relay:
                _follow(relay, stop)
        except (SearchError, SQLAlchemyError):
            log.exception("the index could not be written; trying again")
            stop.wait(RETRY_SECONDS)


def _follow(relay: Relay, stop: threading.Event) -> None:
    while not stop.is_set():
        relay.keep_up(silently)
        stop.wait(POLL_SECONDS)


def main() -> None:
    end_with_supervisor()
    settings = load_settings()
    app = create_app(settings)
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    with hold(settings.worker_lock_path, wait=True), app.app_context():
        signal.signal(signal.SIGTERM, ask_to_stop)
        signal.signal(signal.SIGINT, ask_to_stop)
        run(settings, db.sessionmaker, stop)


if __name__ == "__main__":
    main()
