"""How much a writer slows those who search: two processes read, then read while a third writes."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from multiprocessing import get_context
from pathlib import Path

from search.documents import Document
from search.embedded import EmbeddedEngine, EmbeddedWriter
from tools.bench_search import Timing, timing
from tools.bench_shapes import shapes

READERS = 2
SECONDS = 20.0
# Ten suppliers a second, as the worker relays them: it looks five times a second.
WRITES_A_SECOND = 5
CHANGED_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Load:
    """The questions of every reader, of all shapes."""

    alone: Timing
    with_writer: Timing

    @property
    def ratio(self) -> float:
        """How many times longer the p95 is with the writer."""
        return self.with_writer.p95 / self.alone.p95


def measure_load(folder: Path, documents: Sequence[Document]) -> Load:
    """Each process has its own memory, as web workers and the index worker do."""
    alone = read_together(folder, lambda: time.sleep(0.1))
    with EmbeddedWriter(folder) as writer:
        edits = cycle(changes(documents))
        with_writer = read_together(folder, lambda: write_next(writer, edits))
    return Load(
        timing("2 processes reading", alone), timing("the same, one more writing", with_writer)
    )


def read_together(folder: Path, meanwhile: Callable[[], None]) -> list[float]:
    """The milliseconds that each question took; `meanwhile` is done here again and again."""
    with ProcessPoolExecutor(READERS, get_context("spawn")) as pool:
        readers = [pool.submit(read, folder, seed) for seed in range(READERS)]
        while not all(reader.done() for reader in readers):
            meanwhile()
        return [taken for reader in readers for taken in reader.result()]


def read(folder: Path, seed: int) -> list[float]:
    """Ask without a pause, each shape as often as the others."""
    engine = EmbeddedEngine(folder)
    rng = random.Random(seed)  # noqa: S311 draws the same questions at every run
    draws = list(shapes(engine).values())
    for draw in draws:
        draw(rng)(engine)
    milliseconds = []
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        ask = rng.choice(draws)(rng)
        start = time.perf_counter()
        ask(engine)
        milliseconds.append((time.perf_counter() - start) * 1000)
    return milliseconds


def changes(documents: Sequence[Document]) -> Iterator[Sequence[Document]]:
    for start in range(0, len(documents), CHANGED_AT_ONCE):
        yield documents[start : start + CHANGED_AT_ONCE]


def write_next(writer: EmbeddedWriter, edits: Iterator[Sequence[Document]]) -> None:
    next_at = time.perf_counter() + 1 / WRITES_A_SECOND
    writer.apply(next(edits), [])
    time.sleep(max(0.0, next_at - time.perf_counter()))
