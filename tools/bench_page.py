"""The results page's figures: next to the same page with no search, and a web worker's memory."""

import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.request import urlopen

from flask import Flask

from app.supervisor import WEB_MEMORY
from domain.geography import Box
from search.port import MapResults, SearchEngine, SearchQuery, SearchResults
from tools.bench_search import MEGABYTE
from tools.demo_site import demo_app

ROUNDS = 60
PAGES = (
    "/recherche?q=menuiserie",
    "/recherche?q=entretien+espaces+verts&lieu=Nantes",
    "/recherche?lieu=Lille&type=ESAT",
    "/recherche?q=restauration&lieu=Rh%C3%B4ne&tri=distance",
)
STARTING_SECONDS = 20.0


@dataclass(frozen=True, slots=True, order=True)
class Memory:
    """`resident`: all that a process sees; `proportional`: its own, and its share of the rest."""

    resident: float
    proportional: float


@dataclass(frozen=True, slots=True)
class PageCost:
    """Medians, in milliseconds, over the same pages turn by turn; memory, in megabytes."""

    with_search: float
    without_search: float
    memory: Memory

    @property
    def ratio(self) -> float:
        return self.with_search / self.without_search


class Remembered:
    """An engine that answers what the real one answered before: a page with no search."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine
        self._answers: dict[SearchQuery, SearchResults] = {}

    def search(self, query: SearchQuery) -> SearchResults:
        if query not in self._answers:
            self._answers[query] = self._engine.search(query)
        return self._answers[query]

    def map_cells(self, query: SearchQuery, box: Box, zoom: int) -> MapResults:
        return self._engine.map_cells(query, box, zoom)

    def count_at(self, level: Literal["departement", "region"]) -> Mapping[str, int]:
        return self._engine.count_at(level)

    def count(self) -> int:
        return self._engine.count()


def measure(instance: Path, size: int) -> PageCost:
    app = demo_app(instance, size)
    real = app.extensions["search"]
    remembered = Remembered(real)
    timings: dict[SearchEngine, list[float]] = {real: [], remembered: []}
    for _ in range(ROUNDS):
        for page in PAGES:
            for engine, milliseconds in timings.items():
                app.extensions["search"] = engine
                milliseconds.append(time_page(app, page))
    # The first round warms both up.
    with_search, without = (statistics.median(all_[len(PAGES) :]) for all_ in timings.values())
    return PageCost(with_search, without, memory_of_a_web_worker(instance))


def time_page(app: Flask, page: str) -> float:
    client = app.test_client()
    start = time.perf_counter()
    status = client.get(page).status_code
    taken = (time.perf_counter() - start) * 1000
    if status != 200:
        raise RuntimeError(f"{page} answered {status}")
    return taken


def memory_of_a_web_worker(instance: Path) -> Memory:
    """Of the only one of its server, after each page was asked for ten times, in megabytes."""
    with web_server(instance) as (process, address):
        for page in PAGES * 10:
            with urlopen(address + page) as answer:  # noqa: S310 our own server, on loopback
                answer.read()
        return max(memory_of(child) for child in children(process.pid))


@contextmanager
def web_server(instance: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "app.web", "app:create_app()", "--worker-class", "gthread"]
    process = subprocess.Popen(
        [*command, "--threads", "4", "--bind", f"127.0.0.1:{port}", "--log-level", "warning"],
        env=WEB_MEMORY | os.environ | {"INSTANCE_PATH": str(instance)},
        stdin=subprocess.DEVNULL,  # of a pipe, it would take the end for that of its supervisor
    )
    try:
        wait_for(port)
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def wait_for(port: int) -> None:
    deadline = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the web server did not start")


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def memory_of(pid: int) -> Memory:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    resident, proportional = (kilobytes[name] * 1024 / MEGABYTE for name in ("Rss", "Pss"))
    return Memory(resident, proportional)
