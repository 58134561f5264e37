"""One import: read, map, decide and store, a short transaction for each batch of rows.

Each batch depends only on the database and on the file, so that an import killed in the middle
and run again ends as if it had never been killed.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from app.importing.batches import batches, decide_batch, leaving_room, tidied, with_network
from app.importing.erased import erased_digests, without_erased
from app.importing.rehearsing import Rehearsal
from app.importing.turns import write
from domain.models import ImportRun, SourceRecord, today, utcnow
from domain.synonyms import follow_synonyms
from domain.text import fold
from importers.choices import Found, ReadingChoices
from importers.decisions import Decision
from importers.facts import RowResult
from importers.formats.generic import FORMAT
from importers.guessing import guess_mapping
from importers.known import Known, Seen
from importers.mapping import Mapped, map_table
from importers.narrowing import Within, within
from importers.reading import CheckedTable, open_table
from importers.report import Report

Progress = Callable[[int], None]


class NetworkNeededError(Exception):
    """A list of SIRETs says who belongs to a network: which one must be said."""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """`format`, `sheet` and `source` None: by the header, the first that holds a list, by the
    format. `network` is a slug, and `network_name` what it is called if it is new.

    `territories` ("departement:62"…) leave out the rows that sit elsewhere; none keeps them all.
    """

    path: Path
    format: str | None = None
    source: str | None = None
    network: str | None = None
    network_name: str | None = None
    dry_run: bool = False
    territories: tuple[str, ...] = ()
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """How the file was read: its format in words, its source, the columns left aside, what was
    found out about it before.

    `joins_source`: the source's name was taken from the file's, and had been imported before.
    """

    format_label: str
    source: str
    ignored: tuple[str, ...]
    found: Found
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
    with open_table(request.path, choices=ReadingChoices(sheet=request.sheet)) as table:
        territory = within(request.territories) if request.territories else None
        mapped = _mapped(table, request.format, territory)
        if mapped.format.name == "sirets" and not request.network:
            raise NetworkNeededError
        named = request.source or mapped.format.source
        source = named or slug_of(request.path)
        joins = named is None and _is_known(sessions, source)
        _Importing(sessions, source, request, report).run(mapped, on_total(mapped.row_count))
        ignored = mapped.binding.ignored
        return ImportedFile(mapped.format.label, source, ignored, table.found, joins)


def _mapped(table: CheckedTable, wanted: str | None, territory: Within | None) -> Mapped:
    """A list made by hand is read as its columns look, as a network's page proposes."""
    mapped = map_table(table, wanted, within=territory)
    if mapped.format is not FORMAT:
        return mapped
    return map_table(table, by_hand=guess_mapping(table).mapping, within=territory)


def _is_known(sessions: sessionmaker[Session], source: str) -> bool:
    with sessions() as session:
        record = select(SourceRecord.id).where(SourceRecord.source == source).limit(1)
        return session.scalar(record) is not None


def slug_of(path: Path) -> str:
    """A source's name for a hand-made list: the file's name, without its endings."""
    return slugify(re.sub(r"(\.\w{2,4}){1,2}$", "", path.name)) or "liste"


def slugify(words: str) -> str:
    return fold(words).replace(" ", "-")


@dataclass(slots=True)
class _Importing:
    sessions: sessionmaker[Session]
    source: str
    request: ImportRequest
    report: Report
    today: date = field(default_factory=today)
    seen: Seen = field(default_factory=Seen)
    rehearsal: Rehearsal = field(init=False)

    def __post_init__(self) -> None:
        self.rehearsal = Rehearsal(self.sessions, Known(self.source), self.today)

    def run(self, mapped: Mapped, progress: Progress) -> None:
        run_id = None if self.request.dry_run else self._start(mapped)
        with self.sessions() as session:
            erased = erased_digests(session)
        network = self.request.network
        rows = (without_erased(with_network(row, network), erased) for row in mapped)
        for batch in tidied(batches(rows)):
            for decision in self._decide(batch, run_id):
                self.report.add(decision)
            progress(self.report.rows)
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

    @property
    def _named(self) -> dict[str, str]:
        slug, name = self.request.network, self.request.network_name
        return {slug: name} if slug and name else {}

    def _decide(self, batch: list[RowResult], run_id: int | None) -> list[Decision]:
        return self.rehearsal.decide(batch) if run_id is None else self._apply(batch, run_id)

    def _apply(self, batch: list[RowResult], run_id: int) -> list[Decision]:
        def apply(session: Session) -> list[Decision]:
            known = Known(self.source, seen=self.seen)
            decided = decide_batch(session, batch, known, self.today)
            decided.store(decided.decisions, run_id, self._named)
            return decided.decisions

        with leaving_room():
            return write(self.sessions, apply)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
