"""The forms of meetings."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from app.accounts.forms import LONGEST_NAME
from app.fields import impersonal_or, line, one_line, paragraphs
from app.forms import (
    EmailField,
    Form,
    TelephoneField,
    WholeNumber,
    choice,
    invited_address,
    refuse,
    strip,
    text_of,
)
from app.meetings.appointing import Times
from app.meetings.cards import Card, Narrowing
from app.meetings.models import Appointment, Meeting, Outcome, Participant, Side
from app.meetings.seats import Identity, Reach
from app.meetings.wishing import MOST_WISHES, RANKS
from app.meetings.wording import OUTCOMES, called, ordinal
from app.seen import changes, digests
from app.templating import hour, typo
from domain.kinds import KINDS
from domain.models import Supplier, today, utcnow
from domain.taxonomy import taxonomy
from search.port import MAX_TEXT_LENGTH

TITLE_LENGTH = 120
PLACE_LENGTH = 200
PRESENTATION_LENGTH = 4000
REASON_LENGTH = 1000
LOOKED_FOR_LENGTH = 200
LONGEST_PHONE = 30
MOST_SEATS = 2000
MOST_SECTORS = 12
MOST_SLOTS = 40
MOST_TABLES = 200
BUYER = "acheteur"


def _number(label: str, least: int, most: int, *validators: object) -> WholeNumber:
    bounds = NumberRange(least, most, f"Un nombre entre {least} et {most}.")
    needed = validators or (InputRequired("Donnez un nombre."),)
    short = {"inputmode": "numeric", "class": "input input-short", "maxlength": 6}
    return WholeNumber(label, [*needed, bounds], render_kw=short)


def _time(label: str) -> TimeField:
    return TimeField(
        label,
        [InputRequired("Donnez une heure, comme 14:00.")],
        render_kw={"class": "input input-short"},
    )


_IS_PUBLIC = impersonal_or("cette page est lue de tous, et vous écrivez aux inscrits par le site")


class MeetingForm(Form):
    title = line("Titre", TITLE_LENGTH, DataRequired("Donnez un titre."), _IS_PUBLIC)
    day = DateField(
        "Date", [InputRequired("Donnez la date.")], render_kw={"class": "input input-short"}
    )
    starts = _time("Début")
    ends = _time("Fin")
    venue = line("Lieu", PLACE_LENGTH, DataRequired("Dites où elle a lieu."), _IS_PUBLIC)
    address = paragraphs(
        "Adresse", PLACE_LENGTH, DataRequired("Donnez l’adresse."), _IS_PUBLIC, rows=2
    )
    presentation = paragraphs("Présentation", PRESENTATION_LENGTH, _IS_PUBLIC, rows=6)
    sectors = SelectMultipleField("Filière", validate_choice=False)
    seats = _number("Places", 1, MOST_SEATS)
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
        elif not self.day.errors and _moment(self.day.data, field) <= utcnow():
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
        return _moment(self.day.data, self.starts), _moment(self.day.data, self.ends)


_DISPUTED = "Un collègue vient de changer ce champ. Enregistrez de nouveau pour garder votre texte."


def said_of(meeting: Meeting) -> dict[str, Any]:
    """Its values, as the form shows them: hours to the minute."""
    starts, ends = (
        moment.astimezone().replace(second=0, microsecond=0)
        for moment in (meeting.starts_at, meeting.ends_at)
    )
    columns = "title venue address presentation sectors seats do_structures_meet"
    known = {name: getattr(meeting, name) for name in columns.split()}
    return known | {"day": starts.date(), "starts": starts.time(), "ends": ends.time()}


def _moment(day: date, field: TimeField) -> datetime:
    """That hour of that day, where the site is."""
    assert field.data is not None
    return datetime.combine(day, field.data).astimezone()


class CancellationForm(Form):
    reason = paragraphs(
        "Ce que vous dites aux inscrits",
        REASON_LENGTH,
        DataRequired("Dites-leur pourquoi."),
        _IS_PUBLIC,
        rows=3,
    )


def _no_link(_form: object, field: StringField) -> None:
    """A validator: the site writes these words to who is invited."""
    if re.search(r"://|www\.", field.data or "", re.IGNORECASE):
        raise ValidationError("Écrivez un nom, sans adresse de site.")


def looked_for(label: str = "Ce que vous cherchez à acheter") -> StringField:
    """What a buyer would find: structures read it when they choose whom to meet."""
    return line(label, LOOKED_FOR_LENGTH, impersonal_or("les participants lisent ce champ"))


class RegistrationForm(Form):
    """`who` is the number of a structure that one keeps, or BUYER."""

    who = RadioField("Vous venez pour")
    organisation = line("Votre organisation", PLACE_LENGTH, _no_link, autocomplete="organization")
    name = line(
        "Vos prénom et nom",
        LONGEST_NAME,
        DataRequired("Donnez votre nom : les autres participants le lisent."),
        _no_link,
        autocomplete="name",
    )
    looks_for = looked_for()

    def __init__(self, suppliers: Iterable[Supplier], name: str) -> None:
        kept = [choice(str(it.id), it.display_name) for it in suppliers]
        first = kept[0].value if kept else BUYER
        super().__init__(data={"who": first, "name": name})
        self.who.choices = [*kept, choice(BUYER, "Une organisation qui achète")]

    def validate_organisation(self, field: StringField) -> None:
        if self.who.data == BUYER and not field.data:
            raise ValidationError("Dites pour quelle organisation vous achetez.")

    def identity(self) -> Identity:
        """What a valid form says."""
        name = text_of(self.name)
        if self.who.data == BUYER:
            return _buyer(name, self.organisation, self.looks_for)
        return Identity(Side.STRUCTURE, name, supplier_id=int(text_of(self.who)))


class EnrolForm(Form):
    """Who asked the network to be registered: for a structure, or for who buys when it is None."""

    organisation = line("Son organisation", PLACE_LENGTH, DataRequired("Dites laquelle."), _no_link)
    name = line("Ses prénom et nom", LONGEST_NAME, DataRequired("Donnez son nom."), _no_link)
    email = EmailField(
        "Son adresse e-mail", filters=[strip], render_kw={"type": "email", "autocomplete": "off"}
    )
    phone = TelephoneField(
        "Son téléphone",
        filters=[one_line],
        render_kw={"type": "tel", "autocomplete": "off", "maxlength": LONGEST_PHONE},
    )
    looks_for = looked_for("Ce qu’elle cherche à acheter")

    def __init__(self, supplier: Supplier | None, **asked: Any) -> None:
        super().__init__(**asked)
        self._supplier = supplier
        if supplier:
            del self.organisation, self.looks_for

    def identity(self) -> Identity:
        """What a valid form says."""
        name = text_of(self.name)
        if self._supplier:
            return Identity(Side.STRUCTURE, name, supplier_id=self._supplier.id)
        return _buyer(name, self.organisation, self.looks_for)

    def reach(self) -> Reach:
        """Where a valid form has them reached."""
        return Reach(text_of(self.email), text_of(self.phone))


def _buyer(name: str, organisation: Field, looks_for: Field) -> Identity:
    return Identity(Side.BUYER, name, text_of(organisation), looks_for=text_of(looks_for))


class GuestForm(Form):
    email = invited_address("Son adresse e-mail")


class WishesForm(Form):
    """A list for each participant, empty or a rank; made by `wishes_form`.

    The first fields narrow the page to some of them, and are no part of what is saved.
    """

    words = line("Nom, commune, service, type…", MAX_TEXT_LENGTH, type="search", autocomplete="off")
    kind = SelectField("Type de structure", validate_choice=False)
    family = SelectField("Famille de services", validate_choice=False)
    looks_for = looked_for()
    # The ranks that the form was opened on, as `digests` tells them.
    seen = HiddenField()

    def offer(self, cards: Sequence[Card]) -> None:
        """Narrow to the kinds and the families that are there."""
        there = {kind.code for card in cards for kind in card.kinds}
        sold = {family for card in cards for family in card.families}
        kinds = [choice(it.code, it.short) for it in KINDS.values() if it.code in there]
        families = [it for it in taxonomy().groups.values() if it.id in sold]
        self.kind.choices = [choice("", "Tous les types"), *kinds]
        known = [choice(it.id, typo(it.label)) for it in families]
        self.family.choices = [choice("", "Toutes les familles"), *known]

    def narrowing(self) -> Narrowing:
        words = text_of(self.words)[:MAX_TEXT_LENGTH]
        return Narrowing(words, text_of(self.kind), text_of(self.family))

    def widen(self) -> None:
        self.words.data = self.kind.data = self.family.data = ""

    @property
    def chosen(self) -> set[int]:
        """Whom a rank is given to, whatever it is."""
        return set(_answers(self, "wish"))

    @property
    def is_changed(self) -> bool:
        """Whether it says what is not saved."""
        return any(it.data != it.object_data for it in self if it.name.startswith("wish_"))

    def ranks(self) -> dict[int, int]:
        """Participant → rank, of those wished. Of a valid form."""
        return {id_: int(rank) for id_, rank in _answers(self, "wish").items()}

    def merge(self, said: Mapping[int, int]) -> bool:
        """Take what was saved since it was opened; False where this form says another rank.

        That is then said beside its field: sent again, the form has the last word.
        """
        typed = {field.name: field.data for field in self if field.name.startswith("wish_")}
        present = {name: _rank_of(name, said) for name in typed}
        found = changes(typed, present, text_of(self.seen))
        for name in found.untouched:
            self[name].data = present[name]
        self.seen.data = digests(present)
        is_valid = self.validate()
        for name in found.disputed:
            refuse(self[name], _DISPUTED_RANK)
        return is_valid and not found.disputed

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        wished = list(self.ranks())
        if len(wished) > MOST_WISHES:
            self.form_errors.append(
                f"Vous avez {len(wished)} souhaits : gardez-en {MOST_WISHES} au plus."
            )
            return False
        return True


_DISPUTED_RANK = (
    "On vient d’y enregistrer un autre rang. Enregistrez de nouveau pour garder celui-ci."
)


def _rank_of(name: str, ranks: Mapping[int, int]) -> str:
    """As its field says it."""
    return str(ranks.get(int(name.removeprefix("wish_")), ""))


def wishes_form(
    people: Iterable[Participant], ranks: Mapping[int, int], looks_for: str = ""
) -> WishesForm:
    order = [choice("", "—"), *(choice(str(rank), ordinal(rank)) for rank in _RANKS)]
    fields = {f"wish_{it.id}": SelectField(called(it), choices=order) for it in people}
    form_of_them: type[WishesForm] = type("WishesForm", (WishesForm,), fields)
    # Whoever registered since the form was opened is in none of its fields.
    known = {name: _rank_of(name, ranks) for name in fields}
    return form_of_them(data=known | {"looks_for": looks_for, "seen": digests(known)})


_RANKS = range(1, RANKS + 1)


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
    order = [choice("", "Pas encore dit"), *(choice(it.value, OUTCOMES[it]) for it in Outcome)]
    fields = {f"outcome_{id_}": SelectField(label, choices=order) for id_, label in labels.items()}
    form_of_them: type[OutcomesForm] = type("OutcomesForm", (OutcomesForm,), fields)
    known = {f"outcome_{id_}": str(said or "") for id_, said in outcomes.items()}
    return form_of_them(data=known | {"seen": digests(known)})


def _answers(form: Form, prefix: str) -> dict[int, str]:
    """What was chosen, but for the empty choice, by the number in the name of its field."""
    fields = [field for field in form if field.name.startswith(f"{prefix}_") and field.data]
    return {int(field.name.removeprefix(f"{prefix}_")): text_of(field) for field in fields}


def _asked(is_sent: bool) -> dict[str, Any]:
    """Of two forms on a page, the one that was not sent reads nothing of what was."""
    return {} if is_sent else {"formdata": None}


class TimesForm(Form):
    starts = _time("Premier rendez-vous à")
    slot_minutes = _number("Durée d’un rendez-vous, en minutes", 5, 120)
    pause_minutes = _number("Pause entre deux rendez-vous, en minutes", 0, 60)
    slots = _number("Créneaux", 1, MOST_SLOTS)
    tables = _number("Tables", 1, MOST_TABLES)
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
            _moment(day, self.starts),
            int(self.slot_minutes.data or 0),
            int(self.pause_minutes.data or 0),
            int(self.slots.data or 0),
            int(self.tables.data or 0),
        )


class MoveForm(Form):
    slot = SelectField("Heure")
    table = _number("Table", 1, MOST_TABLES, Optional())

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
        people = [choice(str(it.id), called(it)) for it in coming]
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
