"""What a network downloads of a meeting: numbers alone, once nobody is named any more."""

from collections.abc import Iterable, Iterator, Sequence

from app.meetings.models import Appointment, Meeting, Participant
from app.meetings.queries import appointments, participants, side_counts
from app.meetings.report import report_of
from app.meetings.wording import NOT_TOLD, OUTCOMES, SIDES, STANDINGS, called
from app.spreadsheets import Cell, day_cell
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
SIDE_TOTALS = ("Vient comme", "Participants")
OUTCOME_TOTALS = ("Suite", "Rendez-vous")

Table = tuple[Sequence[str], Iterable[tuple[Cell, ...]]]


def participants_table(meeting: Meeting) -> Table:
    """Titles, then rows."""
    if meeting.is_forgotten:
        return SIDE_TOTALS, [(SIDES[side], count) for side, count in side_counts(meeting).items()]
    return PARTICIPANTS, _participant_rows(meeting)


def outcomes_table(meeting: Meeting) -> Table:
    """Titles, then rows."""
    if meeting.is_forgotten:
        return OUTCOME_TOTALS, _outcome_totals(meeting)
    return OUTCOME_COLUMNS, _outcome_rows(meeting)


def _participant_rows(meeting: Meeting) -> Iterator[tuple[Cell, ...]]:
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
            day_cell(it.registered_at),
        )


def _outcome_totals(meeting: Meeting) -> Iterator[tuple[Cell, ...]]:
    report = report_of(appointments(meeting))
    for outcome, count in report.told.items():
        yield OUTCOMES[outcome], count
    yield NOT_TOLD, report.untold


def _outcome_rows(meeting: Meeting) -> Iterator[tuple[Cell, ...]]:
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
