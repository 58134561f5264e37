"""Fields that several sections ask for: texts of a bounded length, whole numbers, rows."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from wtforms import (
    DateField,
    Field,
    FieldList,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)

from app.forms import Form
from app.templating import counted, number
from domain.identifiers import check_siret
from domain.models import today
from importers.personal import is_personal

# What nobody types and nobody sees, but copied texts hold: controls, zero widths, marks of
# direction, which would turn round what stands beside them. Line breaks and tabs stay.
_UNSEEN = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_SPACES = re.compile(r"\s+")

OLDEST, LATEST = date(1900, 1, 1), date(2100, 1, 1)
FIRST_YEAR = 1950


def one_line(text: str | None) -> str:
    """On one line, without what cannot be seen."""
    return _SPACES.sub(" ", _seen(text)).strip()


def several_lines(text: str | None) -> str:
    return _seen(text).replace("\r\n", "\n").replace("\r", "\n").strip()


def _seen(text: str | None) -> str:
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text or ""))


def line(label: str, longest: int, *validators: Any, **render: Any) -> StringField:
    return StringField(
        label,
        [*validators, at_most(longest)],
        filters=[one_line],
        render_kw={"maxlength": longest, **render},
    )


def paragraphs(label: str, longest: int, *validators: Any, **render: Any) -> TextAreaField:
    """Its length is told by a counter, not cut: a text pasted whole is shortened by its author."""
    return TextAreaField(
        label,
        [*validators, at_most(longest)],
        filters=[several_lines],
        render_kw={"data-longest": longest, **render},
    )


def impersonal_or(advice: str) -> Callable[[object, Field], None]:
    """A validator: texts are public and searched. `advice` says where else to write it."""

    def check(_form: object, field: Field) -> None:
        said = field.data or ""
        if is_personal(said if isinstance(said, str) else "\n".join(said)):
            raise ValidationError(f"Retirez l’adresse e-mail ou le mobile : {advice}.")

    return check


# Who may see an address or a mobile is said of a contact.
impersonal = impersonal_or("écrivez-le dans les contacts, où vous choisissez qui le voit")


def at_most(longest: int) -> Callable[[object, Field], None]:
    """A validator, which says how much is to be taken off."""

    def check(_form: object, field: Field) -> None:
        over = len(field.data or "") - longest
        if over > 0:
            told = counted(over, "caractère")
            raise ValidationError(f"{number(longest)} caractères au plus : retirez {told}.")

    return check


def readable_siret(text: str) -> str:
    """Its fourteen digits. Raises ValidationError when something is wrong about it."""
    checked = check_siret(text)
    if checked.problem:
        raise ValidationError(f"{checked.problem}. Corrigez-le, ou laissez vide.")
    return str(checked.value)


def past_year(_form: object, field: Field) -> None:
    """A year of which figures, or a client, may be told today."""
    if field.data is not None and not FIRST_YEAR <= field.data <= today().year:
        raise ValidationError(f"Une année entre {FIRST_YEAR} et {today().year}.")


class Row(Form):
    """The fields of one row; the form that holds it has the token."""

    class Meta(Form.Meta):
        csrf = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed in it; what is chosen in a list counts for nothing."""
        typed = (field.raw_data for field in self if not isinstance(field, SelectField))
        return not any(text.strip() for texts in typed for text in texts or ())


class DatedRow(Row):
    """A row whose `starts_on` and `ends_on` are dates, or nothing."""

    def validate_starts_on(self, field: DateField) -> None:
        check_date(field)

    def validate_ends_on(self, field: DateField) -> None:
        check_date(field)
        if self["starts_on"].data and field.data and field.data < self["starts_on"].data:
            raise ValidationError("La fin vient avant le début.")


def check_date(field: DateField) -> None:
    """Raises ValidationError for a slip of the keyboard."""
    if field.data and not OLDEST <= field.data <= LATEST:
        raise ValidationError("Vérifiez l’année.")


class Rows(FieldList):  # type: ignore[type-arg]  # generic in its types alone
    """Rows that one adds and removes, `most` of them; beyond, none is let fall in silence."""

    def __init__(self, row: Field, label: str, most: int, **bound: Any) -> None:
        super().__init__(row, label, [_few_enough], **bound)
        self.most = most
        self.added = False

    def add(self) -> None:
        """One more, empty; none beyond the most there may be."""
        if len(self) < self.most:
            self.append_entry()
            self.added = True

    def remove(self, index: str) -> None:
        """The row of that index, if there is one."""
        if index in map(str, range(len(self))):
            self.pop_entry(int(index))  # type: ignore[call-arg]  # its types are those of 3.2

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        """Of names such as "contacts-2-value"; what nobody's browser sends is not read."""
        named = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,4}})(?:-|$)")
        return (int(found[1]) for name in formdata if (found := named.match(name)))


def _few_enough(_form: Form, rows: Rows) -> None:
    if len(rows.entries) > rows.most:
        raise ValidationError(f"{rows.most} lignes au plus.")
