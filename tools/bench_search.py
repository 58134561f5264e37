"""The engine's figures: every shape of question, the build, its size, the memory it takes."""

import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from search.documents import Document
from search.embedded import EmbeddedEngine, EmbeddedWriter
from search.port import SearchQuery
from tools.bench_shapes import FACETS, shapes

QUERIES = 200  # of each shape
UPDATES = 30
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of one sort of work, and how many suppliers it found on average."""

    name: str
    p50: float
    p95: float
    found: float | None = None


@dataclass(frozen=True, slots=True)
class IndexCost:
    build_seconds: float
    size_mb: float
    opening_ms: float  # first search of a process, gazetteer loaded


def time_shapes(engine: EmbeddedEngine) -> Iterator[Timing]:
    """Each shape: `QUERIES` questions, drawn alike at every run."""
    for name, draw in shapes(engine).items():
        rng = random.Random(name)  # noqa: S311 draws the same questions at every run
        draw(rng)(engine)
        timings, totals = [], []
        for _ in range(QUERIES):
            ask = draw(rng)
            start = time.perf_counter()
            totals.append(ask(engine))
            timings.append((time.perf_counter() - start) * 1000)
        yield timing(name, timings, statistics.mean(totals))


def build(folder: Path, documents: Sequence[Document]) -> IndexCost:
    start = time.perf_counter()
    with EmbeddedWriter(folder) as writer:
        writer.rebuild(documents)
    built = time.perf_counter()
    EmbeddedEngine(folder).search(SearchQuery(facets=FACETS))
    opened = time.perf_counter()
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return IndexCost(built - start, size / MEGABYTE, (opened - built) * 1000)


def time_updates(folder: Path, documents: Sequence[Document]) -> Iterator[Timing]:
    """Writing 1 and 10 changed suppliers, and the first search that sees them."""
    engine = EmbeddedEngine(folder)
    with EmbeddedWriter(folder) as writer:
        for count in (1, 10):
            written, read = [], []
            for turn in range(UPDATES):
                start = time.perf_counter()
                writer.apply(documents[turn * count : (turn + 1) * count], [])
                committed = time.perf_counter()
                engine.search(SearchQuery(text="entretien"))
                written.append((committed - start) * 1000)
                read.append((time.perf_counter() - committed) * 1000)
            yield timing(f"write {count} changed", written)
            yield timing(f"first search after {count} changed", read)


def memory_mb(folder: Path) -> float:
    """At its most, of a process that answers every shape: Python, NumPy, gazetteer and all."""
    code = (
        "import sys; from pathlib import Path; from tools import bench_search as b;"
        "list(b.time_shapes(b.EmbeddedEngine(Path(sys.argv[1])))); print(b.peak_memory_mb())"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True
    ).stdout
    return float(printed)


def peak_memory_mb() -> float:
    """Of this process. Linux's rusage would count that of the process it was started from."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) * 1024 / MEGABYTE
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


def timing(name: str, milliseconds: Sequence[float], found: float | None = None) -> Timing:
    cuts = statistics.quantiles(milliseconds, n=20)
    return Timing(name, cuts[9], cuts[18], found)
