"""What the pages of meetings read in the database."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from flask import abort
from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Editorship, User
from app.db import db
from app.meetings.models import (
    HOLDING_A_SEAT,
    Appointment,
    Attendee,
    Meeting,
    MeetingEntry,
    MeetingStatus,
    Participant,
    Standing,
    Wish,
)
from domain.models import Supplier, utcnow

AT_ONCE = 100
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


def hold_meeting(meeting_id: int) -> Meeting:
    """Read anew, and kept from other writers until the transaction ends. 404 when there is none.

    Whoever comes second waits here, then counts the seats that the first one left.
    """
    nothing = update(Meeting).where(Meeting.id == meeting_id).values(seats=Meeting.seats)
    untouched = nothing.values(updated_at=Meeting.updated_at)
    db.session.execute(untouched, execution_options={"synchronize_session": False})
    anew = select(Meeting).where(Meeting.id == meeting_id)
    found = db.session.scalars(anew.execution_options(populate_existing=True)).one_or_none()
    return found or abort(404)


def coming_meetings(network: str | None = None) -> Sequence[Meeting]:
    """Those that everybody may come to, of a network or of all, the next first."""
    query = (
        select(Meeting)
        .where(Meeting.status == MeetingStatus.PUBLISHED, Meeting.ends_at > utcnow())
        .options(joinedload(Meeting.network))
    )
    if network:
        query = query.where(Meeting.network_slug == network)
    return db.session.scalars(query.order_by(Meeting.starts_at, Meeting.id).limit(AT_ONCE)).all()


def meetings_of(network: str) -> Sequence[Meeting]:
    """The latest first."""
    query = select(Meeting).where(Meeting.network_slug == network)
    return db.session.scalars(query.order_by(Meeting.starts_at.desc()).limit(AT_ONCE)).all()


def counts(meeting: Meeting) -> dict[Standing, int]:
    """How many stand where."""
    theirs = select(Participant.standing, func.count()).where(Participant.meeting_id == meeting.id)
    found = dict(db.session.execute(theirs.group_by(Participant.standing)).all())
    return {standing: found.get(standing, 0) for standing in Standing}


def seats_left(meeting: Meeting) -> int:
    counted = counts(meeting)
    return max(0, meeting.seats - sum(counted[standing] for standing in HOLDING_A_SEAT))


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
    """Theirs, or the invitation that was sent to their address."""
    theirs = or_(Participant.user_id == user.id, Participant.email == user.email)
    query = _participants(meeting.id).where(theirs)
    return db.session.scalars(query.order_by(Participant.user_id.is_(None))).first()


def with_address(meeting: Meeting, email: str) -> Participant | None:
    """Who is written to there, if anybody."""
    theirs = or_(Participant.email == email, User.email == email)
    query = _participants(meeting.id).outerjoin(User, User.id == Participant.user_id)
    return db.session.scalars(query.where(theirs)).first()


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
