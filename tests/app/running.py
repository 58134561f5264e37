"""Real processes over one instance: the site, its worker, the programs that read its index."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session, sessionmaker

from app import sqlite
from app.config import Settings
from app.index_copies import Copy, copies
from tests.commands import Process, environment, reperess_command

# On each wait, none a promise: a server and its workers start beside the other tests.
BOUND_SECONDS = 60


class Site:
    """A running `reperess demo` or `reperess serve`, on a port of its own.

    With `--only`, its process is the web server or the worker.
    """

    def __init__(self, instance: Path, *command: str, **settings: str) -> None:
        self.settings = Settings(instance_path=instance)
        self.port = free_port()
        given = environment(instance, PORT=str(self.port), **settings)
        self.process = Process(reperess_command(*command), given, is_fed=False)  # as in a container
        self.announced = self.process.stdout.readline().decode()

    def page(self, path: str) -> str:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=BOUND_SECONDS) as answer:
            return answer.read().decode()

    def finds(self, name: str) -> bool:
        """Whether the results for `name` show it, the search box aside."""
        return name in self.page(f"/recherche?q={name.lower()}").split("<main")[1]

    def answers(self) -> bool:
        try:
            return "Repèr’ESS" in self.page("/")
        except (OSError, HTTPException):
            return False

    def worker(self) -> int:
        """The process id of the worker."""
        return next(pid for pid in children(self.process.pid) if is_worker(pid))

    def web(self) -> int:
        """The process id of the web server, not of its workers."""
        return next(pid for pid in children(self.process.pid) if not is_worker(pid))

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(BOUND_SECONDS)

    def close(self) -> None:
        if self.process.poll() is None:
            self.stop()
        self.process.communicate()


@contextmanager
def running_site(instance: Path, *command: str, **settings: str) -> Iterator[Site]:
    site = Site(instance, *command, **settings)
    try:
        yield site
    finally:
        site.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children(pid: int) -> list[int]:
    return [int(child) for child in told_of(pid, f"task/{pid}/children").split()]


def is_worker(pid: int) -> bool:
    return "app.worker" in told_of(pid, "cmdline")


def is_running(pid: int) -> bool:
    """An orphan that ended may stay as a zombie where nobody waits for it."""
    stat = told_of(pid, "stat")
    return stat != "" and ") Z " not in stat


def told_of(pid: int, what: str) -> str:
    """What Linux says of a process; nothing once it is gone."""
    try:
        return Path(f"/proc/{pid}/{what}").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def start_worker(settings: Settings) -> Process:
    """A worker; it would end with its standard input."""
    return start(settings, "-m", "app.worker")


def working(settings: Settings) -> Process:
    """A worker that has begun to work."""
    worker = start_worker(settings)
    assert until(lambda: is_at_work(worker))
    return worker


def start(settings: Settings, *arguments: str) -> Process:
    """Python, over this instance."""
    given = {"DATABASE_URL": settings.database_url, "LOG_LEVEL": "error"}
    return Process(arguments, environment(settings.instance, **given))


@contextmanager
def ended(*processes: Process, how: signal.Signals = signal.SIGTERM) -> Iterator[None]:
    """Have these processes ended after the block."""
    try:
        yield
    finally:
        for process in processes:
            end(process, how)


def end(process: Process, how: signal.Signals) -> str:
    """What the process said until it was ended so."""
    process.send_signal(how)
    told, _ = process.communicate(timeout=BOUND_SECONDS)
    return told.decode()


def is_at_work(worker: Process | subprocess.Popen[bytes]) -> bool:
    """Whether it is the worker that may write."""
    return any("->" not in lock for lock in locks_of(worker.pid))


def is_waiting(worker: Process | subprocess.Popen[bytes]) -> bool:
    """Whether it sleeps until another gives up its lock."""
    return any("->" in lock for lock in locks_of(worker.pid))


def locks_of(pid: int) -> list[str]:
    """What Linux says of the file locks that a process has, or waits for ("->")."""
    return [lock for lock in Path("/proc/locks").read_text().splitlines() if f" {pid} " in lock]


def until(seen: Callable[[], bool], seconds: float = BOUND_SECONDS) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if seen():
            return True
        time.sleep(0.02)
    return False


@contextmanager
def sessions_of(settings: Settings) -> Iterator[sessionmaker[Session]]:
    """The sessions of one more program that changes the database."""
    engine: Engine = create_engine(settings.database)
    sqlite.tune(engine)
    yield sessionmaker(engine)
    engine.dispose()


def own_copy(settings: Settings, sessions: sessionmaker[Session]) -> Copy:
    """The index of this machine."""
    return copies(settings, sessions)[0]


def kill(pid: int) -> None:
    """Outright; return once it is dead."""
    os.kill(pid, signal.SIGKILL)
    assert until(lambda: not is_running(pid))
