"""A part of a page that is edited and saved by itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import HiddenField

from app.forms import Form
from app.structures.saving import Facts
from domain.models import Supplier


class SectionForm(Form):
    """`version` is that of the page when the form was opened."""

    version = HiddenField()

    @property
    def opened_at(self) -> int:
        """0 when it cannot be read: every change since the beginning is then looked at."""
        said = str(self.version.data)
        return int(said) if said.isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Section:
    """Form, facts and words of a section.

    `read` gives the form's data from the page; `facts` what a valid form has the page say.
    `template` draws its fields. `preview` names the blocks of the public page that show it.
    """

    slug: str
    title: str
    lead: str  # why a buyer cares
    form: type[SectionForm]
    template: str
    read: Callable[[Supplier], Mapping[str, Any]]
    facts: Callable[[Any, Supplier], Facts]
    preview: tuple[str, ...]
    # Whether the page says something of it already.
    is_filled: Callable[[Supplier], bool]
