"""Runs the `reperess` command, as a person would, and Python processes of the site."""

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

REPERESS = Path(sys.executable).with_name("reperess")
BOUND_SECONDS = 120  # for a command


def environment(instance: Path, **settings: str) -> dict[str, str]:
    """A clean environment whose data are in `instance`."""
    return {
        "PATH": os.environ["PATH"],
        "INSTANCE_PATH": str(instance),
        "LANG": "C.UTF-8",
    } | settings


def reperess(
    instance: Path, *arguments: object, **settings: str
) -> subprocess.CompletedProcess[str]:
    """What a command says, and its exit status, from a process of its own."""
    command = reperess_command(*arguments)
    with (
        Path(os.devnull).open() as nothing,
        TemporaryFile("w+") as said,
        TemporaryFile("w+") as complained,
    ):
        files = (nothing.fileno(), said.fileno(), complained.fileno())
        pid = fork(command, environment(instance, **settings), files, BOUND_SECONDS)
        status = asked({"wait": pid})
        for told in (said, complained):
            told.seek(0)
        return subprocess.CompletedProcess(command[2:], status, said.read(), complained.read())


def reperess_command(*arguments: object) -> list[str]:
    """The command, for a Python that has imported the site."""
    script = "import sys; from app.cli import main; sys.argv[0] = 'reperess'; main()"
    return ["-c", script, *map(str, arguments)]


class Process:
    """Python with these arguments, as `subprocess.Popen` gives it, that has imported the site."""

    def __init__(
        self, arguments: Sequence[str], settings: dict[str, str], *, is_fed: bool = True
    ) -> None:
        reads, stdin = os.pipe() if is_fed else (os.open(os.devnull, os.O_RDWR) for _ in range(2))
        stdout, writes = os.pipe()
        self.pid = fork(arguments, settings, (reads, writes, 2))
        self.returncode: int | None = None
        self.stdin, self.stdout = os.fdopen(stdin, "wb"), os.fdopen(stdout, "rb")
        self._ended = os.pidfd_open(self.pid)
        os.close(reads)
        os.close(writes)

    def poll(self) -> int | None:
        """Its exit status, once it has ended."""
        if self.returncode is None and self._has_ended(0):
            self.returncode = asked({"wait": self.pid})
            os.close(self._ended)
        return self.returncode

    def wait(self, timeout: float = 20) -> int:
        if self.returncode is None and not self._has_ended(timeout):
            raise TimeoutError
        status = self.poll()
        assert status is not None
        return status

    def communicate(self, timeout: float = 20) -> tuple[bytes, None]:
        """Close its input; what it had still to say, until its end."""
        self.stdin.close()
        self.wait(timeout)
        told = b"" if self.stdout.closed else self.stdout.read()
        self.stdout.close()
        return told, None

    def send_signal(self, number: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _has_ended(self, seconds: float) -> bool:
        return bool(select.select([self._ended], [], [], seconds)[0])


def fork(
    arguments: Sequence[str], settings: dict[str, str], files: Sequence[int], bound: int = 0
) -> int:
    """Start a process with these standard files, for so many seconds at most; its number."""
    return asked({"arguments": arguments, "settings": settings, "bound": bound}, files)


def asked(request: dict[str, Any], files: Sequence[int] = ()) -> int:
    socket.send_fds(forking(), [json.dumps(request).encode()], files)
    return int(forking().recv(100))


@cache
def forking() -> socket.socket:
    """Where the process that forks is asked, until pytest ends."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.forking", str(its.fileno())],
        env=environment(Path()),
        stdin=subprocess.DEVNULL,
        pass_fds=[its.fileno()],
    )
    its.close()
    atexit.register(process.wait)
    atexit.register(ours.close)
    return ours
