"""A stand-in for a Meilisearch server, which never searches: it checks requests, replays answers.

It is a real HTTP server, for what is checked is what goes over the wire. It has a script: the
requests expected, in order, each with its answer or its fault.
"""

import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import ndiff
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pprint import pformat
from typing import Any, cast

PATIENCE_SECONDS = 10.0  # that a fault lasts at most, when nobody lets go of it

Body = Any  # what JSON may be; None when nothing was sent
Answer = Any  # JSON, or bytes sent as they are


class Fault(Enum):
    SILENT = auto()  # never answers
    CLOSED = auto()  # closes the connection without a word
    TORN = auto()  # closes it in the middle of the body
    STALLED = auto()  # sends half of the body, then nothing


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked. `path` has its query, and names of headers are lowercase."""

    method: str
    path: str
    body: Body
    headers: dict[str, str] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request expected, and what is answered. `body` may be a predicate on the body."""

    method: str
    path: str
    body: Body | Callable[[Body], bool]
    answer: Answer
    status: int
    fault: Fault | None
    meanwhile: Callable[[], object]

    def difference(self, request: Request) -> str:
        """How the request is not the one expected; "" when it is."""
        told = f"{request.method} {request.path}"
        if told != (expected := f"{self.method} {self.path}"):
            return f"{told} came where {expected} was expected, with {request.body}"
        if callable(self.body):
            return "" if self.body(request.body) else f"{told} has another body: {request.body}"
        if request.body == self.body:
            return ""
        return f"{told}\n{_difference(self.body, request.body)}"


class Stub:
    """What is expected of a client, and what came. Safe between threads."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._script: list[Exchange] = []
        self._problem = ""
        self._lock = threading.Lock()
        self._released = threading.Event()
        self._http = _Listener(("127.0.0.1", 0), _Handler)
        self._http.stub = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=[0.01])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def expect(
        self,
        method: str,
        path: str,
        body: Body | Callable[[Body], bool] = None,
        *,
        answer: Answer = None,
        status: int = 200,
        fault: Fault | None = None,
        meanwhile: Callable[[], object] = lambda: None,
    ) -> None:
        """The next request, and its answer; `meanwhile` is called before the answer is sent."""
        exchange = Exchange(method, path, body, answer, status, fault, meanwhile)
        with self._lock:
            self._script.append(exchange)

    def problem(self) -> str:
        """What was not as expected; "" when every request came, in order, and no other."""
        with self._lock:
            if self._problem or not (left := self._script[len(self.requests) :]):
                return self._problem
            return f"never asked: {', '.join(f'{one.method} {one.path}' for one in left)}"

    def bodies(self, path: str) -> list[Body]:
        """What was sent there."""
        return [request.body for request in self.requests if request.path == path]

    def take(self, request: Request) -> Exchange | None:
        """The exchange that the request begins; None when it is not the one expected."""
        with self._lock:
            if self._problem:
                return None  # what follows the first surprise says nothing more
            if len(self.requests) == len(self._script):
                self._problem = f"unexpected: {request.method} {request.path} {request.body}"
                return None
            exchange = self._script[len(self.requests)]
            self.requests.append(request)
            self._problem = exchange.difference(request)
            return None if self._problem else exchange

    def fail(self, problem: str) -> None:
        with self._lock:
            self._problem = self._problem or problem

    def hold(self) -> None:
        """Wait until the test is over."""
        self._released.wait(PATIENCE_SECONDS)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._released.set()
        self._http.shutdown()
        self._thread.join(PATIENCE_SECONDS)
        self._http.server_close()  # waits for the threads that answer


class _Listener(ThreadingHTTPServer):
    daemon_threads = False  # so that closing waits for them
    stub: Stub

    def handle_error(self, request: object, client_address: object) -> None:
        """An error in a thread that answers would otherwise go unseen."""
        self.stub.fail(f"while answering: {sys.exception()!r}")


class _Handler(BaseHTTPRequestHandler):
    timeout = PATIENCE_SECONDS

    def do_POST(self) -> None:
        request = self._request()
        exchange = cast(_Listener, self.server).stub.take(request)
        if exchange is None:
            self._send(500, {"message": "not in the script", "code": "unexpected_request"})
            return
        exchange.meanwhile()
        self._answer(exchange)

    do_GET = do_PATCH = do_DELETE = do_PUT = do_POST  # noqa: N815 http.server's own names

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""

    def _request(self) -> Request:
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.loads(sent) if sent else None
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Request(self.command, self.path, body, headers)

    def _answer(self, exchange: Exchange) -> None:
        match exchange.fault:
            case Fault.SILENT:
                cast(_Listener, self.server).stub.hold()
            case Fault.CLOSED:
                pass
            case Fault.TORN:
                self._send(exchange.status, exchange.answer, torn=True)
            case Fault.STALLED:
                self._send(exchange.status, exchange.answer, torn=True)
                cast(_Listener, self.server).stub.hold()
            case None:
                self._send(exchange.status, exchange.answer)

    def _send(self, status: int, answer: Answer, *, torn: bool = False) -> None:
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        if status == 204:
            body = b""
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if torn else body)


@contextmanager
def meilisearch_stub() -> Iterator[Stub]:
    stub = Stub()
    stub.start()
    try:
        yield stub
    finally:
        stub.stop()


def _difference(expected: Body, came: Body) -> str:
    one, other = (pformat(body, width=100).splitlines() for body in (expected, came))
    return "\n".join(line for line in ndiff(one, other) if line[0] != "?")


# What Meilisearch answers, in its own form.


def hit(id_: int, **fields: Any) -> dict[str, Any]:
    """A supplier as a search tells of it."""
    nothing = dict.fromkeys(("_geo", "code_insee", "departement", "region"))
    return {
        "id": id_,
        **nothing,
        "name_sort": "",
        **dict.fromkeys(("freshness", "completeness"), 0),
    } | fields


def found(
    *hits: int | dict[str, Any],
    total: int | None = None,
    counts: dict[str, dict[str, int]] | None = None,
) -> dict[str, Any]:
    """The answer to one question; `counts` are those of each facet that somebody has."""
    return {
        "indexUid": "whichever",
        "hits": [hit(one) if isinstance(one, int) else one for one in hits],
        "query": "",
        "processingTimeMs": 1,
        "totalHits": len(hits) if total is None else total,
        "facetDistribution": counts or {},
        "facetStats": {},
    }


def enqueued(uid: int) -> dict[str, Any]:
    """What a write is answered: done later."""
    kind = {"indexUid": "whichever", "type": "documentAdditionOrUpdate"}
    return {"taskUid": uid, "status": "enqueued", "enqueuedAt": _WHEN, **kind}


def task(uid: int, status: str = "succeeded", code: str = "", message: str = "") -> dict[str, Any]:
    """What became of a write; with a `code`, why it failed."""
    failure = {"code": code, "message": message, "type": "invalid_request", "link": ""}
    return {
        "uid": uid,
        "batchUid": uid,
        "indexUid": "whichever",
        "status": status,
        "type": "documentAdditionOrUpdate",
        "canceledBy": None,
        "details": {},
        "error": failure if code else None,
        "duration": None,
        "enqueuedAt": _WHEN,
        "startedAt": None,
        "finishedAt": None,
    }


def refusal(code: str, message: str = "No.") -> dict[str, Any]:
    link = f"https://docs.meilisearch.com/errors#{code}"
    return {"message": message, "code": code, "type": "invalid_request", "link": link}


_WHEN = "2026-11-22T10:00:00.123456789Z"
