"""Count what happens to suppliers, in memory, and write it down now and then.

A page only adds to a counter of its process: no search waits for the database. What was counted
is written every few seconds, and when the process ends; one that is killed loses those few
seconds. Nothing of the visitor is kept: neither cookie, nor address, nor what was typed, but for
single words that nothing reads (app/directory/unmet.py), parted from all the rest.
"""

import atexit
import logging
import re
import threading
from collections import Counter
from collections.abc import Collection, Iterable

from flask import Flask, current_app, request
from sqlalchemy.exc import SQLAlchemyError

from app.accounts.sessions import person
from app.audience.models import Event
from app.audience.storing import (
    EventKey,
    SearchKey,
    UnmetKey,
    UnreadKey,
    add_events,
    add_searches,
    add_unmet,
    add_unread,
)
from app.db import db
from domain.models import today

WRITTEN_EVERY_SECONDS = 5.0

# Programs that say what they are. No browser that a person drives has these words in its name.
_ROBOTS = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|archiver|facebookexternalhit|preview|monitor|lighthouse"
    r"|curl|wget|python|scrapy|httpclient|okhttp|java/|go-http|libwww|feedfetcher",
    re.IGNORECASE,
)

log = logging.getLogger("app.audience")


class Counts:
    """What this process has counted and not written yet."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._events: Counter[EventKey] = Counter()
        self._searches: Counter[SearchKey] = Counter()
        self._unmet: Counter[UnmetKey] = Counter()
        self._unread: set[UnreadKey] = set()

    def add(
        self,
        events: Iterable[EventKey] = (),
        searches: Iterable[SearchKey] = (),
        unmet: Iterable[UnmetKey] = (),
        unread: Iterable[UnreadKey] = (),
    ) -> None:
        with self._lock:
            self._events.update(events)
            self._searches.update(searches)
            self._unmet.update(unmet)
            self._unread.update(unread)

    def write(self) -> None:
        """Write down what was counted; kept for the next time when the database cannot."""
        with self._lock:
            events, self._events = self._events, Counter()
            searches, self._searches = self._searches, Counter()
            unmet, self._unmet = self._unmet, Counter()
            unread, self._unread = self._unread, set()
        if not (events or unmet or unread):  # whatever is searched is found, or is not
            return
        try:
            with self._app.app_context(), db.sessionmaker.begin() as session:
                add_events(session, events)
                add_searches(session, searches)
                add_unmet(session, unmet)
                add_unread(session, unread)
        except SQLAlchemyError as error:
            log.warning("counts not written yet (%s)", type(error).__name__)
            self.add(events.elements(), searches.elements(), unmet.elements(), unread)

    def start(self) -> None:
        """Write now and then, until this process ends: for a process that serves pages."""
        atexit.register(self.write)
        threading.Thread(target=self._keep_writing, name="audience", daemon=True).start()

    def _keep_writing(self) -> None:
        pause = threading.Event()
        while not pause.wait(WRITTEN_EVERY_SECONDS):
            self.write()


def configure_audience(app: Flask) -> None:
    app.extensions["audience"] = Counts(app)


def counts() -> Counts:
    found: Counts = current_app.extensions["audience"]
    return found


def note_event(supplier_id: int, event: Event) -> None:
    """The present request made this happen to the supplier."""
    if _is_a_visit() and supplier_id not in _edited_by_visitor():
        counts().add([(supplier_id, today(), event)])


def note_found(
    supplier_ids: Collection[int], services: Collection[str], departement: str = ""
) -> None:
    """The present page of results shows these suppliers.

    `services` are the ids asked for or understood, () when the need was none of the taxonomy;
    `departement` is the code of the one the place is in, "" without a place or for a wider one.
    """
    if not _is_a_visit():
        return
    day = today()
    shown = set(supplier_ids) - _edited_by_visitor()
    counts().add(
        ((id_, day, Event.FOUND) for id_ in shown),
        (
            (id_, day.replace(day=1), service, departement)
            for id_ in shown
            for service in services or ("",)
        ),
    )


def note_unmet(services: Collection[str], departement: str) -> None:
    """The present search found nobody who declares one of these services; () when it found some.

    "" is a need that names none; `departement` as for `note_found`.
    """
    if services and _is_a_visit() and not _looks_after_suppliers():
        month = today().replace(day=1)
        counts().add(unmet=((month, departement, service) for service in services))


def note_unread(words: Collection[str]) -> None:
    """The present search found nobody by these words, which nothing reads."""
    if words and _is_a_visit() and not _looks_after_suppliers():
        day = today()
        counts().add(unread=((word, day) for word in words))


def _is_a_visit() -> bool:
    """Whether somebody opens the page: no robot, no browser that looks ahead."""
    agent = request.user_agent.string
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    return request.method != "HEAD" and not ahead and bool(agent) and not _ROBOTS.search(agent)


def _edited_by_visitor() -> set[int]:
    """A structure that reads its own page is no buyer."""
    user = person()
    return {held.supplier_id for held in user.editorships} if user else set()


def _looks_after_suppliers() -> bool:
    """Networks and moderators look for what is missing: they are no buyers either."""
    user = person()
    return user is not None and bool(user.networks or user.roles)
