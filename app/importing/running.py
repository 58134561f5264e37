"""One import: read, map, decide and store, a short transaction for each batch of rows.

Each batch depends only on the database and on the file, so that an import killed in the middle
and run again ends as if it had never been killed.
"""

import hashlib
import pickle
import re
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from app.importing.erased import erased_digests, without_erased
from app.importing.loading import known_supplier, load_suppliers
from app.importing.storing import Store
from app.importing.turns import write
from domain.models import ImportRun, SourceRecord, today, utcnow
from domain.synonyms import follow_synonyms
from domain.text import fold
from importers.deciding import Decision, decide
from importers.facts import Member, RowFacts, RowResult
from importers.known import Known, KnownSupplier
from importers.mapping import Mapped, map_table
from importers.narrowing import within
from importers.reading import open_table
from importers.report import Report

BATCH_ROWS = 500
# As long as a batch lasts, within this bound: others who write would otherwise wait in vain.
LONGEST_PAUSE_SECONDS = 0.25

Progress = Callable[[int], None]


class NetworkNeededError(Exception):
    """A list of SIRETs says who belongs to a network: which one must be said."""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """`format` and `source` None: by the header, by the format. `network` is a slug.

    `territories` ("departement:62"…) leave out the rows that sit elsewhere; none keeps them all.
    """

    path: Path
    format: str | None = None
    source: str | None = None
    network: str | None = None
    dry_run: bool = False
    territories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """How the file was read: its format in words, its source, the columns left aside.

    `joins_source`: the source's name was taken from the file's, and had been imported before.
    """

    format_label: str
    source: str
    ignored: tuple[str, ...]
    joins_source: bool = False


def import_file(
    sessions: sessionmaker[Session],
    request: ImportRequest,
    report: Report,
    on_total: Callable[[int], Progress] = lambda _total: lambda _done: None,
) -> ImportedFile:
    """Import the file into the report and, unless it is a dry run, into the directory.

    `on_total` is told how many rows there are, and gives what is told how many are done.

    Raises UnreadableFileError and NetworkNeededError before anything is written, and
    DirectoryBusyError between two batches.
    """
    with sessions() as session:
        follow_synonyms(session)
    with open_table(request.path) as table:
        territory = within(request.territories) if request.territories else None
        mapped = map_table(table, request.format, within=territory)
        if mapped.format.name == "sirets" and not request.network:
            raise NetworkNeededError
        named = request.source or mapped.format.source
        source = named or slug_of(request.path)
        joins = named is None and _is_known(sessions, source)
        _Importing(sessions, source, request, report).run(mapped, on_total(mapped.row_count))
        return ImportedFile(mapped.format.label, source, mapped.binding.ignored, joins)


def _is_known(sessions: sessionmaker[Session], source: str) -> bool:
    with sessions() as session:
        record = select(SourceRecord.id).where(SourceRecord.source == source).limit(1)
        return session.scalar(record) is not None


def slug_of(path: Path) -> str:
    """A source's name for a hand-made list: the file's name, without its endings."""
    return slugify(re.sub(r"(\.\w{2,4}){1,2}$", "", path.name)) or "liste"


def slugify(words: str) -> str:
    return fold(words).replace(" ", "-")


class Rehearsed:
    """Suppliers that a dry run has made, packed: only a row with their SIRET meets them again."""

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
            if isinstance(row, RowFacts | Member) and row.siret:
                for packed in self._packed.pop(row.siret, ()):
                    yield pickle.loads(zlib.decompress(packed))  # noqa: S301 packed just above


@dataclass(slots=True)
class _Importing:
    sessions: sessionmaker[Session]
    source: str
    request: ImportRequest
    report: Report
    today: date = field(default_factory=today)
    known: Known = field(init=False)
    touched: set[int] = field(default_factory=set)
    rehearsed: Rehearsed = field(default_factory=Rehearsed)

    def __post_init__(self) -> None:
        self.known = Known(self.source)

    def run(self, mapped: Mapped, progress: Progress) -> None:
        run_id = None if self.request.dry_run else self._start(mapped)
        with self.sessions() as session:
            erased = erased_digests(session)
        rows = (without_erased(self._with_network(row), erased) for row in mapped)
        for batch in _batches(rows):
            started = time.monotonic()
            decisions = self._rehearse(batch) if run_id is None else self._apply(batch, run_id)
            for decision in decisions:
                self.report.add(decision)
            progress(self.report.rows)
            if run_id is not None:
                time.sleep(min(time.monotonic() - started, LONGEST_PAUSE_SECONDS))
        if run_id is not None:
            self._finish(run_id)

    def _start(self, mapped: Mapped) -> int:
        digest = _sha256(self.request.path)

        def add(session: Session) -> int:
            run = ImportRun(
                source=self.source,
                format=mapped.format.name,
                filename=self.request.path.name,
                file_sha256=digest,
            )
            session.add(run)
            session.flush()
            return run.id

        return write(self.sessions, add)

    def _finish(self, run_id: int) -> None:
        def finish(session: Session) -> None:
            run = session.get_one(ImportRun, run_id)
            run.finished_at, run.counts = utcnow(), self.report.counts

        write(self.sessions, finish)

    def _with_network(self, row: RowResult) -> RowResult:
        network = self.request.network
        if network and isinstance(row, RowFacts):
            return replace(row, networks=tuple(dict.fromkeys((*row.networks, network))))
        if network and isinstance(row, Member):
            return replace(row, network=network)
        return row

    def _apply(self, batch: list[RowResult], run_id: int) -> list[Decision]:
        return write(self.sessions, lambda session: self._store(session, batch, run_id))

    def _store(self, session: Session, batch: list[RowResult], run_id: int) -> list[Decision]:
        suppliers = load_suppliers(session, self.source, batch, lock=True)
        known = Known(self.source, self.known.seen)
        for supplier in suppliers:
            known.add(known_supplier(supplier, self.today))
        decisions = [decide(row, known) for row in batch]
        by_ref = {supplier.id: supplier for supplier in suppliers}
        store = Store(session, self.source, run_id, self.today, by_ref)
        store.write(effect for decision in decisions for effect in decision.effects)
        return decisions

    def _rehearse(self, batch: list[RowResult]) -> list[Decision]:
        """Decide without storing: what later rows may meet of what is made is kept in memory."""
        at_hand = [self.known.add(made) for made in self.rehearsed.taken_for(batch)]
        with self.sessions() as session:
            for supplier in load_suppliers(session, self.source, batch):
                at_hand.append(self.known.add(known_supplier(supplier, self.today)))
        decisions = [decide(row, self.known) for row in batch]
        changed = [effect.supplier for decision in decisions for effect in decision.effects]
        self.touched |= {supplier.ref for supplier in changed if supplier.ref > 0}
        for known in {known.ref: known for known in (*at_hand, *changed)}.values():
            if known.ref < 0:
                self.rehearsed.keep(known)
            if known.ref not in self.touched:
                self.known.forget(known)
        return decisions


def _batches(rows: Iterator[RowResult]) -> Iterator[list[RowResult]]:
    while batch := list(islice(rows, BATCH_ROWS)):
        yield batch


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
