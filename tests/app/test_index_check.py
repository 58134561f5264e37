"""`reperess index check` finds and mends what differs, whether a worker is running or not."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session, sessionmaker

from app.config import Settings
from domain.models import Supplier, utcnow
from search.embedded import EmbeddedEngine
from search.port import SearchQuery
from tests.app.editing import Editor
from tests.app.running import ended, sessions_of, working
from tests.commands import reperess

Sessions = sessionmaker[Session]
OWN = "L’index de cette machine"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance of invented suppliers and their index, to be copied."""
    instance = tmp_path_factory.mktemp("demo")
    assert reperess(instance, "demo", "--size", 60, "--no-serve").returncode == 0
    return instance


@pytest.fixture(params=["no worker", "a worker"])
def settings(tmp_path: Path, demo: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    settings = Settings(instance_path=shutil.copytree(demo, tmp_path / "instance"))
    if request.param == "no worker":
        yield settings
        return
    with ended(working(settings)):
        yield settings


@pytest.fixture
def sessions(settings: Settings) -> Iterator[Sessions]:
    with sessions_of(settings) as sessions:
        yield sessions


def check(settings: Settings) -> str:
    done = reperess(settings.instance, "index", "check")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_works(settings: Settings) -> None:
    assert "disent la même chose" in check(settings)


def test_planted_differences_are_found_and_mended(settings: Settings, sessions: Sessions) -> None:
    missing, stale, in_excess = plant(sessions)
    assert check(settings) == f"{OWN} : 3 différences trouvées et réparées.\n"
    engine = EmbeddedEngine(settings.index_path)
    assert [hit.id for hit in engine.search(SearchQuery("zyxwabc")).hits] == [stale]
    assert missing in engine.fingerprints()
    assert in_excess not in engine.fingerprints()
    assert "disent la même chose" in check(settings)


def plant(sessions: Sessions) -> tuple[int, int, int]:
    """Make the database differ from the index: the outbox knows nothing of statements like these.

    The suppliers whose document is missing, stale and in excess.
    """
    with sessions.begin() as session:
        listed = select(Supplier.id).where(Supplier.archived_at.is_(None)).limit(2)
        stale, in_excess = session.scalars(listed)
        renamed = {"name": "Zyxwabc", "brand": None}
        session.execute(update(Supplier).where(Supplier.id == stale).values(**renamed))
        archived = update(Supplier).where(Supplier.id == in_excess)
        session.execute(archived.values(archived_at=utcnow()))
        created = insert(Supplier).values(name="Nouvelle").returning(Supplier.id)
        return session.scalars(created).one(), stale, in_excess


def test_a_supplier_deleted_behind_its_back_is_no_longer_found(
    settings: Settings, sessions: Sessions
) -> None:
    with sessions.begin() as session:
        created = Supplier(name="Zyxwabc")
        session.add(created)
    assert check(settings)
    with sessions.begin() as session:
        session.execute(delete(Supplier).where(Supplier.name == "Zyxwabc"))
    assert check(settings) == f"{OWN} : 1 différence trouvée et réparée.\n"
    assert EmbeddedEngine(settings.index_path).search(SearchQuery("zyxwabc")).total == 0


def test_changes_on_their_way_are_no_differences(settings: Settings, sessions: Sessions) -> None:
    with Editor(sessions):
        assert "disent la même chose" in check(settings)
