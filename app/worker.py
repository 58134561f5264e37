"""The one process of this machine that writes indexes, sends letters, advances lists, does the
daily jobs, and places pages by their address where that is wanted.

app/supervisor.py starts it.
"""

import logging
import signal
import threading
from types import FrameType

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from app import create_app
from app.config import Settings, load_settings
from app.db import db
from app.geocoding.asking import AddressBase
from app.geocoding.working import keep_placing
from app.index_copies import Copy, copies
from app.jobs.daily import do_daily_jobs
from app.lifeline import end_when_told, end_with_supervisor
from app.locks import hold
from app.mailing.sending import send_waiting
from app.networks.lists.working import advance_lists
from search.port import SearchError
from search.relay import AnyRelay, InterruptedRelayError, silently

POLL_SECONDS = 0.2
RETRY_SECONDS = 2.0
DAILY_POLL_SECONDS = 60.0

log = logging.getLogger("app.worker")


def run(app: Flask, settings: Settings, stop: threading.Event) -> None:
    """Do all of it until `stop` is set, each in its thread."""
    threads = threads_of(app, settings, stop)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def threads_of(app: Flask, settings: Settings, stop: threading.Event) -> list[threading.Thread]:
    threads = [
        threading.Thread(target=_feed, args=[copy, stop], name=copy.name)
        for copy in copies(settings, db.sessionmaker)
    ]
    threads.append(threading.Thread(target=_post, args=[app, db.sessionmaker, stop], name="post"))
    threads.append(threading.Thread(target=_do_daily_jobs, args=[app, stop], name="daily"))
    threads.append(
        threading.Thread(target=_advance_lists, args=[app, db.sessionmaker, stop], name="lists")
    )
    if settings.geocoder:
        base = AddressBase(f"reperess (+{settings.address})")
        threads.append(threading.Thread(target=_place, args=[app, base, stop], name="geocoder"))
    return threads


def _post(app: Flask, sessions: sessionmaker[Session], stop: threading.Event) -> None:
    """Send the letters that wait. A database or a mail server away comes back; it is told once."""
    told = ""
    try:
        while not stop.is_set():
            try:
                with app.app_context():
                    send_waiting(sessions)
            except (SQLAlchemyError, OSError) as error:
                if str(error) != told:
                    told = str(error)
                    log.exception("letters cannot leave: trying again until they can")
                stop.wait(RETRY_SECONDS)
            stop.wait(POLL_SECONDS)
    finally:
        stop.set()


def _advance_lists(app: Flask, sessions: sessionmaker[Session], stop: threading.Event) -> None:
    """Advance the lists that networks dropped, each in a process of its own."""
    try:
        advance_lists(app, sessions, stop)
    finally:
        stop.set()


def _do_daily_jobs(app: Flask, stop: threading.Event) -> None:
    """Look now and then whether a day has begun."""
    try:
        while not stop.is_set():
            # Letters hold addresses of pages, which are made as a request would make them.
            with app.test_request_context():
                do_daily_jobs()
            stop.wait(DAILY_POLL_SECONDS)
    finally:
        stop.set()


def _place(app: Flask, base: AddressBase, stop: threading.Event) -> None:
    try:
        keep_placing(app, base, stop)
    finally:
        stop.set()


def _feed(copy: Copy, stop: threading.Event) -> None:
    """Relay the outbox to one copy; a failure that may pass is logged, then tried again.

    It is told once: a server may be away for days.

    Any other ends the worker: it is started again.
    """
    told = ""
    try:
        while not stop.is_set():
            try:
                with copy.opened() as relay:
                    _follow(relay, stop)
            except (SearchError, SQLAlchemyError) as error:
                if str(error) != told:
                    told = str(error)
                    log.exception("%s cannot be written: trying again until it can", copy.name)
                stop.wait(RETRY_SECONDS)
    finally:
        stop.set()


def _follow(relay: AnyRelay, stop: threading.Event) -> None:
    relay.is_stopping = stop.is_set
    while not stop.is_set():
        try:
            is_fed = relay.keep_up(silently)
        except InterruptedRelayError:
            continue
        except SearchError as error:
            relay.failed(error)
            raise
        if is_fed:
            relay.succeeded()
        stop.wait(POLL_SECONDS)


def main() -> None:
    end_when_told()
    end_with_supervisor()
    settings = load_settings()
    app = create_app(settings)
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    with hold(settings.worker_lock_path, wait=True), app.app_context():
        signal.signal(signal.SIGTERM, ask_to_stop)
        signal.signal(signal.SIGINT, ask_to_stop)
        run(app, settings, stop)


if __name__ == "__main__":
    main()
