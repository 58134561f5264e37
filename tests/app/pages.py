"""What tests of pages share: suppliers put in the database and the index, queries counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

import pytest
from flask import Flask, g
from sqlalchemy import event

from app.db import db
from app.indexing import ensure_index
from domain.models import Supplier
from search.relay import silently

# A page is the same whatever the database: tests/app/test_database.py sees to the rest.
on_sqlite = pytest.mark.parametrize("database_url", [""])


def publish(app: Flask, *suppliers: Supplier) -> None:
    """Store these suppliers and bring the index up to date."""
    db.session.add_all(suppliers)
    db.session.commit()
    ensure_index(app.config["SETTINGS"], db.sessionmaker, silently)


def page(app: Flask, path: str) -> str:
    """The text of a page that is there, as a visitor sees it, its spaces made plain."""
    forget_request()
    response = app.test_client().get(path, follow_redirects=True)
    assert response.status_code == 200, path
    return plain(response.text)


def forget_request() -> None:
    """Tests run in one context of the application, which would keep who asked before."""
    for name in [name for name in g if name != "_sqlalchemy_sessions"]:
        g.pop(name)


def plain(html: str) -> str:
    """Entities read, no-break spaces made plain, line breaks and indents made one space."""
    text = unescape(html).replace("\u00a0", " ").replace("\u202f", " ")
    return " ".join(text.split())


@contextmanager
def counted_queries(app: Flask) -> Iterator[list[Any]]:
    """Every SQL statement executed inside."""
    statements: list[Any] = []

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def answer(app: Flask, text: str, **others: str) -> dict[str, Any]:
    response = app.test_client().get("/recherche.json", query_string={"q": text, **others})
    assert response.status_code == 200
    found: dict[str, Any] = response.json
    return found
