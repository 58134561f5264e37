"""Writes the index of today's settings on a server: searched one side, built on the other."""

import re
from collections.abc import Callable, Sequence

from search.documents import Document
from search.meilisearch.server import NotFoundError, Server, Task
from search.meilisearch.settings import SETTINGS, index_document, index_name
from search.port import SearchError

NEXT = "-next"
SETTINGS_SECONDS = 60.0  # to make an empty index, or to exchange two


# Called now and then while a task is waited for.
Meanwhile = Callable[[], object]


def nothing() -> None:
    """What is done meanwhile, when nothing must be."""


class MeilisearchWriter:
    """Writes one index, named `index`; `aside` writes the one that will take its place.

    One process at a time. Raises as Server, and what `meanwhile` raises.
    """

    def __init__(self, server: Server, prefix: str, *, is_next: bool = False) -> None:
        self._server = server
        self._prefix = prefix
        self.index = index_name(prefix) + (NEXT if is_next else "")

    def aside(self) -> "MeilisearchWriter":
        return MeilisearchWriter(self._server, self._prefix, is_next=True)

    def is_usable(self) -> bool:
        """Whether the index is there, with its settings: one that writes made by themselves has
        none.
        """
        try:
            found = self._server.settings(self.index)
        except NotFoundError:
            return False
        told = ("searchableAttributes", "rankingRules")
        return all(found.get(name) == SETTINGS[name] for name in told)

    def count(self) -> int:
        """How many documents it holds."""
        return self._server.document_count(self.index)

    def fingerprints(self) -> dict[int, str]:
        """See IndexWriter.fingerprints."""
        found = self._server.documents(self.index, ("id", "hash"))
        return {document["id"]: document["hash"] for document in found}

    def make(self, meanwhile: Meanwhile = nothing) -> None:
        """Make it anew, empty; settings first: they would otherwise index everything again."""
        self.drop(meanwhile)
        self._wait(self._server.create(self.index), meanwhile)
        self._wait(self._server.set_up(self.index, SETTINGS), meanwhile)

    def drop(self, meanwhile: Meanwhile = nothing) -> None:
        """Have no such index, if there is one."""
        self._wait(self._server.drop(self.index), meanwhile, may_fail=True)

    def send(self, documents: Sequence[Document]) -> int:
        """Replace these documents, one at least; the uid of the task."""
        return self._server.add(self.index, [*map(index_document, documents)])

    def send_deletion(self, ids: Sequence[int]) -> int:
        """Delete these suppliers, one at least; the uid of the task."""
        return self._server.delete(self.index, ids)

    def task(self, uid: int) -> Task | None:
        """What became of what was sent; None when the server knows nothing of it."""
        return self._server.task(uid)

    def wait_for(self, uid: int, seconds: float, meanwhile: Meanwhile) -> Task:
        """The task once it is over. Raises ServerAwayError when it is not in time."""
        return self._server.wait_for(uid, seconds, meanwhile)

    def put_in_place_of(self, other: "MeilisearchWriter", meanwhile: Meanwhile = nothing) -> None:
        """Have `other` be this index from now on, for searches too, and drop all the rest."""
        names = self._server.indexes()
        if other.index not in names:
            self._wait(self._server.create(other.index), meanwhile)
        self._wait(self._server.swap(other.index, self.index), meanwhile)
        ours = re.compile(re.escape(self._prefix) + rf"suppliers-[0-9a-f]+({NEXT})?")
        for name in sorted({*names, self.index} - {other.index}):
            if ours.fullmatch(name):
                self._wait(self._server.drop(name), meanwhile, may_fail=True)

    def _wait(self, uid: int, meanwhile: Meanwhile, *, may_fail: bool = False) -> None:
        task = self._server.wait_for(uid, SETTINGS_SECONDS, meanwhile)
        if not (may_fail or task.succeeded):
            raise SearchError(f"Meilisearch n’a pas pu préparer l’index : {task.error}")
