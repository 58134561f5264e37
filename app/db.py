"""The database: sessions, and migrations from the first table on."""

from flask import Flask
from flask_alembic import Alembic
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import ExceptionContext, event

from app import sqlite, tables  # noqa: F401 tables are known by being imported
from domain.models import Base

# Values never reach a log with the statement that failed: some are e-mails and telephones.
db = SQLAlchemy(engine_options={"hide_parameters": True})
alembic = Alembic(metadatas=Base.metadata)


def configure_database(app: Flask, url: str) -> None:
    sqlite.prepare(url)
    app.config["SQLALCHEMY_ENGINES"] = {"default": {"url": url}}
    app.config["ALEMBIC"] = {"script_location": "migrations", "version_locations": []}
    db.init_app(app)
    with app.app_context():
        sqlite.tune(db.engine)
        event.listen(db.engine, "handle_error", _hide_row)
    alembic.init_app(app)


def _hide_row(context: ExceptionContext) -> None:
    """PostgreSQL repeats the whole row that it refuses."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None:
            error.args = tuple(str(told).partition("\nDETAIL:")[0] for told in error.args)
