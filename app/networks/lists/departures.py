"""Members that a list no longer names leave its network, all at once, when it is applied.

They may be thousands, and whoever writes waits meanwhile: what each page says before and after is
kept on its row beforehand, a batch at a time, and few statements are left for the last transaction.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, delete, insert, literal, select, update
from sqlalchemy.orm import Load, Session, selectinload, sessionmaker
from sqlalchemy.sql.dml import UpdateBase

from app.importing.batches import batches, leaving_room
from app.importing.turns import write
from app.networks.lists.members import bond, leaving
from app.networks.lists.models import ListRow, ListState, MemberList, RowOutcome
from app.networks.lists.snapshots import Snapshot, differing, snapshot
from app.networks.lists.telling import tell_change
from app.networks.lists.turns import hold_work
from domain.models import HistoryAction, HistoryEntry, Membership, SourceRecord, Supplier, utcnow
from domain.models.outbox import enqueue

# The parts of a supplier that change when it leaves: as `_without` says, and undoing gives back,
# what `_statements` and `_forget_in_records` do to many at once.
LEFT = ("networks", "records")
BESIDE = {"synchronize_session": False}  # of what these statements change, the session has nothing


class Prepared(NamedTuple):
    """A supplier as its row was prepared: its version, and its records of the network's lists."""

    version: int
    records: list[int]


@dataclass(slots=True)
class Departures:
    """Those of one list; `prepared` by supplier."""

    sessions: sessionmaker[Session]
    one: MemberList
    prepared: dict[int, Prepared] = field(default_factory=dict)

    def prepare(self) -> None:
        """Raises SupersededError."""
        with self.sessions() as session:
            ids = select(ListRow.id).where(_are_leaving(self.one)).order_by(ListRow.id)
            rows = session.scalars(ids).all()
        for group in batches(rows):
            with leaving_room():
                self.prepared |= write(self.sessions, partial(self._prepare_held, group))

    def _prepare_held(self, ids: Sequence[int], session: Session) -> dict[int, Prepared]:
        hold_work(session, self.one, ListState.APPLYING)
        return self._prepare(session, ids)

    def _prepare(self, session: Session, ids: Sequence[int]) -> dict[int, Prepared]:
        """By supplier: true once the transaction is stored."""
        rows = session.scalars(select(ListRow).where(ListRow.id.in_(ids))).all()
        suppliers = _read(session, [row.supplier_id for row in rows])
        for row in rows:
            _prepare_row(self.one, row, suppliers[row.supplier_id])
        return {
            supplier.id: Prepared(
                supplier.version, [r.id for r in supplier.records if r.source == self.one.source]
            )
            for supplier in suppliers.values()
        }

    def take_place(self, session: Session, one: MemberList, run_id: int) -> None:
        """In the transaction that ends the application; what changed since is prepared anew."""
        prepared = dict(self.prepared)
        for ids in batches(self._changed_since(session)):
            prepared |= self._prepare(session, ids)
        session.flush()
        members = session.scalars(_who_leave(one)).all()
        _forget_in_records(session, one, [r for m in members for r in prepared[m].records])
        for statement in _statements(one, run_id, utcnow()):
            session.execute(statement, execution_options=BESIDE)
        enqueue(session, members)

    def _changed_since(self, session: Session) -> list[int]:
        """Their rows. The suppliers are kept from others from now on."""
        now = select(ListRow.id, Supplier.id, Supplier.version).join(ListRow.supplier)
        now = now.where(_are_leaving(self.one)).order_by(Supplier.id).with_for_update(of=Supplier)
        return [
            row for row, id_, version in session.execute(now) if self._has_changed(id_, version)
        ]

    def _has_changed(self, supplier_id: int, version: int) -> bool:
        prepared = self.prepared.get(supplier_id)
        return prepared is None or prepared.version != version


def _are_leaving(one: MemberList) -> ColumnElement[bool]:
    """Rows of members who leave, for no person keeps them, and who have not left yet."""
    return and_(
        ListRow.list_id == one.id,
        ListRow.outcome == RowOutcome.GONE,
        ListRow.choice.is_(None),
        ListRow.supplier_id.is_not(None),
        ListRow.is_applied.is_(False),
    )


def _who_leave(one: MemberList) -> Select[int]:
    of_row = ListRow.supplier_id == Supplier.id
    return select(Supplier.id).join(ListRow, of_row).where(_are_leaving(one))


def _statements(one: MemberList, run_id: int, now: datetime) -> Iterator[UpdateBase]:
    """Whose rows are marked comes last: until then they say who leaves."""
    who = _who_leave(one).scalar_subquery()
    ties = Membership.network_slug == one.network_slug, Membership.supplier_id.in_(who)
    yield delete(Membership).where(*ties)
    newer = {"version": Supplier.version + 1, "updated_at": now}
    yield update(Supplier).where(Supplier.id.in_(who)).values(newer)
    yield insert(HistoryEntry).from_select(_TOLD, _told(one, run_id, now))
    yield update(ListRow).where(_are_leaving(one)).values(is_applied=True)


_TOLD = ("supplier_id", "version", "changes", "import_id", "at", "actor", "action")


def _told(one: MemberList, run_id: int, now: datetime) -> Select[Any]:
    """What their history tells."""
    told = select(
        Supplier.id,
        Supplier.version,
        ListRow.changes,
        literal(run_id, HistoryEntry.import_id.type),
        literal(now, HistoryEntry.at.type),
        literal(f"import:{one.source}", HistoryEntry.actor.type),
        literal(HistoryAction.UPDATED, HistoryEntry.action.type),
    )
    return told.join(ListRow.supplier).where(_are_leaving(one)).order_by(ListRow.id)


def _forget_in_records(session: Session, one: MemberList, records: Iterable[int]) -> None:
    """By their number: read by source, each batch would go through all those of the network."""
    for ids in batches(records):
        said = select(SourceRecord.id, SourceRecord.facts).where(SourceRecord.id.in_(ids))
        forgotten = [
            {"id": id_, "facts": _forgotten(facts, one)} for id_, facts in session.execute(said)
        ]
        session.execute(update(SourceRecord), forgotten)


def _read(session: Session, ids: Iterable[int | None]) -> dict[int | None, Supplier]:
    """Of many at once: anything else would be read for each."""
    said = selectinload(Supplier.memberships), selectinload(Supplier.records)
    alone = Load(Supplier).raiseload("*")
    query = select(Supplier).where(Supplier.id.in_(ids)).options(*said, alone)
    fresh = query.execution_options(populate_existing=True)
    return {supplier.id: supplier for supplier in session.scalars(fresh)}


def _prepare_row(one: MemberList, row: ListRow, supplier: Supplier) -> None:
    """What undoes its departure; or, when it is no member as it was shown, what is told."""
    changes, tie = leaving(supplier, one.network_slug), bond(supplier, one.network_slug)
    if tie is None:
        _tell_left_already(row)
        return
    if tie != row.decided:
        row.before = row.after = None
        tell_change(row, changes)
        return
    before = snapshot(supplier, LEFT)
    was, is_now = differing(before, _without(before, one))
    row.before, row.after, row.changes = (
        {str(supplier.id): was},
        {str(supplier.id): is_now},
        changes,
    )


def _tell_left_already(row: ListRow) -> None:
    """By another list, or by hand: this one has nothing to write."""
    row.outcome, row.is_applied, row.changes = RowOutcome.UNCHANGED, True, {}
    row.before = row.after = None
    row.told = [{"message": "partie du réseau depuis l’aperçu : rien à écrire"}]


def _without(said: Snapshot, one: MemberList) -> Snapshot:
    """What its page says once it has left."""
    networks = [m for m in said["networks"] if m["network_slug"] != one.network_slug]
    records = [
        r | {"facts": _forgotten(r["facts"], one)} if r["source"] == one.source else r
        for r in said["records"]
    ]
    return {"networks": networks, "records": records}


def forget_membership(supplier: Supplier, one: MemberList) -> None:
    """Have the list's records say it no more: said again by a later list, it is then new."""
    for record in supplier.records:
        if record.source == one.source:
            record.facts = _forgotten(record.facts, one)


def _forgotten(facts: Mapping[str, Any], one: MemberList) -> dict[str, Any]:
    others = [slug for slug in facts.get("networks", ()) if slug != one.network_slug]
    return {**facts, "networks": others}
