"""What buyers see when the search server dies: python -m tools.fault_log [--write].

A real site searches on a double of the server (tools/meilisearch_double.py) while people ask it
20 pages a second and somebody renames two suppliers a second. Each fault lasts 30 seconds. A second
site, which searches the embedded index of the same instance alone, says what a page should tell.
"""

import argparse
import os
import platform
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.client import HTTPException
from itertools import count, cycle
from pathlib import Path
from statistics import quantiles

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from app.config import Engine, LogLevel, Settings
from app.db import db
from app.index_copies import copies
from app.index_status import statuses
from domain.models import Supplier
from search.documents import document_hash
from search.meilisearch import COPY
from search.relay import all_documents, id_of
from tools.demo_site import demo_app
from tools.running_sites import (
    REPERESS,
    RunningDouble,
    body_of,
    environment,
    free_port,
    page,
    running_double,
    serving,
    title_of,
    wait_until,
    web_only,
)

SIZE = 1000
RATE = 20  # pages a second
CHANGES = 2  # a second
BEFORE_SECONDS = 5.0
SECONDS = 30.0
STILL_SECONDS = 5.0  # that people go on reading after all is as before
RECOVERY_SECONDS = 120.0
VISITORS = 64
LOOKS = 3  # at a page that differs
REPORT = Path(__file__).parents[1] / "docs" / "faults.md"

PAGES = (
    "/recherche?type=ESAT&tri=nom",
    "/recherche?q=menuiserie",
    "/recherche?q=entretien+espaces+verts&lieu=Nantes",
    "/recherche?lieu=Bretagne&type=ESAT",
    "/recherche?q=restauration&lieu=Rh%C3%B4ne&tri=nom",
    "/recherche?service=menuiserie-batiment&lieu=Loire-Atlantique",
    "/recherche?vue=carte&q=imprimerie",
    "/recherche?page=3",
    "/recherche/carte?cadre=47,-2,48,-1&q=menuiserie",
)
# The double and the embedded index never say the same of it.
TELLING = "/recherche?q=menuiserie"

Sessions = sessionmaker[Session]


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens, and how it ends; None when the site itself must mend it."""

    name: str
    begin: Callable[[RunningDouble], None]
    end: Callable[[RunningDouble], None] | None


def told(kind: str, seconds: float = 0.0) -> tuple[Callable[[RunningDouble], None], ...]:
    return lambda double: double.fault(kind, seconds), RunningDouble.mend


FAULTS = (
    Fault("killed", RunningDouble.kill, RunningDouble.start),
    Fault("slow answers (3 s)", *told("slow", 3)),
    Fault("slow answers (0.3 s)", *told("slow", 0.3)),
    Fault("half-open connections", *told("silent")),
    Fault("full queue (503)", *told("busy")),
    Fault("documents wiped", lambda double: double.wipe("documents"), None),
    Fault("indexes wiped", lambda double: double.wipe("indexes"), None),
)


@dataclass(frozen=True, slots=True)
class Visit:
    """A page asked for: when it should have been, and how long it took from then on."""

    at: float
    seconds: float
    failed: bool


@dataclass(slots=True)
class Compared:
    """What pages said: the embedded index's answer, the server's when all is well, or neither."""

    embedded: int = 0
    server: int = 0
    neither: int = 0


@dataclass(slots=True)
class Figures:
    fault: str
    visits: list[Visit]
    during: list[float]
    compared: Compared
    away_after: float | None
    asked_again_after: float
    up_to_date_after: float
    changes: int
    missing: int
    stale: int
    in_excess: int
    status: list[str] = field(default_factory=list)  # before, during, after

    @property
    def failed(self) -> int:
        return sum(visit.failed for visit in self.visits)


class Site:
    """The site under test, the one it is compared with, and what both are made of."""

    def __init__(self, settings: Settings, address: str, embedded: str, sessions: Sessions) -> None:
        self.settings = settings
        self.address = address
        self.embedded = embedded
        self.sessions = sessions

    def is_embedded(self) -> bool:
        """Whether searches are answered by the embedded index."""
        return self._same(TELLING)

    def compare(self, path: str, well: str, compared: Compared) -> None:
        """`well`: what the server tells of that page when all is well.

        One that is neither is looked at again: between two sites that are asked for a page a change
        may be indexed, and between two searches of a page the server may come back.
        """
        for _ in range(LOOKS):
            html = page(self.address, path)
            if body_of(html) == body_of(page(self.embedded, path)):
                compared.embedded += 1
                return
            if title_of(html) == well:
                compared.server += 1
                return
        compared.neither += 1

    def _same(self, path: str) -> bool:
        return any(
            body_of(page(self.address, path)) == body_of(page(self.embedded, path))
            for _ in range(LOOKS)
        )

    def is_up_to_date(self) -> bool:
        with self.sessions() as session:
            found = statuses(session)
        fine = [copy.is_built and not (copy.waiting or copy.error) for copy in found]
        return len(fine) == 2 and all(fine)

    def status(self) -> str:
        """What `reperess index status` says, the name of the machine aside."""
        said = subprocess.run(
            [REPERESS, "index", "status"],
            env=environment(self.settings),
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        return re.sub(r"(L’index de la machine )\S+", r"\1machine-1", said).strip()


class Visitors:
    """People who ask for pages at a steady pace, whatever becomes of those asked before."""

    def __init__(self, address: str) -> None:
        self.visits: list[Visit] = []
        self._address = address

    @contextmanager
    def reading(self) -> Iterator[None]:
        with ThreadPoolExecutor(VISITORS) as pool, repeated(RATE) as on_time:
            paths = cycle(PAGES)
            on_time(lambda at: pool.submit(self._visit, next(paths), at))
            yield

    def _visit(self, path: str, at: float) -> None:
        failed = False
        try:
            page(self._address, path)
        except (OSError, HTTPException):
            failed = True
        self.visits.append(Visit(at, time.monotonic() - at, failed))


class Renaming:
    """Somebody who renames the same few suppliers, in words that no page asks for."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._names = (f"Zyxwabc {number:06}" for number in count())
        self.changes = 0
        with sessions() as session:
            chosen = select(Supplier.id).where(Supplier.is_listed)
            self._ids = cycle(session.scalars(chosen.order_by(Supplier.id).limit(20)).all())

    def rename(self, _at: float) -> None:
        with self._sessions.begin() as session:
            renamed = session.get_one(Supplier, next(self._ids))
            renamed.name, renamed.brand = next(self._names), None
        self.changes += 1


Job = Callable[[float], object]


@contextmanager
def repeated(rate: float) -> Iterator[Callable[[Job], None]]:
    """Gives what has a job done so many times a second, told when it should be, until the end."""
    stop = threading.Event()
    threads: list[threading.Thread] = []

    def do(job: Job) -> None:
        at = time.monotonic()
        while not stop.wait(max(0.0, at - time.monotonic())):
            job(at)
            at += 1 / rate

    def begin(job: Job) -> None:
        threads.append(threading.Thread(target=do, args=[job]))
        threads[-1].start()

    try:
        yield begin
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def measure(site: Site, double: RunningDouble, fault: Fault, seconds: float) -> Figures:
    """Have the fault happen for so long while people read and change things."""
    visitors, renaming = Visitors(site.address), Renaming(site.sessions)
    compared = Compared()
    well = {path: title_of(page(site.address, path)) for path in PAGES}
    paths = cycle(PAGES)

    def compare(_at: float) -> None:
        path = next(paths)
        site.compare(path, well[path], compared)

    status = [site.status()]
    with visitors.reading(), repeated(CHANGES) as on_time:
        on_time(renaming.rename)
        time.sleep(BEFORE_SECONDS)
        began = time.monotonic()
        fault.begin(double)
        away_after = seconds_until(site.is_embedded, seconds / 2)
        with repeated(CHANGES) as comparing:
            comparing(compare)
            mended = None if fault.end else time_recovery(site, began)
            time.sleep(max(0.0, began + seconds / 2 - time.monotonic()))
            status.append(site.status())
            time.sleep(max(0.0, began + seconds - time.monotonic()))
        ended = time.monotonic()
        if fault.end:
            fault.end(double)
        asked_again, up_to_date = mended or time_recovery(site, ended)
        time.sleep(STILL_SECONDS)
    wait_until(site.is_up_to_date, RECOVERY_SECONDS)
    status.append(site.status())
    during = [visit.seconds for visit in visitors.visits if began <= visit.at < ended]
    missing, stale, in_excess = lost(site)
    return Figures(
        fault=fault.name,
        visits=visitors.visits,
        during=during,
        compared=compared,
        away_after=away_after,
        asked_again_after=asked_again,
        up_to_date_after=up_to_date,
        changes=renaming.changes,
        missing=missing,
        stale=stale,
        in_excess=in_excess,
        status=status,
    )


def time_recovery(site: Site, since: float) -> tuple[float, float]:
    """The seconds until the server answers searches, and until it is up to date."""
    with ThreadPoolExecutor(2) as pool:
        seen = (lambda: not site.is_embedded(), site.is_up_to_date)
        waiting = [pool.submit(wait_until, what, RECOVERY_SECONDS) for what in seen]
        late = time.monotonic() - since
        asked_again, up_to_date = (late + waited.result() for waited in waiting)
    return asked_again, up_to_date


def seconds_until(seen: Callable[[], bool], seconds: float) -> float | None:
    """None when it was not seen in time."""
    try:
        return wait_until(seen, seconds)
    except TimeoutError:
        return None


def lost(site: Site) -> tuple[int, int, int]:
    """How many documents of the server are missing, stale, and in excess."""
    on_server = next(c for c in copies(site.settings, site.sessions) if c.name == COPY)
    held = on_server.fingerprints()
    with site.sessions() as session:
        expected = {id_of(each): document_hash(each) for each in all_documents(session)}
    stale = sum(held[id_] != expected[id_] for id_ in held.keys() & expected.keys())
    return len(expected.keys() - held.keys()), stale, len(held.keys() - expected.keys())


def measured(faults: Iterable[Fault], size: int, seconds: float, log: Path) -> Iterator[Figures]:
    """One fault after the other, on one directory; the site's log is added to that file."""
    with tempfile.TemporaryDirectory() as name, running_double(Path(name) / "double") as double:
        app = demo_app(Path(name) / "instance", size)
        settings = Settings(
            instance_path=Path(name) / "instance",
            log_level=LogLevel.WARNING,
            search_engine=Engine.MEILISEARCH,
            meili_url=double.url,
            port=free_port(),
        )
        alone = settings.model_copy(
            update={"search_engine": Engine.EMBEDDED, "port": free_port(), "meili_url": ""}
        )
        with app.app_context(), web_only(alone) as embedded:
            for fault in faults:
                # Each finds a site that trusts its server as at first.
                with serving(settings, log) as address:
                    site = Site(settings, address, embedded, db.sessionmaker)
                    wait_until(lambda: is_ready(site), RECOVERY_SECONDS)  # noqa: B023 called at once
                    yield measure(site, double, fault, seconds)
            db.engine.dispose()


def is_ready(site: Site) -> bool:
    return site.is_up_to_date() and not site.is_embedded()


def report(found: Sequence[Figures], size: int, seconds: float) -> Iterator[str]:
    """The lines of the document."""
    yield "# When the search server dies"
    yield ""
    yield (
        f"Measured by `make faults` on {date.today():%-d %B %Y}, {os.cpu_count()} cores shared"  # noqa: DTZ011 of whoever reads
        f" with other work, Python {platform.python_version()}: a site of {size:,} invented"
        " suppliers, one web process, over a double of the Meilisearch server"
        " (`tools/meilisearch_double.py`) that fails as it is told to, and otherwise answers at"
        " once, whatever is asked: this says nothing of how long real searches take. People ask for"
        f" {RATE} search pages a second and {CHANGES} suppliers a second are renamed, from"
        f" {BEFORE_SECONDS:.0f} s before the fault until after the recovery; the fault lasts"
        f" {seconds:.0f} s, but a wipe, which the site mends by itself."
    )
    yield ""
    yield from table(found)
    yield ""
    yield from MEANINGS
    for figures in found[:1]:
        yield ""
        yield f"## `reperess index status`: {figures.fault}"
        for when, status in zip(("Before", "During", "After"), figures.status, strict=True):
            yield from ("", f"{when}:", "", "```", status, "```")


MEANINGS = (
    "- **Failed**: not answered by 200, from before the fault to after the recovery. A page asks"
    " one to four searches; its time counts from when it should have been asked for.",
    "- **As the embedded index / as the server / neither**: pages compared during the fault, word"
    " for word with those of a site that searches the embedded index alone; or by their count with"
    " what the server said before. A page that is neither would tell something untrue.",
    "- **Left alone**: how long after the fault a page was first the embedded index's. **Asked"
    " again**, **up to date**: how long after the fault ended (after a wipe: after it began) the"
    " server answered searches, and `reperess index status` said that nothing waits for it.",
    "- **Lost**: documents missing from the server, stale, or in excess at the end, each compared"
    " with the database by its hash.",
)


def table(found: Iterable[Figures]) -> Iterator[str]:
    yield (
        "| fault | pages | failed | p50 | p95 | max | as the embedded index / as the server /"
        " neither | left alone | asked again | up to date | changes | lost |"
    )
    yield "|---|---|---|---|---|---|---|---|---|---|---|---|"
    for figures in found:
        yield f"| {' | '.join(row(figures))} |"


def row(figures: Figures) -> Iterator[str]:
    cuts = quantiles(figures.during, n=20)
    compared = figures.compared
    away = figures.away_after
    yield figures.fault
    yield f"{len(figures.visits)}"
    yield f"{figures.failed}"
    yield from (f"{time:.2f} s" for time in (cuts[9], cuts[18], max(figures.during)))
    yield f"{compared.embedded} / {compared.server} / {compared.neither}"
    yield "never" if away is None else f"{away:.1f} s"
    yield f"{figures.asked_again_after:.1f} s"
    yield f"{figures.up_to_date_after:.1f} s"
    yield f"{figures.changes}"
    yield f"{figures.missing} / {figures.stale} / {figures.in_excess}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--size", type=int, default=SIZE, help="how many suppliers")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long a fault lasts")
    parser.add_argument("--only", default="", help="the faults whose name has this in it")
    parser.add_argument("--log", type=Path, default=Path(os.devnull), help="of the site")
    parser.add_argument("--write", action="store_true", help=f"into docs/{REPORT.name}")
    told = parser.parse_args()
    faults = [fault for fault in FAULTS if told.only in fault.name]
    found = []
    for figures in measured(faults, told.size, told.seconds, told.log):
        print(*table([figures]), sep="\n", flush=True)
        found.append(figures)
    text = "\n".join(report(found, told.size, told.seconds)) + "\n"
    print(text)
    if told.write:
        REPORT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
