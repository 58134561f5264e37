"""A network's list from its file to the search: its time, its memory, what others feel of it."""

import io
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.datastructures import FileStorage

from app.db import db
from app.networks.lists.dropping import drop_file
from app.networks.lists.models import ListState, MemberList
from app.networks.lists.turns import ask
from domain.models import Network, Supplier
from search.embedded import EmbeddedEngine
from search.port import SearchQuery
from tools.bench_freshness import start
from tools.bench_search import MEGABYTE, Timing, timing
from tools.demo_site import demo_app

FIRST_NETWORK, NETWORK, OTHER_NETWORK = "essai", "mesure", "autre-mesure"
TITLES = "Nom;Adresse;Code postal;Ville;Activités;Type;Mail;Téléphone;Description"
TOWNS = (
    *(("49000", "Angers"), ("44000", "Nantes"), ("59000", "Lille"), ("69003", "Lyon")),
    *(("13001", "Marseille"), ("62000", "Arras"), ("35000", "Rennes"), ("31000", "Toulouse")),
)
TRADES = ("Repassage", "Menuiserie", "Espaces verts", "Traiteur", "Mise sous pli", "Peinture")
WORDS = ("alouette", "brume", "digue", "fougere", "grange", "hameau", "iris", "lune", "mousse")
ALONE_SECONDS = 10.0
LONGEST_SECONDS = 1800.0  # a list that takes longer has failed
BETWEEN_SEARCHES, BETWEEN_EDITS, BETWEEN_LOOKS = 0.02, 0.2, 0.05
BETWEEN_WEIGHINGS = 0.5  # a look at every process; what each took at its most is kept by the system


@dataclass(frozen=True, slots=True)
class ListCost:
    """Seconds from each press of a button; `searchable` is when the last row is found.

    `left`: when every member but one has left, with a list that names that one alone.
    """

    dropped: float
    preview: float
    searchable: float
    left: float
    undone: float
    memory_mb: float  # of the process that works, at its most
    alone: Timing
    meanwhile: Timing
    edits: "EditCost"  # while a list is applied
    edits_as_they_leave: "EditCost"

    @property
    def ratio(self) -> float:
        return self.meanwhile.p95 / self.alone.p95


@dataclass(frozen=True, slots=True)
class EditCost:
    """By others than the list; `longest` in seconds."""

    count: int
    refused: int
    longest: float


def measure_list(instance: Path, size: int, rows: int) -> ListCost:
    """On a directory of `size` suppliers, the worker running.

    A first list alone; then a second while somebody searches, as before and after it, and somebody
    edits; then a third, with which the members of the second leave; the first undone.
    """
    app = demo_app(instance, size)
    with app.app_context():
        engine = EmbeddedEngine(instance / "index")
        with _worker(instance):
            _whole_way(engine, FIRST_NETWORK, range(2 * rows, 2 * rows + 1))  # the worker is up
            watched = _Watched(db.sessionmaker)
            with watched.weighing():
                way = _whole_way(engine, NETWORK, range(rows))
            index = instance / "index"
            with _searched(index) as before:
                time.sleep(ALONE_SECONDS)
            with _searched(index) as meanwhile, watched.disturbing():
                _whole_way(engine, OTHER_NETWORK, range(rows, 2 * rows))
            with _searched(index) as after:  # among more suppliers: as usual, too
                time.sleep(ALONE_SECONDS)
            departing = _Watched(db.sessionmaker)
            with departing.disturbing():
                left = _leave(OTHER_NETWORK, range(rows, rows + 1))
            undone = _timed(way.number, ListState.UNDOING, ListState.UNDONE)
        db.engine.dispose()
    return ListCost(
        *(way.dropped, way.preview, way.found, left, undone, watched.memory_mb),
        timing("searches", before + after),
        timing("the same while a list is applied", meanwhile),
        *(watched.edits, departing.edits),
    )


class _Way(NamedTuple):
    """The list; seconds to its columns, to its preview, then to its last row found."""

    number: int
    dropped: float
    preview: float
    found: float


def _whole_way(engine: EmbeddedEngine, network: str, rows: range) -> _Way:
    db.session.add(Network(slug=network, name=f"Réseau {network}"))
    db.session.commit()
    number, dropped = _drop(network, rows)
    preview = _timed(number, ListState.READING, ListState.READ)
    last = SearchQuery(f"{_name(rows[-1])} ")
    found = _timed(number, ListState.APPLYING, lambda: engine.search(last).total > 0)
    return _Way(number, dropped, preview, found)


def _leave(network: str, stays: range) -> float:
    number, _ = _drop(network, stays)
    _timed(number, ListState.READING, ListState.READ)
    return _timed(number, ListState.APPLYING, ListState.APPLIED)


def _drop(network: str, rows: range) -> tuple[int, float]:
    """As the page does: the list, and the seconds that it took."""
    content = "\n".join([TITLES, *map(_row, rows)]).encode()
    began = time.perf_counter()
    file = FileStorage(io.BytesIO(content), "membres.csv")
    one = drop_file(db.session, network, file, "user:0")
    db.session.commit()
    return one.id, time.perf_counter() - began


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


def _timed(number: int, state: ListState, done: ListState | Callable[[], bool]) -> float:
    """Seconds from asking for that state until the list is in another, or something is true."""
    began = time.perf_counter()
    with db.sessionmaker.begin() as session:
        one = session.get_one(MemberList, number)
        ask(one, state, one.asked_by)
    while not (_is(number, done) if isinstance(done, ListState) else done()):
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


@contextmanager
def _searched(index: Path) -> Iterator[list[float]]:
    """Milliseconds of each search made meanwhile, once it is over.

    In a process of its own, as a web worker is: here it would wait for what this one looks at.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_search, args=(index, theirs))
    process.start()
    theirs.close()  # its own alone: were it to die, nothing would be waited for
    ours.recv()
    taken: list[float] = []
    try:
        yield taken
    finally:
        ours.send("over")
        taken += ours.recv()
        process.join()


def _search(index: Path, asked: Connection) -> None:
    """One after the other, until told that it is over."""
    engine = EmbeddedEngine(index)
    taken = []
    asked.send("ready")
    while not asked.poll():
        began = time.perf_counter()
        engine.search(SearchQuery(random.choice(TRADES)))  # noqa: S311 any of them
        taken.append((time.perf_counter() - began) * 1000)
        time.sleep(BETWEEN_SEARCHES)
    asked.send(taken)


@dataclass(slots=True)
class _Watched:
    """One who edits, in a thread, while the list is worked on."""

    sessions: sessionmaker[Session]
    memory_mb: float = 0.0
    waits: list[float] = field(default_factory=list)  # of those who edit
    refused: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def edits(self) -> EditCost:
        return EditCost(len(self.waits), self.refused, max(self.waits, default=0.0))

    def weighing(self) -> AbstractContextManager[None]:
        return self._doing(self._weigh)

    def disturbing(self) -> AbstractContextManager[None]:
        return self._doing(self._edit, self._weigh)

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

    def _edit(self) -> None:
        while not self.over.wait(BETWEEN_EDITS):
            began = time.perf_counter()
            try:
                with self.sessions.begin() as session:
                    page = select(Supplier).where(Supplier.invented).order_by(Supplier.updated_at)
                    session.scalars(page.limit(1)).one().description = f"Essai {began}"
            except SQLAlchemyError:
                self.refused += 1
            self.waits.append(time.perf_counter() - began)

    def _weigh(self) -> None:
        while not self.over.wait(BETWEEN_WEIGHINGS):
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
