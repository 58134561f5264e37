"""What every form is made of. Its fields are drawn by templates/_forms.html."""

import re
from collections.abc import Iterable, Iterator
from gettext import NullTranslations
from typing import Any, ClassVar, NamedTuple

import wtforms
from flask import g
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, FieldList, FormField, StringField, ValidationError
from wtforms.i18n import get_builtin_gnu_translations

from app.accounts.addresses import MAX_LENGTH, normalised
from app.telephones import HOW_WRITTEN, telephone


class Wrong(NamedTuple):
    """A field that is refused; `row` is the number of its row, from 1, where there are several."""

    field: Field
    row: int | None


# What WTForms would say in its own words: its French is that of programmers.
_MESSAGES = {
    "Not a valid integer value.": "Écrivez un nombre entier, en chiffres.",
    "Not a valid float value.": "Écrivez un nombre, en chiffres.",
    "Not a valid date value.": "Écrivez une date, comme 31/12/2025.",
    "Not a valid time value.": "Écrivez une heure, comme 14:30.",
    "Not a valid choice.": "Choisissez une réponse de la liste.",
    "Invalid Choice: could not coerce.": "Choisissez une réponse de la liste.",
    "This field is required.": "Remplissez ce champ.",
}


class _French:
    """WTForms' messages in our words, else in its own French."""

    def __init__(self, shipped: NullTranslations) -> None:
        self._shipped = shipped

    def gettext(self, message: str) -> str:
        return _MESSAGES.get(message) or self._shipped.gettext(message)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        return self._shipped.ngettext(singular, plural, count)


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form with its token; messages are in French."""

    # The fields that the page shows before those that the form inherits.
    shown_first: ClassVar[tuple[str, ...]] = ()

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF ships no types
        locales = ("fr",)

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was sent, else what this page gives back; None asked for remains None."""
            sent = super().wrap_formdata(form, formdata)
            return sent if sent is not None or formdata is None else given_back()

        def get_translations(self, form: Any) -> Any:  # noqa: ARG002 WTForms' signature
            """Flask-WTF would ask Flask-Babel, and without it leave WTForms' words in English."""
            return _French(get_builtin_gnu_translations(self.locales))

    def validate(self, extra_validators: Any = None) -> bool:
        """Its validators, once every text is one that a database keeps."""
        unreadable = [field for field in _leaves(self) if not _is_readable(field.data)]
        for field in unreadable:
            refuse(field, UNREADABLE)
        return not unreadable and bool(super().validate(extra_validators))

    @property
    def wrong(self) -> list[Wrong]:
        """The fields that are refused, in the order of the page, those of rows among them."""
        in_order = [
            *(self[name] for name in self.shown_first),
            *(field for field in self if field.short_name not in self.shown_first),
        ]
        told = (wrong for wrong in _every(in_order) if wrong.field.type != "CSRFTokenField")
        return [wrong for wrong in told if any(isinstance(e, str) for e in wrong.field.errors)]


# What PostgreSQL cannot keep: a null character, half of a surrogate pair.
_UNREADABLE = re.compile("[\\x00\ud800-\udfff]")
UNREADABLE = "Un caractère de ce texte ne peut pas être lu. Effacez-le, ou tapez-le de nouveau."


def _leaves(fields: Iterable[Field]) -> Iterator[Field]:
    for field in fields:
        if isinstance(field, FieldList | FormField):
            yield from _leaves(field)
        else:
            yield field


def _every(fields: Iterable[Field], row: int | None = None) -> Iterator[Wrong]:
    """Leaves, and the lists that hold them: these may have too many rows."""
    for field in fields:
        if isinstance(field, FormField):
            yield from _every(field, row)
            continue
        yield Wrong(field, row)
        if isinstance(field, FieldList):
            for number, entry in enumerate(field, 1):
                yield from _every([entry], number if len(field) > 1 else None)


def _is_readable(value: Any) -> bool:
    texts = value if isinstance(value, list | tuple) else [value]
    return not any(isinstance(text, str) and _UNREADABLE.search(text) for text in texts)


def given_back() -> "MultiDict[str, str] | None":
    """What was typed in this page before a session ended, and that it opens with."""
    found: MultiDict[str, str] | None = g.get("given_back")
    return found


def strip(value: str | None) -> str:
    return (value or "").strip()


INCOMPLETE_ADDRESS = "Cette adresse n’est pas complète. Elle s’écrit nom@exemple.fr."


class EmailField(StringField):
    """An e-mail address, normalised; an empty one is for other validators to judge."""

    def pre_validate(self, form: object) -> None:  # noqa: ARG002 WTForms' signature
        if not self.data:
            return
        try:
            self.data = normalised(self.data)
        except ValueError as error:
            raise ValidationError(INCOMPLETE_ADDRESS) from error


class TelephoneField(StringField):
    """A telephone number, as it is kept; an empty one is for other validators to judge."""

    def pre_validate(self, form: object) -> None:  # noqa: ARG002 WTForms' signature
        if not self.data:
            return
        try:
            self.data = telephone(self.data)
        except ValueError as error:
            raise ValidationError(f"Écrivez un numéro entier. {HOW_WRITTEN}") from error


def invited_address(label: str) -> EmailField:
    """That of somebody else, who is to be written to."""
    return EmailField(
        label,
        [wtforms.validators.InputRequired("Indiquez une adresse e-mail.")],
        filters=[strip],
        render_kw={
            "type": "email",
            "autocomplete": "off",
            "inputmode": "email",
            "maxlength": MAX_LENGTH,
        },
    )


class WholeNumber(wtforms.IntegerField):
    """As people write it: "1 200" is 1200."""

    # Beyond, a number is nobody's, and validators cannot compare it.
    MOST_DIGITS = 18

    def process_formdata(self, valuelist: list[str]) -> None:
        written = [re.sub(r"\s", "", value) for value in valuelist]
        if any(len(value) > self.MOST_DIGITS for value in written):
            raise ValueError("Ce nombre est trop grand.")
        super().process_formdata(written)


def choice(value: str, label: str | None = None, optgroup: str | None = None) -> Any:
    """An option of a list, or one of several buttons; without a label its value is shown.

    Those of one `optgroup` are shown together, under its name.
    """
    shown = value if label is None else label
    return wtforms.SelectChoice(value, shown, optgroup=optgroup)  # type: ignore[attr-defined]  # its types are of 3.2


def refuse(field: Field, message: str) -> None:
    """Say beside a field what only the view could find."""
    field.errors = [*field.errors, message]


def number_in(text: str) -> int | None:
    """The number of a row that a form sends back; None for what is none.

    Nine digits at most: what is longer is nobody's, and more than a column holds.
    """
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else None


def text_of(field: Field) -> str:
    """What was typed; "" for nothing."""
    return str(field.data or "")
