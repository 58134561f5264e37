"""The Meilisearch server, through its official client: the only module that imports it.

The client is not safe between threads, waits for ever unless told, and lets some errors of its
own libraries escape: each thread has its own client, every call a limit, every error becomes ours.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import meilisearch
import requests
from meilisearch.errors import (
    MeilisearchApiError,
    MeilisearchCommunicationError,
    MeilisearchError,
    MeilisearchTimeoutError,
)
from urllib3.exceptions import ReadTimeoutError

from search.port import IndexUnavailableError, RefusedError, SearchError

Answer = TypeVar("Answer")
Json = dict[str, Any]

CONNECT_SECONDS = 1.0
TRIES = 2  # of a call that was refused at once
PAUSE_SECONDS = 0.1  # between them
POLL_SECONDS = 0.02  # between two looks at a task, at first
SLOWEST_POLL_SECONDS = 0.5
PAGE = 5000  # documents asked for at once

NOT_FOUND = ("index_not_found", "task_not_found", "api_key_not_found")
# What its own libraries raise, unwrapped: a body torn or that is no JSON, an odd shape.
MISREAD = (ValueError, KeyError, TypeError, AttributeError)
ESCAPING = (requests.exceptions.RequestException, *MISREAD)


class ServerAwayError(SearchError):
    """The server cannot be reached, is too slow or too busy: what was asked may be asked again."""


class NotFoundError(IndexUnavailableError):
    """The server has no such index, task or key."""


@dataclass(frozen=True, slots=True)
class Task:
    """What became of a write. `error` is the server's own message, when it failed, and `code`."""

    uid: int
    status: str  # enqueued, processing, succeeded, failed, canceled
    error: str = ""
    code: str = ""

    @classmethod
    def refused(cls, error: RefusedError) -> "Task":
        """What was sent and not even taken."""
        return cls(0, "failed", str(error), error.code)

    @property
    def is_over(self) -> bool:
        return self.status not in ("enqueued", "processing")

    @property
    def succeeded(self) -> bool:
        return self.status == "succeeded"

    @property
    def is_for_documents(self) -> bool:
        """Whether it failed for what a document says: not for want of an index, room or time."""
        return is_for_documents(self.code)


def is_for_documents(code: str) -> bool:
    """Whether an error is for what documents say, or how much: not for want of an index or room."""
    return "document" in code or code in ("payload_too_large", "malformed_payload", "413")


class Server:
    """A server at `url`, with the rights of `key`. Safe between threads.

    Every method raises ServerAwayError, NotFoundError when there is no such index, RefusedError
    for what the server will not do and SearchError when it refuses the key. Each part of an
    answer is waited for `timeout` seconds at most.
    """

    def __init__(self, url: str, key: str | None, timeout: float) -> None:
        self._url = url.rstrip("/")
        self._key = key
        self._timeout = (CONNECT_SECONDS, timeout)
        self._own = threading.local()

    def multi_search(self, queries: Sequence[Mapping[str, Any]]) -> list[Json]:
        """The answer of each query, in order."""
        # Its annotation says a list; it is the whole answer.
        answer = cast(Json, self._ask(lambda client: client.multi_search(list(queries))))
        with _errors():
            results: list[Json] = answer["results"]
            if len(results) != len(queries) or not all(map(_is_answer, results, queries)):
                raise SearchError("Meilisearch n’a pas répondu à toutes les questions.")
        return results

    def indexes(self) -> list[str]:
        """The names of those that the key may see."""
        # Annotated as a list too; it is the whole answer.
        answer = cast(Json, self._ask(lambda client: client.get_raw_indexes({"limit": 1000})))
        with _errors():
            return [index["uid"] for index in answer["results"]]

    def document_count(self, index: str) -> int:
        stats = self._ask(lambda client: client.index(index).get_stats())
        return int(stats.number_of_documents)

    def documents(self, index: str, fields: Sequence[str]) -> Iterator[Json]:
        """These fields of every document."""
        offset = 0
        while True:
            page = {"offset": offset, "limit": PAGE, "fields": list(fields)}
            found = self._documents(index, page)
            yield from found
            offset += PAGE
            if len(found) < PAGE:
                return

    def add(self, index: str, documents: Sequence[Mapping[str, Any]]) -> int:
        """Replace these documents, one at least; the task's uid."""
        return self._write(lambda client: client.index(index).add_documents(documents, "id"))

    def delete(self, index: str, ids: Iterable[int]) -> int:
        """Delete these documents; the task's uid. Those that are not there do not count."""
        wanted = f"id IN [{', '.join(map(str, ids))}]"
        return self._write(lambda client: client.index(index).delete_documents(filter=wanted))

    def create(self, index: str) -> int:
        return self._write(lambda client: client.create_index(index, {"primaryKey": "id"}))

    def settings(self, index: str) -> Json:
        return self._ask(lambda client: client.index(index).get_settings())

    def set_up(self, index: str, settings: Mapping[str, Any]) -> int:
        return self._write(lambda client: client.index(index).update_settings(dict(settings)))

    def swap(self, one: str, other: str) -> int:
        """Exchange two indexes, both of which must exist, in one step."""
        # A connection lost may hide one that was taken: a second would undo it.
        return self._write(lambda client: client.swap_indexes([{"indexes": [one, other]}]), tries=1)

    def drop(self, index: str) -> int:
        return self._write(lambda client: client.delete_index(index))

    def task(self, uid: int) -> Task | None:
        """What became of a write; None when the server knows nothing of it."""
        try:
            found = self._ask(lambda client: client.get_task(uid))
        except NotFoundError:
            return None
        error = found.error or {}
        return Task(uid, found.status, error.get("message", ""), error.get("code", ""))

    def wait_for(
        self, uid: int, seconds: float, meanwhile: Callable[[], object] = lambda: None
    ) -> Task:
        """The task once it is over. Raises ServerAwayError when it is not in time."""
        deadline, pause = time.monotonic() + seconds, POLL_SECONDS
        while time.monotonic() < deadline:
            task = self.task(uid)
            if task is None:
                raise ServerAwayError("Meilisearch ne sait rien d’une écriture qu’il avait prise.")
            if task.is_over:
                return task
            meanwhile()
            time.sleep(pause)
            pause = min(2 * pause, SLOWEST_POLL_SECONDS)
        raise ServerAwayError(f"Meilisearch n’a pas fini d’écrire après {seconds:.0f} secondes.")

    def key(self, uid: str) -> Json:
        """A key and its rights. Raises NotFoundError."""
        found = self._ask(lambda client: client.get_key(uid))
        return {"key": found.key, "actions": found.actions, "indexes": found.indexes}

    def create_key(self, rights: Mapping[str, Any]) -> str:
        return self._ask(lambda client: client.create_key(rights), tries=1).key

    def delete_key(self, uid: str) -> None:
        self._ask(lambda client: client.delete_key(uid))

    def _documents(self, index: str, page: Mapping[str, Any]) -> list[Json]:
        answer = self._ask(lambda client: client.index(index).get_documents(dict(page)))
        with _errors():
            found = map(dict, answer.results)
            return [{name: document[name] for name in page["fields"]} for document in found]

    def _write(self, call: Callable[[meilisearch.Client], Any], tries: int = TRIES) -> int:
        """The uid of the task."""
        return int(self._ask(call, tries).task_uid)

    def _ask(self, call: Callable[[meilisearch.Client], Answer], tries: int = TRIES) -> Answer:
        """What was refused at once is asked again: it says the same as before."""
        for _ in range(tries - 1):
            try:
                with _errors():
                    return call(self._client())
            except _BusyError:
                time.sleep(PAUSE_SECONDS)
        with _errors():
            return call(self._client())

    def _client(self) -> meilisearch.Client:
        if not hasattr(self._own, "client"):
            # Typed for whole seconds, but given to requests as it is: (to connect, to answer).
            timeout: Any = self._timeout
            self._own.client = meilisearch.Client(self._url, self._key, timeout=timeout)
        client: meilisearch.Client = self._own.client
        return client


class _BusyError(ServerAwayError):
    """Refused at once: another try may do."""


@contextmanager
def _errors() -> Iterator[None]:
    """Their errors become ours, the cause kept."""
    try:
        yield
    except MeilisearchTimeoutError as error:
        raise ServerAwayError("Meilisearch n’a pas répondu à temps.") from error
    except MeilisearchCommunicationError as error:
        if _is_late(error):
            raise ServerAwayError("Meilisearch n’a pas répondu à temps.") from error
        raise _BusyError("Meilisearch est injoignable.") from error
    except MeilisearchApiError as error:
        raise _refusal(error) from error
    except (MeilisearchError, *ESCAPING) as error:
        raise ServerAwayError("La réponse de Meilisearch est illisible.") from error


def _is_late(error: MeilisearchCommunicationError) -> bool:
    """Whether an answer began and did not end in time: requests tells it as a lost connection."""
    lost = error.__cause__
    return bool(lost and lost.args and isinstance(lost.args[0], ReadTimeoutError))


def _is_answer(result: Any, query: Mapping[str, Any]) -> bool:
    """Whether it tells all that the query asks for: what is not Meilisearch may not."""
    told: dict[str, type] = {"hits": list}
    if "page" in query:
        told["totalHits"] = int
    if query.get("facets"):
        told["facetDistribution"] = dict
    shown = query.get("attributesToRetrieve", ())
    return all(isinstance(result[name], kind) for name, kind in told.items()) and all(
        name in hit for hit in result["hits"] for name in shown
    )


def _refusal(error: MeilisearchApiError) -> SearchError:
    if error.code in NOT_FOUND:
        return NotFoundError("Ce qui est demandé n’est pas sur le serveur Meilisearch.")
    if error.status_code == 503:
        return _BusyError("Meilisearch est surchargé.")
    if error.status_code >= 500:
        return ServerAwayError("Meilisearch a eu une panne.")
    if error.status_code in (401, 403):
        return SearchError(
            "Meilisearch refuse la clé : vérifiez MEILI_SEARCH_KEY et MEILI_INDEX_KEY, ou"
            " MEILI_MASTER_KEY pour « reperess index keys »."
        )
    code = error.code or str(error.status_code)
    return RefusedError(f"Meilisearch refuse ce qui lui est demandé ({code}).", code)
