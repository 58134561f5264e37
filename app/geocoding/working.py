"""Places pages one after the other, as slowly as the service wants, in a thread of the worker."""

import logging
import threading
from collections.abc import Callable, Mapping

from flask import Flask

from app.db import db
from app.geocoding.asking import AddressBase, UnavailableError
from app.geocoding.judging import Question, certain_place
from app.geocoding.placing import Answer, Looked, known_answer, to_place, write_places
from domain.models import utcnow

# The service allows fifty requests a second from one address of the network, to everybody there.
SECONDS_BETWEEN_REQUESTS = 0.1
SECONDS_BETWEEN_LOOKS = 20.0
FIRST_PAUSE_SECONDS = 30.0
LONGEST_PAUSE_SECONDS = 3600.0
FAULT_PAUSE_SECONDS = 300.0

log = logging.getLogger("app.geocoding")


def keep_placing(app: Flask, base: AddressBase, stop: threading.Event) -> None:
    """Until `stop` is set."""
    geocoder = Geocoder(base, stop.wait)
    while not stop.is_set():
        with app.app_context():
            rest = geocoder.step()
        stop.wait(rest)


class Geocoder:
    """`wait` lets so many seconds pass, and is true when told to stop meanwhile."""

    def __init__(self, base: AddressBase, wait: Callable[[float], bool]) -> None:
        self._base, self._wait = base, wait
        self._failures = 0
        # An address on which the service stumbles must not keep the others waiting.
        self._left_aside: set[int] = set()

    def step(self) -> float:
        """Place some pages; how many seconds to rest before the next. In a context of the app.

        Whatever goes wrong is logged and tried again later: the same process feeds the index.
        """
        try:
            return self._place_some()
        except UnavailableError as error:
            return self._back_off(error)
        except Exception:
            db.session.rollback()
            log.exception("pages cannot be placed: trying again later")
            return FAULT_PAUSE_SECONDS

    def _place_some(self) -> float:
        pages = to_place(self._left_aside)
        answered: dict[Looked, Answer] = {}
        try:
            for page in pages:
                if (answer := self._answer(page, answered)) is None:
                    break
                answered[page] = answer
        finally:
            write_places(answered)
        if pages:
            return 0.0
        self._left_aside.clear()
        return SECONDS_BETWEEN_LOOKS

    def _answer(self, page: Looked, answered: Mapping[Looked, Answer]) -> Answer | None:
        """None when told to stop."""
        asked = page.question
        if asked is None:
            return Answer(None, utcnow())
        alike = (said for other, said in answered.items() if _key(other) == asked.key)
        return next(alike, None) or known_answer(asked) or self._ask(page, asked)

    def _ask(self, page: Looked, asked: Question) -> Answer | None:
        if self._wait(SECONDS_BETWEEN_REQUESTS):
            return None
        try:
            found = self._base.ask(asked.words)
        except UnavailableError:
            self._left_aside.add(page.supplier_id)
            raise
        if self._failures:
            self._failures = 0
            log.info("the Base Adresse Nationale answers again")
        return Answer(certain_place(found, asked), utcnow())

    def _back_off(self, error: UnavailableError) -> float:
        """How long to leave the service alone: longer each time. It is told once."""
        if not self._failures:
            log.warning("the Base Adresse Nationale does not answer (%s): waiting for it", error)
        pause = FIRST_PAUSE_SECONDS * (1 << min(self._failures, 10))
        self._failures += 1
        return min(max(pause, error.retry_after), LONGEST_PAUSE_SECONDS)


def _key(page: Looked) -> str | None:
    return page.question.key if page.question else None
