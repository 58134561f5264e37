"""A whole rebuild from the database, as the worker makes it: its time and its memory."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from app import create_app
from app.config import LogLevel, Settings
from app.db import db
from app.index_copies import opened_relay
from app.supervisor import WORKER_MEMORY
from search.relay import silently
from tools.bench_search import peak_memory_mb


@dataclass(frozen=True, slots=True)
class RebuildCost:
    seconds: float
    memory_mb: float  # at its most, of the whole process


def measure_rebuild(instance: Path) -> RebuildCost:
    """In a process of its own, whose memory holds nothing else."""
    printed = subprocess.run(
        [sys.executable, "-m", __spec__.name, str(instance)],
        env=WORKER_MEMORY | os.environ,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return RebuildCost(*map(float, printed.split()))


def rebuild(instance: Path) -> RebuildCost:
    settings = Settings(instance_path=instance, log_level=LogLevel.WARNING)
    with create_app(settings).app_context(), opened_relay(settings, db.sessionmaker) as relay:
        relay.keep_up(silently)  # as a worker that has run: it has the present index open
        start = time.perf_counter()
        relay.rebuild(silently)
        return RebuildCost(time.perf_counter() - start, peak_memory_mb())


if __name__ == "__main__":
    cost = rebuild(Path(sys.argv[1]))
    print(cost.seconds, cost.memory_mb)
