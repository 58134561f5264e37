"""A double of the Meilisearch server, and sites that search on it, as processes of their own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from urllib.request import Request, urlopen

from app.config import Settings
from app.supervisor import web_command

REPERESS = Path(sys.executable).with_name("reperess")
STARTING_SECONDS = 30.0
STOPPING_SECONDS = 20.0
ANSWER_SECONDS = 20.0
LOOK_SECONDS = 0.1

Process = subprocess.Popen[bytes]


class RunningDouble:
    """A double on a port of its own, over `folder`; started again, it is there as it was."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._folder = folder
        self.start()

    def start(self) -> None:
        module = (sys.executable, "-m", "tools.meilisearch_double")
        told = ("--port", str(self.port), "--folder", str(self._folder))
        self._process = subprocess.Popen([*module, *told])
        wait_until(lambda: is_open(self.port), STARTING_SECONDS)

    def kill(self) -> None:
        """Outright."""
        self._process.kill()
        self._process.wait()

    def fault(self, kind: str, seconds: float = 0.0) -> None:
        self._tell("/fault", {"kind": kind, "seconds": seconds})

    def mend(self) -> None:
        self.fault("none")

    def wipe(self, what: str) -> None:
        """Its "documents", or its "indexes"."""
        self._tell("/wipe", {"what": what})

    def _tell(self, path: str, body: Mapping[str, object]) -> None:
        told = Request(self.url + path, json.dumps(body).encode(), method="PUT")  # noqa: S310 our own server
        with urlopen(told, timeout=ANSWER_SECONDS) as answer:  # noqa: S310 the same
            answer.read()


@contextmanager
def running_double(folder: Path) -> Iterator[RunningDouble]:
    double = RunningDouble(folder)
    try:
        yield double
    finally:
        double.kill()


@contextmanager
def serving(settings: Settings, log: Path) -> Iterator[str]:
    """`reperess serve`, whose log is added to that file; gives the site's address."""
    with log.open("ab") as told:
        process = subprocess.Popen(
            [REPERESS, "serve"],
            env=environment(settings),
            stdout=subprocess.DEVNULL,
            stderr=told,
        )
        with ended(process):
            yield answering(settings)


@contextmanager
def web_only(settings: Settings) -> Iterator[str]:
    """A web server with no worker beside it; gives its address."""
    process = subprocess.Popen(
        web_command(settings), env=environment(settings), stdin=subprocess.PIPE
    )
    with ended(process):
        yield answering(settings)


def environment(settings: Settings) -> dict[str, str]:
    told = settings.model_dump(mode="json", exclude_defaults=True)
    return os.environ | {name.upper(): str(value) for name, value in told.items()}


def answering(settings: Settings) -> str:
    """The address of a site, once it answers."""
    address = f"http://127.0.0.1:{settings.port}"
    wait_until(lambda: answers(address), STARTING_SECONDS)
    return address


def answers(address: str) -> bool:
    with suppress(OSError, HTTPException):
        return bool(page(address, "/robots.txt"))
    return False


def page(address: str, path: str) -> str:
    """Raises OSError when it is not answered, or not by 200."""
    with urlopen(address + path, timeout=ANSWER_SECONDS) as answer:  # noqa: S310 our own server
        return str(answer.read().decode())


def body_of(html: str) -> str:
    """A page but for its head, which tells its address."""
    return html.rsplit("<main", maxsplit=1)[-1]


def title_of(html: str) -> str:
    """It tells how many are found; the map alone has none, and is its own."""
    found = re.search("<title>(.*?)</title>", html, re.DOTALL)
    return found[1] if found else html


@contextmanager
def ended(process: Process) -> Iterator[None]:
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=STOPPING_SECONDS)


def wait_until(seen: Callable[[], bool], seconds: float) -> float:
    """How long it took to be so. Raises TimeoutError."""
    start = time.monotonic()
    while not seen():
        if time.monotonic() - start > seconds:
            raise TimeoutError(f"not so after {seconds:.0f} seconds")
        time.sleep(LOOK_SECONDS)
    return time.monotonic() - start


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
