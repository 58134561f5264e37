"""The application over a database of its own, on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.orm import Session

from app import create_app
from app.config import Settings
from app.db import db
from app.importing import batches
from app.schema import alembic
from tests import postgres
from tests.app.compiling import STATEMENTS, TEMPLATES, compile_routes_once, compile_statements_once
from tests.conftest import missing

CopyTables = Callable[[Settings], None]

compile_routes_once()
compile_statements_once()


@pytest.fixture(scope="session", autouse=True)
def no_pause_between_batches() -> Iterator[None]:
    """Who imports leaves room for others who write: in nearly all tests, there is nobody."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "LONGEST_PAUSE_SECONDS", 0)
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    if not postgres.is_installed():
        missing("PostgreSQL n’est pas installé")
    with postgres.server() as url:
        yield make_url(url).set(drivername="postgresql+psycopg")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database, once of each kind, without its tables yet; "" is the default SQLite file.

    On PostgreSQL, one that has its tables serves all the applications.
    """
    if request.param == "sqlite":
        yield ""
    elif "app" in request.fixturenames:
        yield request.getfixturevalue("postgresql_with_tables")
    else:
        server: URL = request.getfixturevalue("postgres_server")
        execute(server, "CREATE DATABASE reperess_test")
        yield address(server, "reperess_test")
        execute(server, "DROP DATABASE reperess_test WITH (FORCE)")


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return Settings(instance_path=tmp_path / "instance", database_url=database_url)


@pytest.fixture
def copy_tables(settings: Settings, request: pytest.FixtureRequest) -> CopyTables:
    """Leaves a database with its tables, and nothing in them.

    One of each kind is migrated: of SQLite the tests have copies, and PostgreSQL, which takes a
    third of a second for a copy, empties its own.
    """
    kind = make_url(settings.database).get_backend_name()
    copy: CopyTables = request.getfixturevalue(f"{kind}_tables")
    return copy


@pytest.fixture
def app(settings: Settings, copy_tables: CopyTables) -> Iterator[Flask]:
    with application(settings) as app:
        copy_tables(settings)
        yield app


@pytest.fixture
def session(app: Flask) -> Session:
    return db.session


@pytest.fixture(scope="session")
def sqlite_tables(tmp_path_factory: pytest.TempPathFactory) -> CopyTables:
    model = Settings(instance_path=tmp_path_factory.mktemp("tables"))
    migrate(model)

    def copy(settings: Settings) -> None:
        file = "reperess.sqlite3"
        shutil.copyfile(model.instance / file, settings.instance / file)

    return copy


@pytest.fixture(scope="session")
def postgresql_with_tables(postgres_server: URL, tmp_path_factory: pytest.TempPathFactory) -> str:
    execute(postgres_server, "CREATE DATABASE reperess_tables")
    url = address(postgres_server, "reperess_tables")
    migrate(Settings(instance_path=tmp_path_factory.mktemp("tables"), database_url=url))
    return url


@pytest.fixture(scope="session")
def postgresql_tables() -> CopyTables:
    def empty(settings: Settings) -> None:
        execute(make_url(settings.database), postgres.EMPTY_TABLES)

    return empty


def migrate(settings: Settings) -> None:
    with application(settings):
        alembic().upgrade()


@contextmanager
def application(settings: Settings) -> Iterator[Flask]:
    """An application, whose connections are closed after the block."""
    app = create_app(settings)
    app.testing = True
    app.jinja_env.bytecode_cache = TEMPLATES
    with app.app_context():
        db.engine.update_execution_options(compiled_cache=STATEMENTS)
        yield app
        db.session.close()
        db.engine.dispose()


def execute(server: URL, statement: str) -> None:
    """On its own: PostgreSQL makes and drops no database within a transaction."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def address(server: URL, database: str) -> str:
    return server.set(database=database).render_as_string(hide_password=False)
