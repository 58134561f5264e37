"""Keeps one copy of the index in step with the database, through the outbox.

The relay reads current rows, so the latest change wins and a batch sent twice does no harm:
it may be killed anywhere. Its cursor moves only once the index holds the batch.
"""

import logging
import socket
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Generic, TypeVar, cast
from uuid import uuid4

from sqlalchemy import delete, func, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from domain.kinds import ended_between
from domain.models import (
    IndexCursor,
    OutboxEntry,
    ParkedDocument,
    Supplier,
    SupplierKind,
    SupplierLabel,
    enqueue,
    today,
    utcnow,
)
from domain.supplier_facts import load_facts
from domain.synonyms import follow_synonyms
from search.documents import Document, build_document, document_hash, settings_hash
from search.port import IndexCopy, IndexUnavailableError, IndexWriter, SearchError

BATCH = 1000
LONGEST_ERROR = 300

log = logging.getLogger(__name__)

# A copy looks at its dates every day: one silent for so long is gone, and would hold the outbox.
ABANDONED = timedelta(days=30)

# From this hour on, once a day, a copy is compared with the database as a whole.
NIGHT = 3

# Called now and then with how many suppliers are done.
Progress = Callable[[int], None]


def silently(_done: int) -> None:
    """The progress of a job nobody watches."""


def embedded_copy(index: Path) -> str:
    """The name of the copy of the embedded index in that folder, made once and kept with it."""
    index.mkdir(parents=True, exist_ok=True)
    kept = index / "COPY"
    if not kept.exists():
        draft = index / f"COPY.{uuid4().hex}"
        draft.write_text(f"embedded@{socket.gethostname()}-{uuid4().hex[:8]}", encoding="utf-8")
        draft.replace(kept)
    return kept.read_text(encoding="utf-8")


class InterruptedRelayError(SearchError):
    """What was being done was left there, and nothing is wrong."""


class StoppingError(InterruptedRelayError):
    """The worker stops."""


Copy = TypeVar("Copy", bound=IndexCopy)


class Relay(ABC, Generic[Copy]):
    """Feeds the copy named `copy` through `writer`."""

    def __init__(self, sessions: sessionmaker[Session], writer: Copy, copy: str) -> None:
        self.sessions = sessions
        self.writer = writer
        self.copy = copy
        self._failing = True  # until it is known to work
        # Asked now and then while something long is waited for.
        self.is_stopping: Callable[[], bool] = lambda: False

    def is_current(self) -> bool:
        """Whether the copy is there and built with today's settings; otherwise, rebuild it."""
        return self.writer.is_usable() and self._is_built()

    def claim(self) -> None:
        """Be the one that feeds the copy. Raises LeaseLostError when another worker does."""

    def catch_up(self) -> int:
        """Apply what changed since the cursor; return how many outbox entries were read."""
        total = read = self._apply_batch()
        # A batch that is not full was the last: who waits for none may wait as long as an import.
        while read == BATCH:
            read = self._apply_batch()
            total += read
        return total

    def keep_up(self, progress: Progress) -> bool:
        """Bring the copy to what the database says today, rebuilding it when it must be.

        False when it is for another worker to do.
        """
        if not self.is_current():
            log.debug("rebuilding the index")
            self.rebuild(progress)
        self.notice_dates()
        try:
            self.catch_up()
        except IndexUnavailableError:
            log.warning("the index cannot be written: rebuilding it", exc_info=True)
            self.rebuild(progress)
        self.compare_once_a_day()
        return True

    def notice_dates(self) -> None:
        """Apply the kinds and labels that began or ended since the copy was last looked at."""
        now = today()
        with self.sessions.begin() as session:
            cursor = session.get_one(IndexCursor, self.copy)
            if cursor.day != now:
                enqueue(session, dated_between(session, cursor.day, now))
                cursor.day = now

    def compare_once_a_day(self) -> None:
        """Compare the whole copy with the database, at night, and mend what differs.

        An outbox tells of no change made behind its back, nor of a copy that was damaged.
        """
        now = datetime.now().astimezone()
        with self.sessions() as session:
            compared_on = session.get_one(IndexCursor, self.copy).compared_on
        if now.hour < NIGHT or compared_on == now.date():
            return
        count = 0
        for ids in find_differences(self.sessions, self.writer.fingerprints()):
            count += len(ids)
            with self.sessions.begin() as session:
                mend(session, ids)
            # Nobody waits for the end of it to see a change.
            self.catch_up()
        log.log(logging.WARNING if count else logging.INFO, "%d documents differed", count)
        with self.sessions.begin() as session:
            session.get_one(IndexCursor, self.copy).compared_on = now.date()

    @abstractmethod
    def rebuild(self, progress: Progress) -> int:
        """Replace the whole copy with what the database holds; return how many it holds."""

    def failed(self, error: Exception) -> None:
        """Keep why the copy is not fed, for whoever asks for its status."""
        self._failing = True
        with self.sessions.begin() as session:
            if cursor := session.get(IndexCursor, self.copy):
                cursor.error, cursor.error_at = str(error), utcnow()

    def succeeded(self) -> None:
        """Forget why it was not."""
        if self._failing:
            with self.sessions.begin() as session:
                if cursor := session.get(IndexCursor, self.copy):
                    cursor.error = cursor.error_at = None
            self._failing = False

    def _is_built(self) -> bool:
        with self.sessions() as session:
            cursor = session.get(IndexCursor, self.copy)
            return cursor is not None and cursor.settings_hash == settings_hash()

    def _has_been_built(self, position: int, day: date) -> None:
        with self.sessions.begin() as session:
            cursor = session.get(IndexCursor, self.copy) or IndexCursor(copy=self.copy)
            cursor.position, cursor.day, cursor.compared_on = position, day, day
            cursor.settings_hash = settings_hash()
            session.add(cursor)
            session.flush()
            prune(session)

    def _apply_batch(self) -> int:
        with self.sessions() as session:
            cursor = session.get_one(IndexCursor, self.copy)
            entries = session.execute(
                select(OutboxEntry.id, OutboxEntry.supplier_id)
                .where(OutboxEntry.id > cursor.position)
                .order_by(OutboxEntry.id)
                .limit(BATCH)
            ).all()
        if entries:
            last = entries[-1].id
            self._deliver(sorted({entry.supplier_id for entry in entries}), last)
            self._advance(last)
        return len(entries)

    def _park(self, refused: Mapping[int, str]) -> None:
        """Go on without these suppliers; why each is refused, for who can mend it."""
        if not refused:
            return
        log.warning("suppliers %s are parked: the index cannot hold them", sorted(refused))
        with self.sessions.begin() as session:
            for supplier_id, error in refused.items():
                session.merge(ParkedDocument(copy=self.copy, supplier_id=supplier_id, error=error))

    def _unpark(self, ids: Sequence[int]) -> None:
        parked = ParkedDocument.copy == self.copy, ParkedDocument.supplier_id.in_(ids)
        with self.sessions.begin() as session:
            session.execute(delete(ParkedDocument).where(*parked))

    @abstractmethod
    def _deliver(self, changed: Sequence[int], last: int) -> None:
        """Have the copy hold what the database says now of suppliers; `last`: their last entry."""

    def _advance(self, position: int) -> None:
        with self.sessions.begin() as session:
            session.get_one(IndexCursor, self.copy).position = position
            session.flush()
            prune(session)


AnyRelay = Relay[Any]


class EmbeddedRelay(Relay[IndexWriter]):
    """Feeds a copy that is written at once."""

    def rebuild(self, progress: Progress) -> int:
        """See Relay.rebuild."""
        with self.sessions() as session:
            # Taken first: what changes during the build is applied again after it.
            position, day = last_entry(session), today()
            refused: dict[int, str] = {}
            count = self.writer.rebuild(_told(all_documents(session, refused), progress))
        with self.sessions.begin() as session:
            session.execute(delete(ParkedDocument).where(ParkedDocument.copy == self.copy))
        self._park(refused)
        self._has_been_built(position, day)
        return count

    def _deliver(self, changed: Sequence[int], last: int) -> None:  # noqa: ARG002 of a server
        refused: dict[int, str] = {}
        with self.sessions() as session:
            documents = list(documents_of(session, changed, refused))
        gone = set(changed) - set(map(id_of, documents))
        self.writer.apply(documents, sorted(gone))
        self._unpark(sorted(set(changed) - set(refused)))
        self._park(refused)


def request_rebuild(session: Session, copy: str) -> None:
    """Ask the worker that holds the copy to rebuild it."""
    if cursor := session.get(IndexCursor, copy):
        cursor.settings_hash = ""


def find_differences(
    sessions: sessionmaker[Session], fingerprints: Mapping[int, str]
) -> Iterator[list[int]]:
    """The suppliers whose document is missing, stale or in excess in a copy, some at a time."""
    left = dict(fingerprints)
    after = 0
    while True:
        with sessions() as session:
            ids = ids_after(session, after)
            documents = list(documents_of(session, ids))
        if not ids:
            break
        after = ids[-1]
        yield [id_ for d in documents if left.pop(id_ := id_of(d), None) != document_hash(d)]
    yield sorted(left)


def mend(session: Session, supplier_ids: Sequence[int]) -> None:
    """Have every index look at these suppliers again."""
    enqueue(session, supplier_ids)


def dated_between(session: Session, since: date, until: date) -> Sequence[int]:
    """The suppliers with a kind or a label that holds on one of these days and not the other."""
    ids: set[int] = set()
    for fact in (SupplierKind, SupplierLabel):
        began = fact.starts_on.between(since + timedelta(days=1), until)
        ended = fact.ends_on.between(since, until - timedelta(days=1))
        ids.update(session.scalars(select(fact.supplier_id).where(or_(began, ended))))
    if codes := ended_between(since, until):
        held = select(SupplierKind.supplier_id).where(SupplierKind.code.in_(codes))
        ids.update(session.scalars(held))
    return sorted(ids)


def last_entry(session: Session) -> int:
    """The number of the last outbox entry. Pruning never goes past a cursor."""
    last = session.scalar(select(func.max(OutboxEntry.id)))
    furthest = session.scalar(select(func.max(IndexCursor.position)))
    return max(last or 0, furthest or 0)


def unread(session: Session, position: int) -> tuple[int, datetime | None]:
    """How many suppliers changed after that entry, and since when."""
    found = session.execute(
        select(
            func.count(OutboxEntry.supplier_id.distinct()), func.min(OutboxEntry.noted_at)
        ).where(OutboxEntry.id > position)
    )
    count, since = found.one()
    return count, since


def supplier_count(session: Session) -> int:
    """How many suppliers the directory holds."""
    return session.scalar(select(func.count()).where(Supplier.is_listed)) or 0


def prune(session: Session) -> None:
    """Forget the copies that nobody feeds any more, and the entries that every other has read."""
    session.execute(delete(IndexCursor).where(IndexCursor.updated_at < utcnow() - ABANDONED))
    read_by_all = select(func.min(IndexCursor.position)).scalar_subquery()
    session.execute(delete(OutboxEntry).where(OutboxEntry.id <= read_by_all))
    fed = select(IndexCursor.copy)
    session.execute(delete(ParkedDocument).where(ParkedDocument.copy.not_in(fed)))


def all_documents(session: Session, refused: dict[int, str] | None = None) -> Iterator[Document]:
    """The document of every supplier of the directory, by id; `refused` as documents_of has it."""
    after = 0
    while ids := ids_after(session, after):
        yield from documents_of(session, ids, refused)
        after = ids[-1]


def documents_of(
    session: Session, supplier_ids: Sequence[int], refused: dict[int, str] | None = None
) -> Iterator[Document]:
    """The documents of those of these suppliers that are in the directory today.

    One whose row cannot be read has none: `refused` then gets its id and why, in French.
    """
    follow_synonyms(session)
    yield from _readable(session, supplier_ids, {} if refused is None else refused)


def _readable(
    session: Session, supplier_ids: Sequence[int], refused: dict[int, str]
) -> list[Document]:
    """One bad row makes a whole batch unreadable: look for it by halves."""
    try:
        return [build_document(facts) for facts in load_facts(session, supplier_ids, today())]
    except SQLAlchemyError:
        raise  # the database fails, and not what it holds
    except Exception as error:
        if len(supplier_ids) == 1:
            told = f"{type(error).__name__} : {error}"[:LONGEST_ERROR]
            refused[supplier_ids[0]] = f"Cette fiche ne peut pas être lue ({told})."
            return []
    half = len(supplier_ids) // 2
    halves = supplier_ids[:half], supplier_ids[half:]
    return [document for ids in halves for document in _readable(session, ids, refused)]


def id_of(document: Document) -> int:
    return cast(int, document["id"])


def ids_after(session: Session, after: int) -> Sequence[int]:
    """The next suppliers of the directory, by id."""
    return session.scalars(
        select(Supplier.id)
        .where(Supplier.id > after, Supplier.is_listed)
        .order_by(Supplier.id)
        .limit(BATCH)
    ).all()


def _told(documents: Iterator[Document], progress: Progress) -> Iterator[Document]:
    for done, document in enumerate(documents, start=1):
        if done % BATCH == 0:
            progress(done)
        yield document
