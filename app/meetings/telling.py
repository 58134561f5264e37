"""What followed appointments, as those who were there and the network tell it.

Only what they changed is written: two colleagues tell at once, each of other appointments.
"""

from collections.abc import Mapping

from app.meetings.models import Meeting, Outcome, Participant
from app.meetings.noting import note
from app.meetings.queries import appointments, appointments_of, hold_meeting

Told = Mapping[int, Outcome | None]


def tell_own(participant: Participant, told: Told) -> None:
    """Of each appointment, by its number. The caller commits."""
    meeting = hold_meeting(participant.meeting_id)
    for appointment in appointments_of(participant):
        if appointment.id in told:
            appointment.attendee(participant).outcome = told[appointment.id]
    note(meeting, "dit la suite de ses rendez-vous")


def tell_as_network(meeting: Meeting, told: Told) -> None:
    hold_meeting(meeting.id)
    for appointment in appointments(meeting):
        if appointment.id in told:
            appointment.outcome = told[appointment.id]
    note(meeting, "dit la suite des rendez-vous")
