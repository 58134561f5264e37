"""`reperess serve --only web` and `--only worker`: the same site in two containers."""

import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.config import Settings
from app.locks import hold
from app.supervisor import WEB_MEMORY, WORKER_MEMORY
from tests.app.editing import rename_one
from tests.app.running import (
    BOUND_SECONDS,
    Site,
    children,
    is_at_work,
    is_running,
    is_waiting,
    is_worker,
    running_site,
    sessions_of,
    told_of,
    until,
)
from tests.commands import REPERESS, environment, reperess


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    instance = tmp_path_factory.mktemp("served")
    made = reperess(instance, "demo", "--size", 20, "--no-serve")
    assert made.returncode == 0, made.stderr
    return instance


@pytest.fixture(scope="module")
def web(instance: Path) -> Iterator[Site]:
    with running_web(instance) as web:
        yield web


@pytest.fixture(scope="module")
def worker(instance: Path) -> Iterator[Site]:
    with running_worker(instance) as worker:
        yield worker


@contextmanager
def running_web(instance: Path) -> Iterator[Site]:
    with running_site(instance, "serve", "--only", "web") as web:
        assert until(web.answers)
        yield web


@contextmanager
def running_worker(instance: Path) -> Iterator[Site]:
    with running_site(instance, "serve", "--only", "worker") as worker:
        assert until(lambda: is_worker(worker.process.pid))
        assert until(lambda: is_at_work(worker.process))
        yield worker


def test_it_works_in_two_parts(web: Site, worker: Site) -> None:
    with sessions_of(web.settings) as sessions:
        rename_one(sessions, "Zyxwabc Menuiserie")
    assert until(lambda: web.finds("Zyxwabc"))


def test_on_an_empty_instance_both_prepare_in_turn(tmp_path: Path) -> None:
    with (
        running_site(tmp_path, "serve", "--only", "worker") as worker,
        running_site(tmp_path, "serve", "--only", "web") as web,
    ):
        assert until(web.answers)
        assert until(lambda: is_at_work(worker.process))


def test_each_says_what_it_starts(web: Site, worker: Site) -> None:
    assert web.announced == f"Le site démarre sur http://127.0.0.1:{web.port}/.\n"
    assert worker.announced == "Le worker démarre.\n"


def test_the_site_alone_has_no_worker(web: Site) -> None:
    assert not any(map(is_worker, children(web.process.pid)))


def test_each_has_its_own_settings_of_memory(web: Site, worker: Site) -> None:
    assert memory_settings(web) == WEB_MEMORY
    assert memory_settings(worker) == WORKER_MEMORY


def memory_settings(site: Site) -> dict[str, str]:
    told = (line.split("=", 1) for line in told_of(site.process.pid, "environ").split("\0") if line)
    return {name: value for name, value in told if name in WEB_MEMORY | WORKER_MEMORY}


def test_told_to_stop_the_site_leaves_no_process_behind(instance: Path) -> None:
    with running_web(instance) as web:
        family = children(web.process.pid)
        assert family
        assert web.stop() == 0
    assert until(lambda: not any(map(is_running, family)))


def test_told_to_stop_the_worker_ends(tmp_path: Path) -> None:
    with running_worker(tmp_path) as worker:
        assert worker.stop() == 0


def test_told_to_stop_while_it_waits_for_its_turn_it_ends(tmp_path: Path) -> None:
    with hold(Settings(instance_path=tmp_path).preparation_lock_path, wait=False):
        waiting = subprocess.Popen(
            [REPERESS, "serve", "--only", "worker"], env=environment(tmp_path)
        )
        assert until(lambda: is_waiting(waiting))
        waiting.terminate()
        assert waiting.wait(BOUND_SECONDS) == 128 + signal.SIGTERM


def test_a_second_worker_that_waits_ends_when_told_to(worker: Site, instance: Path) -> None:
    with running_site(instance, "serve", "--only", "worker") as second:
        assert until(lambda: is_worker(second.process.pid) and is_waiting(second.process))
        assert second.stop() == 128 + signal.SIGTERM


def test_a_port_already_taken_is_said(instance: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        told = reperess(instance, "serve", "--only", "web", PORT=port)
    assert told.returncode == 1
    assert "n’est pas libre" in told.stderr
