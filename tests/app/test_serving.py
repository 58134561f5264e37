"""`reperess demo` serves the site and its worker as two processes, and ends them together."""

import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import supervisor
from app.supervisor import Kept, end_orphans
from tests.app.editing import rename_one
from tests.app.running import (
    BOUND_SECONDS,
    Site,
    children,
    ended,
    is_running,
    kill,
    running_site,
    sessions_of,
    until,
)
from tests.commands import REPERESS, Process, environment, reperess


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that the tests leave as they found it."""
    with running_site(tmp_path_factory.mktemp("lasting"), "demo", "--size", "60") as site:
        yield site


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance to copy."""
    instance = tmp_path_factory.mktemp("loaded")
    assert reperess(instance, "demo", "--size", 60, "--no-serve").returncode == 0
    return instance


@pytest.fixture
def site(tmp_path: Path, loaded: Path) -> Iterator[Site]:
    """A site to stop."""
    with running_site(shutil.copytree(loaded, tmp_path / "instance"), "demo") as site:
        yield site


def test_it_works(lasting: Site) -> None:
    assert re.match(r"Repèr’ESS répond sur http://127\.0\.0\.1:\d+/", lasting.announced)
    assert "Repèr’ESS" in lasting.page("/")


def test_a_change_becomes_searchable_by_itself(lasting: Site) -> None:
    rename(lasting, "Zyxwabc Menuiserie")
    assert until(lambda: lasting.finds("Zyxwabc"))


def rename(site: Site, name: str) -> None:
    with sessions_of(site.settings) as sessions:
        rename_one(sessions, name)


def test_a_dead_worker_is_replaced(lasting: Site) -> None:
    kill(lasting.worker())
    rename(lasting, "Qwertabc Propreté")
    assert until(lambda: lasting.finds("Qwertabc"))


def test_a_killed_web_server_is_replaced(lasting: Site) -> None:
    kill(lasting.web())
    assert until(lasting.answers)


def test_stopping_it_leaves_no_process_behind(site: Site) -> None:
    family = children(site.process.pid)
    assert len(family) == 2
    assert site.stop() == 0
    assert until(lambda: not any(map(is_running, family)))


def test_closing_the_terminal_leaves_no_process_behind(site: Site) -> None:
    family = children(site.process.pid)
    assert site.stop(signal.SIGHUP) == 0
    assert until(lambda: not any(map(is_running, family)))


def test_a_killed_supervisor_leaves_no_process_behind(site: Site) -> None:
    family = children(site.process.pid)
    site.stop(signal.SIGKILL)
    assert until(lambda: not any(map(is_running, family)))


# Two thousand times, by a signal that comes at any moment of the wait.
STOPPING = """
import signal
from app.supervisor import Stop
for _ in range(2000):
    stop = Stop()
    signal.signal(signal.SIGALRM, stop.ask)
    signal.setitimer(signal.ITIMER_REAL, 0.0002)
    while not stop.wait(0.00001):
        pass
"""


def test_it_stops_whenever_it_is_told_to(tmp_path: Path) -> None:
    stopping = Process(["-c", STOPPING], environment(tmp_path))
    with ended(stopping, how=signal.SIGKILL):
        assert stopping.wait(BOUND_SECONDS) == 0


def test_a_port_already_taken_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        told = subprocess.run(
            [REPERESS, "demo", "--size", "5"],
            env=environment(tmp_path, PORT=port),
            capture_output=True,
            text=True,
            check=False,
            timeout=BOUND_SECONDS,
        )
    assert told.returncode == 1
    assert "n’est pas libre" in told.stderr


class TestStartingAgain:
    """What a process that ends by itself would do to its supervisor."""

    AT_ONCE, IN_AN_HOUR = 0.0, 3600.0
    ORPHANING = (
        "import os, pathlib, subprocess, sys; left = subprocess.Popen(['sleep', '600']);"
        "pathlib.Path(sys.argv[1]).write_text(str(left.pid)); os.kill(os.getpid(), 9)"
    )

    @pytest.mark.parametrize(("after", "again"), [(AT_ONCE, True), (IN_AN_HOUR, False)])
    def test_one_that_had_just_started_waits(
        self, monkeypatch: pytest.MonkeyPatch, after: float, again: bool
    ) -> None:
        monkeypatch.setattr(supervisor, "RESTART_SECONDS", after)
        kept = Kept([sys.executable, "-c", ""])
        first = kept.process
        first.communicate()
        kept.keep()
        assert (kept.process is not first) == again
        kept.process.communicate()

    def test_one_that_runs_is_left_alone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(supervisor, "RESTART_SECONDS", self.AT_ONCE)
        kept = Kept([sys.executable, "-c", "input()"])
        running = kept.process
        kept.keep()
        assert kept.process is running
        running.communicate(b"\n")

    def test_what_a_killed_one_had_started_is_ended(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr(supervisor, "RESTART_SECONDS", self.AT_ONCE)
        kept = Kept([sys.executable, "-c", self.ORPHANING, str(tmp_path / "orphan")])
        kept.process.communicate()
        orphan = int((tmp_path / "orphan").read_text())
        kept.keep()
        assert until(lambda: not is_running(orphan))
        kept.process.communicate()
        end_orphans(kept.process)
