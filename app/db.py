"""The database: its sessions, and how rows are written. Its tables: app/schema.py."""

from collections.abc import Callable
from inspect import iscoroutinefunction
from typing import Any

from flask import Flask
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import ColumnElement, ExceptionContext, event, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute

from app import sqlite, tables  # noqa: F401 tables are known by being imported

# Values never reach a log with the statement that failed: some are e-mails and telephones.
db = SQLAlchemy(engine_options={"hide_parameters": True})


def configure_database(app: Flask, url: str) -> None:
    sqlite.prepare(url)
    app.config["SQLALCHEMY_ENGINES"] = {"default": {"url": url}}
    db.init_app(app)
    # Nothing here is asynchronous: to close no such session took each request an event loop.
    app.teardown_appcontext_funcs = [
        close for close in app.teardown_appcontext_funcs if not iscoroutinefunction(close)
    ]
    with app.app_context():
        sqlite.tune(db.engine)
        event.listen(db.engine, "handle_error", _hide_row)


def hold_rows(column: InstrumentedAttribute[Any], *where: ColumnElement[bool]) -> None:
    """Keep the rows of that column's table from other writers until the transaction ends.

    Whoever comes second waits. An update that changes nothing holds them on SQLite too, where
    SELECT … FOR UPDATE does nothing.
    """
    nothing = update(column.class_).where(*where).values({column: column})
    db.session.execute(nothing, execution_options={"synchronize_session": False})


def commit_change(change: Callable[[], object]) -> None:
    """Make the change and commit; once more when somebody wrote the same rows at that moment.

    Raises IntegrityError when it is refused again.
    """
    try:
        change()
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        change()
        db.session.commit()


def _hide_row(context: ExceptionContext) -> None:
    """PostgreSQL repeats the whole row that it refuses."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None:
            error.args = tuple(str(told).partition("\nDETAIL:")[0] for told in error.args)
