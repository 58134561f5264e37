"""Undo a list: what it wrote, last row first; what somebody changed since stays, and is told."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CompoundSelect, func, insert, select, union
from sqlalchemy.orm import Session, sessionmaker

from app.accounts.models import Editorship
from app.importing.batches import leaving_room
from app.importing.turns import write
from app.networks.lists.applying import forget_membership
from app.networks.lists.letters import tell_undone
from app.networks.lists.models import ListRow, ListState, MemberList, RowOutcome
from app.networks.lists.snapshots import Snapshot, snapshot, take_back
from app.networks.lists.turns import hold_list
from app.structures.facts import changes_from, is_derived, read_facts
from app.structures.queries import ALL_IT_SAYS
from domain.models import HistoryAction, HistoryEntry, SourceRecord, Supplier, utcnow

BATCH = 100
WHOLE_PAGE = "page"  # created by the list, and kept since somebody has written on it
NAMED_LATER = "list"  # a later list of the network says what it is, and that it is a member


@dataclass(slots=True)
class Undoing:
    sessions: sessionmaker[Session]
    one: MemberList

    def run(self) -> None:
        """Raises SupersededError when something else is asked meanwhile."""
        while self._undo_some():
            pass
        write(self.sessions, self._finish)

    def _undo_some(self) -> bool:
        with leaving_room():
            return write(self.sessions, self._undo_batch)

    def _undo_batch(self, session: Session) -> bool:
        """Whether there was something left to undo."""
        one = hold_list(session, self.one, ListState.UNDOING)
        rows = session.scalars(
            select(ListRow)
            .where(
                ListRow.list_id == one.id, ListRow.after.is_not(None), ListRow.is_undone.is_(False)
            )
            .order_by(ListRow.id.desc())
            .limit(BATCH)
        ).all()
        suppliers = _held(session, rows)
        kept, named = _kept(session, suppliers), _named_later(session, one, suppliers)
        undone = _Undone(session, one, suppliers, kept, named)
        for row in rows:
            row.is_undone = True
            row.spared = undone.undo(row) or None
        undone.tell()
        if rows:
            one.get_on(len(rows))
        return bool(rows)

    def _finish(self, session: Session) -> None:
        one = hold_list(session, self.one, ListState.UNDOING)
        one.state, one.undone_at = ListState.UNDONE, utcnow()
        spared = ListRow.list_id == one.id, ListRow.spared.is_not(None)
        count = session.scalar(select(func.count()).select_from(ListRow).where(*spared)) or 0
        tell_undone(session, one, count)


def _held(session: Session, rows: Sequence[ListRow]) -> dict[int, Supplier]:
    """Locked where the database can; elsewhere their version tells of others."""
    ids = {int(number) for row in rows for number in row.after or ()}
    query = select(Supplier).where(Supplier.id.in_(ids)).order_by(Supplier.id)
    found = session.scalars(query.options(*ALL_IT_SAYS).with_for_update(of=Supplier))
    return {supplier.id: supplier for supplier in found}


def _kept(session: Session, ids: Iterable[int]) -> set[int]:
    """Those whose page has an editor."""
    return set(
        session.scalars(select(Editorship.supplier_id).where(Editorship.supplier_id.in_(ids)))
    )


def _named_later(session: Session, one: MemberList, ids: Collection[int]) -> set[int]:
    """Those that a list applied since names, by the same record or by the SIRET alone."""
    later = select(MemberList.id).where(
        MemberList.network_slug == one.network_slug,
        MemberList.run_id > one.run_id,
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
class _Undone:
    """A batch being undone; `changes` are what its history will tell."""

    session: Session
    one: MemberList
    suppliers: dict[int, Supplier]
    kept: set[int]  # those that somebody looks after
    named_later: set[int]
    changes: list[tuple[Supplier, HistoryAction, dict[str, Any]]] = field(default_factory=list)

    def undo(self, row: ListRow) -> list[str]:
        """The parts that were spared."""
        spared: dict[str, None] = {}
        for number, after in (row.after or {}).items():
            supplier = self.suppliers.get(int(number))
            if supplier is None or supplier.merged_into_id is not None:
                spared[WHOLE_PAGE] = None
            elif supplier.id in self.named_later:
                spared[NAMED_LATER] = None
            elif row.outcome is RowOutcome.CREATED:
                spared |= dict.fromkeys(self._uncreate(supplier, after))
            else:
                spared |= dict.fromkeys(self._put_back(supplier, (row.before or {})[number], after))
        return list(spared)

    def _uncreate(self, supplier: Supplier, after: Snapshot) -> list[str]:
        """The page is archived: its address was public.

        Its record goes: a later list begins anew.
        """
        now = snapshot(supplier)
        changed = [part for part, said in after.items() if now[part] != said]
        is_written = not all(is_derived(supplier, part) for part in changed)
        if is_written or supplier.id in self.kept:
            self._leave(supplier, after)
            return [WHOLE_PAGE]
        supplier.archived_at = supplier.updated_at = utcnow()
        supplier.records[:] = [r for r in supplier.records if r.source != self.one.source]
        self.changes.append((supplier, HistoryAction.ARCHIVED, {}))
        return []

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
        self.session.flush()  # gives each its new version
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
