"""A network's list from its file to the search: its time, its memory, what others feel of it."""

import io
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from app.db import db
from app.networks.lists.keeping import keep_file
from app.networks.lists.matching import start_matching
from app.networks.lists.models import ListState, MemberList
from app.networks.lists.turns import ask
from domain.models import Network, Supplier
from search.embedded import EmbeddedEngine
from search.port import SearchQuery
from tools.bench_freshness import start
from tools.bench_search import MEGABYTE, Timing, timing
from tools.demo_site import demo_app

NETWORK, OTHER_NETWORK = "mesure", "autre-mesure"
TITLES = "Nom;Adresse;Code postal;Ville;Activités;Type;Mail;Téléphone;Description"
TOWNS = (
    *(("49000", "Angers"), ("44000", "Nantes"), ("59000", "Lille"), ("69003", "Lyon")),
    *(("13001", "Marseille"), ("62000", "Arras"), ("35000", "Rennes"), ("31000", "Toulouse")),
)
TRADES = ("Repassage", "Menuiserie", "Espaces verts", "Traiteur", "Mise sous pli", "Peinture")
WORDS = ("alouette", "brume", "digue", "fougere", "grange", "hameau", "iris", "lune", "mousse")
ALONE_SECONDS = 5.0
LONGEST_SECONDS = 1800.0  # a list that takes longer has failed
BETWEEN_SEARCHES, BETWEEN_EDITS, BETWEEN_LOOKS = 0.02, 0.2, 0.05


@dataclass(frozen=True, slots=True)
class ListCost:
    """Seconds from each press of a button; `searchable` is when the last row is found."""

    preview: float
    searchable: float
    undone: float
    memory_mb: float  # of the process that works, at its most
    alone: Timing
    meanwhile: Timing
    edits: int
    refused: int

    @property
    def ratio(self) -> float:
        return self.meanwhile.p95 / self.alone.p95


def measure_list(instance: Path, size: int, rows: int) -> ListCost:
    """On a directory of `size` suppliers, the worker running.

    A first list alone; then a second while somebody searches and somebody edits; the first undone.
    """
    app = demo_app(instance, size)
    with app.app_context():
        engine = EmbeddedEngine(instance / "index")
        with _worker(instance):
            watched = _Watched(engine, db.sessionmaker)
            with watched.weighing():
                number, preview, found = _whole_way(engine, NETWORK, range(rows))
            until = time.perf_counter() + ALONE_SECONDS
            alone = _searches(engine, lambda: time.perf_counter() > until)
            with watched.disturbing():
                _whole_way(engine, OTHER_NETWORK, range(rows, 2 * rows))
            undone = _timed(number, ListState.UNDOING, lambda: _is(number, ListState.UNDONE))
        db.engine.dispose()
    meanwhile = timing("the same while a list is applied", watched.searches)
    return ListCost(
        *(preview, found, undone, watched.memory_mb, timing("searches", alone), meanwhile),
        watched.edits,
        watched.refused,
    )


def _whole_way(engine: EmbeddedEngine, network: str, rows: range) -> tuple[int, float, float]:
    """The list; seconds to its preview, then to its last row found."""
    number = _drop(db.session, network, rows)
    preview = _timed(number, ListState.READING, lambda: _is(number, ListState.READ))
    last = SearchQuery(f"{_name(rows[-1])} ")
    found = _timed(number, ListState.APPLYING, lambda: engine.search(last).total > 0)
    return number, preview, found


def _drop(session: Session, network: str, rows: range) -> int:
    session.add(Network(slug=network, name=f"Réseau {network}"))
    session.flush()
    content = "\n".join([TITLES, *map(_row, rows)]).encode()
    one = keep_file(session, network, "membres.csv", io.BytesIO(content), "user:0")
    start_matching(session, one)
    session.commit()
    return one.id


def _name(number: int) -> str:
    rng = random.Random(number)  # noqa: S311 the same names at every run
    return f"{' '.join(rng.sample(WORDS, 3))} {number:06}"


def _row(number: int) -> str:
    rng = random.Random(number)  # noqa: S311 the same rows at every run
    postcode, city = rng.choice(TOWNS)
    trades = ", ".join(rng.sample(TRADES, 2))
    return (
        f"{_name(number)};{number} rue Haute;{postcode};{city};{trades};EI;"
        f"contact@s{number}.example;02 41 00 00 00;Atelier {number}, au service du territoire."
    )


def _timed(number: int, state: ListState, is_done: Callable[[], bool]) -> float:
    began = time.perf_counter()
    with db.sessionmaker.begin() as session:
        one = session.get_one(MemberList, number)
        ask(one, state, one.asked_by)
    while not is_done():
        if time.perf_counter() - began > LONGEST_SECONDS:
            raise TimeoutError(f"list {number} is still {state} after {LONGEST_SECONDS} s")
        time.sleep(BETWEEN_LOOKS)
    return time.perf_counter() - began


def _is(number: int, state: ListState) -> bool:
    with db.sessionmaker() as session:
        return session.get_one(MemberList, number).state is state


@contextmanager
def _worker(instance: Path) -> Iterator[None]:
    process = start(instance, "app.worker")
    try:
        yield
    finally:
        process.communicate()


def _searches(engine: EmbeddedEngine, is_over: Callable[[], bool]) -> list[float]:
    """Milliseconds of each, one after the other, until it is over."""
    taken = []
    while not is_over():
        began = time.perf_counter()
        engine.search(SearchQuery(random.choice(TRADES)))  # noqa: S311 any of them
        taken.append((time.perf_counter() - began) * 1000)
        time.sleep(BETWEEN_SEARCHES)
    return taken


@dataclass(slots=True)
class _Watched:
    """One who searches and one who edits, each in a thread, while the list is worked on."""

    engine: EmbeddedEngine
    sessions: sessionmaker[Session]
    searches: list[float] = field(default_factory=list)
    memory_mb: float = 0.0
    edits: int = 0
    refused: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def weighing(self) -> AbstractContextManager[None]:
        return self._doing(self._weigh)

    def disturbing(self) -> AbstractContextManager[None]:
        return self._doing(self._search, self._edit, self._weigh)

    @contextmanager
    def _doing(self, *works: Callable[[], None]) -> Iterator[None]:
        self.over.clear()
        threads = [threading.Thread(target=work) for work in works]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.over.set()
            for thread in threads:
                thread.join()

    def _search(self) -> None:
        self.searches = _searches(self.engine, self.over.is_set)

    def _edit(self) -> None:
        while not self.over.wait(BETWEEN_EDITS):
            self.edits += 1
            try:
                with self.sessions.begin() as session:
                    page = select(Supplier).where(Supplier.invented).order_by(Supplier.updated_at)
                    session.scalars(page.limit(1)).one().description = f"Essai {self.edits}"
            except SQLAlchemyError:
                self.refused += 1

    def _weigh(self) -> None:
        while not self.over.wait(BETWEEN_LOOKS):
            self.memory_mb = max([self.memory_mb, *_peaks()])


def _peaks() -> Iterator[float]:
    """Of each process that works on a list; Linux alone tells."""
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            if b"app.networks.lists" in (status.parent / "cmdline").read_bytes():
                lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
                yield int(lines["VmHWM"].split()[0]) * 1024 / MEGABYTE
        except (OSError, KeyError):  # it has just ended
            continue
