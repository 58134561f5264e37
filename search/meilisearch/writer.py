"""Writes the index of today's settings on a server: searched one side, built on the other."""

import re
from collections.abc import Callable, Sequence

from search.documents import Document
from search.meilisearch.server import NotFoundError, Server, Task
from search.meilisearch.settings import SETTINGS, index_document, index_name
from search.port import SearchError

NEXT = "-next"
SETTINGS_SECONDS = 60.0  # to make an empty index, or to exchange two


class MeilisearchWriter:
    """Writes one index, named `index`; `aside` writes the one that will take its place.

    One process at a time. Raises as Server.
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
        return all(found[name] == SETTINGS[name] for name in told)

    def count(self) -> int:
        """How many documents it holds."""
        return self._server.document_count(self.index)

    def fingerprints(self) -> dict[int, str]:
        """See IndexWriter.fingerprints."""
        found = self._server.documents(self.index, ("id", "hash"))
        return {document["id"]: document["hash"] for document in found}

    def make(self) -> None:
        """Make it anew, empty; settings first: they would otherwise index everything again."""
        self._wait(self._server.drop(self.index), may_fail=True)
        self._wait(self._server.create(self.index))
        self._wait(self._server.set_up(self.index, SETTINGS))

    def send(self, documents: Sequence[Document]) -> int:
        """Replace these documents, one at least; the uid of the task."""
        return self._server.add(self.index, [*map(index_document, documents)])

    def send_deletion(self, ids: Sequence[int]) -> int:
        """Delete these suppliers, one at least; the uid of the task."""
        return self._server.delete(self.index, ids)

    def task(self, uid: int) -> Task | None:
        """What became of what was sent; None when the server knows nothing of it."""
        return self._server.task(uid)

    def wait_for(self, uid: int, seconds: float, meanwhile: Callable[[], object]) -> Task:
        """The task once it is over. Raises ServerAwayError when it is not in time."""
        return self._server.wait_for(uid, seconds, meanwhile)

    def put_in_place_of(self, other: "MeilisearchWriter") -> None:
        """Have `other` be this index from now on, for searches too, and drop all the rest."""
        names = self._server.indexes()
        if other.index not in names:
            self._wait(self._server.create(other.index))
        self._wait(self._server.swap(other.index, self.index))
        ours = re.compile(re.escape(self._prefix) + rf"suppliers-[0-9a-f]+({NEXT})?")
        for name in {*names, self.index} - {other.index}:
            if ours.fullmatch(name):
                self._wait(self._server.drop(name), may_fail=True)

    def _wait(self, uid: int, *, may_fail: bool = False) -> None:
        task = self._server.wait_for(uid, SETTINGS_SECONDS)
        if not (may_fail or task.succeeded):
            raise SearchError(f"Meilisearch n’a pas pu préparer l’index : {task.error}")
