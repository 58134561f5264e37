"""A process that serves pages follows the synonyms that others add."""

import threading

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from app.db import db
from domain.synonyms import follow_synonyms

EVERY_SECONDS = 5.0


def keep_following(app: Flask) -> None:
    """Know the synonyms of the database now and, until this process ends, those to come."""
    threading.Thread(target=_follow, args=[app], name="synonyms", daemon=True).start()


def _follow(app: Flask) -> None:
    pause = threading.Event()
    while True:
        try:
            with app.app_context(), db.sessionmaker() as session:
                follow_synonyms(session)
        except SQLAlchemyError as error:
            # A database that is away is told by the pages that need it.
            app.logger.debug("synonyms not read (%s)", type(error).__name__)
        pause.wait(EVERY_SECONDS)
