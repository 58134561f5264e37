"""Fields that several sections ask for: SIRET, years, rows."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from wtforms import (
    DateField,
    Field,
    FieldList,
    SelectField,
    ValidationError,
)

from app.fields import check_date, impersonal_or
from app.forms import Form
from domain.identifiers import check_siret
from domain.models import today

FIRST_YEAR = 1950


# Who may see an address or a mobile is said of a contact.
impersonal = impersonal_or("écrivez-le dans les contacts, où vous choisissez qui le voit")


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
