"""Undo a list: what it wrote, last row first; what somebody changed since stays, and is told."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CompoundSelect, Text, cast, func, insert, select, tuple_, union
from sqlalchemy.orm import Session, sessionmaker

from app.accounts.models import Editorship
from app.importing.batches import leaving_room
from app.importing.turns import write
from app.networks.lists.applying import LEFT, forget_membership
from app.networks.lists.letters import tell_undone
from app.networks.lists.models import (
    CLAIMED,
    NAMED_LATER,
    NO_PAGE,
    WHOLE_PAGE,
    ListRow,
    ListState,
    MemberList,
    RowOutcome,
)
from app.networks.lists.snapshots import Snapshot, snapshot, take_back
from app.networks.lists.turns import hold_list
from app.structures.facts import changes_from, is_derived, read_facts
from app.structures.queries import ALL_IT_SAYS
from domain.models import HistoryAction, HistoryEntry, SourceRecord, Supplier, utcnow

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
        write(self.sessions, self._finish)

    def _undo_some(self, last: Place | None) -> Place | None:
        with leaving_room():
            return write(self.sessions, lambda session: self._undo_batch(session, last))

    def _undo_batch(self, session: Session, last: Place | None) -> Place | None:
        """The row undone last; None when nothing was left to undo."""
        one = hold_list(session, self.one, ListState.UNDOING)
        batch = next_batch(session, one, last, lock=True)
        if batch is None:
            return None
        batch.undo_all()
        batch.tell()
        one.get_on(len(batch.rows) if batch.is_own else 0)
        return batch.last

    def _finish(self, session: Session) -> None:
        one = hold_list(session, self.one, ListState.UNDOING)
        one.state, one.undone_at = ListState.UNDONE, utcnow()
        spared = ListRow.list_id == one.id, ListRow.spared.is_not(None)
        count = session.scalar(select(func.count()).select_from(ListRow).where(*spared)) or 0
        tell_undone(session, one, count)


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
    named = _named_later(session, written_by, one, suppliers)
    return UndoneBatch(session, one, written_by, rows, suppliers, _kept(session, suppliers), named)


def _next_rows(session: Session, one: MemberList, last: Place | None) -> Sequence[ListRow]:
    place = tuple_(MemberList.run_id, ListRow.id)
    rows = select(ListRow).join(MemberList, MemberList.id == ListRow.list_id)
    rows = rows.order_by(MemberList.run_id.desc(), ListRow.id.desc()).limit(BATCH)
    if last:
        rows = rows.where(place < last)
    own = ListRow.list_id == one.id, ListRow.after.is_not(None), ListRow.is_undone.is_(False)
    left = (
        MemberList.network_slug == one.network_slug,
        MemberList.run_id < one.run_id,
        cast(ListRow.spared, Text) == f'["{NAMED_LATER}"]',
    )
    return session.scalars(rows.where(*own)).all() or session.scalars(rows.where(*left)).all()


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


def _named_later(
    session: Session, written_by: MemberList, one: MemberList, ids: Collection[int]
) -> set[int]:
    """Those that a list applied since names, by the same record or by the SIRET alone.

    Not the one that is being undone.
    """
    later = select(MemberList.id).where(
        MemberList.network_slug == one.network_slug,
        MemberList.run_id > written_by.run_id,
        MemberList.id != one.id,
        MemberList.state.not_in((ListState.UNDOING, ListState.UNDONE)),
    )
    rows = ListRow.list_id.in_(later), ListRow.is_applied, ListRow.outcome != RowOutcome.GONE
    record, supplier = SourceRecord.supplier_id, Supplier.id
    by_record = select(record).join(ListRow, ListRow.key == SourceRecord.source_key)
    by_siret = select(supplier).join(ListRow, ListRow.key == Supplier.siret)
    found: CompoundSelect[int] = union(
        select(ListRow.supplier_id).where(*rows, ListRow.supplier_id.in_(ids)),
        by_record.where(*rows, SourceRecord.source == one.source, record.in_(ids)),
        by_siret.where(*rows, supplier.in_(ids)),
    )
    return set(session.scalars(found))


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
        if not self.named_later.isdisjoint(map(int, numbers)):
            return [NAMED_LATER]
        spared: dict[str, None] = {}
        for number in numbers:
            spared |= dict.fromkeys(self._undo_one(row, number))
        return list(spared)

    def _undo_one(self, row: ListRow, number: str) -> list[str]:
        supplier, after = self.suppliers.get(int(number)), (row.after or {})[number]
        if supplier is None or supplier.merged_into_id is not None:
            return [WHOLE_PAGE]
        if row.outcome is RowOutcome.CREATED:
            return self._uncreate(supplier, after)
        if row.outcome is RowOutcome.GONE and supplier.archived_at is not None:
            return [NO_PAGE]
        return self._put_back(supplier, (row.before or {})[number], after)

    def _uncreate(self, supplier: Supplier, after: Snapshot) -> list[str]:
        """The page is archived: its address was public.

        Its record goes: a later list begins anew.
        """
        is_claimed = supplier.id in self.kept
        if is_claimed or self._is_written_on(supplier, after):
            self._leave(supplier, after)
            return [CLAIMED if is_claimed else WHOLE_PAGE]
        supplier.archived_at = supplier.updated_at = utcnow()
        supplier.records[:] = [r for r in supplier.records if r.source != self.one.source]
        self.changes.append((supplier, HistoryAction.ARCHIVED, {}))
        return []

    def _is_written_on(self, supplier: Supplier, after: Snapshot) -> bool:
        """Whether it says what no list of the network brought; to have left it is not to say."""
        now = snapshot(supplier)
        changed = {part for part, said in after.items() if now[part] != said}
        if any(part not in LEFT and not is_derived(supplier, part) for part in changed):
            return True
        joined = any(said not in after["networks"] for said in now["networks"])
        return joined or any(said["source"] != self.one.source for said in now["records"])

    def _leave(self, supplier: Supplier, after: Snapshot) -> None:
        """Its page stays; its membership does not, unless somebody has changed that too."""
        then = read_facts(supplier)
        if take_back(supplier, {"networks": []}, {"networks": after["networks"]}):
            return
        forget_membership(supplier, self.one)
        supplier.updated_at = utcnow()
        self.changes.append((supplier, HistoryAction.REVERTED, changes_from(then, supplier)))

    def _put_back(self, supplier: Supplier, before: Snapshot, after: Snapshot) -> list[str]:
        then = read_facts(supplier)
        spared = take_back(supplier, before, after)
        supplier.updated_at = utcnow()
        self.changes.append((supplier, HistoryAction.REVERTED, changes_from(then, supplier)))
        return spared

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
