"""How the served processes end: when they are told to, and with their supervisor, even killed."""

import os
import signal
import stat
import sys
import threading


def end_when_told() -> None:
    """End at SIGTERM, which Linux keeps from the first process of a container unless it asks."""
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))


def end_with_supervisor() -> None:
    """Ask this process to stop once whoever holds the other end of its standard input is gone.

    Without a pipe there it has no supervisor: what started it is a terminal or a container.
    """
    if stat.S_ISFIFO(os.fstat(sys.stdin.fileno()).st_mode):
        threading.Thread(target=_wait_for_the_end, daemon=True).start()


def _wait_for_the_end() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
