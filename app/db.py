"""The database: sessions, and migrations from the first table on."""

from flask import Flask
from flask_alembic import Alembic
from flask_sqlalchemy_lite import SQLAlchemy

from app import sqlite
from domain.models import Base

db = SQLAlchemy()
alembic = Alembic(metadatas=Base.metadata)


def configure_database(app: Flask, url: str) -> None:
    sqlite.prepare(url)
    app.config["SQLALCHEMY_ENGINES"] = {"default": {"url": url}}
    app.config["ALEMBIC"] = {"script_location": "migrations", "version_locations": []}
    db.init_app(app)
    with app.app_context():
        sqlite.tune(db.engine)
    alembic.init_app(app)
