"""Appointments are made from wishes, then mended by hand, never with a conflict.

Whatever changes them holds the meeting first; the caller commits, or rolls back when refused.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from app.db import db
from app.meetings.choosing import choose
from app.meetings.letters import tell_schedule
from app.meetings.models import (
    Appointment,
    Attendee,
    Meeting,
    MeetingStatus,
    Participant,
    Standing,
    lasting,
)
from app.meetings.placing import Placed, place
from app.meetings.queries import appointments, by_participant, hold_meeting, participants
from app.meetings.wishing import may_meet, wished_appointments
from app.meetings.wording import called, who_meet
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

    @property
    def ends_at(self) -> datetime:
        """When the last ones end."""
        return self.first_slot_at + lasting(self.slots, self.slot_minutes, self.pause_minutes)


@dataclass(frozen=True, slots=True)
class Made:
    """`held` of the `wished` appointments."""

    held: int
    wished: int


class AppointmentGoneError(AppointmentError):
    """A colleague took it away meanwhile, or made all of them anew."""

    def __init__(self) -> None:
        super().__init__("Ce rendez-vous n’existe plus : on vient de le retirer, ou de le refaire.")


def why_settled(meeting: Meeting, held: Iterable[Appointment]) -> str | None:
    """Why what was held is no longer made anew, or taken away, in French; None while it is."""
    if meeting.status is MeetingStatus.CANCELLED:
        return _CANCELLED
    if meeting.is_over:
        return "Cette rencontre est passée : ses rendez-vous restent ce qu’ils ont été."
    if any(appointment.told for appointment in held):
        return "On a déjà dit ce qui a suivi : ces rendez-vous restent ce qu’ils ont été."
    return None


def _check_unsettled(meeting: Meeting, held: Iterable[Appointment]) -> None:
    if why := why_settled(meeting, held):
        raise AppointmentError(why)


_CANCELLED = "Cette rencontre est annulée : ses rendez-vous ne changent plus."


def _hold(meeting_id: int) -> Meeting:
    """Raises AppointmentError of one that is cancelled: nobody would be told of the others."""
    meeting = hold_meeting(meeting_id)
    if meeting.status is MeetingStatus.CANCELLED:
        raise AppointmentError(_CANCELLED)
    return meeting


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be held of what is wished."""

    placed: Sequence[Placed]
    wished: int


def plan_appointments(meeting: Meeting, times: Times) -> Plan:
    """From the wishes. Nothing is held: that of a large meeting takes seconds."""
    wished = wished_appointments(meeting)
    db.session.rollback()  # no connection to the database waits for it
    chosen = choose(wished.across, wished.among, times.slots, times.tables)
    return Plan(place(chosen, times.slots, times.tables), len(wished))


def make_appointments(
    meeting_id: int, times: Times, plan: Plan, *, replacing: bool = False
) -> Made:
    """But those that nobody wishes any more; in place of all there were, when it is `replacing`.

    As if they had been made when the plan was: whoever left since is left out. Raises
    AppointmentError.
    """
    meeting = _hold(meeting_id)
    there = appointments(meeting)
    _check_unsettled(meeting, there)
    if there and not replacing:
        raise AppointmentError(
            "Des rendez-vous sont déjà faits. Pour les remplacer tous, cochez d’abord la case."
        )
    _set_times(meeting, times)
    _clear(meeting)
    still = wished_appointments(meeting).pairs
    kept = [it for it in plan.placed if (it.first, it.second) in still]
    _add_all(meeting, kept)
    _note_change(meeting)
    return Made(len(kept), plan.wished)


def _clear(meeting: Meeting) -> None:
    theirs = select(Appointment.id).where(Appointment.meeting_id == meeting.id)
    db.session.execute(delete(Attendee).where(Attendee.appointment_id.in_(theirs)))
    db.session.execute(delete(Appointment).where(Appointment.meeting_id == meeting.id))


def _add_all(meeting: Meeting, placed: Sequence[Placed]) -> None:
    """In two statements: there may be thousands, and nobody else writes meanwhile."""
    if not placed:
        return
    ids = db.session.scalars(
        insert(Appointment).returning(Appointment.id, sort_by_parameter_order=True),
        [{"meeting_id": meeting.id, "slot": it.slot, "table_number": it.table} for it in placed],
    ).all()
    db.session.execute(
        insert(Attendee),
        [
            {"appointment_id": id_, "participant_id": person, "slot": it.slot}
            for id_, it in zip(ids, placed, strict=True)
            for person in (it.first, it.second)
        ],
    )


def change_times(meeting_id: int, times: Times) -> None:
    """Raises AppointmentError, as when appointments would have no slot or no table."""
    meeting = _hold(meeting_id)
    held = appointments(meeting)
    _check_unsettled(meeting, held)
    slots = max((it.slot for it in held), default=-1) + 1
    tables = max((it.table_number for it in held), default=0)
    if slots > times.slots or tables > times.tables:
        raise AppointmentError(
            f"Des rendez-vous occupent {counted(slots, 'créneau', 'créneaux')} et"
            f" {counted(tables, 'table')} : refaites-les, ou déplacez-en d’abord."
        )
    _set_times(meeting, times)
    _note_change(meeting)


def _set_times(meeting: Meeting, times: Times) -> None:
    meeting.first_slot_at = times.first_slot_at
    meeting.slot_minutes, meeting.pause_minutes = times.slot_minutes, times.pause_minutes
    meeting.slots, meeting.tables = times.slots, times.tables


def _note_change(meeting: Meeting) -> None:
    """Those who have been sent their times see the new ones, and are to be told."""
    meeting.schedule_changed_at = utcnow()
    db.session.flush()


def add_appointment(
    meeting_id: int, pair: tuple[int, int], slot: int, table: int | None
) -> Appointment:
    """By hand; at the first free table unless told which. Raises AppointmentError."""
    meeting = _hold(meeting_id)
    _check_slot(meeting, slot)
    coming = {it.id: it for it in participants(meeting, Standing.SEATED)}
    if len(set(pair) & set(coming)) != 2:
        raise AppointmentError("Choisissez deux personnes différentes, qui viennent.")
    people = [coming[id_] for id_ in pair]
    if not may_meet(meeting, *people):
        raise AppointmentError(f"Choisissez {who_meet(meeting)} : d’autres ne se rencontrent pas.")
    _check_people(meeting, people, slot, None)
    appointment = _add(meeting, pair, slot, _table(meeting, slot, table, None))
    _note_change(meeting)
    return appointment


def move_appointment(
    meeting_id: int, appointment_id: int, slot: int, table: int | None
) -> Appointment:
    """Elsewhere in the day. Raises AppointmentError."""
    meeting = _hold(meeting_id)
    appointment = _still_there(meeting, appointment_id)
    _check_slot(meeting, slot)
    people = [attendee.participant for attendee in appointment.attendees]
    _check_people(meeting, people, slot, appointment)
    appointment.table_number = _table(meeting, slot, table, appointment)
    appointment.slot = slot
    for attendee in appointment.attendees:
        attendee.slot = slot
    _note_change(meeting)
    return appointment


def remove_appointment(meeting_id: int, appointment_id: int) -> None:
    """Raises AppointmentError."""
    meeting = _hold(meeting_id)
    appointment = _still_there(meeting, appointment_id)
    _check_unsettled(meeting, [appointment])
    db.session.delete(appointment)
    _note_change(meeting)


def _still_there(meeting: Meeting, appointment_id: int) -> Appointment:
    """Read anew. Raises AppointmentGoneError."""
    found = db.session.get(Appointment, appointment_id, populate_existing=True)
    if found is None or found.meeting_id != meeting.id:
        raise AppointmentGoneError
    return found


def _add(meeting: Meeting, pair: tuple[int, int], slot: int, table: int) -> Appointment:
    appointment = Appointment(meeting=meeting, slot=slot, table_number=table)
    appointment.attendees = [Attendee(participant_id=id_, slot=slot) for id_ in pair]
    db.session.add(appointment)
    return appointment


def _check_slot(meeting: Meeting, slot: int) -> None:
    """Raises AppointmentError when a colleague has just left fewer slots."""
    if slot >= meeting.slots:
        left = counted(meeting.slots, "créneau", "créneaux")
        only = "qu’un créneau" if meeting.slots == 1 else f"que {left}"
        raise AppointmentError(f"Il n’y a plus {only} : choisissez une autre heure.")


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


def why_not_free(
    meeting: Meeting, people: Sequence[Participant], but: Appointment | None = None
) -> dict[int, str]:
    """Slot → why these people cannot meet then, in French; those that are free are not in it."""
    held = [it for it in appointments(meeting) if it is not but]
    used = Counter(it.slot for it in held)
    full = {slot: "plus de table" for slot, tables in used.items() if tables >= meeting.tables}
    return full | {
        it.slot: f"{who.shown_name} n’est pas libre"
        for it in held
        for who in people
        if who.id in {attendee.participant_id for attendee in it.attendees}
    }


def _table(meeting: Meeting, slot: int, wanted: int | None, but: Appointment | None) -> int:
    """The one wanted, or the first that is free. Raises AppointmentError."""
    held = [it for it in appointments(meeting) if it.slot == slot and it is not but]
    free = sorted(set(range(1, meeting.tables + 1)) - {it.table_number for it in held})
    at = hour(meeting.slot_at(slot))
    if wanted is not None and wanted > meeting.tables:
        raise AppointmentError(_no_such_table(meeting.tables))
    if not free:
        raise AppointmentError(f"Toutes les tables sont prises à {at}.")
    if wanted is not None and wanted not in free:
        raise AppointmentError(f"La table {wanted} n’est pas libre à {at}.")
    return free[0] if wanted is None else wanted


def _no_such_table(tables: int) -> str:
    if tables == 1:
        return "Il n’y a qu’une table : laissez ce champ vide, ou tapez 1."
    return f"Il n’y a que {counted(tables, 'table')} : choisissez un numéro de 1 à {tables}."


def send_schedule(meeting: Meeting) -> int:
    """A letter to each who comes, with their times and tables; how many leave.

    Wishes are then closed: they would change nothing any more, unless the network says otherwise.
    """
    coming = [it for it in participants(meeting, Standing.SEATED) if it.address]
    schedules = by_participant(appointments(meeting))
    for participant in coming:
        tell_schedule(participant, schedules.get(participant.id, []))
    meeting.schedule_sent_at = utcnow()
    meeting.are_wishes_open = False
    return len(coming)
