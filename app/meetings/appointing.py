"""Appointments are made from wishes, then mended by hand, never with a conflict.

Whatever changes them holds the meeting first; the caller commits, or rolls back when refused.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from app.db import db
from app.meetings.choosing import choose
from app.meetings.letters import tell_schedule
from app.meetings.models import Appointment, Attendee, Meeting, Participant, Standing
from app.meetings.placing import place
from app.meetings.queries import appointments, by_participant, hold_meeting, participants
from app.meetings.wishing import wished_appointments
from app.meetings.wording import called
from app.templating import counted, hour
from domain.models import utcnow


class AppointmentError(Exception):
    """An appointment cannot be held so; the message says why, in French."""


@dataclass(frozen=True, slots=True)
class Times:
    """When appointments are held, and at how many tables at once; lengths are minutes."""

    first_slot_at: datetime
    slot_minutes: int
    pause_minutes: int
    slots: int
    tables: int


@dataclass(frozen=True, slots=True)
class Made:
    """`held` of the `wished` appointments."""

    held: int
    wished: int


def make_appointments(meeting: Meeting, times: Times) -> Made:
    """From the wishes, in place of all there were. The meeting is held by the caller."""
    set_times(meeting, times, replacing=True)
    _clear(meeting)
    wished = wished_appointments(meeting)
    chosen = choose(wished.across, wished.among, times.slots, times.tables)
    placed = place(chosen, times.slots, times.tables)
    for it in placed:
        _add(meeting, (it.first, it.second), it.slot, it.table)
    meeting.schedule_sent_at = None
    db.session.flush()
    return Made(len(placed), len(wished))


def _clear(meeting: Meeting) -> None:
    theirs = select(Appointment.id).where(Appointment.meeting_id == meeting.id)
    db.session.execute(delete(Attendee).where(Attendee.appointment_id.in_(theirs)))
    db.session.execute(delete(Appointment).where(Appointment.meeting_id == meeting.id))


def set_times(meeting: Meeting, times: Times, *, replacing: bool = False) -> None:
    """Raises AppointmentError when appointments that stay would have no slot or no table."""
    last_slot, last_table = _last_used(meeting)
    if not replacing and (last_slot >= times.slots or last_table > times.tables):
        raise AppointmentError(
            f"Des rendez-vous occupent {counted(last_slot + 1, 'créneau', 'créneaux')} et"
            f" {counted(last_table, 'table')} : refaites-les, ou déplacez-en d’abord."
        )
    meeting.first_slot_at = times.first_slot_at
    meeting.slot_minutes, meeting.pause_minutes = times.slot_minutes, times.pause_minutes
    meeting.slots, meeting.tables = times.slots, times.tables


def _last_used(meeting: Meeting) -> tuple[int, int]:
    """The last slot and the last table; -1 and 0 for none."""
    last = select(
        func.coalesce(func.max(Appointment.slot), -1),
        func.coalesce(func.max(Appointment.table_number), 0),
    )
    row = db.session.execute(last.where(Appointment.meeting_id == meeting.id)).one()
    return row[0], row[1]


def add_appointment(
    meeting_id: int, pair: tuple[int, int], slot: int, table: int | None
) -> Appointment:
    """By hand; at the first free table unless told which. Raises AppointmentError."""
    meeting = hold_meeting(meeting_id)
    coming = {it.id: it for it in participants(meeting, Standing.SEATED)}
    if len(set(pair) & set(coming)) != 2:
        raise AppointmentError("Choisissez deux personnes différentes, qui viennent.")
    _check_people(meeting, [coming[id_] for id_ in pair], slot, None)
    appointment = _add(meeting, pair, slot, _table(meeting, slot, table, None))
    db.session.flush()
    return appointment


def move_appointment(appointment: Appointment, slot: int, table: int | None) -> None:
    """Elsewhere in the day. Raises AppointmentError."""
    meeting = hold_meeting(appointment.meeting_id)
    people = [attendee.participant for attendee in appointment.attendees]
    _check_people(meeting, people, slot, appointment)
    appointment.table_number = _table(meeting, slot, table, appointment)
    appointment.slot = slot
    for attendee in appointment.attendees:
        attendee.slot = slot
    db.session.flush()


def _add(meeting: Meeting, pair: tuple[int, int], slot: int, table: int) -> Appointment:
    appointment = Appointment(meeting_id=meeting.id, slot=slot, table_number=table)
    appointment.attendees = [Attendee(participant_id=id_, slot=slot) for id_ in pair]
    db.session.add(appointment)
    return appointment


def _check_people(
    meeting: Meeting, people: list[Participant], slot: int, but: Appointment | None
) -> None:
    """Raises AppointmentError when one of them is elsewhere, or both have met."""
    ids = {person.id for person in people}
    for held in appointments(meeting):
        if held is but:
            continue
        there = {attendee.participant_id for attendee in held.attendees} & ids
        if there == ids:
            raise AppointmentError(
                f"Ces deux personnes se rencontrent déjà à {hour(meeting.slot_at(held.slot))}."
            )
        if there and held.slot == slot:
            busy = next(person for person in people if person.id in there)
            raise AppointmentError(
                f"{called(busy)} a déjà un rendez-vous à {hour(meeting.slot_at(slot))}."
            )


def _table(meeting: Meeting, slot: int, wanted: int | None, but: Appointment | None) -> int:
    """The one wanted, or the first that is free. Raises AppointmentError."""
    held = [it for it in appointments(meeting) if it.slot == slot and it is not but]
    free = sorted(set(range(1, meeting.tables + 1)) - {it.table_number for it in held})
    at = hour(meeting.slot_at(slot))
    if not free:
        raise AppointmentError(f"Toutes les tables sont prises à {at}.")
    if wanted is not None and wanted not in free:
        raise AppointmentError(f"La table {wanted} n’est pas libre à {at}.")
    return free[0] if wanted is None else wanted


def send_schedule(meeting: Meeting) -> int:
    """A letter to each who comes, with their times and tables; how many leave."""
    coming = [it for it in participants(meeting, Standing.SEATED) if it.address]
    schedules = by_participant(appointments(meeting))
    for participant in coming:
        tell_schedule(participant, schedules.get(participant.id, []))
    meeting.schedule_sent_at = utcnow()
    return len(coming)
