"""A batch of rows, decided on what the directory says now and stored in the same transaction."""

import gc
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import TypeVar

from sqlalchemy.orm import Session

from app.importing.loading import known_supplier, load_suppliers
from app.importing.storing import Store
from domain.models import Supplier
from importers.deciding import decide
from importers.decisions import Decision
from importers.facts import Member, RowFacts, RowResult
from importers.known import Known

BATCH_ROWS = 500
# As long as a batch lasts, within this bound: others who write would otherwise wait in vain. Who
# waits for SQLite looks every tenth of a second.
LONGEST_PAUSE_SECONDS = 0.15
OBJECTS_BETWEEN_COLLECTIONS = 50_000
BATCHES_BETWEEN_COLLECTIONS = 10

NOTHING: Mapping[str, str] = {}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Batch:
    """`suppliers` by number are kept from other writers; `decisions`, one a row, may be stored."""

    session: Session
    source: str
    day: date
    suppliers: dict[int, Supplier]
    decisions: list[Decision]

    def store(
        self, decisions: Iterable[Decision], run_id: int, named: Mapping[str, str] = NOTHING
    ) -> dict[int, Supplier]:
        """Write some of the decisions; the suppliers by the ref that their effects give them.

        `named`: slug → name, of networks that may be new.
        """
        store = Store(self.session, self.source, run_id, self.day, dict(self.suppliers), named)
        store.write(effect for decision in decisions for effect in decision.effects)
        return store.suppliers


def decide_batch(session: Session, rows: list[RowResult], known: Known, day: date) -> Batch:
    """`known` has the links, and the keys of the rows before these; no supplier yet."""
    source = known.source
    suppliers = load_suppliers(session, source, rows, known.links, lock=True)
    for supplier in suppliers:
        known.add(known_supplier(supplier, day))
    decisions = [decide(row, known) for row in rows]
    return Batch(session, source, day, {s.id: s for s in suppliers}, decisions)


def batches(things: Iterable[T]) -> Iterator[list[T]]:
    """BATCH_ROWS at a time."""
    left = iter(things)
    while batch := list(islice(left, BATCH_ROWS)):
        yield batch


def tidied(batches: Iterable[T]) -> Iterator[T]:
    """The batches; what they made, and nothing holds any more, is freed every ten of them.

    Python would wait until that is a quarter of all that the process holds: 100 MB, at times.
    """
    for number, batch in enumerate(batches, start=1):
        yield batch
        if number % BATCHES_BETWEEN_COLLECTIONS == 0:
            gc.collect()


@contextmanager
def leaving_room() -> Iterator[None]:
    """Write a batch, then leave the database to others for as long."""
    started = time.monotonic()
    yield
    time.sleep(min(time.monotonic() - started, LONGEST_PAUSE_SECONDS))


def collect_garbage_seldom() -> None:
    """For a process that writes batches: what a batch makes, by the ten thousands, ends with it.

    Looked through every 700 objects, as Python does, it took a quarter of the time of a list.
    """
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)


def with_network(row: RowResult, network: str | None) -> RowResult:
    """The row, that says besides that it is a member of the network of this slug."""
    if network and isinstance(row, RowFacts):
        return replace(row, networks=tuple(dict.fromkeys((*row.networks, network))))
    if network and isinstance(row, Member):
        return replace(row, network=network)
    return row
