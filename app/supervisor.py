"""Runs the site and its worker as two processes, and ends them together."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import StrEnum
from types import FrameType
from typing import NoReturn

from app.config import Settings

READY_SECONDS = 60.0
STOP_SECONDS = 10.0
WATCH_SECONDS = 0.1
# What glibc reads, and other libraries do not.
# One heap for all threads: less memory, and pages come as fast, eight asked for at a time.
WEB_MEMORY = {"MALLOC_ARENA_MAX": "1"}
# Its own thresholds; unless they are set, it raises them as it goes and keeps what was freed.
# Searches, in the web, would be slower by it. Figures of both: docs/performance.md.
WORKER_MEMORY = {"MALLOC_MMAP_THRESHOLD_": "131072", "MALLOC_TRIM_THRESHOLD_": "131072"}
RESTART_SECONDS = (
    2.0  # between two starts, at least: one that dies at once would else start for ever
)


class Part(StrEnum):
    """What may be served alone."""

    WEB = "web"
    WORKER = "worker"


class ServeError(Exception):
    """The site could not start or stay up; the message says why, in French."""


def supervise(settings: Settings, on_ready: Callable[[], None]) -> None:
    """Serve until interrupted, calling `on_ready` once the site answers. Raises ServeError."""
    check_port_free(settings)
    stop = Stop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop.ask)
    web, worker = Kept(web_command(settings), WEB_MEMORY), Kept(worker_command(), WORKER_MEMORY)
    try:
        wait_until_answering(settings, web.process, stop)
        if not stop.is_asked:
            on_ready()
        while not stop.wait(WATCH_SECONDS):
            if (status := web.process.poll()) is not None:
                check_was_killed(status)
            web.keep()
            worker.keep()
    finally:
        _end(web.process, worker.process)


class Stop:
    """Asked by a signal, even one that comes while it is waited for.

    It only sleeps: an Event of `threading`, or a queue with a timeout, waits for ever when the
    signal comes at a bad moment.
    """

    def __init__(self) -> None:
        self.is_asked = False

    def ask(self, _signal: int, _frame: FrameType | None) -> None:
        self.is_asked = True

    def wait(self, seconds: float) -> bool:
        """Whether it is asked, after this time at most."""
        if not self.is_asked:
            time.sleep(seconds)
        return self.is_asked


def become(part: Part, settings: Settings) -> NoReturn:
    """Be this one process from now on: whoever started it keeps it running. Raises ServeError."""
    command, memory = worker_command(), WORKER_MEMORY
    if part is Part.WEB:
        check_port_free(settings)
        command, memory = web_command(settings), WEB_MEMORY
    os.execve(command[0], command, {**memory, **os.environ})  # noqa: S606 our own command


class Kept:
    """A process that is started again when it ends."""

    def __init__(self, command: list[str], environment: Mapping[str, str] | None = None) -> None:
        self._command = command
        self._environment = {**(environment or {}), **os.environ}
        self._start()

    def keep(self) -> None:
        """Start it again if it has ended: at once, or a little later if it had just started."""
        ran_for = time.monotonic() - self._started
        if self.process.poll() is not None and ran_for >= RESTART_SECONDS:
            end_orphans(self.process)
            self._start()

    def _start(self) -> None:
        self._started = time.monotonic()
        self.process = _start(self._command, self._environment)


def check_was_killed(status: int) -> None:
    """Raises ServeError for a server that ended by itself: started again, it would end again."""
    if status >= 0:
        raise ServeError("Le serveur web s’est arrêté. Sa dernière erreur est ci-dessus.")


def check_port_free(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise ServeError(_unbound(settings, error)) from error


def _unbound(settings: Settings, error: OSError) -> str:
    address = f"{settings.host}:{settings.port}"
    if error.errno == errno.EADDRINUSE:
        return (
            f"L’adresse {address} n’est pas libre : un autre programme y répond déjà, peut-être"
            " ce site. Arrêtez-le, ou choisissez un autre port avec PORT=8001."
        )
    return f"On ne peut pas écouter sur {address} : vérifiez HOST et PORT."


def wait_until_answering(settings: Settings, web: subprocess.Popen[bytes], stop: Stop) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not stop.is_asked and time.monotonic() < deadline:
        if web.poll() is not None:
            raise ServeError("Le serveur web n’a pas démarré. Sa dernière erreur est ci-dessus.")
        if _answers(settings):
            return
        stop.wait(0.05)
    if not stop.is_asked:
        raise ServeError(f"Le serveur web ne répond pas après {READY_SECONDS:.0f} secondes.")


def web_command(settings: Settings) -> list[str]:
    return [
        *(sys.executable, "-m", "app.web", "app:create_app()"),
        *("--bind", f"{settings.host}:{settings.port}"),
        *("--worker-class", "gthread"),
        *("--workers", str(settings.web_workers)),
        *("--threads", str(settings.web_threads)),
        *("--log-level", "warning"),
        # The longest that gunicorn takes: it answers a longer address itself, in English.
        *("--limit-request-line", "8190"),
        # It would be in the home folder: the same for every site, or no place to write it.
        "--no-control-socket",
    ]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "app.worker"]


def _start(command: list[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches the supervisor alone, which ends both in order. Should
    # it be killed, the pipe closes and they end by themselves (app/lifeline.py).
    return subprocess.Popen(  # noqa: S603 our own command
        command, env=environment, stdin=subprocess.PIPE, start_new_session=True
    )


def end_orphans(process: subprocess.Popen[bytes]) -> None:
    """End what a killed process had started: web workers hold the port for a while."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _answers(settings: Settings) -> bool:
    try:
        with socket.create_connection((settings.host, settings.port), timeout=1) as connection:
            connection.sendall(b"HEAD /robots.txt HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return connection.recv(12).startswith(b"HTTP/1.")
    except OSError:
        return False


def _end(*processes: subprocess.Popen[bytes]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
