"""Measures the product on the demo directory: python -m tools.bench [--size 10000]

With --rows, a network's list of so many rows, and nothing else.
"""

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from search.embedded import EmbeddedEngine
from tools.bench_documents import demo_documents
from tools.bench_freshness import time_freshness
from tools.bench_lists import EditCost, measure_list
from tools.bench_load import measure_load
from tools.bench_meeting import measure_meetings
from tools.bench_page import measure
from tools.bench_rebuild import measure_rebuild
from tools.bench_search import Timing, build, memory_mb, time_shapes, time_updates
from tools.bench_suggestions import time_suggestions

DEFAULT_SIZE = 10_000
DIRECTORY = 5_000  # suppliers that a list meets


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=DEFAULT_SIZE, help="how many suppliers")
    parser.add_argument("--rows", type=int, help="measure a list of so many rows alone")
    asked = parser.parse_args()
    for line in lists(asked.rows) if asked.rows else report(asked.size):
        print(line, flush=True)


def report(size: int) -> Iterator[str]:
    """The lines of the table, in Markdown."""
    yield f"{size} suppliers, Python {platform.python_version()}, {os.cpu_count()} cores"
    start = time.perf_counter()
    documents = list(demo_documents(size))
    yield f"documents made in {time.perf_counter() - start:.1f} s\n"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cost = build(folder, documents)
        yield from table(time_shapes(EmbeddedEngine(folder)))
        yield f"\nmemory of a process that searches: {memory_mb(folder):.0f} MB"
        yield f"index built in {cost.build_seconds:.1f} s, {cost.size_mb:.0f} MB on disk,"
        yield f"opened and first searched in {cost.opening_ms:.0f} ms\n"
        yield from table(time_updates(folder, documents))
        load = measure_load(folder, documents)
        yield ""
        yield from table((load.alone, load.with_writer))
        yield f"\np95 with a writer: {load.ratio:.2f} times the p95 without\n"
    with tempfile.TemporaryDirectory() as name:
        instance = Path(name)
        page = measure(instance, size)
        yield f"results page: {page.with_search:.1f} ms, {page.ratio:.2f} times the same page"
        yield f"with no search ({page.without_search:.1f} ms), medians"
        worker = page.memory
        yield f"memory of a web worker: {worker.resident:.0f} MB,"
        yield f"{worker.proportional:.0f} MB with its share of what its server holds too\n"
        yield from table(time_suggestions(instance))
        yield ""
        for meeting in measure_meetings(instance):
            yield f"meeting of {meeting.participants}:"
            yield f"{meeting.held} of {meeting.wished} appointments"
            yield f"made in {meeting.making_seconds:.2f} s,"
            yield f"others kept from writing for {meeting.held_seconds:.2f} s;"
            yield f"their sheets written in {meeting.printing_seconds:.2f} s\n"
        rebuilt = measure_rebuild(instance)
        yield f"whole rebuild from the database: {rebuilt.seconds:.1f} s,"
        yield f"{rebuilt.memory_mb:.0f} MB of memory at its most\n"
        yield from table(time_freshness(instance, size))
    yield ""
    yield from lists(size)


def lists(rows: int) -> Iterator[str]:
    """A list of that many rows."""
    with tempfile.TemporaryDirectory() as name:
        cost = measure_list(Path(name), DIRECTORY, rows)
    yield f"list of {rows} rows: dropped in {cost.dropped:.1f} s,"
    yield f"previewed in {cost.preview:.1f} s,"
    yield f"applied and searchable in {cost.searchable:.1f} s, {cost.memory_mb:.0f} MB at most;"
    yield f"edits by others meanwhile: {told_edits(cost.edits)};"
    yield f"its members left in {cost.left:.1f} s, {told_edits(cost.edits_as_they_leave)};"
    yield f"undone in {cost.undone:.1f} s\n"
    yield from table((cost.alone, cost.meanwhile))
    yield f"\np95 meanwhile: {cost.ratio:.2f} times the p95 alone"


def told_edits(edits: EditCost) -> str:
    return f"{edits.refused} of {edits.count} refused, {edits.longest:.1f} s at most"


def table(timings: Iterable[Timing]) -> Iterator[str]:
    yield "| ms | p50 | p95 | found |"
    yield "|---|---|---|---|"
    for timing in timings:
        found = "" if timing.found is None else f"{timing.found:.0f}"
        yield f"| {timing.name} | {timing.p50:.1f} | {timing.p95:.1f} | {found} |"


if __name__ == "__main__":
    main()
