"""What a manager does at the page of appointments, and those that are held."""

from collections.abc import Sequence

from sqlalchemy import select

from app.db import db
from app.meetings.models import Appointment, Meeting, Participant
from tests.app.meetings.cast import MANAGED
from tests.app.people import Person


def make(manager: Person, meeting: Meeting, button: str = "make", **times: object) -> str:
    """By the button of that name; "times" is the one without a name."""
    usual = {"starts": "14:00", "slot_minutes": 15, "pause_minutes": 5, "slots": 3, "tables": 2}
    typed = {name: str(value) for name, value in (usual | times).items()} | (
        {} if button == "times" else {button: ""}
    )
    return sent(manager, f"{MANAGED}/{meeting.id}/rendez-vous", typed)


def add(manager: Person, meeting: Meeting, pair: Sequence[Participant], slot: int = 0) -> str:
    typed = {"one": str(pair[0].id), "other": str(pair[1].id), "slot": str(slot)}
    return sent(manager, f"{MANAGED}/{meeting.id}/rendez-vous/ajouter", typed)


def sent(manager: Person, path: str, typed: dict[str, str]) -> str:
    answer = manager.send(path, typed)
    return answer.text if answer.status_code == 200 else manager.page(answer.location)


def held() -> list[tuple[int, int, set[str]]]:
    """Slot, table and names of each."""
    db.session.expire_all()
    query = select(Appointment).order_by(Appointment.slot, Appointment.table_number)
    return [
        (it.slot, it.table_number, {who.participant.name for who in it.attendees})
        for it in db.session.scalars(query)
    ]
