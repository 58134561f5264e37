"""What a search reads: the text and the columns of one moment, and how to get the latest."""

import json
import threading
from pathlib import Path

import numpy as np
import tantivy
from tantivy import FieldType, Occur, Order, Query, Searcher

from search.embedded.batches import batches
from search.embedded.columns import Columns, Rows
from search.embedded.failing import failing_as
from search.embedded.growing import Floats, Longs
from search.embedded.storage import TEXT_FIELDS, UNREADABLE, check_seal, current_build
from search.port import IndexUnavailableError


class Generation:
    """One moment of the index. Never changes: any number of threads may read it."""

    def __init__(self, schema: tantivy.Schema, searcher: Searcher, rows: Rows) -> None:
        self.schema = schema
        self.rows = rows
        self._searcher = searcher
        self._forms: dict[str, list[str]] = {}

    def matches(self, query: Query) -> tuple[Longs, Floats]:
        """The rows that match, dead ones perhaps among them, and their scores; in any order."""
        limit = max(1, self._searcher.num_docs)
        hits = self._searcher.search(query, limit=limit, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        return (
            np.fromiter(rows, np.int64, len(hits)),
            np.fromiter((score for score, _ in hits), np.float64, len(hits)),
        )

    def forms(self, beginning: str) -> list[str]:
        """The words of the suppliers' texts that begin so."""
        if beginning not in self._forms:
            found = (self._searcher.terms_with_prefix(field, beginning) for field in TEXT_FIELDS)
            self._forms[beginning] = list({form for forms in found for form, _ in forms})
        return self._forms[beginning]

    def is_used(self, form: str, least: int) -> bool:
        """Whether `least` suppliers or more use `form`, those deleted or replaced left out."""
        # Rows that are gone count in frequencies until tantivy merges them away.
        gone = len(self.rows) - self._searcher.num_docs
        if any(self._searcher.doc_freq(field, form) >= least + gone for field in TEXT_FIELDS):
            return True
        uses = (Query.term_query(self.schema, field, form, "basic") for field in TEXT_FIELDS)
        query = Query.boolean_query([(Occur.Should, use) for use in uses])
        return len(self._searcher.search(query, limit=least, count=False).hits) == least

    def has(self, form: str) -> bool:
        """Whether `form` is a word of some supplier's text."""
        return any(self._searcher.doc_freq(field, form) for field in TEXT_FIELDS)


class Reader:
    """Gives the latest generation of the index at `root`. Safe between threads.

    Nothing is opened before the first use, so that it may be made before a fork.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._generation: Generation | None = None

    def latest(self) -> Generation:
        """Raises IndexUnavailableError."""
        with self._lock:
            folder = current_build(self._root)
            while True:
                try:
                    with failing_as(IndexUnavailableError, UNREADABLE, Exception):
                        return self._latest_of(folder)
                except IndexUnavailableError:
                    self._folder = None  # what was half read is read again
                    # Perhaps a rebuild has just replaced it.
                    failed, folder = folder, current_build(self._root)
                    if failed == folder:
                        raise

    def save_columns(self) -> None:
        """Have the next to open this index find saved what was written until now."""
        self.latest()
        with self._lock:
            if self._folder:
                self._columns.save(self._folder)

    def fingerprints(self) -> dict[int, str]:
        """The hash of every document, by supplier id. Raises IndexUnavailableError."""
        self.latest()
        with self._lock:
            return self._columns.fingerprints()

    def _latest_of(self, folder: Path) -> Generation:
        if folder != self._folder:
            self._open(folder)
        self._index.reload()
        searcher = self._index.searcher()
        if self._add_later_rows(searcher) or self._generation is None:
            self._generation = Generation(self._index.schema, searcher, self._columns.view())
        return self._generation

    def _open(self, folder: Path) -> None:
        check_seal(folder)
        index = tantivy.Index.open(str(folder))
        index.config_reader("manual", 0)
        self._columns = Columns.load(folder)
        self._index = index
        self._generation = None
        self._folder = folder

    def _add_later_rows(self, searcher: Searcher) -> bool:
        """Read the columns stored with what was written since; say whether there was any."""
        unread = Query.range_query(
            self._index.schema, "row", FieldType.Integer, len(self._columns), None
        )
        found = searcher.search(
            unread, limit=max(1, searcher.num_docs), order_by_field="row", order=Order.Asc
        ).hits
        for batch in batches(found):
            stored = (searcher.doc(address).get_first("columns") for _, address in batch)
            records = [json.loads(bytes(columns or b"")) for columns in stored]
            self._columns.add([int(row) for row, _ in batch], records)
        return bool(found)
