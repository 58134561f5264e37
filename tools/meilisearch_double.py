"""A double of a Meilisearch server: it does all that our client asks of one, but search.

    python -m tools.meilisearch_double --port 7700 --folder build/double

It never searches: a query "finds" every document of its index, by id, and counts no facet; one
that looks at positions finds nobody. Indexes and tasks are on disk: killed outright, it loses
nothing that it has acknowledged.

It goes wrong when it is told to, by its own two routes:

    PUT /fault {"kind": "slow", "seconds": 3}     each answer comes that much later
    PUT /fault {"kind": "silent"}                 it takes what is asked and never answers it
    PUT /fault {"kind": "busy"}                   its queue of searches is full
    PUT /fault {"kind": "none"}
    PUT /wipe {"what": "documents"}               those of all indexes; or "indexes"
"""

import argparse
import json
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar, NamedTuple
from urllib.parse import urlsplit

Json = dict[str, Any]

POLL_SECONDS = 0.01  # between two looks at the tasks
REMEMBERED = 20_000  # documents kept decoded
# Those of an index that nobody has set up.
SETTINGS: Json = {
    "searchableAttributes": ["*"],
    "rankingRules": ["words", "typo", "proximity", "attributeRank", "sort", "exactness"],
}
SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS made (number INTEGER PRIMARY KEY, name TEXT UNIQUE, settings TEXT);
CREATE TABLE IF NOT EXISTS document (
    made INTEGER, id INTEGER, body TEXT, PRIMARY KEY (made, id)
);
CREATE TABLE IF NOT EXISTS task (
    uid INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, type TEXT, body TEXT,
    status TEXT DEFAULT 'enqueued', code TEXT, at TEXT
);
"""


class RefusedError(Exception):
    """Answered with this status and this code of Meilisearch's."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


class Fault(NamedTuple):
    kind: str = "none"
    seconds: float = 0.0


class Asked(NamedTuple):
    """What a request is about: the name or number in its path, and its body."""

    name: str
    body: Any


class Store:
    """Indexes and tasks, in one file. Safe between threads."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(folder / "double.sqlite3", check_same_thread=False)
        self._db.executescript(SCHEMA)
        self._lock = threading.Lock()

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """Whole or not at all, one thread at a time."""
        with self._lock, self._db:
            yield self._db

    def enqueue(self, kind: str, asked: Asked) -> Json:
        with self.opened() as db:
            told = "INSERT INTO task (name, type, body, at) VALUES (?, ?, ?, ?)"
            at = datetime.now(UTC).isoformat()
            uid = db.execute(told, (asked.name, kind, json.dumps(asked.body), at)).lastrowid
        told_now = {"status": "enqueued", "type": kind, "enqueuedAt": at}
        return {"taskUid": uid, "indexUid": asked.name or None, **told_now}

    def task(self, uid: str) -> Json:
        with self.opened() as db:
            row = db.execute("SELECT * FROM task WHERE uid = ?", [uid]).fetchone()
        if row is None:
            raise RefusedError(404, "task_not_found")
        number, name, kind, _, status, code, at = row
        error = {"message": code, "code": code, "type": "invalid_request", "link": ""}
        task = {"uid": number, "indexUid": name or None, "type": kind, "status": status}
        return {**task, "error": error if code else None, "enqueuedAt": at}

    def work(self) -> None:
        """Do the tasks one after the other, in their order, for ever."""
        while True:
            if not self._do_next():
                time.sleep(POLL_SECONDS)

    def _do_next(self) -> bool:
        with self.opened() as db:
            waiting = "SELECT uid, name, type, body FROM task WHERE status = 'enqueued'"
            task = db.execute(f"{waiting} ORDER BY uid LIMIT 1").fetchone()
            if task is None:
                return False
            uid, name, kind, body = task
            status, code = "succeeded", None
            try:
                TASKS[kind](db, Asked(name, json.loads(body)))
            except RefusedError as error:
                status, code = "failed", error.code
            told = "UPDATE task SET status = ?, code = ?, body = NULL WHERE uid = ?"
            db.execute(told, (status, code, uid))
        return True


# What tasks do.


def create(db: sqlite3.Connection, asked: Asked) -> None:
    try:
        db.execute("INSERT INTO made (name, settings) VALUES (?, '{}')", [asked.name])
    except sqlite3.IntegrityError:
        raise RefusedError(409, "index_already_exists") from None


def drop(db: sqlite3.Connection, asked: Asked) -> None:
    number = number_of(db, asked.name)
    db.execute("DELETE FROM document WHERE made = ?", [number])
    db.execute("DELETE FROM made WHERE number = ?", [number])


def swap(db: sqlite3.Connection, asked: Asked) -> None:
    for pair in asked.body:
        one, other = (number_of(db, name) for name in pair["indexes"])
        for number, name in ((one, None), (other, pair["indexes"][0]), (one, pair["indexes"][1])):
            db.execute("UPDATE made SET name = ? WHERE number = ?", (name, number))


def set_up(db: sqlite3.Connection, asked: Asked) -> None:
    number = number_or_new(db, asked.name)
    settings = json.dumps({**settings_of(db, number), **asked.body})
    db.execute("UPDATE made SET settings = ? WHERE number = ?", (settings, number))


def add(db: sqlite3.Connection, asked: Asked) -> None:
    number = number_or_new(db, asked.name)
    rows = ((number, document["id"], json.dumps(document)) for document in asked.body)
    db.executemany("INSERT OR REPLACE INTO document VALUES (?, ?, ?)", rows)


def delete(db: sqlite3.Connection, asked: Asked) -> None:
    listed = re.fullmatch(r"id IN \[([\d, ]*)\]", asked.body["filter"])
    if not listed:
        raise RefusedError(400, "invalid_document_filter")
    number = number_of(db, asked.name)
    rows = ((number, int(id_)) for id_ in re.findall(r"\d+", listed[1]))
    db.executemany("DELETE FROM document WHERE made = ? AND id = ?", rows)


TASKS: Mapping[str, Callable[[sqlite3.Connection, Asked], None]] = {
    "indexCreation": create,
    "indexDeletion": drop,
    "indexSwap": swap,
    "settingsUpdate": set_up,
    "documentAdditionOrUpdate": add,
    "documentDeletion": delete,
}


# What is answered at once.


def indexes(db: sqlite3.Connection, _asked: Asked) -> Json:
    rows = db.execute("SELECT name FROM made ORDER BY name").fetchall()
    return {"results": [{"uid": name, "primaryKey": "id"} for (name,) in rows]}


def settings(db: sqlite3.Connection, asked: Asked) -> Json:
    return SETTINGS | settings_of(db, number_of(db, asked.name))


def stats(db: sqlite3.Connection, asked: Asked) -> Json:
    count = count_of(db, number_of(db, asked.name))
    return {"numberOfDocuments": count, "isIndexing": False, "fieldDistribution": {}}


def fetch(db: sqlite3.Connection, asked: Asked) -> Json:
    number, offset, limit = number_of(db, asked.name), asked.body["offset"], asked.body["limit"]
    found = documents(db, number, offset, limit, asked.body["fields"])
    total = count_of(db, number)
    return {"results": found, "offset": offset, "limit": limit, "total": total}


def multi_search(db: sqlite3.Connection, asked: Asked) -> Json:
    return {"results": [search(db, query) for query in asked.body["queries"]]}


def search(db: sqlite3.Connection, query: Json) -> Json:
    try:
        number = number_of(db, query["indexUid"])
    except RefusedError as error:
        raise RefusedError(400, error.code) from None
    nobody = "_geo" in query.get("filter", "")
    count = 0 if nobody else count_of(db, number)
    if "hitsPerPage" in query:
        limit, offset = query["hitsPerPage"], (query["page"] - 1) * query["hitsPerPage"]
        told: Json = {"totalHits": count}
    else:
        limit, offset = query["limit"], query["offset"]
        told = {"estimatedTotalHits": count}
    limit = 0 if nobody else limit
    hits = documents(db, number, offset, limit, query.get("attributesToRetrieve", []))
    return {"indexUid": query["indexUid"], "hits": hits, "facetDistribution": {}, **told}


def number_of(db: sqlite3.Connection, name: str) -> int:
    row = db.execute("SELECT number FROM made WHERE name = ?", [name]).fetchone()
    if row is None:
        raise RefusedError(404, "index_not_found")
    return int(row[0])


def number_or_new(db: sqlite3.Connection, name: str) -> int:
    db.execute("INSERT OR IGNORE INTO made (name, settings) VALUES (?, '{}')", [name])
    return number_of(db, name)


def settings_of(db: sqlite3.Connection, number: int) -> Json:
    row = db.execute("SELECT settings FROM made WHERE number = ?", [number]).fetchone()
    return decoded(row[0])


def count_of(db: sqlite3.Connection, number: int) -> int:
    row = db.execute("SELECT COUNT(*) FROM document WHERE made = ?", [number]).fetchone()
    return int(row[0])


def documents(
    db: sqlite3.Connection, number: int, offset: int, limit: int, fields: list[str]
) -> list[Json]:
    by_id = "SELECT body FROM document WHERE made = ? ORDER BY id LIMIT ? OFFSET ?"
    found = (decoded(body) for (body,) in db.execute(by_id, (number, limit, offset)))
    return [{name: one[name] for name in fields if name in one} for one in found]


@lru_cache(REMEMBERED)
def decoded(body: str) -> Json:
    """Not to be changed."""
    found: Json = json.loads(body)
    return found


ANSWERS: Mapping[tuple[str, str], Callable[[sqlite3.Connection, Asked], Json]] = {
    ("GET", "/health"): lambda _db, _asked: {"status": "available"},
    ("GET", "/version"): lambda _db, _asked: {"pkgVersion": "1.50.0", "commitSha": "double"},
    ("GET", "/indexes"): indexes,
    ("GET", "/indexes/*/settings"): settings,
    ("GET", "/indexes/*/stats"): stats,
    ("POST", "/indexes/*/documents/fetch"): fetch,
    ("POST", "/multi-search"): multi_search,
}
WRITES = {
    ("POST", "/indexes"): "indexCreation",
    ("DELETE", "/indexes/*"): "indexDeletion",
    ("POST", "/swap-indexes"): "indexSwap",
    ("PATCH", "/indexes/*/settings"): "settingsUpdate",
    ("POST", "/indexes/*/documents"): "documentAdditionOrUpdate",
    ("POST", "/indexes/*/documents/delete"): "documentDeletion",
}


class Double(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, folder: Path) -> None:
        self.store = Store(folder)
        self.fault = Fault()
        super().__init__(("127.0.0.1", port), Handler)

    def answer(self, method: str, path: str, body: Any) -> Json:
        """Raises RefusedError."""
        parts = re.fullmatch(r"(/indexes/|/tasks/)([^/]+)(.*)", path)
        name = parts[2] if parts else body.get("uid", "") if path == "/indexes" and body else ""
        route = (method, f"{parts[1]}*{parts[3]}" if parts else path)
        if route == ("GET", "/tasks/*"):
            return self.store.task(name)
        if route in WRITES:
            return self.store.enqueue(WRITES[route], Asked(name, body))
        if route not in ANSWERS:
            raise RefusedError(404, "not_found")
        with self.store.opened() as db:
            return ANSWERS[route](db, Asked(name, body))

    def obey(self, path: str, body: Json) -> None:
        """What it is told to do wrong."""
        if path == "/fault":
            self.fault = Fault(**body)
        elif path == "/wipe":
            with self.store.opened() as db:
                db.execute("DELETE FROM document")
                if body["what"] == "indexes":
                    db.execute("DELETE FROM made")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Double
    TOLD: ClassVar = ("/fault", "/wipe")

    def handle_one(self) -> None:
        path = urlsplit(self.path).path
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.loads(sent or b"null")
        try:
            if path in self.TOLD:
                self.server.obey(path, body)
                self._send(200, {})
            elif self._may_answer(path):
                answer = self.server.answer(self.command, path, body)
                self._send(202 if "taskUid" in answer else 200, answer)
        except RefusedError as error:
            told = {"message": error.code, "code": error.code, "type": "invalid_request"}
            self._send(error.status, {**told, "link": ""})

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_one  # noqa: N815 names that http.server looks for

    def _may_answer(self, path: str) -> bool:
        fault = self.server.fault
        if fault.kind == "slow":
            time.sleep(fault.seconds)
        elif fault.kind == "busy" and path == "/multi-search":
            raise RefusedError(503, "too_many_search_requests")
        elif fault.kind == "silent":
            self.rfile.read(1)  # until who asked hangs up, whatever happens meanwhile
            self.close_connection = True
            return False
        return True

    def _send(self, status: int, answer: Json) -> None:
        sent = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(sent)))
        if status == 503:
            self.send_header("Retry-After", "10")
        self.end_headers()
        try:
            self.wfile.write(sent)
        except OSError:  # who asked did not wait for it
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    told = parser.parse_args()
    double = Double(told.port, told.folder)
    threading.Thread(target=double.store.work, daemon=True).start()
    double.serve_forever()


if __name__ == "__main__":
    main()
