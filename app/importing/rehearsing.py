"""Decide as an import would, without storing: what later rows may meet is kept in memory."""

import pickle
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from sqlalchemy.orm import Session, sessionmaker

from app.importing.loading import known_supplier, load_suppliers
from importers.deciding import decide
from importers.decisions import Decision
from importers.facts import Labelled, Member, RowFacts, RowResult
from importers.known import Known, KnownSupplier


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
            self._packed[supplier.siret].append(zlib.compress(pickle.dumps(supplier), level=1))

    def taken_for(self, rows: Iterable[RowResult]) -> Iterator[KnownSupplier]:
        """Those that the rows may meet, given back once."""
        for row in rows:
            if isinstance(row, RowFacts | Member | Labelled) and row.siret:
                for packed in self._packed.pop(row.siret, ()):
                    yield pickle.loads(zlib.decompress(packed))  # noqa: S301 packed just above


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
        self, batch: list[RowResult], is_written: Callable[[RowResult, Decision], bool] = _always
    ) -> list[Decision]:
        """`is_written` tells of a row that would create a supplier whether later ones meet it."""
        known = self._known
        at_hand = [known.add(made) for made in self._rehearsed.taken_for(batch)]
        with self._sessions() as session:
            for supplier in load_suppliers(session, known.source, batch, known.links):
                at_hand.append(known.add(known_supplier(supplier, self._day)))
        decisions = [self._decide(row, is_written) for row in batch]
        changed = [
            effect.supplier
            for decision in decisions
            for effect in decision.effects
            if effect.supplier.ref in known.suppliers and (effect.changes or effect.record)
        ]
        self._touched |= {supplier.ref for supplier in changed if supplier.ref > 0}
        self._let_go([*at_hand, *changed])
        return decisions

    def _decide(
        self, row: RowResult, is_written: Callable[[RowResult, Decision], bool]
    ) -> Decision:
        decision = decide(row, self._known)
        if not is_written(row, decision):
            for effect in decision.effects:
                if effect.creates:
                    self._known.forget(effect.supplier)
        return decision

    def _let_go(self, suppliers: Iterable[KnownSupplier]) -> None:
        """Of what can be asked of the directory again, or is packed."""
        for known in {known.ref: known for known in suppliers}.values():
            if known.ref < 0:
                self._rehearsed.keep(known)
            if known.ref not in self._touched:
                self._known.forget(known)
