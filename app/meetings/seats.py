"""Who has a seat: never more than there are, and those left to who has waited the longest.

Whatever changes it holds the meeting first (queries.hold_meeting). The caller commits, or rolls
back when it is refused.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, or_, select

from app.accounts.models import User
from app.db import db
from app.limits import may_invite
from app.meetings.letters import (
    tell_accepted,
    tell_appointment_lost,
    tell_enrolled,
    tell_invited,
    tell_promoted,
    tell_registered,
    tell_uninvited,
    tell_waiting,
)
from app.meetings.models import (
    Meeting,
    MeetingEntry,
    MeetingStatus,
    Participant,
    Side,
    Standing,
    Wish,
)
from app.meetings.noting import SITE, note
from app.meetings.queries import (
    appointments_of,
    guest_of,
    hold_meeting,
    participant_of,
    participants,
    seats_left,
    waiting_rank,
    with_address,
)
from app.meetings.wording import why_closed
from domain.models import utcnow

# A guest who does not answer gives the seat back.
SEAT_KEPT_FOR = timedelta(days=7)
# By an account, for a meeting, those taken back included: letters are not for writing to anybody.
MOST_INVITATIONS = 3
_INVITES = "invite une personne"
_INVITES_IN_VAIN = "invite une personne déjà inscrite, ou déjà invitée"


class RegistrationError(Exception):
    """One cannot come, or bring somebody; the message says why, in French."""


class ThereAlreadyError(RegistrationError):
    """Who was invited is there already: the caller commits, for it counts as an invitation."""

    def __init__(self) -> None:
        super().__init__(
            "Cette personne est déjà inscrite, ou invitée."
            f" Cet essai compte parmi vos {MOST_INVITATIONS} invitations."
        )


@dataclass(frozen=True, slots=True)
class Identity:
    """As whom one comes: for a structure, or for an organisation that buys."""

    side: Side
    name: str
    organisation: str = ""
    supplier_id: int | None = None
    looks_for: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where the network reaches who telephoned it: an address, a number, both or none."""

    email: str = ""
    phone: str = ""


def register(meeting_id: int, user: User, identity: Identity) -> Participant:
    """A seat if there is one, else the waiting list; a guest has the seat that is kept for them.

    Raises RegistrationError.
    """
    meeting = hold_meeting(meeting_id)
    known = participant_of(meeting, user)
    if known and known.standing is not Standing.INVITED:
        raise RegistrationError("Vous avez déjà répondu à cette rencontre.")
    if not (meeting.is_to_come if known else meeting.takes_registrations):
        raise RegistrationError(why_closed(meeting))
    fill_seats(meeting)  # whoever waits comes before
    participant = known or Participant(meeting=meeting)
    has_seat = known is not None or seats_left(meeting) > 0
    participant.email, participant.user = None, user
    _place(participant, identity, has_seat=has_seat)
    note(meeting, "s’inscrit" if has_seat else "s’inscrit sur la liste d’attente", user.actor)
    _tell_how(participant, tell_registered)
    if known:
        tell_accepted(participant)
    return participant


def enrol(meeting_id: int, identity: Identity, reach: Reach, actor: str) -> Participant:
    """As `register`, of who asked the network: also once registration is closed, or at the door.

    Without an address nothing is written to them. Raises RegistrationError.
    """
    meeting = hold_meeting(meeting_id)
    if not meeting.is_on:
        raise RegistrationError(why_closed(meeting))
    fill_seats(meeting)
    has_seat = seats_left(meeting) > 0
    if refused := _why_not_enrolled(meeting, reach.email, has_seat=has_seat):
        raise RegistrationError(refused)
    participant = Participant(meeting=meeting, email=reach.email or None, phone=reach.phone)
    _place(participant, identity, has_seat=has_seat)
    note(meeting, "inscrit une personne", actor)
    _tell_how(participant, tell_enrolled)
    return participant


def _tell_how(participant: Participant, tell: "Tell") -> None:
    """That they have a seat, by `tell`; else that they wait."""
    if participant.standing is Standing.SEATED:
        tell(participant)
    else:
        tell_waiting(participant, waiting_rank(participant))


def _why_not_enrolled(meeting: Meeting, email: str, *, has_seat: bool) -> str | None:
    if meeting.has_begun and not has_seat:
        return "Il ne reste plus de place."
    if email and with_address(meeting, email) is not None:
        return "Cette personne est déjà inscrite, ou invitée."
    if email and not may_invite(email):
        return "Cette adresse a reçu plusieurs invitations aujourd’hui. Recommencez demain."
    return None


def _place(participant: Participant, identity: Identity, *, has_seat: bool) -> None:
    participant.standing = Standing.SEATED if has_seat else Standing.WAITING
    participant.side, participant.supplier_id = identity.side, identity.supplier_id
    participant.name, participant.organisation = identity.name, identity.organisation
    participant.looks_for = identity.looks_for
    db.session.add(participant)
    db.session.flush()


def bring(host: Participant, by: User, email: str) -> Participant:
    """Invite somebody, who is kept a seat until they answer; `by` is the account of the host.

    Raises RegistrationError, ThereAlreadyError.
    """
    meeting = hold_meeting(host.meeting_id)
    if _present(meeting, host.id) is None:
        raise RegistrationError("Vous n’êtes plus inscrit à cette rencontre.")
    fill_seats(meeting)
    if refused := why_nobody(host, by) or _why_not_invited(meeting, email):
        raise RegistrationError(refused)
    if with_address(meeting, email) is not None:
        note(meeting, _INVITES_IN_VAIN, by.actor)
        raise ThereAlreadyError
    guest = Participant(
        meeting=meeting, standing=Standing.INVITED, email=email, host=host, is_guest=True
    )
    db.session.add(guest)
    note(meeting, _INVITES, by.actor)
    db.session.flush()
    tell_invited(guest, host, min(utcnow() + SEAT_KEPT_FOR, meeting.starts_at))
    return guest


def why_no_guest(host: Participant, by: User) -> str | None:
    """Why one is offered to invite nobody, in French."""
    return why_nobody(host, by) or (_FULL_FOR_GUESTS if seats_left(host.meeting) == 0 else None)


_FULL_FOR_GUESTS = (
    "Il ne reste plus de place pour une autre personne. S’il s’en libère une et que personne ne"
    " l’attend, vous pourrez l’offrir ici."
)


def why_nobody(host: Participant, by: User) -> str | None:
    if not host.meeting.takes_registrations:
        return why_closed(host.meeting)
    if host.standing is not Standing.SEATED or host.is_guest:
        return "Seules les personnes inscrites par elles-mêmes peuvent en amener une autre."
    if guest_of(host) is not None:
        return "Vous avez déjà invité quelqu’un."
    if invitations_left(host.meeting, by) == 0:
        return (
            f"Vous avez déjà envoyé {MOST_INVITATIONS} invitations à cette rencontre,"
            " essais et invitations retirées compris."
        )
    return None


def invitations_left(meeting: Meeting, by: User) -> int:
    """As the journal of the meeting tells: those taken back, or made in vain, are in it."""
    counted = MeetingEntry.change.in_((_INVITES, _INVITES_IN_VAIN))
    theirs = (MeetingEntry.meeting_id == meeting.id, counted)
    query = select(func.count()).select_from(MeetingEntry).where(*theirs)
    sent = db.session.scalar(query.where(MeetingEntry.actor == by.actor)) or 0
    return max(0, MOST_INVITATIONS - sent)


def _why_not_invited(meeting: Meeting, email: str) -> str | None:
    """Whoever is there already: no answer tells before it is counted."""
    if seats_left(meeting) == 0:
        return "Il ne reste plus de place."
    if not may_invite(email):
        return "Cette adresse a reçu plusieurs invitations aujourd’hui. Recommencez demain."
    return None


Tell = Callable[[Participant], None]


def withdraw(
    meeting_id: int, participant_id: int, actor: str, change: str, tell: Tell | None = None
) -> bool:
    """Take somebody off the meeting, with their wishes, appointments and unanswered invitation.

    They are told by `tell`, who had an appointment with them is too, and who waited first has the
    seat. False, and nobody is told, when they had gone already.
    """
    meeting = hold_meeting(meeting_id)
    leaving = _present(meeting, participant_id)
    if leaving is None:
        return False
    note(meeting, change, actor)
    if tell:
        tell(leaving)
    if (guest := guest_of(leaving)) and guest.standing is Standing.INVITED:
        tell_uninvited(guest)
        _remove(guest)
    _drop_appointments(leaving)
    _remove(leaving)
    fill_seats(meeting)
    return True


def withdraw_guest(
    meeting_id: int, guest_id: int, actor: str, change: str, tell: Tell | None = None
) -> bool:
    """As `withdraw`, unless they have answered meanwhile: the seat is then theirs."""
    guest = _present(hold_meeting(meeting_id), guest_id)
    if guest is None or guest.standing is not Standing.INVITED:
        return False
    return withdraw(meeting_id, guest_id, actor, change, tell)


def _present(meeting: Meeting, participant_id: int) -> Participant | None:
    """Read anew, of a meeting that is held."""
    found = db.session.get(Participant, participant_id, populate_existing=True)
    return found if found is not None and found.meeting_id == meeting.id else None


def _remove(participant: Participant) -> None:
    """Wishes and the tie to a host go with the row, by the database."""
    db.session.delete(participant)
    db.session.flush()


def _drop_appointments(leaving: Participant) -> None:
    for appointment in appointments_of(leaving):
        if appointment.meeting.schedule_sent_at is not None:
            tell_appointment_lost(appointment.with_whom(leaving), appointment)
        db.session.delete(appointment)
    db.session.flush()


def fill_seats(meeting: Meeting) -> None:
    """Those who wait have the seats that are free, in order, until the meeting begins."""
    if not meeting.is_to_come:
        return
    for participant in participants(meeting, Standing.WAITING)[: seats_left(meeting)]:
        participant.standing = Standing.SEATED
        tell_promoted(participant)
        note(meeting, "une place libérée va à qui attendait", SITE)
    db.session.flush()


def fill_all_seats() -> None:
    """Of every meeting to come: where an address was erased, a seat may be free."""
    waiting = select(Participant.meeting_id).where(Participant.standing == Standing.WAITING)
    to_come = (Meeting.status == MeetingStatus.PUBLISHED, Meeting.starts_at > utcnow())
    query = select(Meeting.id).where(Meeting.id.in_(waiting), *to_come)
    for meeting_id in db.session.scalars(query.order_by(Meeting.id)).all():
        fill_seats(hold_meeting(meeting_id))


def forget(people: Iterable[Participant]) -> None:
    """Nothing personal is left of them; their appointments still count."""
    for participant in people:
        participant.name = participant.organisation = participant.looks_for = ""
        participant.phone = ""
        participant.user = participant.email = participant.host = participant.supplier = None
        theirs = or_(Wish.participant_id == participant.id, Wish.wanted_id == participant.id)
        db.session.execute(delete(Wish).where(theirs))
    db.session.flush()


def erase_participant(user: User) -> None:
    """As their account goes: seats to come are given back; past or cancelled, none names them."""
    theirs = or_(Participant.user_id == user.id, Participant.email == user.email)
    for participant in db.session.scalars(select(Participant).where(theirs)).all():
        if participant.meeting.is_to_come:
            withdraw(participant.meeting_id, participant.id, user.actor, "se désinscrit")
        else:
            forget([participant])
