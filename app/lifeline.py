"""What ties the served processes to their supervisor: they end with it, even if it is killed."""

import os
import signal
import sys
import threading


def end_with_supervisor() -> None:
    """Ask this process to stop once whoever holds the other end of its standard input is gone."""
    threading.Thread(target=_wait_for_the_end, daemon=True).start()


def _wait_for_the_end() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
