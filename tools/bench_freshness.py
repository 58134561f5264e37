"""How long a change takes to be found in every process, from its commit, the worker running."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from app.db import db
from domain.models import Supplier
from search.embedded import EmbeddedEngine
from search.port import SearchQuery
from tools.bench_search import Timing, timing
from tools.demo_site import demo_app

CHANGES = 100
READERS = 2
LOOK_SECONDS = 0.002

Process = subprocess.Popen[str]


def time_freshness(instance: Path, size: int) -> Iterator[Timing]:
    """For each change, the reader that finds it first and the one that finds it last."""
    app = demo_app(instance, size)
    with app.app_context(), running(instance) as readers:
        time_change(db.sessionmaker, readers, "prêt")  # once the worker is there
        delays = [time_change(db.sessionmaker, readers, f"essai{n:03}") for n in range(CHANGES)]
        db.engine.dispose()
    yield timing("change found by one process", list(map(min, delays)))
    yield timing("change found by every process", list(map(max, delays)))


def time_change(sessions: sessionmaker[Session], readers: list[Process], word: str) -> list[float]:
    """The milliseconds that each reader took."""
    for reader in readers:
        tell(reader, word)
    time.sleep(random.uniform(0, 0.5))  # noqa: S311 any moment between two looks of the worker
    with sessions.begin() as session:
        present = select(Supplier).where(Supplier.is_listed, Supplier.name != word)
        session.scalars(present.order_by(Supplier.updated_at).limit(1)).one().name = word
    committed = time.monotonic()
    return [(heard(reader) - committed) * 1000 for reader in readers]


@contextmanager
def running(instance: Path) -> Iterator[list[Process]]:
    """The worker, and readers to be asked; they end with their standard input."""
    worker = start(instance, "app.worker")
    readers = [start(instance, __spec__.name, str(instance / "index")) for _ in range(READERS)]
    try:
        yield readers
    finally:
        for process in (*readers, worker):
            process.communicate()


def start(instance: Path, *module: str) -> Process:
    return subprocess.Popen(
        [sys.executable, "-m", *module],
        env=os.environ | {"INSTANCE_PATH": str(instance), "LOG_LEVEL": "warning"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def tell(process: Process, word: str) -> None:
    assert process.stdin
    process.stdin.write(f"{word}\n")
    process.stdin.flush()


def heard(process: Process) -> float:
    assert process.stdout
    return float(process.stdout.readline())


def read(index: Path) -> None:
    """Told a word, look for it until it is found, and tell when: on the clock of the machine."""
    engine = EmbeddedEngine(index)
    for line in sys.stdin:
        while not engine.search(SearchQuery(f"{line.strip()} ")).total:
            time.sleep(LOOK_SECONDS)
        print(time.monotonic(), flush=True)


if __name__ == "__main__":
    read(Path(sys.argv[1]))
