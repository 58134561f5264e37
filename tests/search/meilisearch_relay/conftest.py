"""A directory whose copy is on a server, and the relay that keeps it up to date."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

from domain.models import Base, IndexCursor, today
from search.documents import settings_hash
from search.meilisearch import COPY, MeilisearchWriter, ServerRelay
from search.relay import last_entry
from tests.app.cast import make_supplier
from tests.search.meilisearch_exchanges import Sessions


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of four suppliers, whose copy is built; each test has its own copy of the file."""
    path = tmp_path_factory.mktemp("directory") / "directory.sqlite3"
    engine = create_engine(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all(make_supplier(f"Jardins {number}") for number in range(1, 5))
        session.flush()
        built = {"settings_hash": settings_hash(), "day": today(), "compared_on": today()}
        session.add(IndexCursor(copy=COPY, position=last_entry(session), **built))
        session.commit()
    engine.dispose()
    return path


@pytest.fixture
def sessions(directory: Path, tmp_path: Path) -> Iterator[Sessions]:
    engine = create_engine(f"sqlite:///{shutil.copy(directory, tmp_path)}")
    yield sessionmaker(engine)
    engine.dispose()


@pytest.fixture
def relay(sessions: Sessions, writer: MeilisearchWriter) -> ServerRelay:
    return ServerRelay(sessions, writer)
