"""A process that serves pages follows the synonyms and the readings that others add."""

import threading

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.administration.models import WordReading
from app.db import db
from app.directory.reading_ahead import read_ahead
from domain.synonyms import follow_synonyms
from domain.taxonomy import GivenReading, give_readings, given_readings, taxonomy

EVERY_SECONDS = 5.0

# One thread at a time: what an earlier one read must not replace what a later one knows.
_turn = threading.Lock()


def keep_following(app: Flask) -> None:
    """Know those of the database now and, until this process ends, those to come.

    What is made of them is made here, and not in the search of somebody who waits.
    """
    threading.Thread(target=_follow, args=[app], name="words", daemon=True).start()


def _follow(app: Flask) -> None:
    pause, known = threading.Event(), None
    while True:
        try:
            with app.app_context(), db.sessionmaker() as session:
                follow_synonyms(session)
                follow_readings(session)
            if known != (known := (taxonomy(), given_readings())):
                read_ahead()
        except SQLAlchemyError as error:
            # A database that is away is told by the pages that need it.
            app.logger.debug("synonyms and readings not read (%s)", type(error).__name__)
        pause.wait(EVERY_SECONDS)


def follow_readings(session: Session) -> None:
    """Know the readings that the database holds now: searches have them from here on."""
    with _turn:
        give_readings(frozenset(map(as_given, session.scalars(select(WordReading)))))


def as_given(reading: WordReading) -> GivenReading:
    return GivenReading(reading.words, reading.what, tuple(reading.means))
