"""All that is particular to SQLite; every other module speaks to any database alike."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, make_url

OLDEST_SQLITE = (3, 35, 0)  # RETURNING, which SQLAlchemy uses for bulk inserts
# Twice as long as the longest transaction on a slow machine: 100,000 members who leave with a list.
BUSY_TIMEOUT_MS = 30_000


class UnsupportedSQLiteError(Exception):
    """This machine's SQLite is too old; the message says so in French."""


def prepare(database_url: str) -> None:
    """Check the library and make the folder of the file, when the database is SQLite."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        return
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise UnsupportedSQLiteError(
            f"SQLite {sqlite3.sqlite_version} est trop ancien : il faut la version"
            f" {'.'.join(map(str, OLDEST_SQLITE))} ou une plus récente."
        )
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)


def tune(engine: Engine) -> None:
    """Readers never wait for the writer (WAL), writers wait for each other, references hold."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)


def is_busy(error: BaseException | None) -> bool:
    """Whether SQLite gave up waiting for another writer ("database is locked")."""
    code: int = getattr(error, "sqlite_errorcode", 0) if isinstance(error, sqlite3.Error) else 0
    return code & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def _set_pragmas(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.close()
