"""The engine's figures: seven shapes of query, the build, its size, the memory it takes."""

import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from domain.geography import Commune, gazetteer
from domain.kinds import KINDS
from domain.taxonomy import taxonomy
from search.documents import Document
from search.embedded import EmbeddedEngine, EmbeddedWriter
from search.port import Facet, Near, SearchQuery, Sort

QUERIES = 200  # of each shape
UPDATES = 30
FACETS = tuple(Facet)
MEGABYTE = 1_000_000

BROAD = ("entretien", "espaces", "insertion", "atelier", "nettoyage", "équipe", "travaux", "tri")
MISSPELT = ("menuizrie", "blanchiserei", "conditionemant", "restoratoin", "maintenence", "netoyaje")
PREFIXES = ("men", "bla", "con", "res", "imp", "maç", "ent", "ser", "net", "ate")
NEEDS = (
    "nettoyage de locaux",
    "entretien espaces verts",
    "repassage du linge",
    "traiteur buffet",
    "mise sous pli",
    "collecte papier bureau",
    "vigile gardiennage",
)


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
    """Each shape: 20 rows, every facet counted, `QUERIES` queries drawn alike at every run."""
    for name, make in SHAPES.items():
        rng = random.Random(name)  # noqa: S311 draws the same queries at every run
        engine.search(make(rng))
        timings, totals = [], []
        for _ in range(QUERIES):
            query = make(rng)
            start = time.perf_counter()
            totals.append(engine.search(query).total)
            timings.append((time.perf_counter() - start) * 1000)
        yield _timing(name, timings, statistics.mean(totals))


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
            yield _timing(f"write {count} changed", written)
            yield _timing(f"first search after {count} changed", read)


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


def _timing(name: str, milliseconds: list[float], found: float | None = None) -> Timing:
    cuts = statistics.quantiles(milliseconds, n=20)
    return Timing(name, cuts[9], cuts[18], found)


def _broad(rng: random.Random) -> SearchQuery:
    return SearchQuery(text=f"{rng.choice(BROAD)} ", facets=FACETS)


def _misspelt(rng: random.Random) -> SearchQuery:
    return SearchQuery(text=f"{rng.choice(MISSPELT)} ", facets=FACETS)


def _prefix(rng: random.Random) -> SearchQuery:
    return SearchQuery(text=rng.choice(PREFIXES), facets=FACETS)


def _by_distance(rng: random.Random) -> SearchQuery:
    kinds = rng.sample(sorted(KINDS), 3)
    filters = {Facet.KIND: tuple(kinds)}
    return SearchQuery(near=_near(rng), filters=filters, sort=Sort.DISTANCE, facets=FACETS)


def _nothing(rng: random.Random) -> SearchQuery:
    return SearchQuery(page=rng.randint(1, 20), facets=FACETS)


def _need_somewhere(rng: random.Random) -> SearchQuery:
    return SearchQuery(text=f"{rng.choice(NEEDS)} ", near=_near(rng), facets=FACETS)


def _four_filters(rng: random.Random) -> SearchQuery:
    groups = rng.sample(sorted(taxonomy().groups), 4)
    services = [s.id for s in taxonomy().services.values() if s.group in groups]
    filters = {
        Facet.KIND: tuple(rng.sample(sorted(KINDS), 4)),
        Facet.SERVICE: tuple(services),
        Facet.GROUP: tuple(groups),
        Facet.REGION: ("75", "76", "52", "84", "11"),
    }
    return SearchQuery(near=_near(rng), filters=filters, facets=FACETS)


SHAPES: dict[str, Callable[[random.Random], SearchQuery]] = {
    "broad keyword": _broad,
    "keyword with typos": _misspelt,
    "prefix of 3 letters": _prefix,
    "filter + 50 km, by distance": _by_distance,
    "empty query": _nothing,
    "several words + place": _need_somewhere,
    "4 disjunctive filters + place": _four_filters,
}


def _near(rng: random.Random) -> Near:
    return Near("commune", rng.choice(_towns()).code_insee)


@cache
def _towns() -> tuple[Commune, ...]:
    """The 300 most populous communes."""
    known = gazetteer()
    communes = [
        commune for code in known.codes if (commune := known.commune(code)) and commune.point
    ]
    communes.sort(key=lambda commune: -commune.population)
    return tuple(communes[:300])
