"""Undo a list: what it wrote, last row first; what somebody changed since stays, and is told."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Text, and_, cast, insert, literal, select, tuple_
from sqlalchemy.orm import Session, sessionmaker

from app.accounts.models import Editorship
from app.importing.batches import leaving_room
from app.importing.turns import write
from app.networks.lists.departures import LEFT, forget_membership
from app.networks.lists.holding import is_said_by_others
from app.networks.lists.letters import tell_undone
from app.networks.lists.members import named_in
from app.networks.lists.models import (
    CLAIMED,
    MERGED,
    NAMED_LATER,
    NO_PAGE,
    STILL_MEMBER,
    UNNAMED,
    WHOLE_PAGE,
    ListRow,
    ListState,
    MemberList,
    RowOutcome,
)
from app.networks.lists.since import left_with, rows_since, says_of_page
from app.networks.lists.snapshots import differing, snapshot, take_back
from app.networks.lists.turns import hold_work
from app.structures.facts import changes_from, read_facts
from app.structures.queries import ALL_IT_SAYS
from domain.models import HistoryAction, HistoryEntry, Supplier, utcnow

BATCH = 100
Place = tuple[int, int]  # of a row among those to undo: the run of its list, its number


@dataclass(slots=True)
class Undoing:
    sessions: sessionmaker[Session]
    one: MemberList

    def run(self) -> None:
        """Raises SupersededError when something else is asked meanwhile."""
        last = self._undo_some(None)
        while last:
            last = self._undo_some(last)

    def _undo_some(self, last: Place | None) -> Place | None:
        with leaving_room():
            return write(self.sessions, lambda session: self._undo_batch(session, last))

    def _undo_batch(self, session: Session, last: Place | None) -> Place | None:
        """The row undone last; None when nothing was left to undo.

        It ends in the transaction that finds nothing: no other undoing leaves a row meanwhile.
        """
        one = hold_work(session, self.one, ListState.UNDOING)
        batch = next_batch(session, one, last, lock=True)
        if batch is None:
            _finish(session, one)
            return None
        batch.undo_all()
        batch.tell()
        batch.forget_spared()
        one.get_on(len(batch.rows) if batch.is_own else 0)
        return batch.last


def _finish(session: Session, one: MemberList) -> None:
    one.state, one.undone_at = ListState.UNDONE, utcnow()
    session.flush()
    tell_undone(session, one)


def next_batch(
    session: Session, one: MemberList, last: Place | None, *, lock: bool
) -> "UndoneBatch | None":
    """The rows of one list after that place, and their suppliers, which `lock` keeps from others.

    Those that lists undone before have left because of this one come after its own.
    """
    rows = _next_rows(session, one, last)
    if not rows:
        return None
    written_by = session.get_one(MemberList, rows[0].list_id)
    rows = [row for row in rows if row.list_id == written_by.id]
    suppliers = _held(session, rows, lock=lock)
    later = rows_since(written_by, one)
    return UndoneBatch(
        session,
        one,
        written_by,
        rows,
        suppliers,
        _kept(session, suppliers),
        set(session.scalars(named_in(one, later, suppliers))),
        set(session.scalars(named_in(one, and_(later, says_of_page()), suppliers))),
        left_with(session, later, suppliers),
    )


def _next_rows(session: Session, one: MemberList, last: Place | None) -> Sequence[ListRow]:
    """None of a list that was stopped before it began."""
    if one.run_id is None:
        return ()
    return _own_rows(session, one, last) or _rows_left(session, one, last)


def _own_rows(session: Session, one: MemberList, last: Place | None) -> Sequence[ListRow]:
    rows = select(ListRow).order_by(ListRow.id.desc()).limit(BATCH)
    if last:
        rows = rows.where(tuple_(literal(one.run_id), ListRow.id) < last)
    written = ListRow.is_applied, ListRow.after.is_not(None)  # some are only prepared (departures)
    own = ListRow.list_id == one.id, *written, ListRow.is_undone.is_(False)
    return session.scalars(rows.where(*own)).all()


def _rows_left(session: Session, one: MemberList, last: Place | None) -> Sequence[ListRow]:
    """Those of older lists, whose undoing has left what this one names."""
    rows = select(ListRow).join(MemberList, MemberList.id == ListRow.list_id)
    rows = rows.order_by(MemberList.run_id.desc(), ListRow.id.desc()).limit(BATCH)
    if last:
        rows = rows.where(tuple_(MemberList.run_id, ListRow.id) < last)
    left = (
        MemberList.network_slug == one.network_slug,
        MemberList.run_id < one.run_id,
        ListRow.spared.is_not(None),
        cast(ListRow.spared, Text) == f'["{NAMED_LATER}"]',
    )
    return session.scalars(rows.where(*left)).all()


def _held(session: Session, rows: Sequence[ListRow], *, lock: bool) -> dict[int, Supplier]:
    """Locked where the database can; elsewhere their version tells of others."""
    ids = {int(number) for row in rows for number in row.after or ()}
    query = select(Supplier).where(Supplier.id.in_(ids)).order_by(Supplier.id)
    query = query.options(*ALL_IT_SAYS)
    found = session.scalars(query.with_for_update(of=Supplier) if lock else query)
    return {supplier.id: supplier for supplier in found}


def _kept(session: Session, ids: Iterable[int]) -> set[int]:
    """Those whose page has an editor."""
    return set(
        session.scalars(select(Editorship.supplier_id).where(Editorship.supplier_id.in_(ids)))
    )


@dataclass(slots=True)
class UndoneBatch:
    """Rows being undone; `changes` are what the history of their suppliers will tell.

    `one` is the list that a person undoes, `written_by` the one whose rows these are.
    """

    session: Session
    one: MemberList
    written_by: MemberList
    rows: Sequence[ListRow]
    suppliers: dict[int, Supplier]
    kept: set[int]  # those that somebody looks after
    named_later: set[int]
    said_later: set[int]  # of these, those on whose page the later list counts
    left_later: dict[int, list[ListRow]]
    changes: list[tuple[Supplier, HistoryAction, dict[str, Any]]] = field(default_factory=list)

    @property
    def is_own(self) -> bool:
        return self.written_by.id == self.one.id

    @property
    def last(self) -> Place:
        return self.written_by.run_id or 0, self.rows[-1].id

    @property
    def archived(self) -> list[Supplier]:
        """The pages that go."""
        return [one for one, action, _ in self.changes if action is HistoryAction.ARCHIVED]

    def undo_all(self) -> None:
        for row in self.rows:
            row.is_undone = True
            row.spared = self._undo(row) or None

    def _undo(self, row: ListRow) -> list[str]:
        """The parts that were spared."""
        numbers = row.after or {}
        is_gone = row.outcome is RowOutcome.GONE  # nobody is kept out for a word never written
        named = self.said_later if is_gone else self.named_later
        if not named.isdisjoint(map(int, numbers)):
            return [NAMED_LATER]
        spared: dict[str, None] = {}
        for number in numbers:
            spared |= dict.fromkeys(self._undo_one(row, number))
        return list(spared)

    def _undo_one(self, row: ListRow, number: str) -> list[str]:
        supplier = self.suppliers.get(int(number))
        if supplier is None or supplier.merged_into_id is not None:
            return [MERGED if supplier else NO_PAGE]
        if row.outcome is RowOutcome.GONE:
            return self._bring_back(row, supplier, number)
        if row.outcome is not RowOutcome.CREATED:
            return self._put_back(row, supplier, number)
        if supplier.id in self.kept:
            return [CLAIMED, *self._have_left(supplier)]
        if is_said_by_others(supplier, self.one.network_slug):
            return [WHOLE_PAGE, *self._have_left(supplier)]
        self._archive(supplier)
        return []

    def _archive(self, supplier: Supplier) -> None:
        """Its address was public. Its record goes: a later list begins anew."""
        supplier.archived_at = supplier.updated_at = utcnow()
        supplier.records[:] = [r for r in supplier.records if r.source != self.one.source]
        self.changes.append((supplier, HistoryAction.ARCHIVED, {}))

    def _have_left(self, supplier: Supplier) -> list[str]:
        """Its page stays; its membership does not, unless the network's own hand has it stay."""
        mine = [m for m in supplier.memberships if m.network_slug == self.one.network_slug]
        if any(m.source != self.one.source or m.degree for m in mine):
            return [STILL_MEMBER]
        with self._changing(supplier), self._beneath(supplier):
            _leave(supplier, self.one)
        return []

    def _bring_back(self, row: ListRow, supplier: Supplier, number: str) -> list[str]:
        """Nobody comes back without a page, nor whom undone lists alone had named."""
        if supplier.archived_at is not None:
            return [NO_PAGE]
        if not (row.after or {})[number]:
            return [UNNAMED]
        return self._put_back(row, supplier, number)

    def _put_back(self, row: ListRow, supplier: Supplier, number: str) -> list[str]:
        with self._changing(supplier), self._beneath(supplier):
            return take_back(supplier, (row.before or {})[number], (row.after or {})[number])

    @contextmanager
    def _changing(self, supplier: Supplier) -> Iterator[None]:
        """What its history will tell."""
        then = read_facts(supplier)
        yield
        if changes := changes_from(then, supplier):
            supplier.updated_at = utcnow()
            self.changes.append((supplier, HistoryAction.REVERTED, changes))

    @contextmanager
    def _beneath(self, supplier: Supplier) -> Iterator[None]:
        """As if it had not left with a later list: it leaves again, and what brings it back then
        brings back no more than what is left.
        """
        number, left = str(supplier.id), self.left_later.get(supplier.id, [])
        spared = {
            row.id: take_back(supplier, (row.before or {})[number], (row.after or {})[number])
            for row in reversed(left)
        }
        yield
        for row in left:
            if not spared[row.id]:
                before = snapshot(supplier, LEFT)
                _leave(supplier, self.one)
                was, is_now = differing(before, snapshot(supplier, LEFT))
                row.before, row.after = {number: was}, {number: is_now}

    def forget_spared(self) -> None:
        """Whatever the undoing of later lists had left on pages that go has gone with them."""
        gone = [supplier.id for supplier in self.archived]
        rows = select(ListRow).join(MemberList, MemberList.id == ListRow.list_id)
        own = MemberList.network_slug == self.one.network_slug, ListRow.is_undone
        for row in self.session.scalars(rows.where(*own, ListRow.supplier_id.in_(gone))):
            row.spared = None

    def tell(self) -> None:
        """In the history, once each has its new version."""
        self.session.flush()
        entries = [
            {
                "supplier_id": supplier.id,
                "version": supplier.version,
                "import_id": self.one.run_id,
                "at": utcnow(),
                "actor": self.one.asked_by,
                "action": action,
                "changes": changes,
            }
            for supplier, action, changes in self.changes
        ]
        if entries:
            self.session.execute(insert(HistoryEntry), entries)


def _leave(supplier: Supplier, one: MemberList) -> None:
    network = one.network_slug
    supplier.memberships[:] = [m for m in supplier.memberships if m.network_slug != network]
    forget_membership(supplier, one)
