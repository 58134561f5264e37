"""The words that nothing reads, typed on enough days to be shown to administrators."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from app.audience.models import UnreadWord
from app.db import db
from domain.person_names import person_names
from search.understanding import unread_words

SHOWN = 100


def often_unread() -> Sequence[UnreadWord]:
    """The most frequent first; one that is read since, or known as a name, is not there."""
    query = select(UnreadWord).where(UnreadWord.word != "")
    query = query.order_by(UnreadWord.days.desc(), UnreadWord.word).limit(SHOWN)
    words = db.session.scalars(query)
    return [known for known in words if unread_words(known.word) and not _is_a_name(known.word)]


def _is_a_name(word: str) -> bool:
    return word in person_names()


def forget_unread(digest: str) -> None:
    """The caller commits."""
    db.session.execute(delete(UnreadWord).where(UnreadWord.digest == digest))
