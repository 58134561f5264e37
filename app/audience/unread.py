"""The words that nothing reads, typed on enough days to be shown to administrators."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from app.audience.models import UnreadWord
from app.db import db
from search.understanding import unread_words

SHOWN = 100


def often_unread() -> Sequence[UnreadWord]:
    """The most frequent first; one that is read since is not there."""
    query = select(UnreadWord).where(UnreadWord.word != "")
    query = query.order_by(UnreadWord.days.desc(), UnreadWord.word).limit(SHOWN)
    return [known for known in db.session.scalars(query) if unread_words(known.word)]


def forget_unread(digest: str) -> None:
    """The caller commits."""
    db.session.execute(delete(UnreadWord).where(UnreadWord.digest == digest))
