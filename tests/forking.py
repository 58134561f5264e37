"""Starts Python processes, each a fork of this one, which has imported the site before.

Importing it is most of what a short process takes. Each request is a JSON object: a process to
start, with the files that are to be its standard ones, or the number of one to wait for. Each
answer is a number: that of the process, or its exit status.
"""

import json
import os
import runpy
import signal
import socket
import sys

import app.cli  # noqa: F401 the site

LONGEST_REQUEST = 100_000


def serve(asked: socket.socket) -> None:
    while True:
        said, files, *_ = socket.recv_fds(asked, LONGEST_REQUEST, 3)
        if not said:
            return
        asked.sendall(f"{answer(files, **json.loads(said))}\n".encode())
        for file in files:
            os.close(file)


def answer(
    files: list[int],
    arguments: list[str] | None = None,
    settings: dict[str, str] | None = None,
    bound: int = 0,
    wait: int = 0,
) -> int:
    if arguments is None or settings is None:
        return os.waitstatus_to_exitcode(os.waitpid(wait, 0)[1])
    pid = os.fork()
    if pid == 0:
        become(files, arguments, settings, bound)
    return pid


def become(files: list[int], arguments: list[str], settings: dict[str, str], bound: int) -> None:
    """What `python` would be with these arguments, in this environment, for so many seconds."""
    signal.alarm(bound)
    for standard, file in enumerate(files):
        os.dup2(file, standard)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    sys.stdout.reconfigure(line_buffering=True)
    os.environ.clear()
    os.environ.update(settings)
    how, what, *rest = arguments
    sys.argv = [what, *rest]
    if how == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        exec(what, {"__name__": "__main__"})
    sys.exit()


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
