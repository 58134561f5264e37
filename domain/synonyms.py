"""The synonyms of the database, made known to this process."""

from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.models import Synonym
from domain.taxonomy import add_synonyms

# One thread at a time: what an earlier one read must not replace what a later one knows.
_turn = Lock()


def follow_synonyms(session: Session) -> None:
    """Know those that the database holds now: what reads the taxonomy has them from here on.

    Whoever builds documents calls it after reading the outbox: a synonym is written with the
    entries of the suppliers that it concerns.
    """
    with _turn:
        rows = session.execute(select(Synonym.words, Synonym.service))
        add_synonyms(frozenset((words, service) for words, service in rows))
