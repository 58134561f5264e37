"""Whom participants wish to meet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete

from app.db import db
from app.meetings.choosing import Wished
from app.meetings.models import Appointment, Meeting, Participant, Side, Standing, Wish
from app.meetings.queries import participants, wishes

MOST_WISHES = 15
RANKS = 10


@dataclass(frozen=True, slots=True)
class Wishes:
    """`across`: of structures and buyers; `among`: of structures with each other."""

    across: Sequence[Wished]
    among: Sequence[Wished]

    def __len__(self) -> int:
        return len(self.across) + len(self.among)

    @property
    def pairs(self) -> set[tuple[int, int]]:
        return {(it.first, it.second) for it in (*self.across, *self.among)}


@dataclass(frozen=True, slots=True)
class Unmet:
    """`who` wishes to meet `whom`, who wishes it too when it is mutual."""

    who: Participant
    whom: Participant
    is_mutual: bool


def those_to_meet(participant: Participant) -> Sequence[Participant]:
    """Whom they may wish to meet: the other side and, if the meeting says so, other structures."""
    known = participants(participant.meeting, Standing.SEATED)
    return [other for other in known if may_meet(participant.meeting, participant, other)]


def may_meet(meeting: Meeting, one: Participant, other: Participant) -> bool:
    if one.id == other.id:
        return False
    both_structures = one.side is other.side is Side.STRUCTURE
    return one.side is not other.side or (both_structures and meeting.do_structures_meet)


def save_wishes(participant: Participant, ranks: Mapping[int, int]) -> None:
    """In place of those they had. The caller commits."""
    db.session.execute(delete(Wish).where(Wish.participant_id == participant.id))
    db.session.add_all(
        Wish(participant_id=participant.id, wanted_id=wanted, rank=rank)
        for wanted, rank in ranks.items()
    )


def wished_appointments(meeting: Meeting) -> Wishes:
    """What is wished by one at least of two who are coming."""
    coming = _coming(meeting)
    pairs = _pairs(meeting, coming)
    wished = [Wished(*pair, tuple(ranks.values())) for pair, ranks in pairs.items()]
    return _by_sides(wished, coming)


def unmet_wishes(meeting: Meeting, held: Iterable[Appointment]) -> list[Unmet]:
    """What is wished, and no appointment grants: the mutual first, then by rank."""
    coming = _coming(meeting)
    met = {tuple(sorted(it.participant_id for it in one.attendees)) for one in held}
    pairs = _pairs(meeting, coming).items()
    left = [(pair, ranks) for pair, ranks in pairs if tuple(sorted(pair)) not in met]
    left.sort(key=lambda it: (-len(it[1]), sum(it[1].values()), it[0]))
    return [_unmet([coming[id_] for id_ in pair], ranks) for pair, ranks in left]


def _unmet(pair: Sequence[Participant], ranks: Mapping[int, int]) -> Unmet:
    """Who wishes it comes first."""
    who, whom = sorted(pair, key=lambda it: it.id not in ranks)
    return Unmet(who, whom, is_mutual=len(ranks) == 2)


def _coming(meeting: Meeting) -> dict[int, Participant]:
    return {it.id: it for it in participants(meeting, Standing.SEATED)}


def _pairs(
    meeting: Meeting, coming: Mapping[int, Participant]
) -> Mapping[tuple[int, int], Mapping[int, int]]:
    """Two who may meet → who of them wishes it, with its rank."""
    pairs: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    for wish in wishes(meeting):
        one, other = coming.get(wish.participant_id), coming.get(wish.wanted_id)
        if one and other and may_meet(meeting, one, other):
            pairs[_ordered(one, other)][one.id] = wish.rank
    return pairs


def _ordered(one: Participant, other: Participant) -> tuple[int, int]:
    """A structure before a buyer."""
    first, second = sorted((one, other), key=lambda it: (it.side is Side.BUYER, it.id))
    return first.id, second.id


def _by_sides(wished: Iterable[Wished], coming: Mapping[int, Participant]) -> Wishes:
    across: list[Wished] = []
    among: list[Wished] = []
    for it in wished:
        is_across = coming[it.first].side is not coming[it.second].side
        (across if is_across else among).append(it)
    return Wishes(across, among)
