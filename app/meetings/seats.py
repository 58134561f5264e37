"""Who has a seat: never more than there are, and those left to who has waited the longest.

Whatever changes it holds the meeting first (queries.hold_meeting). The caller commits, or rolls
back when it is refused.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, or_, select

from app.accounts.models import User
from app.db import db
from app.limits import may_invite
from app.meetings.letters import (
    tell_appointment_lost,
    tell_invited,
    tell_promoted,
    tell_registered,
    tell_waiting,
)
from app.meetings.models import Meeting, Participant, Side, Standing, Wish
from app.meetings.noting import SITE, note
from app.meetings.queries import (
    appointments_of,
    guest_of,
    hold_meeting,
    participant_of,
    participants,
    seats_left,
    with_address,
)

# A guest who does not answer gives the seat back.
SEAT_KEPT_FOR = timedelta(days=7)


class RegistrationError(Exception):
    """One cannot come, or bring somebody; the message says why, in French."""


@dataclass(frozen=True, slots=True)
class Identity:
    """As whom one comes: for a structure, or for an organisation that buys."""

    side: Side
    name: str
    organisation: str = ""
    supplier_id: int | None = None


def register(meeting_id: int, user: User, identity: Identity) -> Participant:
    """A seat if there is one, else the waiting list; a guest has the seat that is kept for them.

    Raises RegistrationError.
    """
    meeting = hold_meeting(meeting_id)
    known = participant_of(meeting, user)
    if known and known.standing is not Standing.INVITED:
        raise RegistrationError("Vous êtes déjà inscrit à cette rencontre.")
    if not (meeting.is_to_come if known else meeting.takes_registrations):
        raise RegistrationError("Les inscriptions à cette rencontre sont closes.")
    participant = known or Participant(meeting=meeting)
    has_seat = known is not None or seats_left(meeting) > 0
    participant.standing = Standing.SEATED if has_seat else Standing.WAITING
    participant.email, participant.user = None, user
    participant.side, participant.supplier_id = identity.side, identity.supplier_id
    participant.name, participant.organisation = identity.name, identity.organisation
    db.session.add(participant)
    note(meeting, "s’inscrit" if has_seat else "s’inscrit sur la liste d’attente", user.actor)
    db.session.flush()
    (tell_registered if has_seat else tell_waiting)(participant)
    return participant


def bring(host: Participant, email: str) -> Participant:
    """Invite somebody, who is kept a seat until they answer. Raises RegistrationError."""
    meeting = hold_meeting(host.meeting_id)
    if refused := _why_not(meeting, host, email):
        raise RegistrationError(refused)
    guest = Participant(
        meeting=meeting, standing=Standing.INVITED, email=email, host=host, side=Side.BUYER
    )
    db.session.add(guest)
    note(meeting, "invite une personne")
    db.session.flush()
    tell_invited(guest, host, SEAT_KEPT_FOR.days)
    return guest


def _why_not(meeting: Meeting, host: Participant, email: str) -> str | None:
    if not meeting.takes_registrations:
        return "Les inscriptions à cette rencontre sont closes."
    return _why_nobody(host) or _why_not_there(meeting, email)


def _why_nobody(host: Participant) -> str | None:
    if host.standing is not Standing.SEATED or host.host_id is not None:
        return "Seules les personnes inscrites par elles-mêmes peuvent en amener une autre."
    if guest_of(host) is not None:
        return "Vous avez déjà invité quelqu’un."
    return None


def _why_not_there(meeting: Meeting, email: str) -> str | None:
    if with_address(meeting, email) is not None:
        return "Cette personne est déjà inscrite, ou invitée."
    if seats_left(meeting) == 0:
        return "Il ne reste plus de place."
    if not may_invite(email):
        return "Cette adresse a reçu plusieurs invitations aujourd’hui. Recommencez demain."
    return None


def withdraw(meeting_id: int, participant_id: int, actor: str, change: str) -> Participant | None:
    """Take somebody off the meeting, with their wishes, appointments and unanswered invitation.

    Who had an appointment with them is told, and who waited first has the seat. None when they
    had gone already.
    """
    meeting = hold_meeting(meeting_id)
    leaving = db.session.get(Participant, participant_id, populate_existing=True)
    if leaving is None or leaving.meeting_id != meeting.id:
        return None
    note(meeting, change, actor)
    if (guest := guest_of(leaving)) and guest.standing is Standing.INVITED:
        _remove(guest)
    _drop_appointments(leaving)
    _remove(leaving)
    fill_seats(meeting)
    return leaving


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


def forget(people: Iterable[Participant]) -> None:
    """Nothing personal is left of them; their appointments still count."""
    for participant in people:
        participant.name = participant.organisation = ""
        participant.user = participant.email = participant.host = None
        theirs = or_(Wish.participant_id == participant.id, Wish.wanted_id == participant.id)
        db.session.execute(delete(Wish).where(theirs))
    db.session.flush()


def erase_participant(user: User) -> None:
    """As their account goes: seats to come are given back, what is past names them no more."""
    theirs = or_(Participant.user_id == user.id, Participant.email == user.email)
    for participant in db.session.scalars(select(Participant).where(theirs)).all():
        if participant.meeting.has_begun:
            forget([participant])
        else:
            withdraw(participant.meeting_id, participant.id, user.actor, "se désinscrit")
