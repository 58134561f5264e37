"""A site over the demo directory, served from this process: for pictures and browser tests."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wsgi import ClosingIterator

from app import create_app
from app.config import LogLevel, Settings
from app.db import db
from app.demo.loader import load
from app.demo.meeting import add_meeting
from app.directory.reading_ahead import read_ahead
from app.indexing import ensure_index
from app.schema import alembic
from search.relay import silently

if TYPE_CHECKING:  # the names of types only
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


@contextmanager
def demo_site(instance: Path, size: int | None) -> Iterator[str]:
    """Serve `instance` on a free port, filled as `demo_app` says; gives the site's address."""
    port = free_port()
    app = demo_app(instance, size, port)
    read_ahead()
    with served(app, port) as address:
        yield address
    with app.app_context():
        db.engine.dispose()


def free_port() -> int:
    """Known before the site is made: some of its pages tell its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def demo_app(instance: Path, size: int | None, port: int = 8000) -> Flask:
    """The application over `instance`, with the first `size` invented suppliers and a meeting.

    None adds nothing.
    """
    settings = Settings(instance_path=instance, log_level=LogLevel.WARNING, port=port)
    app = create_app(settings)
    with app.app_context():
        alembic().upgrade()
        if size is not None:
            load(db.sessionmaker, size)
            add_meeting(db.session)
            db.session.commit()
        ensure_index(settings, db.sessionmaker, silently)
    return app


def buffered(site: "WSGIApplication") -> "WSGIApplication":
    """Whole answers: should a browser leave in the middle of one, no file of it stays open."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
        with closing(ClosingIterator(site(environ, start_response))) as parts:
            return [b"".join(parts)]

    return answer


class QuietHandler(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing: the errors are logged elsewhere."""


@contextmanager
def served(app: Flask, port: int = 0) -> Iterator[str]:
    """At that port, or at any that is free."""
    answer = buffered(app)
    server = make_server("127.0.0.1", port, answer, threaded=True, request_handler=QuietHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
