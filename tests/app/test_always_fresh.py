"""A change is found everywhere, whatever is rebuilt, killed or started twice by mistake."""

import random
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from app.config import Settings
from app.indexing import rebuild, wait_for_worker
from search.embedded import EmbeddedEngine
from search.port import SearchQuery
from search.relay import embedded_copy, request_rebuild, silently
from tests.app.editing import Editor, rename_one
from tests.app.likeness import assert_as_rebuilt, assert_opens
from tests.app.running import (
    BOUND_SECONDS,
    Process,
    end,
    ended,
    is_at_work,
    is_waiting,
    own_copy,
    running_site,
    sessions_of,
    start,
    start_worker,
    until,
    working,
)
from tests.commands import reperess

SIZE = 300
KILLS = 20
REBUILDS = 4

Sessions = sessionmaker[Session]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance of invented suppliers and their index, to be copied."""
    instance = tmp_path_factory.mktemp("demo")
    assert reperess(instance, "demo", "--size", SIZE, "--no-serve").returncode == 0
    return instance


@pytest.fixture
def settings(tmp_path: Path, demo: Path) -> Settings:
    return Settings(instance_path=shutil.copytree(demo, tmp_path / "instance"))


@pytest.fixture
def sessions(settings: Settings) -> Iterator[Sessions]:
    with sessions_of(settings) as sessions:
        yield sessions


@pytest.fixture
def worker(settings: Settings) -> Iterator[Process]:
    worker = working(settings)
    with ended(worker):
        yield worker


def finds(settings: Settings, name: str) -> bool:
    return EmbeddedEngine(settings.index_path).search(SearchQuery(name)).total == 1


class TestFollowing:
    def test_it_works(self, worker: Process, settings: Settings, sessions: Sessions) -> None:
        rename_one(sessions, "Zyxwabc Menuiserie")
        assert until(lambda: finds(settings, "zyxwabc"))

    def test_every_process_finds_a_change(
        self, worker: Process, settings: Settings, sessions: Sessions
    ) -> None:
        readers = [start(settings, "-c", FINDER, "zyxwabc") for _ in range(2)]
        assert [reader.stdout.readline() for reader in readers if reader.stdout] == [b"0\n"] * 2
        rename_one(sessions, "Zyxwabc Menuiserie")
        assert [reader.wait(BOUND_SECONDS) for reader in readers] == [0, 0]
        for reader in readers:
            reader.communicate()

    def test_every_process_of_the_site_finds_a_change(
        self, settings: Settings, sessions: Sessions
    ) -> None:
        with running_site(settings.instance, "serve", WEB_WORKERS="2") as site:
            assert not any(site.finds("Zyxwabc") for _ in range(10))  # both have read the index
            rename_one(sessions, "Zyxwabc Menuiserie")
            assert until(lambda: site.finds("Zyxwabc"))
            assert all(site.finds("Zyxwabc") for _ in range(10))

    def test_a_rebuild_interrupts_no_reader(
        self, worker: Process, settings: Settings, sessions: Sessions
    ) -> None:
        readers = [start(settings, "-c", READER) for _ in range(2)]
        assert all(reader.stdout.readline() for reader in readers if reader.stdout)
        counts = {
            rebuild(settings, sessions, own_copy(settings, sessions), silently)
            for _ in range(REBUILDS)
        }
        told = [reader.communicate(timeout=BOUND_SECONDS)[0].decode() for reader in readers]
        assert [reader.returncode for reader in readers] == [0, 0]
        assert len(counts) == 1
        assert told == [f"{counts}\n"] * 2


class TestKilling:
    """The worker is killed outright, at moments drawn at random, while somebody edits."""

    def test_it_leaves_a_sound_index(
        self, settings: Settings, sessions: Sessions, tmp_path: Path
    ) -> None:
        kill_workers(settings, sessions, KILLS)
        assert_as_rebuilt(sessions, settings.index_path, tmp_path / "rebuilt")

    @pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
    def test_it_does_so_over_postgresql(self, database_url: str, tmp_path: Path) -> None:
        settings = Settings(instance_path=tmp_path / "instance", database_url=database_url)
        fill = ("demo", "--size", "60", "--no-serve")
        assert reperess(settings.instance, *fill, DATABASE_URL=database_url).returncode == 0
        with sessions_of(settings) as sessions:
            kill_workers(settings, sessions, KILLS // 5)
            assert_as_rebuilt(sessions, settings.index_path, tmp_path / "rebuilt")


def kill_workers(settings: Settings, sessions: Sessions, kills: int) -> None:
    """Some while they rebuild; one more then reads all that is left."""
    rng = random.Random(kills)
    with Editor(sessions):
        for number in range(kills):
            worker = working(settings)
            if number % 4 == 0:
                ask_to_rebuild(settings, sessions)
            time.sleep(rng.uniform(0, 0.3))
            end(worker, signal.SIGKILL)
            assert_opens(settings.index_path)
    with ended(working(settings)):
        wait_for_worker(sessions, own_copy(settings, sessions))


def ask_to_rebuild(settings: Settings, sessions: Sessions) -> None:
    """Return once the worker has begun."""
    before = builds(settings)
    with sessions.begin() as session:
        request_rebuild(session, embedded_copy(settings.index_path))
    assert until(lambda: bool(builds(settings) - before))


def builds(settings: Settings) -> set[Path]:
    return set(settings.index_path.glob("build-*"))


class TestTwoWorkers:
    @pytest.fixture
    def second(self, worker: Process, settings: Settings) -> Iterator[Process]:
        second = start_worker(settings)
        with ended(second):
            assert until(lambda: is_waiting(second))
            yield second

    def test_the_second_waits_and_writes_nothing(
        self, worker: Process, second: Process, settings: Settings, sessions: Sessions
    ) -> None:
        rename_one(sessions, "Zyxwabc Menuiserie")
        assert until(lambda: finds(settings, "zyxwabc"))
        assert is_at_work(worker)
        assert is_waiting(second)
        assert not is_at_work(second)
        assert settings.index_path not in files_of(second)

    @pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
    def test_it_takes_over_when_the_first_ends(
        self,
        worker: Process,
        second: Process,
        settings: Settings,
        sessions: Sessions,
        how: signal.Signals,
    ) -> None:
        end(worker, how)
        rename_one(sessions, "Zyxwabc Menuiserie")
        assert until(lambda: finds(settings, "zyxwabc"))
        assert is_at_work(second)

    def test_one_that_waits_can_be_stopped(self, second: Process) -> None:
        end(second, signal.SIGTERM)
        assert second.returncode == 128 + signal.SIGTERM


def files_of(process: Process) -> set[Path]:
    """The folders of the files that a process has open."""
    return {path.resolve().parent for path in Path(f"/proc/{process.pid}/fd").iterdir()}


# Tells how many it finds at first, and ends once it finds the supplier.
FINDER = """
import sys, time
from app.config import load_settings
from search.embedded import EmbeddedEngine
from search.port import SearchQuery
engine = EmbeddedEngine(load_settings().index_path)
query = SearchQuery(sys.argv[1])
print(engine.search(query).total, flush=True)
while not engine.search(query).total:
    time.sleep(0.01)
"""

# Searches without a pause until its input is closed, then tells every total it was given.
READER = """
import sys, threading
from app.config import load_settings
from search.embedded import EmbeddedEngine
from search.port import Facet, SearchQuery
engine = EmbeddedEngine(load_settings().index_path)
seen, closed = set(), threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), closed.set())).start()
while not closed.is_set():
    results = engine.search(SearchQuery(facets=tuple(Facet)))
    counted = sum(count.count for count in results.facets[Facet.SERVICES_KNOWN])
    if not seen:
        print("reading", flush=True)
    seen |= {results.total, counted, engine.count()}
print(seen)
"""
