"""Somebody who changes suppliers at random, in a thread, for as long as the block lasts."""

import random
import threading
from types import TracebackType

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from domain.models import Activity, Supplier, SupplierKind, Zone, utcnow
from domain.taxonomy import taxonomy
from tests.app.cast import TODAY, make_supplier

PAUSE_SECONDS = 0.01
FACT = {"source": "test", "as_of": TODAY}
REACHES = ("departement:49", "region:52", "commune:49007")


class Editor:
    """A transaction per change: add, rename, archive, bring back, delete, change what is done."""

    def __init__(self, sessions: sessionmaker[Session], seed: int = 1) -> None:
        self.changes = 0
        self._sessions = sessions
        self._rng = random.Random(seed)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._edit)

    def __enter__(self) -> "Editor":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _edit(self) -> None:
        while not self._stop.wait(PAUSE_SECONDS):
            with self._sessions.begin() as session:
                self._rng.choice(CHANGES)(session, self._rng)
            self.changes += 1


def add(session: Session, rng: random.Random) -> None:
    services = rng.sample(sorted(taxonomy().services), 2)
    session.add(make_supplier(draw_name(rng), services=services, description=draw_name(rng)))


def rename(session: Session, rng: random.Random) -> None:
    draw(session, rng).name = draw_name(rng)


def archive(session: Session, rng: random.Random) -> None:
    draw(session, rng).archived_at = utcnow()


def bring_back(session: Session, rng: random.Random) -> None:
    draw(session, rng).archived_at = None


def delete(session: Session, rng: random.Random) -> None:
    session.delete(draw(session, rng))


def change_offer(session: Session, rng: random.Random) -> None:
    """Two services, one of which reaches farther than its commune."""
    supplier = draw(session, rng)
    supplier.activities, supplier.zones, supplier.kinds = [], [], []
    session.flush()  # what replaces them bears the same positions
    zone = Zone(position=0, radius_km=rng.choice([None, 30]), territories=[rng.choice(REACHES)])
    zone.source, zone.as_of = "test", TODAY
    first, second = rng.sample(sorted(taxonomy().services), 2)
    supplier.zones = [zone]
    supplier.activities = [
        Activity(service=first, zone=zone, **FACT),
        Activity(service=second, **FACT),
    ]
    supplier.kinds = [SupplierKind(code=rng.choice(["EA", "ESAT", "EI"]), **FACT)]


# One is added as often as one is deleted or put away for good.
CHANGES = (add, add, rename, archive, bring_back, delete, change_offer, change_offer)


def draw(session: Session, rng: random.Random) -> Supplier:
    """Any supplier, archived ones included."""
    count = session.scalar(select(func.count(Supplier.id))) or 0
    chosen = select(Supplier).order_by(Supplier.id).offset(rng.randrange(count)).limit(1)
    return session.scalars(chosen).one()


def draw_name(rng: random.Random) -> str:
    """A name that says a service."""
    service = taxonomy().services[rng.choice(sorted(taxonomy().services))]
    return f"{service.label} {rng.randrange(10**9)}"


def rename_one(sessions: sessionmaker[Session], name: str) -> None:
    """Give a supplier of the directory a name that no other has."""
    with sessions.begin() as session:
        listed = select(Supplier).where(Supplier.archived_at.is_(None)).limit(1)
        renamed = session.scalars(listed).one()
        renamed.name, renamed.brand = name, None
