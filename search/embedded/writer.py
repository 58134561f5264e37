"""Writes the index of this machine's instance folder: one process at a time."""

import fcntl
import gc
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import tantivy
from tantivy import Order, Query

from search.documents import CODE_FIELDS, document_hash
from search.embedded import storage
from search.embedded.batches import batches
from search.embedded.columns import Columns, Record, record_of, trace_of_deletion
from search.embedded.failing import failing_as
from search.embedded.generation import Reader
from search.port import IndexUnavailableError, SearchError

# Bytes. A build of 100,000 suppliers is of two segments: a single one takes more, as
# docs/performance.md tells.
BUILD_HEAP = 64_000_000
UPDATE_HEAP = 16_000_000
MANY_ROWS = 2000
# Not every error: those of the documents' source are its own.
WRITING_ERRORS = (OSError, ValueError)

Document = Mapping[str, Any]


class IndexBusyError(SearchError):
    """Another process is writing this index."""


class EmbeddedWriter:
    """Writes the index at `path`; to be made after any fork. Not for several threads.

    Raises IndexBusyError when another one is open; the lock falls with the process, even killed.
    """

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self._root = path
        self._lock = (path / "write.lock").open("a")
        self._reader = Reader(path)
        self._build: _Build | None = None
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._lock.close()
            raise IndexBusyError("Un autre processus écrit déjà dans l’index.") from error

    def __enter__(self) -> "EmbeddedWriter":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let another process write."""
        self._build = None
        self._lock.close()

    def is_usable(self) -> bool:
        """See IndexWriter.is_usable."""
        try:
            self._reader.latest()
        except IndexUnavailableError:
            return False
        return True

    def apply(self, documents: Iterable[Document], deleted: Iterable[int]) -> None:
        """See IndexWriter.apply. Raises IndexUnavailableError when a rebuild must come first."""
        records = [(document, _record(document)) for document in documents]
        gone = list(deleted)
        if not records and not gone:
            return
        build = self._opened()
        with failing_as(SearchError, "L’index n’a pas pu être mis à jour.", *WRITING_ERRORS):
            try:
                for document, record in records:
                    build.replace(document, record)
                for supplier_id in gone:
                    build.delete(supplier_id)
                build.commit()
            except BaseException:
                self._build = None  # what was not committed goes with it
                build.abandon()
                raise
            if build.has_many_unsaved_rows():
                Reader(self._root).save_columns()
                build.columns_saved()

    def rebuild(self, documents: Iterable[Document]) -> int:
        """See IndexWriter.rebuild."""
        self._build = None
        self._reader = Reader(self._root)  # the columns of the former build would stay in memory
        folder = storage.new_build(self._root)
        with failing_as(SearchError, "L’index n’a pas pu être construit.", *WRITING_ERRORS):
            with _cycles_left_alone():
                count = _fill(folder, documents)
            storage.seal(folder)
            storage.publish(self._root, folder)
        storage.remove_others(self._root, kept=folder)
        return count

    def fingerprints(self) -> dict[int, str]:
        """See IndexWriter.fingerprints."""
        return self._reader.fingerprints()

    def _opened(self) -> "_Build":
        folder = storage.current_build(self._root)
        if self._build is None:
            storage.check_seal(folder)
            with failing_as(IndexUnavailableError, storage.UNREADABLE, Exception):
                self._build = _Build(folder)
        return self._build


class _Build:
    """The published build, open for later writes. What it adds carries its own columns."""

    def __init__(self, folder: Path) -> None:
        index = tantivy.Index.open(str(folder))
        self._writer = index.writer(UPDATE_HEAP, 1)
        self._next_row = _rows_used(index)
        self._saved_rows = Columns.saved_rows(folder)

    def replace(self, document: Document, record: Record) -> None:
        self._writer.delete_documents_by_term("supplier", document["id"])
        self._add(_text(document, self._next_row), record)

    def delete(self, supplier_id: int) -> None:
        self._writer.delete_documents_by_term("supplier", supplier_id)
        trace = tantivy.Document(supplier=supplier_id, row=self._next_row)
        self._add(trace, trace_of_deletion(supplier_id))

    def commit(self) -> None:
        self._writer.commit()

    def abandon(self) -> None:
        """Free tantivy's lock at once: the traceback of an error would keep the writer alive."""
        del self._writer

    def has_many_unsaved_rows(self) -> bool:
        """So many that a process would take long to read them one by one when it opens."""
        return self._next_row - self._saved_rows > MANY_ROWS + self._saved_rows // 10

    def columns_saved(self) -> None:
        self._saved_rows = self._next_row

    def _add(self, text: tantivy.Document, record: Record) -> None:
        text.add_bytes("columns", json.dumps(record).encode())
        self._writer.add_document(text)
        self._next_row += 1


@contextmanager
def _cycles_left_alone() -> Iterator[None]:
    """A build makes millions of lists and no cycle: looking for some took a quarter of its time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _fill(folder: Path, documents: Iterable[Document]) -> int:
    """Index `documents` in an empty folder; return how many there were."""
    columns = Columns()
    index = tantivy.Index(storage.schema(), str(folder))
    writer = index.writer(BUILD_HEAP, 1)
    for batch in batches(documents):
        first = len(columns)
        columns.add(range(first, first + len(batch)), [_record(document) for document in batch])
        for row, document in enumerate(batch, start=first):
            writer.add_document(_text(document, row))
    writer.commit()
    writer.wait_merging_threads()
    columns.save(folder)
    return len(columns)


def _record(document: Document) -> Record:
    return record_of(document, document_hash(document))


def _text(document: Document, row: int) -> tantivy.Document:
    text = tantivy.Document(supplier=document["id"], row=row)
    for field in storage.TEXT_FIELDS:
        text.add_text(field, document[field])
    codes = (document[field] for field in CODE_FIELDS)
    text.add_text(storage.CODE_FIELD, " ".join(filter(None, codes)))
    text.add_text(storage.NAME_FIELD, " ".join(document[storage.NAME_FIELD]))
    return text


def _rows_used(index: tantivy.Index) -> int:
    """One more than the highest row."""
    index.reload()
    last = index.searcher().search(
        Query.all_query(), limit=1, order_by_field="row", order=Order.Desc
    )
    return max((int(row) + 1 for row, _ in last.hits), default=0)
