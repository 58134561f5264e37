"""Decide as an import would, without storing: what later rows may meet is kept in memory."""

import pickle
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from sqlalchemy.orm import Session, sessionmaker

from app.importing.loading import known_supplier, load_suppliers
from importers.deciding import decide
from importers.decisions import Decision, Effect
from importers.facts import Labelled, Member, RowFacts, RowResult
from importers.known import Known, KnownSupplier

Asked = Callable[[RowResult], bool]
Settled = Callable[[RowResult, Decision], bool]


def _never(_row: RowResult) -> bool:
    return False


def _always(_row: RowResult, _decision: Decision) -> bool:
    return True


class Rehearsed:
    """Suppliers that a rehearsal has made, packed: only a row with their SIRET meets them again."""

    def __init__(self) -> None:
        self._packed: defaultdict[str, list[bytes]] = defaultdict(list)

    def __len__(self) -> int:
        return len(self._packed)

    def keep(self, supplier: KnownSupplier) -> None:
        if supplier.siret:
            self._packed[supplier.siret].append(_packed(supplier))

    def taken_for(self, rows: Iterable[RowResult]) -> Iterator[KnownSupplier]:
        """Those that the rows may meet, given back once."""
        for row in rows:
            if isinstance(row, RowFacts | Member | Labelled) and row.siret:
                for packed in self._packed.pop(row.siret, ()):
                    yield _unpacked(packed)


class Rehearsal:
    """Decides batch after batch what an import would do of a source's rows.

    `known`: the source, with what is known of its rows beforehand.
    """

    def __init__(self, sessions: sessionmaker[Session], known: Known, day: date) -> None:
        self._sessions = sessions
        self._day = day
        self._known = known
        self._touched: set[int] = set()
        self._rehearsed = Rehearsed()

    def decide(
        self, batch: list[RowResult], may_wait: Asked = _never, is_written: Settled = _always
    ) -> list[Decision]:
        """`is_written` tells whether later rows meet what a row makes.

        It is asked of rows that would create a supplier, and of those that `may_wait`.
        """
        known = self._known
        at_hand = [known.add(made).ref for made in self._rehearsed.taken_for(batch)]
        with self._sessions() as session:
            for supplier in load_suppliers(session, known.source, batch, known.links):
                at_hand.append(known.add(known_supplier(supplier, self._day)).ref)
        decisions, changed = [], []
        for row in batch:
            decision, written = self._decide(row, may_wait, is_written)
            decisions.append(decision)
            changed += [
                effect.supplier.ref for effect in written if effect.changes or effect.record
            ]
        self._touched |= {ref for ref in changed if ref > 0}
        self._let_go([*at_hand, *changed])
        return decisions

    def _decide(
        self, row: RowResult, may_wait: Asked, is_written: Settled
    ) -> tuple[Decision, tuple[Effect, ...]]:
        """With what later rows meet of it."""
        before = self._packed(row) if may_wait(row) else {}
        decision = decide(row, self._known)
        if is_written(row, decision):
            return decision, decision.effects
        for effect in decision.effects:
            ref = effect.supplier.ref
            if effect.creates or ref in before:
                self._known.forget(effect.supplier)
            if ref in before:
                self._known.add(_unpacked(before[ref]))
        return decision, ()

    def _packed(self, row: RowResult) -> dict[int, bytes]:
        """Those that it may change, as they are before it."""
        return {supplier.ref: _packed(supplier) for supplier in self._known.met_by(row)}

    def _let_go(self, refs: Iterable[int]) -> None:
        """Of what can be asked of the directory again, or is packed."""
        for known in filter(None, map(self._known.suppliers.get, dict.fromkeys(refs))):
            if known.ref < 0:
                self._rehearsed.keep(known)
            if known.ref not in self._touched:
                self._known.forget(known)


def _packed(supplier: KnownSupplier) -> bytes:
    return zlib.compress(pickle.dumps(supplier), level=1)


def _unpacked(packed: bytes) -> KnownSupplier:
    supplier: KnownSupplier = pickle.loads(zlib.decompress(packed))  # noqa: S301 of _packed
    return supplier
