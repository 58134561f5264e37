"""What the pages of meetings read in the database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import abort
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Editorship, User
from app.db import db, hold_rows
from app.meetings.models import (
    HOLDING_A_SEAT,
    Appointment,
    Attendee,
    Meeting,
    MeetingEntry,
    MeetingStatus,
    Participant,
    Side,
    Standing,
    Wish,
)
from app.paging import page_within
from domain.models import Supplier, utcnow

PER_PAGE = 50
ENTRIES_SHOWN = 30


def known_meeting(meeting_id: int) -> Meeting:
    """One that everybody may know of; 404 for a draft."""
    meeting = db.session.get(Meeting, meeting_id)
    if meeting is None or meeting.status is MeetingStatus.DRAFT:
        abort(404)
    return meeting


def meeting_of(network: str, meeting_id: int) -> Meeting:
    """404 when it is another network's."""
    meeting = db.session.get(Meeting, meeting_id)
    if meeting is None or meeting.network_slug != network:
        abort(404)
    return meeting


def named_meeting_of(network: str, meeting_id: int) -> Meeting:
    """404 also once nobody is named: what is told of each, or done, is told and done no more."""
    meeting = meeting_of(network, meeting_id)
    if meeting.is_forgotten:
        abort(404)
    return meeting


def hold_meeting(meeting_id: int) -> Meeting:
    """Read anew, and kept from other writers until the transaction ends. 404 when there is none.

    Whoever comes second waits here, then counts the seats that the first one left.
    """
    hold_rows(Meeting.updated_at, Meeting.id == meeting_id)  # named, it stays as it was
    anew = select(Meeting).where(Meeting.id == meeting_id)
    found = db.session.scalars(anew.execution_options(populate_existing=True)).one_or_none()
    return found or abort(404)


@dataclass(frozen=True, slots=True)
class MeetingsPage:
    meetings: Sequence[Meeting]
    number: int
    last: int


def coming_meetings(network: str) -> Sequence[Meeting]:
    """Those of a network that everybody may come to, the next first; PER_PAGE at most."""
    query = _coming().where(Meeting.network_slug == network)
    return db.session.scalars(query.order_by(*_NEXT_FIRST).limit(PER_PAGE)).all()


def coming_page(number: int) -> MeetingsPage:
    """Of all networks, the next first: the page asked, or the last one."""
    return _page(_coming().order_by(*_NEXT_FIRST), number)


def meetings_page(network: str, number: int) -> MeetingsPage:
    """All those of a network, the latest first: the page asked, or the last one."""
    query = select(Meeting).where(Meeting.network_slug == network)
    return _page(query.order_by(Meeting.starts_at.desc(), Meeting.id.desc()), number)


_NEXT_FIRST = (Meeting.starts_at, Meeting.id)


def _coming() -> Select[Meeting]:
    is_on = (Meeting.status == MeetingStatus.PUBLISHED, Meeting.ends_at > utcnow())
    return select(Meeting).where(*is_on).options(joinedload(Meeting.network))


def _page(query: Select[Meeting], asked: int) -> MeetingsPage:
    whole = query.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
    number, last = page_within(asked, db.session.scalar(whole) or 0, PER_PAGE)
    shown = query.limit(PER_PAGE).offset((number - 1) * PER_PAGE)
    return MeetingsPage(db.session.scalars(shown).all(), number, last)


Counts = Mapping[Standing, int]


def counts_of(meetings: Iterable[Meeting]) -> Mapping[int, Counts]:
    """How many stand where, by the number of the meeting."""
    ids = [meeting.id for meeting in meetings]
    stand = (Participant.meeting_id, Participant.standing)
    query = select(*stand, func.count()).where(Participant.meeting_id.in_(ids)).group_by(*stand)
    found = {id_: dict.fromkeys(Standing, 0) for id_ in ids}
    for id_, standing, count in db.session.execute(query):
        found[id_][standing] = count
    return found


def counts(meeting: Meeting) -> Counts:
    return counts_of([meeting])[meeting.id]


def side_counts(meeting: Meeting) -> dict[Side, int]:
    """How many came as what."""
    query = select(Participant.side, func.count()).where(
        Participant.meeting_id == meeting.id, Participant.standing == Standing.SEATED
    )
    found = dict(db.session.execute(query.group_by(Participant.side)).all())
    return {side: found.get(side, 0) for side in Side}


def left_of(meeting: Meeting, counted: Counts) -> int:
    return max(0, meeting.seats - sum(counted[standing] for standing in HOLDING_A_SEAT))


def seats_left(meeting: Meeting) -> int:
    return left_of(meeting, counts(meeting))


def _participants(meeting_id: int) -> Select[Participant]:
    return (
        select(Participant)
        .where(Participant.meeting_id == meeting_id)
        .options(joinedload(Participant.user), joinedload(Participant.supplier))
    )


def participants(meeting: Meeting, *standings: Standing) -> Sequence[Participant]:
    """In the order in which they came; all of them when no standing is given."""
    query = _participants(meeting.id).where(Participant.standing.in_(standings or Standing))
    return db.session.scalars(query.order_by(Participant.id)).all()


def participants_to_ask(meeting: Meeting) -> Sequence[Participant]:
    """Who has not told what followed each of their appointments."""
    untold = select(Attendee.participant_id).where(Attendee.outcome.is_(None))
    query = _participants(meeting.id).where(Participant.id.in_(untold))
    return db.session.scalars(query.order_by(Participant.id)).all()


def participant_of(meeting: Meeting, user: User) -> Participant | None:
    """Theirs, or the invitation that was sent to their address; read anew."""
    theirs = or_(Participant.user_id == user.id, Participant.email == user.email)
    anew = _participants(meeting.id).execution_options(populate_existing=True)
    query = anew.where(theirs)
    return db.session.scalars(query.order_by(Participant.user_id.is_(None))).first()


def with_address(meeting: Meeting, email: str) -> Participant | None:
    """Who is written to there, if anybody."""
    theirs = or_(Participant.email == email, User.email == email)
    query = _participants(meeting.id).outerjoin(User, User.id == Participant.user_id)
    return db.session.scalars(query.where(theirs)).first()


def waiting_rank(participant: Participant) -> int:
    """From 1: how many wait for a seat, up to them."""
    before = (Participant.meeting_id == participant.meeting_id, Participant.id <= participant.id)
    waiting = select(func.count()).where(*before, Participant.standing == Standing.WAITING)
    return db.session.scalar(waiting) or 0


def guest_of(participant: Participant) -> Participant | None:
    return db.session.scalar(select(Participant).where(Participant.host_id == participant.id))


def coming_for(user: User) -> Sequence[Participant]:
    """Their places at meetings that are not over, the next first."""
    theirs = or_(Participant.user_id == user.id, Participant.email == user.email)
    query = (
        select(Participant)
        .join(Meeting)
        .where(theirs, Meeting.ends_at > utcnow(), Meeting.status == MeetingStatus.PUBLISHED)
        .options(joinedload(Participant.meeting))
    )
    return db.session.scalars(query.order_by(Meeting.starts_at)).all()


def suppliers_kept_by(user: User) -> Sequence[Supplier]:
    """Structures that they may come for."""
    kept = select(Supplier).join(Editorship, Editorship.supplier_id == Supplier.id)
    listed = kept.where(Editorship.user_id == user.id, Supplier.is_listed)
    return db.session.scalars(listed.order_by(Editorship.since)).all()


def wishes_of(participant: Participant) -> dict[int, int]:
    """Whom they wish to meet → its rank."""
    query = select(Wish.wanted_id, Wish.rank).where(Wish.participant_id == participant.id)
    return dict(db.session.execute(query).all())


def wishes(meeting: Meeting) -> Sequence[Wish]:
    query = select(Wish).join(Participant, Participant.id == Wish.participant_id)
    of_meeting = query.where(Participant.meeting_id == meeting.id)
    return db.session.scalars(of_meeting.order_by(Wish.participant_id, Wish.wanted_id)).all()


def appointments(meeting: Meeting) -> Sequence[Appointment]:
    """In the order of the day, then of the tables."""
    with_people = selectinload(Appointment.attendees).joinedload(Attendee.participant)
    query = (
        select(Appointment)
        .where(Appointment.meeting_id == meeting.id)
        .options(
            with_people.joinedload(Participant.supplier), with_people.joinedload(Participant.user)
        )
    )
    return db.session.scalars(query.order_by(Appointment.slot, Appointment.table_number)).all()


def by_participant(held: Iterable[Appointment]) -> dict[int, list[Appointment]]:
    """Those of each, in the same order, by the participant's number."""
    theirs: dict[int, list[Appointment]] = defaultdict(list)
    for appointment in held:
        for attendee in appointment.attendees:
            theirs[attendee.participant_id].append(appointment)
    return theirs


def appointments_of(participant: Participant) -> Sequence[Appointment]:
    """In the order of the day."""
    return by_participant(appointments(participant.meeting))[participant.id]


def entries(meeting: Meeting) -> Sequence[MeetingEntry]:
    """What was done of it, the latest first."""
    query = select(MeetingEntry).where(MeetingEntry.meeting_id == meeting.id)
    return db.session.scalars(query.order_by(MeetingEntry.id.desc()).limit(ENTRIES_SHOWN)).all()


def last_entry(meeting: Meeting, change: str) -> MeetingEntry | None:
    """Of when that was last done of it."""
    done = (MeetingEntry.meeting_id == meeting.id, MeetingEntry.change == change)
    return db.session.scalar(select(MeetingEntry).where(*done).order_by(MeetingEntry.id.desc()))
