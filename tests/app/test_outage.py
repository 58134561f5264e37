"""A search server dies in every way: no search fails, nothing untrue is told, nothing is lost.

The server is a double (tools/meilisearch_double.py) that finds everybody, whatever is asked: who
answers shows in what is found.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from itertools import chain, cycle
from pathlib import Path
from urllib.error import HTTPError

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, sessionmaker

from app import create_app
from app.config import Engine, LogLevel, Settings
from app.db import db
from app.index_copies import copies
from app.index_status import statuses
from search.meilisearch import COPY
from search.relay import find_differences
from tests.app.editing import rename_one
from tests.app.running import Site, running_site, sessions_of, until
from tests.commands import reperess
from tools.running_sites import RunningDouble, body_of, running_double, title_of

SIZE = 100
OUTAGE_SECONDS = 2.0

PAGES = (
    "/recherche?type=ESAT&tri=nom",
    "/recherche?q=menuiserie",
    "/recherche?q=restauration&lieu=Nantes",
    "/recherche?lieu=Bretagne&type=ESAT",
    "/recherche?vue=carte&q=imprimerie",
    "/recherche/carte?cadre=47,-2,48,-1&q=menuiserie",
)
TELLING = PAGES[0]

Sessions = sessionmaker[Session]


@dataclass(frozen=True)
class Fault:
    name: str
    begin: Callable[[RunningDouble], None]
    end: Callable[[RunningDouble], None]
    told: str = ""  # by `reperess index status`, soon enough to be waited for


FAULTS = (
    Fault("killed", RunningDouble.kill, RunningDouble.start, "Meilisearch est injoignable."),
    Fault("slow", lambda double: double.fault("slow", 3), RunningDouble.mend),
    Fault("half-open", lambda double: double.fault("silent"), RunningDouble.mend),
    Fault("busy", lambda double: double.fault("busy"), RunningDouble.mend),
)


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Invented suppliers and their index."""
    instance = tmp_path_factory.mktemp("instance")
    made = reperess(instance, "demo", "--size", SIZE, "--no-serve")
    assert made.returncode == 0, made.stderr
    return instance


@pytest.fixture(scope="module")
def sessions(instance: Path) -> Iterator[Sessions]:
    with sessions_of(Settings(instance_path=instance)) as sessions:
        yield sessions


@pytest.fixture(scope="module")
def double(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDouble]:
    with running_double(tmp_path_factory.mktemp("double")) as double:
        yield double


@pytest.fixture(scope="module")
def alone(instance: Path) -> Iterator[FlaskClient]:
    """What the embedded index says of a page: the same instance, with no server."""
    app = create_app(Settings(instance_path=instance, log_level=LogLevel.ERROR))
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


class Outage:
    """A site, its server, and what it is compared with."""

    def __init__(
        self, site: Site, alone: FlaskClient, sessions: Sessions, double: RunningDouble
    ) -> None:
        self.site = site
        self.double = double
        self.sessions = sessions
        self._alone = alone
        server = {"search_engine": Engine.MEILISEARCH, "meili_url": double.url}
        self._settings = site.settings.model_copy(update=server)

    def is_embedded(self, path: str = TELLING) -> bool:
        """Whether the page is that of the embedded index."""
        return body_of(self.site.page(path)) == body_of(self._alone.get(path).text)

    def title(self, path: str) -> str:
        return title_of(self.site.page(path))

    def is_over(self) -> bool:
        """Whether the server answers, and holds what the database says."""
        return self.is_up_to_date() and not self.is_embedded() and not self.lost()

    def is_up_to_date(self) -> bool:
        with self.sessions() as session:
            found = statuses(session)
        return all(copy.is_built and not (copy.waiting or copy.error) for copy in found)

    def has_error(self) -> bool:
        with self.sessions() as session:
            return any(copy.error for copy in statuses(session))

    def lost(self) -> list[int]:
        """Those who are missing from the server, stale there, or in excess."""
        copy = next(c for c in copies(self._settings, self.sessions) if c.name == COPY)
        return [*chain.from_iterable(find_differences(self.sessions, copy.fingerprints()))]


@pytest.fixture(scope="module")
def site(instance: Path, double: RunningDouble) -> Iterator[Site]:
    """One for all the outages: it must get over each."""
    settings = {"SEARCH_ENGINE": "meilisearch", "MEILI_URL": double.url, "LOG_LEVEL": "error"}
    with running_site(instance, "serve", **settings) as site:
        yield site


@pytest.fixture
def outage(site: Site, alone: FlaskClient, sessions: Sessions, double: RunningDouble) -> Outage:
    """A site whose searches the server answers, for now."""
    outage = Outage(site, alone, sessions, double)
    assert until(outage.is_over)
    return outage


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_embedded_index_answers_until_the_server_does(
    outage: Outage, fault: Fault, instance: Path
) -> None:
    with visitors(outage.site) as answers:
        fault.begin(outage.double)
        end_at = time.monotonic() + OUTAGE_SECONDS
        try:
            rename_one(outage.sessions, f"Zyxwabc {fault.name}")
            assert until(outage.is_embedded)
            # Looked at again: the change may come between two sites that are asked.
            assert all(until(lambda path=path: outage.is_embedded(path)) for path in PAGES)
            if fault.told:
                assert until(outage.has_error)
                assert "serveur Meilisearch : 1 structure en attente" in status(instance)
                assert fault.told in status(instance)
            time.sleep(max(0.0, end_at - time.monotonic()))
        finally:
            fault.end(outage.double)
        assert until(outage.is_over)
    assert set(answers) == {200}
    assert "Dernière erreur" not in status(instance)


@pytest.mark.parametrize("what", ["documents", "indexes"])
def test_an_index_that_was_wiped_is_made_again(outage: Outage, what: str) -> None:
    well = {path: outage.title(path) for path in PAGES}
    with visitors(outage.site) as answers:
        outage.double.wipe(what)
        # It must not be taken for whole with the one who comes after.
        rename_one(outage.sessions, f"Zyxwabc {what}")
        for path in PAGES:
            assert until(
                lambda path=path: outage.is_embedded(path) or outage.title(path) == well[path]
            )
        assert until(outage.is_over)
    assert set(answers) == {200}


def status(instance: Path) -> str:
    return reperess(instance, "index", "status").stdout


@contextmanager
def visitors(site: Site) -> Iterator[list[int]]:
    """Somebody who reads pages during the block; gives the status of each answer, 0 for none."""
    answers: list[int] = []
    gone = threading.Event()

    def read() -> None:
        for page in cycle(PAGES):
            if gone.wait(0.1):
                break
            answers.append(status_of(site, page))

    reading = threading.Thread(target=read)
    reading.start()
    try:
        yield answers
    finally:
        gone.set()
        reading.join()


def status_of(site: Site, page: str) -> int:
    try:
        site.page(page)
    except HTTPError as error:
        return error.code
    except (OSError, HTTPException):
        return 0
    return 200
