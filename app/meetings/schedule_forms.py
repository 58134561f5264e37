"""The forms of appointments: their times, each one, and what followed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, TimeField, ValidationError
from wtforms.validators import Optional

from app.forms import Form, WholeNumber, choice, text_of
from app.meetings.appointing import Times
from app.meetings.fields import moment, number, time_of_day
from app.meetings.models import Appointment, Meeting, Outcome, Participant
from app.meetings.wording import NOT_TOLD, OUTCOMES, SIDES_OF_SEVERAL, called
from app.seen import changes, digests
from app.templating import hour

MOST_SLOTS = 40
MOST_TABLES = 200


class TimesForm(Form):
    starts = time_of_day("Premier rendez-vous à")
    slot_minutes = number("Durée d’un rendez-vous, en minutes", 5, 120)
    pause_minutes = number("Pause entre deux rendez-vous, en minutes", 0, 60)
    slots = number("Créneaux", 1, MOST_SLOTS)
    tables = number("Tables", 1, MOST_TABLES)
    replacing = BooleanField("Oui, remplacer tous les rendez-vous déjà faits")

    def __init__(self, meeting: Meeting, *, is_sent: bool) -> None:
        names = ("slot_minutes", "pause_minutes", "tables")
        known = {name: getattr(meeting, name) for name in names}
        starts = meeting.slot_at(0).astimezone().time()
        slots = meeting.slots if meeting.first_slot_at else meeting.fitting_slots
        super().__init__(**_asked(is_sent), data={**known, "slots": slots, "starts": starts})
        self._meeting = meeting

    def validate_starts(self, field: TimeField) -> None:
        begins = self._meeting.starts_at.astimezone().time().replace(second=0, microsecond=0)
        if field.data and field.data < begins:
            at = hour(self._meeting.starts_at)
            raise ValidationError(f"La rencontre ne commence qu’à {at}.")

    def validate_slots(self, field: WholeNumber) -> None:
        """The last one ends before the meeting does."""
        if not all((self.starts.data, self.slot_minutes.data, field.data)) or field.errors:
            return
        ends, last = self._meeting.ends_at, self.times().ends_at
        if last > ends:
            raise ValidationError(
                f"Le dernier rendez-vous finirait à {hour(last)}, et la rencontre à {hour(ends)}."
            )

    def times(self) -> Times:
        """What a valid form says."""
        day = self._meeting.starts_at.astimezone().date()
        return Times(
            moment(day, self.starts),
            int(self.slot_minutes.data or 0),
            int(self.pause_minutes.data or 0),
            int(self.slots.data or 0),
            int(self.tables.data or 0),
        )


class MoveForm(Form):
    slot = SelectField("Heure")
    table = number("Table", 1, MOST_TABLES, Optional())

    def __init__(
        self, meeting: Meeting, appointment: Appointment | None = None, **asked: Any
    ) -> None:
        super().__init__(data=_place_of(appointment) if appointment else None, **asked)
        self._meeting = meeting
        self.tell_free()

    def tell_free(self, taken: Mapping[int, str] | None = None) -> None:
        """`taken`: slot → why it is not free for the two, once it is known who they are."""
        self.slot.choices = [
            choice(str(slot), self._slot_words(slot, taken)) for slot in range(self._meeting.slots)
        ]

    def _slot_words(self, slot: int, taken: Mapping[int, str] | None) -> str:
        at = hour(self._meeting.slot_at(slot))
        if taken is None:
            return at
        return f"{at}, {taken.get(slot, 'libre pour les deux')}"


def _place_of(appointment: Appointment) -> dict[str, Any]:
    return {"slot": str(appointment.slot), "table": appointment.table_number}


class AppointmentForm(MoveForm):
    one = SelectField("Qui")
    other = SelectField("Avec qui")

    def __init__(self, meeting: Meeting, coming: Iterable[Participant], *, is_sent: bool) -> None:
        super().__init__(meeting, **_asked(is_sent))
        there = list(coming)
        people = [
            choice(str(it.id), called(it), optgroup=group)
            for side, group in SIDES_OF_SEVERAL.items()
            for it in there
            if it.side is side
        ]
        self.one.choices = self.other.choices = [choice("", "Choisissez"), *people]

    def propose(self, pair: Sequence[Participant], taken: Mapping[int, str]) -> None:
        """These two, at the first time that is free for both; `taken` as in `tell_free`."""
        self.one.data, self.other.data = (str(it.id) for it in pair)
        free = (slot for slot in range(self._meeting.slots) if slot not in taken)
        self.slot.data = str(next(free, 0))
        self.tell_free(taken)

    @property
    def is_begun(self) -> bool:
        """Whether it says something, to be shown open."""
        return bool(self.one.data or self.errors or self.form_errors)

    def pair(self) -> tuple[int, int]:
        """What a valid form says; 0 is nobody's number."""
        return int(text_of(self.one) or 0), int(text_of(self.other) or 0)


def _asked(is_sent: bool) -> dict[str, Any]:
    """Of two forms on a page, the one that was not sent reads nothing of what was."""
    return {} if is_sent else {"formdata": None}


class OutcomesForm(Form):
    """A list for each appointment, empty or what followed; made by `outcomes_form`."""

    seen = HiddenField()

    def changed(self) -> dict[int, Outcome | None]:
        """Appointment → what is told of it, where that is not what the form was opened on."""
        typed = {name: text_of(self[name]) for name in self.data if name.startswith("outcome_")}
        untouched = changes(typed, typed, text_of(self.seen)).untouched
        return {
            int(name.removeprefix("outcome_")): Outcome(said) if said else None
            for name, said in typed.items()
            if name not in untouched
        }


def outcomes_form(
    labels: Mapping[int, str], outcomes: Mapping[int, Outcome | None]
) -> OutcomesForm:
    """`labels` name each appointment, by its number."""
    order = [choice("", NOT_TOLD), *(choice(it.value, OUTCOMES[it]) for it in Outcome)]
    fields = {f"outcome_{id_}": SelectField(label, choices=order) for id_, label in labels.items()}
    form_of_them: type[OutcomesForm] = type("OutcomesForm", (OutcomesForm,), fields)
    known = {f"outcome_{id_}": str(said or "") for id_, said in outcomes.items()}
    return form_of_them(data=known | {"seen": digests(known)})
