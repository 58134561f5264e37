"""Keeps the index of a server in step with the database: what was sent counts once it succeeded.

One worker at a time feeds it, of all machines: it holds a lease on the copy's cursor. A document
that the server refuses is parked, and the others go on.
"""

import logging
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session, sessionmaker

from domain.models import IndexCursor, OutboxEntry, ParkedDocument, today, utcnow
from search.meilisearch.server import Task
from search.meilisearch.writer import NEXT, MeilisearchWriter
from search.port import RefusedError, SearchError
from search.relay import (
    InterruptedRelayError,
    Progress,
    Relay,
    StoppingError,
    documents_of,
    id_of,
    ids_after,
    last_entry,
    prune,
    supplier_count,
    unread,
)

COPY = "meilisearch"
LEASE = timedelta(seconds=60)
TASK_SECONDS = 600.0  # the longest that one task is waited for
LOOK_SECONDS = 5.0  # between two looks at whether the index is there
COUNTS = 5  # somebody may change a supplier just before one of them, seldom before each

log = logging.getLogger(__name__)


class LeaseLostError(InterruptedRelayError):
    """Another worker feeds the copy now."""


class ServerRelay(Relay[MeilisearchWriter]):
    """Feeds the index of `writer`, as the copy of that name."""

    def __init__(
        self, sessions: sessionmaker[Session], writer: MeilisearchWriter, copy: str = COPY
    ) -> None:
        super().__init__(sessions, writer, copy)
        self._holder = uuid4().hex
        self._renew_at = 0.0
        self._looked_at = float("-inf")

    def keep_up(self, progress: Progress) -> bool:
        """As Relay.keep_up, when no other worker does."""
        return self.holds_lease() and super().keep_up(progress)

    def is_current(self) -> bool:
        """As Relay.is_current; an index that holds fewer than it was given was wiped."""
        if not self._is_built():
            return False
        waiting = bool(self._waiting())
        if waiting or time.monotonic() - self._looked_at > LOOK_SECONDS:
            if not self._is_whole():
                return False
            # What is sent now may come just after a wipe: it is then looked at again.
            self._looked_at = float("-inf") if waiting else time.monotonic()
        return True

    def catch_up(self) -> int:
        """As Relay.catch_up. Raises LeaseLostError when another worker feeds the copy."""
        self.claim()
        self._settle_what_was_sent()
        return super().catch_up()

    def rebuild(self, progress: Progress) -> int:
        """Fill another index, the present one kept in step meanwhile, then exchange them.

        One that was wiped is dropped first: with the few that came after, searches would trust it.
        Raises SearchError when the new one does not hold what the database does.
        """
        self.claim()
        served = self._is_whole()
        if not served:
            self.writer.drop(self.claim)
        aside = _Aside(self)
        aside.begin()
        for done in aside.fill():
            progress(done)
            aside.catch_up()
            if served:
                self.catch_up()
        count = aside.check_count()
        aside.writer.put_in_place_of(self.writer, self.claim)
        self._take_over(aside)
        return count

    def begin(self) -> None:
        """Make the index, empty, and read the outbox from here on."""
        self.writer.make(self.claim)
        with self.sessions() as session:
            position, day = last_entry(session), today()
        with self.sessions.begin() as session:
            session.execute(delete(ParkedDocument).where(ParkedDocument.copy == self.copy))
        self._has_been_built(position, day)
        self._forget_what_was_sent()

    def fill(self) -> Iterator[int]:
        """Deliver the whole directory; how many suppliers are done, time after time."""
        done = after = 0
        while True:
            with self.sessions() as session:
                ids = ids_after(session, after)
            if not ids:
                return
            self._deliver(ids)
            done, after = done + len(ids), ids[-1]
            yield done

    def check_count(self) -> int:
        """How many it holds, once it holds all. Raises SearchError when some are missing."""
        for _ in range(COUNTS):
            self.catch_up()
            count, expected = self.writer.count(), self._expected()
            if abs(expected - count) <= self._waiting():
                return count
        raise SearchError(
            f"Le nouvel index compte {count} structures quand la base en a {expected} :"
            " l’ancien reste en service."
        )

    def holds_lease(self) -> bool:
        """Whether this worker is the one that feeds the copy: at once if no other does."""
        if time.monotonic() < self._renew_at:
            return True
        now = utcnow()
        with self.sessions.begin() as session:
            if session.get(IndexCursor, self.copy) is None:
                session.add(IndexCursor(copy=self.copy, settings_hash="", day=today()))
                session.flush()
            cursor = IndexCursor
            free = or_(
                cursor.holder.is_(None), cursor.holder == self._holder, cursor.held_until < now
            )
            taken = session.execute(
                update(cursor)
                .where(cursor.copy == self.copy, free)
                .values(holder=self._holder, held_until=now + LEASE)
                .returning(cursor.copy)
            ).all()
        if not taken:
            self._failing = True  # whoever has it now may leave an error behind
            return False
        self._renew_at = time.monotonic() + LEASE.total_seconds() / 3
        return True

    def give_lease_back(self) -> None:
        """Let another worker go on without waiting for the lease to expire."""
        with self.sessions.begin() as session:
            session.execute(
                update(IndexCursor)
                .where(IndexCursor.copy == self.copy, IndexCursor.holder == self._holder)
                .values(holder=None, held_until=None)
            )

    def _take_over(self, aside: "_Aside") -> None:
        """The copy is now what was built aside."""
        with self.sessions.begin() as session:
            built = session.get_one(IndexCursor, aside.copy)
            mine = session.get_one(IndexCursor, self.copy)
            for name in ("position", "day", "compared_on", "settings_hash"):
                setattr(mine, name, getattr(built, name))
            mine.task = mine.sent_position = None
            session.execute(delete(ParkedDocument).where(ParkedDocument.copy == self.copy))
            session.execute(
                update(ParkedDocument)
                .where(ParkedDocument.copy == aside.copy)
                .values(copy=self.copy)
            )
            session.delete(built)
            session.flush()
            prune(session)

    def _deliver(self, changed: Sequence[int], last: int | None = None) -> None:
        unreadable: dict[int, str] = {}
        with self.sessions() as session:
            documents = list(documents_of(session, changed, unreadable))
        gone = sorted(set(changed) - set(map(id_of, documents)))
        if gone:
            deleted = self._wait_for(self.writer.send_deletion(gone))
            if not deleted.succeeded:
                raise SearchError(f"Meilisearch n’a pas pu supprimer : {deleted.error}")
            self._unpark(gone)
        self._park(unreadable)
        if documents:
            try:
                uid = self.writer.send(documents)
            except RefusedError as error:
                self._part([*map(id_of, documents)], Task.refused(error))
                return
            if last is not None:
                self._remember(uid, last)
            task = self._wait_for(uid)
            if not task.succeeded:
                self._part([*map(id_of, documents)], task)
                return
            self._unpark([*map(id_of, documents)])

    def _part(self, ids: Sequence[int], refused: Task) -> None:
        """One bad document has a whole batch refused: look for it by halves.

        Raises SearchError when the documents are not the cause.
        """
        if not refused.is_for_documents:
            raise SearchError(f"Meilisearch n’a pas pu indexer : {refused.error}")
        if len(ids) == 1:
            self._park({ids[0]: refused.error})
            return
        half = len(ids) // 2
        self._deliver(ids[:half])
        self._deliver(ids[half:])

    def _remember(self, task: int, last: int) -> None:
        """Killed now, the next worker asks what became of the task before it sends anything."""
        with self.sessions.begin() as session:
            cursor = session.get_one(IndexCursor, self.copy)
            cursor.task, cursor.sent_position = task, last

    def _advance(self, position: int) -> None:
        super()._advance(position)
        self._forget_what_was_sent()

    def _settle_what_was_sent(self) -> None:
        """Acknowledge what a former worker sent, if it succeeded; otherwise it is sent again."""
        with self.sessions() as session:
            cursor = session.get_one(IndexCursor, self.copy)
            task, last = cursor.task, cursor.sent_position
        if task is None or last is None:
            return
        found = self.writer.task(task)
        if found and not found.is_over:
            found = self._wait_for(task)
        if found and found.succeeded and not self._has_parked_until(last):
            self._advance(last)
        else:
            self._forget_what_was_sent()

    def _has_parked_until(self, last: int) -> bool:
        """Whether something parked was in it: sent again, it is parked no more."""
        with self.sessions() as session:
            parked = (
                select(ParkedDocument.supplier_id)
                .join(OutboxEntry, OutboxEntry.supplier_id == ParkedDocument.supplier_id)
                .where(ParkedDocument.copy == self.copy, OutboxEntry.id <= last)
            )
            return session.execute(parked).first() is not None

    def _forget_what_was_sent(self) -> None:
        with self.sessions.begin() as session:
            cursor = session.get_one(IndexCursor, self.copy)
            cursor.task = cursor.sent_position = None

    def _wait_for(self, uid: int) -> Task:
        return self.writer.wait_for(uid, TASK_SECONDS, self.claim)

    def claim(self) -> None:
        """See Relay.claim."""
        if self.is_stopping():
            raise StoppingError("Le worker s’arrête.")
        if not self.holds_lease():
            raise LeaseLostError("Un autre worker nourrit maintenant cet index.")

    def _is_whole(self) -> bool:
        """Whether the index is there, with its settings, and misses nobody that it was given."""
        if not self.writer.is_usable():
            return False
        # In this order: who comes or goes meanwhile is among those that wait.
        count, expected, waiting = self.writer.count(), self._expected(), self._waiting()
        return expected - count <= waiting and (count > 0 or not expected)

    def _waiting(self) -> int:
        """How many suppliers have changed that the index does not know of."""
        with self.sessions() as session:
            cursor = session.get(IndexCursor, self.copy)
            return unread(session, cursor.position if cursor else 0)[0]

    def _expected(self) -> int:
        """How many suppliers the index should hold."""
        with self.sessions() as session:
            parked = select(func.count()).where(ParkedDocument.copy == self.copy)
            return supplier_count(session) - (session.scalar(parked) or 0)


class _Aside(ServerRelay):
    """Fills the index that will take the place of another's, under the lease of the latter."""

    def __init__(self, served: ServerRelay) -> None:
        super().__init__(served.sessions, served.writer.aside(), served.copy + NEXT)
        self._served = served

    def claim(self) -> None:
        """See Relay.claim."""
        self._served.claim()
