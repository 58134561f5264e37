"""`reperess demo` serves the site and its worker as two processes, and ends them together."""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from domain.models import Supplier
from tests.commands import REPERESS, environment


class Site:
    """A running `reperess demo`, on a port of its own."""

    def __init__(self, instance: Path) -> None:
        self.instance = instance
        self.port = free_port()
        self.process = subprocess.Popen(
            [REPERESS, "demo", "--size", "60"],
            env=environment(instance, PORT=str(self.port), PYTHONUNBUFFERED="1"),
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.announced = self.process.stdout.readline()

    def page(self, path: str) -> str:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.read().decode()

    def rename_one(self, name: str) -> None:
        engine = create_engine(f"sqlite:///{self.instance / 'reperess.sqlite3'}")
        with Session(engine) as session:
            supplier = session.scalars(
                select(Supplier).where(Supplier.archived_at.is_(None)).limit(1)
            ).one()
            supplier.name, supplier.brand = name, None
            session.commit()
        engine.dispose()

    def worker(self) -> int:
        """The process id of the worker."""
        for child in children(self.process.pid):
            if b"app.worker" in Path(f"/proc/{child}/cmdline").read_bytes():
                return child
        raise AssertionError("no worker is running")

    def web(self) -> int:
        """The process id of the web server, not of its workers."""
        worker = self.worker()
        return next(child for child in children(self.process.pid) if child != worker)

    def answers(self) -> bool:
        try:
            return "Repèr’ESS" in self.page("/")
        except OSError:
            return False

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def until(seen: Callable[[], bool], seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if seen():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path)
    yield site
    if site.process.poll() is None:
        site.stop()
    assert site.process.stdout is not None
    site.process.stdout.close()


def test_it_works(site: Site) -> None:
    assert re.match(r"Repèr’ESS répond sur http://127\.0\.0\.1:\d+/", site.announced)
    assert "Repèr’ESS" in site.page("/")


def test_a_change_becomes_searchable_by_itself(site: Site) -> None:
    site.rename_one("Zyxwabc Menuiserie")
    assert until(lambda: "Zyxwabc" in site.page("/recherche?q=zyxwabc").split("<main")[1])


def test_a_dead_worker_is_replaced(site: Site) -> None:
    os.kill(site.worker(), signal.SIGKILL)
    site.rename_one("Qwertabc Propreté")
    assert until(lambda: "Qwertabc" in site.page("/recherche?q=qwertabc").split("<main")[1])


def test_a_killed_web_server_is_replaced(site: Site) -> None:
    os.kill(site.web(), signal.SIGKILL)
    assert until(site.answers)


def test_stopping_it_leaves_no_process_behind(site: Site) -> None:
    family = children(site.process.pid)
    assert len(family) == 2
    assert site.stop() == 0
    assert until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in family))


def test_closing_the_terminal_leaves_no_process_behind(site: Site) -> None:
    family = children(site.process.pid)
    assert site.stop(signal.SIGHUP) == 0
    assert until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in family))


def test_a_killed_supervisor_leaves_no_process_behind(site: Site) -> None:
    family = children(site.process.pid)
    site.stop(signal.SIGKILL)
    assert until(lambda: not any(is_running(pid) for pid in family))


def is_running(pid: int) -> bool:
    """An orphan that ended may stay as a zombie where nobody waits for it."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


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
            timeout=60,
        )
    assert told.returncode == 1
    assert "n’est pas libre" in told.stderr
