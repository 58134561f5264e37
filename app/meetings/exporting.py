"""What a network downloads of a meeting."""

from collections.abc import Iterator

from app.meetings.models import Appointment, Meeting, Participant
from app.meetings.queries import appointments, participants
from app.meetings.wording import OUTCOMES, SIDES, STANDINGS, called
from app.spreadsheets import Cell
from app.templating import hour

PARTICIPANTS = (
    "Nom",
    "Organisation",
    "Vient comme",
    "Cherche",
    "Adresse e-mail",
    "Téléphone",
    "État",
    "Amené par",
    "Inscrit le",
)
OUTCOME_COLUMNS = (
    "Heure",
    "Table",
    "Qui",
    "Avec qui",
    "Suite",
    "Selon le premier",
    "Selon le second",
    "Selon le réseau",
)


def participant_rows(meeting: Meeting) -> Iterator[tuple[Cell, ...]]:
    for it in participants(meeting):
        yield (
            it.shown_name,
            it.shown_organisation,
            SIDES[it.side],
            it.looks_for,
            it.address or "",
            it.phone,
            STANDINGS[it.standing],
            it.host.shown_name if it.host else "",
            f"{it.registered_at.astimezone():%d/%m/%Y}",
        )


def outcome_rows(meeting: Meeting) -> Iterator[tuple[Cell, ...]]:
    for it in appointments(meeting):
        one, other = it.attendees
        said = (it.told, one.outcome, other.outcome, it.outcome)
        yield (
            hour(meeting.slot_at(it.slot)),
            it.table_number,
            *_names(it),
            *(OUTCOMES[outcome] if outcome else "" for outcome in said),
        )


def _names(appointment: Appointment) -> tuple[str, ...]:
    people: list[Participant] = [attendee.participant for attendee in appointment.attendees]
    return tuple(called(person) for person in people)
