"""Apply a list: what was shown, nothing else, a short transaction for each batch of rows.

A row is marked in the transaction that stores it: killed anywhere, the work goes on from there.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.attributes import set_committed_value

from app.importing.batches import Batch, batches, decide_batch, leaving_room, tidied
from app.importing.turns import write
from app.moderation.merging.pairs import decide_pair
from app.networks.lists.choices import (
    answers_of,
    lines_left_out,
    links_of,
    listed_keys,
    said_of,
)
from app.networks.lists.departures import Departures
from app.networks.lists.letters import tell_applied
from app.networks.lists.models import (
    WRITTEN,
    ListRow,
    ListState,
    MemberList,
    RowOutcome,
    Stage,
)
from app.networks.lists.outdated import refuse_outdated
from app.networks.lists.snapshots import Snapshot, differing, snapshot
from app.networks.lists.tables import kept_table, mapped_list, sifting
from app.networks.lists.telling import changes_of, digest_of, tell_change
from app.networks.lists.turns import hold_work
from domain.models import (
    DuplicateStatus,
    ImportRun,
    Provenance,
    Supplier,
    today,
    utcnow,
)
from importers.decisions import Decision
from importers.facts import RowResult
from importers.known import Known
from importers.report import remarks


@dataclass(slots=True)
class Applying:
    sessions: sessionmaker[Session]
    one: MemberList

    def run(self) -> None:
        """Raises UnreadableFileError, OutdatedError when another list was applied before it goes
        on, and SupersededError when it is stopped meanwhile.
        """
        run_id = write(self.sessions, self._begin)
        with self.sessions() as session:
            left_out = lines_left_out(session, self.one)
        table = kept_table(self.sessions, self.one)
        mapped = mapped_list(self.one, table, lambda row: row.line not in left_out)
        sift = sifting(self.sessions, self.one)
        known = self._known()
        for batch in tidied(batches(map(sift, mapped))):
            with leaving_room():
                write(self.sessions, partial(self._apply, batch, run_id, known))
        departures = Departures(self.sessions, self.one)
        departures.prepare()
        write(self.sessions, partial(self._finish, run_id, departures))

    def _begin(self, session: Session) -> int:
        """The run of the list, the same when it goes on."""
        one = hold_work(session, self.one, ListState.APPLYING)
        refuse_outdated(session, one)
        if one.run_id is None:
            run = ImportRun(
                source=one.source,
                format=one.format or "",
                filename=one.filename,
                file_sha256=one.file_sha256,
            )
            session.add(run)
            session.flush()
            one.run_id, one.done = run.id, 0
        return one.run_id

    def _known(self) -> Callable[[], Known]:
        """What is known of the rows before any supplier is, anew for each batch."""
        with self.sessions() as session:
            said = said_of(session, self.one)
            links, answers = links_of(said), answers_of(said)
            listed = listed_keys(session, self.one)
        return partial(Known, self.one.source, links, answers, listed=listed)

    def _apply(
        self, results: list[RowResult], run_id: int, known: Callable[[], Known], session: Session
    ) -> None:
        one = hold_work(session, self.one, ListState.APPLYING)
        rows = _to_apply(session, one, results)
        if not rows:
            return
        wanted = [result for result in results if result.line in rows]
        batch = decide_batch(session, wanted, known(), today())
        _Stored(session, one, run_id, batch, rows).store()
        one.get_on(len(rows))

    def _finish(self, run_id: int, departures: Departures, session: Session) -> None:
        """The last transaction: who is gone leaves, and the letter is written."""
        one = hold_work(session, self.one, ListState.APPLYING)
        departures.take_place(session, one, run_id)
        one.state, one.applied_at, one.problem = ListState.APPLIED, utcnow(), None
        run = session.get_one(ImportRun, run_id)
        run.finished_at = one.applied_at
        session.flush()
        tell_applied(session, one)


def _to_apply(
    session: Session, one: MemberList, results: Iterable[RowResult]
) -> dict[int, ListRow]:
    """Rows of these lines that are still to be stored, by line."""
    lines = [result.line for result in results]
    query = select(ListRow).where(
        ListRow.list_id == one.id,
        ListRow.line.in_(lines),
        ListRow.outcome.in_(WRITTEN),
        ListRow.is_applied.is_(False),
    )
    rows = session.scalars(query.execution_options(populate_existing=True))
    return {row.line: row for row in rows if row.line is not None}


@dataclass(slots=True)
class _Stored:
    """A batch being written: the decisions that are still those shown, the others told."""

    session: Session
    one: MemberList
    run_id: int
    batch: Batch
    rows: dict[int, ListRow]

    def store(self) -> None:
        made = self._made()
        agreed = list(self._agreed(made))
        before = self._snapshots(agreed)
        suppliers = self.batch.store(agreed, self.run_id)
        self.session.flush()
        self._read_provenances([suppliers[ref] for ref in before])
        for decision in agreed:
            row = self.rows[decision.line]
            row.is_applied = True
            for effect in decision.effects:
                self._remember(row, suppliers[effect.supplier.ref], before)
        self.session.flush()

    def _made(self) -> set[int]:
        """Those of the batch that this list has created before."""
        query = select(ListRow.supplier_id).where(
            ListRow.list_id == self.one.id,
            ListRow.outcome == RowOutcome.CREATED,
            ListRow.is_applied,
            ListRow.supplier_id.in_(self.batch.suppliers),
        )
        return {id_ for id_ in self.session.scalars(query) if id_ is not None}

    def _agreed(self, made: set[int]) -> Iterator[Decision]:
        """Those that a person was shown; nor what rests on one that is not written."""
        barred: set[int] = set()
        for decision in self.batch.decisions:
            row = self.rows[decision.line]
            refs = {effect.supplier.ref for effect in decision.effects}
            if digest_of(decision, made) == row.decided and barred.isdisjoint(refs):
                yield decision
            elif decision.effects:
                barred |= refs
                tell_change(row, changes_of(decision))
            else:
                _tell_nothing_written(row, decision)

    def _snapshots(self, decisions: Sequence[Decision]) -> dict[int, dict[str, Any]]:
        refs = {effect.supplier.ref for d in decisions for effect in d.effects}
        known = self.batch.suppliers
        return {ref: snapshot(known[ref]) for ref in refs if ref in known}

    def _read_provenances(self, suppliers: Collection[Supplier]) -> None:
        """They were stored beside the session."""
        query = select(Provenance).where(Provenance.supplier_id.in_([it.id for it in suppliers]))
        stored = defaultdict[int, list[Provenance]](list)
        for provenance in self.session.scalars(query.order_by(Provenance.field)):
            stored[provenance.supplier_id].append(provenance)
        for supplier in suppliers:
            set_committed_value(supplier, "provenances", stored[supplier.id])

    def _remember(
        self, row: ListRow, supplier: Supplier, before: dict[int, dict[str, Any]]
    ) -> None:
        """What undoes it. Of a supplier that several rows concern, each tells its part.

        A page that the list makes goes whole, with nothing to compare.
        """
        row.supplier_id, number = supplier.id, str(supplier.id)
        was: Snapshot = {}
        is_now: Snapshot = {}
        if supplier.id in before:
            now = snapshot(supplier)
            was, is_now = differing(before[supplier.id], now)
            before[supplier.id] = now
        row.before = (row.before or {}) | {number: was}
        row.after = (row.after or {}) | {number: is_now}
        if row.choice and "apart" in row.choice:
            for candidate in row.candidates:
                if candidate["id"]:
                    by = row.chosen_by or self.one.asked_by
                    self._keep_apart(supplier.id, candidate, by)

    def _keep_apart(self, supplier_id: int, candidate: dict[str, Any], by: str) -> None:
        """A person said that these are two: nobody is asked again."""
        decide_pair(
            supplier_id,
            candidate["id"],
            DuplicateStatus.REJECTED,
            by,
            candidate["reason"],
            session=self.session,
        )


def _tell_nothing_written(row: ListRow, decision: Decision) -> None:
    """Somebody has written the same since; or the row is now refused, or in conflict."""
    row.outcome, row.stage = RowOutcome(decision.outcome.value), Stage.APPLYING
    row.told, row.changes, row.is_applied = remarks(decision), {}, True
