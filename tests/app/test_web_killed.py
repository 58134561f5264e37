"""A web process killed outright, at moments drawn at random, breaks nothing and is replaced."""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from itertools import cycle
from pathlib import Path
from urllib.error import HTTPError

import pytest

from app.indexing import wait_for_worker
from tests.app.editing import Editor, rename_one
from tests.app.likeness import assert_as_rebuilt
from tests.app.running import (
    Site,
    children,
    is_running,
    is_worker,
    kill,
    own_copy,
    running_site,
    sessions_of,
    until,
)
from tests.commands import reperess

KILLS = 20
PAGES = ("/recherche?q=menuiserie", "/recherche?lieu=Nantes", "/recherche?type=ESAT&tri=nom", "/")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    instance = tmp_path / "instance"
    assert reperess(instance, "demo", "--size", 200, "--no-serve").returncode == 0
    with running_site(instance, "serve", WEB_WORKERS="2") as site:
        yield site


def test_it_works(site: Site, tmp_path: Path) -> None:
    rng = random.Random(20)
    with sessions_of(site.settings) as sessions:
        with Editor(sessions), visitors(site) as answers:
            for _ in range(KILLS):
                assert until(lambda: is_back(site))
                time.sleep(rng.uniform(0, 0.3))
                kill(rng.choice(web_processes(site)))
        assert set(answers) == {200}

        rename_one(sessions, "Zyxwabc Menuiserie")
        wait_for_worker(sessions, own_copy(site.settings, sessions))
        assert until(site.answers)
        assert site.finds("Zyxwabc")
        assert_as_rebuilt(sessions, site.settings.index_path, tmp_path / "rebuilt")


def is_back(site: Site) -> bool:
    return bool(web_processes(site)) and site.answers()


def web_processes(site: Site) -> list[int]:
    """The server, which holds the port, and its workers, which answer."""
    servers = [pid for pid in children(site.process.pid) if not is_worker(pid)]
    started = (pid for server in servers for pid in (server, *children(server)))
    return [pid for pid in started if is_running(pid)]


@contextmanager
def visitors(site: Site) -> Iterator[list[int]]:
    """People who read pages during the block; gives the status of each answer, as it comes."""
    answers: list[int] = []
    gone = threading.Event()

    def read() -> None:
        for page in cycle(PAGES):
            if gone.wait(0.1):
                break
            answers.extend(status(site, page))

    reading = [threading.Thread(target=read) for _ in range(2)]
    for visitor in reading:
        visitor.start()
    try:
        yield answers
    finally:
        gone.set()
        for visitor in reading:
            visitor.join()


def status(site: Site, page: str) -> Iterator[int]:
    """Nothing when the process that was answering is killed."""
    try:
        site.page(page)
    except HTTPError as error:
        yield error.code
    except (OSError, HTTPException):
        return
    else:
        yield 200
