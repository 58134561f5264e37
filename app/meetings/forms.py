"""The form of a meeting, and that of its cancellation."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    SelectMultipleField,
    TimeField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired

from app.fields import impersonal_or, line, paragraphs
from app.forms import Form, refuse, text_of
from app.meetings.fields import moment, number, time_of_day
from app.meetings.models import Meeting
from app.seen import changes, digests
from domain.models import today, utcnow
from domain.taxonomy import taxonomy

TITLE_LENGTH = 120
PLACE_LENGTH = 200
PRESENTATION_LENGTH = 4000
REASON_LENGTH = 1000
MOST_SEATS = 2000
MOST_SECTORS = 12


_IS_PUBLIC = impersonal_or("cette page est lue de tous, et vous écrivez aux inscrits par le site")


class MeetingForm(Form):
    title = line("Titre", TITLE_LENGTH, DataRequired("Donnez un titre."), _IS_PUBLIC)
    day = DateField(
        "Date", [InputRequired("Donnez la date.")], render_kw={"class": "input input-short"}
    )
    starts = time_of_day("Début")
    ends = time_of_day("Fin")
    venue = line("Lieu", PLACE_LENGTH, DataRequired("Dites où elle a lieu."), _IS_PUBLIC)
    address = paragraphs(
        "Adresse", PLACE_LENGTH, DataRequired("Donnez l’adresse."), _IS_PUBLIC, rows=2
    )
    presentation = paragraphs("Présentation", PRESENTATION_LENGTH, _IS_PUBLIC, rows=6)
    sectors = SelectMultipleField("Filière", validate_choice=False)
    seats = number("Places", 1, MOST_SEATS)
    do_structures_meet = BooleanField("Les structures peuvent aussi se rencontrer entre elles")
    seen = HiddenField()

    def __init__(self, meeting: Meeting | None = None) -> None:
        known = said_of(meeting) if meeting else {}
        super().__init__(data=known | {"seen": digests(known)})
        self._meeting = meeting
        self.disputed: Sequence[Field] = ()

    def validate_day(self, field: DateField) -> None:
        if self._took_place:
            self._check_kept(field)
        elif field.data and field.data < today():
            raise ValidationError("Cette date est passée.")
        elif field.data and field.data.year > today().year + 5:
            raise ValidationError("Cette date est dans plus de cinq ans : vérifiez l’année.")

    def validate_starts(self, field: TimeField) -> None:
        if self._took_place:
            self._check_kept(field)

    def validate_ends(self, field: TimeField) -> None:
        if not (self.day.data and self.starts.data and field.data):
            return
        if field.data <= self.starts.data:
            raise ValidationError("La fin vient après le début.")
        if self._took_place and self._meeting and self._meeting.is_over:
            self._check_kept(field)
        elif not self.day.errors and moment(self.day.data, field) <= utcnow():
            raise ValidationError("Cette heure est passée : la rencontre serait déjà finie.")

    @property
    def _took_place(self) -> bool:
        return self._meeting is not None and self._meeting.took_place

    def _check_kept(self, field: Field) -> None:
        """The day and the hours of what has begun stay as they were."""
        assert self._meeting is not None
        if field.data and field.data != said_of(self._meeting)[field.name]:
            raise ValidationError("Cette rencontre a commencé, ou a eu lieu : cela reste.")

    def validate_sectors(self, field: SelectMultipleField) -> None:
        known = taxonomy().groups.keys() | taxonomy().services.keys()
        if not known.issuperset(field.data or ()):
            raise ValidationError("Choisissez parmi les familles et les services de la liste.")
        if len(field.data or ()) > MOST_SECTORS:
            raise ValidationError(f"Choisissez-en {MOST_SECTORS} au plus.")

    def merge(self, present: Meeting) -> bool:
        """Take what a colleague has changed meanwhile; False when this form changes it too.

        What is `disputed` is then said beside its field: sent again, the form has the last word.
        """
        said = said_of(present)
        found = changes({name: self[name].data for name in said}, said, text_of(self.seen))
        for name in found.untouched:
            self[name].data = said[name]
        self.seen.data = digests(said)
        is_valid = bool(self.validate())
        self.disputed = [field for field in self if field.name in found.disputed]
        for field in self.disputed:
            refuse(field, _DISPUTED)
        return is_valid and not self.disputed

    def write(self, meeting: Meeting) -> None:
        """What a valid form says."""
        meeting.title, meeting.venue = text_of(self.title), text_of(self.venue)
        meeting.address, meeting.presentation = text_of(self.address), text_of(self.presentation)
        meeting.sectors = list(self.sectors.data or ())
        meeting.seats = int(self.seats.data or 0)
        meeting.do_structures_meet = bool(self.do_structures_meet.data)
        meeting.starts_at, meeting.ends_at = self.hours()

    def hours(self) -> tuple[datetime, datetime]:
        """When a valid form has it begin and end."""
        assert self.day.data is not None
        return moment(self.day.data, self.starts), moment(self.day.data, self.ends)


_DISPUTED = "Un collègue vient de changer ce champ. Enregistrez de nouveau pour garder votre texte."


def said_of(meeting: Meeting) -> dict[str, Any]:
    """Its values, as the form shows them: hours to the minute."""
    starts, ends = (
        at.astimezone().replace(second=0, microsecond=0)
        for at in (meeting.starts_at, meeting.ends_at)
    )
    columns = "title venue address presentation sectors seats do_structures_meet"
    known = {name: getattr(meeting, name) for name in columns.split()}
    return known | {"day": starts.date(), "starts": starts.time(), "ends": ends.time()}


class CancellationForm(Form):
    reason = paragraphs(
        "Ce que vous dites aux inscrits",
        REASON_LENGTH,
        DataRequired("Dites-leur pourquoi."),
        _IS_PUBLIC,
        rows=3,
    )
