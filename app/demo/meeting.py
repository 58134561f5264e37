"""An invented meeting of an invented afternoon: who comes, and whom they wish to meet.

Its people have no account and no address: nobody is ever written to.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.blocks import blocks
from app.demo.french import de
from app.demo.generator import DEFAULT_SEED
from app.meetings.models import Meeting, MeetingStatus, Participant, Side, Standing, Wish
from domain.models import Membership, Network, Supplier, today

NETWORK = "coorace"
STRUCTURES, BUYERS = 76, 36
# How many appointments are wished, in all.
WISHED = 166
IN_DAYS = 40


def add_meeting(session: Session) -> Meeting | None:
    """In the network NETWORK, if there is one and no meeting yet. The caller commits."""
    if session.get(Network, NETWORK) is None or session.scalar(select(Meeting.id).limit(1)):
        return None
    rng = random.Random(DEFAULT_SEED)  # noqa: S311 invention, not a secret
    meeting = _meeting(today() + timedelta(days=IN_DAYS))
    session.add(meeting)
    people = [*_structures(session, meeting, rng), *_buyers(meeting, rng)]
    session.add_all(people)
    session.flush()
    session.add_all(_wishes(people, rng))
    session.flush()
    return meeting


def _meeting(day: date) -> Meeting:
    return Meeting(
        network_slug=NETWORK,
        status=MeetingStatus.PUBLISHED,
        title="Rencontres des achats responsables (rencontre inventée)",
        presentation="Cette rencontre est inventée, comme toutes les structures de cette"
        " démonstration et toutes les personnes qui y viennent.",
        starts_at=_at(day, 14),
        ends_at=_at(day, 18),
        venue="Salle des fêtes",
        address="1 place de la Mairie\nBrévigny",
        sectors=["espaces-verts", "proprete", "restauration"],
        seats=STRUCTURES + BUYERS + 8,
        are_wishes_open=True,
        slots=8,
        tables=24,
    )


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour)).astimezone()


def _structures(session: Session, meeting: Meeting, rng: random.Random) -> Iterator[Participant]:
    members = select(Supplier.id).join(Membership).where(Membership.network_slug == NETWORK)
    others = select(Supplier.id)
    ids = session.scalars(members.where(Supplier.is_listed).order_by(Supplier.id)).all()
    more = session.scalars(others.where(Supplier.is_listed).order_by(Supplier.id)).all()
    for supplier_id in list(dict.fromkeys([*ids, *more[:STRUCTURES]]))[:STRUCTURES]:
        yield _participant(meeting, Side.STRUCTURE, rng, supplier_id=supplier_id)


def _buyers(meeting: Meeting, rng: random.Random) -> Iterator[Participant]:
    invented = blocks("people")
    names = [f"{kind} {de(town)}" for town in invented["towns"] for kind in invented["buyers"]]
    for name in names[:BUYERS]:
        yield _participant(meeting, Side.BUYER, rng, organisation=name)


def _participant(
    meeting: Meeting,
    side: Side,
    rng: random.Random,
    organisation: str = "",
    supplier_id: int | None = None,
) -> Participant:
    invented = blocks("people")
    return Participant(
        meeting=meeting,
        standing=Standing.SEATED,
        side=side,
        name=f"{rng.choice(invented['first_names'])} {rng.choice(invented['last_names'])}",
        organisation=organisation,
        supplier_id=supplier_id,
    )


def _wishes(people: Sequence[Participant], rng: random.Random) -> Iterator[Wish]:
    """WISHED pairs at most, some of them wished by both."""
    structures = [it for it in people if it.side is Side.STRUCTURE]
    buyers = [it for it in people if it.side is Side.BUYER]
    pairs = [(one, other) for one in structures for other in buyers]
    ranks: dict[int, int] = {}
    for one, other in rng.sample(pairs, min(WISHED, len(pairs))):
        both = [(one, other), (other, one)]
        for wishing, wanted in rng.sample(both, rng.choice((1, 1, 2))):
            ranks[wishing.id] = ranks.get(wishing.id, 0) + 1
            yield Wish(participant_id=wishing.id, wanted_id=wanted.id, rank=ranks[wishing.id])
