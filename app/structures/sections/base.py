"""A part of a page that is edited and saved by itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import HiddenField

from app.forms import Form, number_in, text_of
from app.structures.saving import Facts
from app.structures.sections.fields import Rows
from domain.models import Supplier


class SectionForm(Form):
    """`version` is that of the page when the form was opened; `supplier` the page as it is."""

    supplier: Supplier
    version = HiddenField()

    @property
    def opened_at(self) -> int:
        """0 when it cannot be read: every change since the beginning is then looked at."""
        return number_in(text_of(self.version)) or 0

    def rework(self, pressed: Mapping[str, str]) -> bool:
        """Do what a button of the form itself asks; False when none was pressed.

        "add" names the rows that get one more, "remove" the one that goes ("contacts-2").
        """
        name, _, index = pressed.get("remove", "").rpartition("-")
        if (rows := self._rows(name)) is not None:
            rows.remove(index)
        elif (rows := self._rows(pressed.get("add", ""))) is not None:
            rows.add()
        else:
            return False
        return True

    def _rows(self, name: str) -> Rows | None:
        field = self._fields.get(name)
        return field if isinstance(field, Rows) else None


def _no_context(_form: SectionForm, _supplier: Supplier) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Section:
    """Form, facts and words of a section.

    `read` gives the form's data from the page; `facts` what a valid form has the page say.
    `template` draws its fields, with what `context` adds; `scripts` and `styles` are of static/.
    `is_searched`: whether what it says is part of what the search reads.
    `preview` names the blocks of the public page that show it.
    """

    slug: str
    title: str
    lead: str  # why a buyer cares
    form: type[SectionForm]
    template: str
    read: Callable[[Supplier], Mapping[str, Any]]
    facts: Callable[[Any, Supplier], Facts]
    preview: tuple[str, ...]
    # What the page says of it already, in a line; "" for nothing.
    summary: Callable[[Supplier], str]
    context: Callable[[Any, Supplier], Mapping[str, Any]] = _no_context
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    is_searched: bool = False

    def is_filled(self, supplier: Supplier) -> bool:
        return bool(self.summary(supplier))
