"""The services of a page as a form asks them: which, how, and in which of its zones."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wtforms import Field, StringField, TextAreaField, ValidationError
from wtforms.utils import unset_value

from app.structures.activities.posted import text_in, texts_in
from domain.coverage import MAX_ZONES
from domain.models import Delivery
from domain.taxonomy import taxonomy
from domain.text import fold

MAX_WORDS = 20
MAX_WORDS_LENGTH = 80

MAIN_ZONE = "0"
NO_ZONE = ""  # beside zones that are known, a service whose reach is not
ZONE_CHOICES = frozenset({NO_ZONE, *map(str, range(MAX_ZONES))})
DELIVERIES = frozenset({"", *Delivery})


@dataclass(frozen=True, slots=True)
class Choice:
    """A service, how it is delivered ("" for not said) and the position of its zone."""

    service: str
    delivery: str = ""
    zone: str = MAIN_ZONE


class ServicesField(Field):
    """Services; its data is a list of Choice.

    "services" are the boxes of the families, "pick" those tapped elsewhere, "drop" those that go.
    """

    def process(
        self,
        formdata: Any,
        data: Any = unset_value,
        extra_filters: Any = None,  # noqa: ARG002 WTForms' signature
    ) -> None:
        self.process_errors = []
        self.data = [] if data is unset_value else list(data)
        if formdata is not None:
            ticked = dict.fromkeys(texts_in(formdata, "pick") + texts_in(formdata, self.name))
            dropped = set(texts_in(formdata, "drop"))
            self.data = [_choice(formdata, id_) for id_ in ticked if id_ not in dropped]

    def pre_validate(self, form: object) -> None:  # noqa: ARG002 WTForms' signature
        for choice in self.data:
            if choice.service not in taxonomy().services:
                raise ValidationError("Un de ces services n’est plus dans la liste : retirez-le.")
            if choice.delivery not in DELIVERIES or choice.zone not in ZONE_CHOICES:
                raise ValidationError("Choisissez une des réponses proposées pour chaque service.")


def _choice(formdata: Any, service: str) -> Choice:
    return Choice(
        service,
        text_in(formdata, f"delivery-{service}"),
        text_in(formdata, f"zone-{service}", MAIN_ZONE),
    )


class OwnWordsField(TextAreaField):
    """Services in words, one a line, said under one name or several; its data is their list."""

    def _value(self) -> str:
        return "\n".join(self.data or ())

    def process_formdata(self, valuelist: list[Any]) -> None:
        lines = (line for text in valuelist if isinstance(text, str) for line in text.splitlines())
        tidy = (" ".join(line.split()) for line in lines)
        self.data = list(_each_once(tidy))  # type: ignore[assignment]  # its parent has one text

    def pre_validate(self, form: object) -> None:  # noqa: ARG002 WTForms' signature
        words = self.data or ()
        if len(words) > MAX_WORDS:
            raise ValidationError(f"{MAX_WORDS} lignes au plus : gardez l’essentiel.")
        if any(len(line) > MAX_WORDS_LENGTH for line in words):
            raise ValidationError(
                f"{MAX_WORDS_LENGTH} caractères au plus par ligne : un service, en quelques mots."
            )


def _each_once(lines: Iterable[str]) -> Iterable[str]:
    """Those that say something, as first written, whatever their case and accents."""
    known: dict[str, str] = {}
    for line in filter(None, lines):
        known.setdefault(fold(line) or line, line)
    return known.values()


class NeedField(StringField):
    """A service that is looked for by its name."""

    looked_for = ""  # what the services shown were found by

    def look(self) -> None:
        """Look for what is in the box, which is then free."""
        self.looked_for, self.data = self.data or "", ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = next((text for text in valuelist if isinstance(text, str)), "")
        self.data = typed.strip()[:MAX_WORDS_LENGTH]

    def pre_validate(self, form: object) -> None:  # noqa: ARG002 WTForms' signature
        if self.data:
            raise ValidationError(
                "Touchez un service de la liste, ajoutez celui-ci avec vos mots, ou effacez-le."
            )
