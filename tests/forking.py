"""Runs `reperess` commands, each in a fork of this process, which has imported the site before.

A line of its input says a command; a line of its output, the exit status.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

from app.cli import main

BOUND_SECONDS = 120


def serve() -> None:
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            run(**json.loads(line))
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def run(arguments: list[str], settings: dict[str, str], told: str) -> NoReturn:
    """Be this command, which tells what it has to in two files of a folder."""
    signal.alarm(BOUND_SECONDS)
    os.environ.clear()
    os.environ.update(settings)
    sys.argv = ["reperess", *arguments]
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for stream, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(Path(told) / name, os.O_WRONLY | os.O_CREAT), stream)
    main()
    sys.exit()


if __name__ == "__main__":
    serve()
