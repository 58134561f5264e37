"""What a network says of itself and of its members, as forms ask it."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from wtforms import (
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectMultipleField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from app.directory.presenters.contacts import website_address
from app.fields import at_most, check_date, impersonal_or, line, paragraphs, several_lines
from app.forms import Form, choice, text_of
from app.networks.forms import TickedForm
from app.templating import day, typo
from domain.geography import Place, gazetteer
from domain.models import ProofDegree, today
from domain.taxonomy import taxonomy

LONGEST_PRESENTATION = 4000
LONGEST_CHARTER = 10_000
LONGEST_WEBSITE = 300
MOST_TERRITORIES = 40
NOTHING = ""

_impersonal = impersonal_or(
    "tout le monde lit cette page. Votre site peut dire qui appeler ; une boîte commune"
    " (contact@…, accueil@…) peut y être écrite",
    allows_shared=True,
)


def _is_website(_form: object, field: Field) -> None:
    if field.data and not website_address(field.data):
        raise ValidationError("Écrivez une adresse de site, comme https://exemple.fr.")


def _groups() -> list[Any]:
    return [choice(group.id, typo(group.label)) for group in taxonomy().groups.values()]


class PresentationForm(Form):
    """`seen` is what each field held when the form was opened (editing.py)."""

    seen = HiddenField()
    presentation = paragraphs("Qui vous êtes", LONGEST_PRESENTATION, _impersonal, rows=8)
    website = line("Votre site", LONGEST_WEBSITE, _is_website, inputmode="url", autocomplete="url")
    territories = TextAreaField(
        "Votre territoire", [at_most(2000)], filters=[several_lines], render_kw={"rows": 4}
    )
    groups = SelectMultipleField(
        "Vos filières",
        choices=_groups,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    charter = paragraphs("Votre charte", LONGEST_CHARTER, _impersonal, rows=12)
    charter_on = DateField("Adoptée le", [Optional()])

    def validate_territories(self, field: Field) -> None:
        lines = _lines(text_of(field))
        if len(lines) > MOST_TERRITORIES:
            raise ValidationError(f"{MOST_TERRITORIES} territoires au plus.")
        if unknown := [words for words in lines if territory_named(words) is None]:
            raise ValidationError(
                f"« {unknown[0][:60]} » n’est ni un département ni une région que nous"
                " connaissons. Vérifiez l’orthographe, ou écrivez le numéro du département."
            )

    def validate_charter_on(self, field: DateField) -> None:
        check_date(field)
        if field.data and field.data > today():
            raise ValidationError("Cette date n’est pas encore venue.")
        if field.data and not text_of(self.charter):
            raise ValidationError("Collez d’abord le texte de la charte, ou effacez cette date.")

    @property
    def territory_keys(self) -> list[str]:
        """ "departement:49", "region:52", each once. Once it is valid."""
        named = map(territory_named, _lines(text_of(self.territories)))
        return list(dict.fromkeys(f"{place.level}:{place.code}" for place in named if place))


def territory_named(words: str) -> Place | None:
    """A département, else a région: "49" and "Maine-et-Loire (49)" are the first."""
    name = re.sub(r"\s*\(\w{1,3}\)$", "", words)
    return gazetteer().departement(name) or gazetteer().region(name)


def territory_lines(places: Iterable[Place]) -> str:
    """As `territory_named` reads them, one a line."""
    return "\n".join(place.label for place in places)


def _lines(text: str) -> list[str]:
    """No territory has a comma in its name."""
    return [words for line in re.split(r"[\n,;]", text) if (words := line.strip())]


DEGREES: Mapping[str, str] = {
    ProofDegree.CHARTER.value: "Elles ont signé notre charte",
    ProofDegree.VERIFIED.value: "Nous les avons vérifiées nous-mêmes",
    NOTHING: "Nous ne nous portons plus garants d’elles",
}


def _answered(_form: Form, field: Field) -> None:
    """Nothing is said for whom does not say it: pages would tell it, with a date."""
    if not field.raw_data:
        field.errors = []
        raise StopValidation("Choisissez ce que vous dites de ces structures.")


def _needed_to_vouch(form: "VouchForm", field: Field) -> None:
    """Who withdraws says no day; who vouches says which."""
    if not form.degree.data:
        field.errors = []
        raise StopValidation
    if not any(field.raw_data or ()):
        field.errors = []
        raise StopValidation("Indiquez depuis quand.")


class VouchForm(TickedForm):
    """The structures ticked, and what the network says of them."""

    degree = RadioField(
        "Que dites-vous de ces structures ?",
        [_answered],
        choices=[choice(value, words) for value, words in DEGREES.items()],
    )
    on = DateField("Depuis le", [_needed_to_vouch], default=today)

    def __init__(self, adopted: date | None, **asked: Any) -> None:
        """`adopted`: the day of the network's charter, when it said one."""
        super().__init__(**asked)
        self._adopted = adopted

    def validate_on(self, field: DateField) -> None:
        check_date(field)
        if field.data and field.data > today():
            raise ValidationError("Cette date n’est pas encore venue.")
        adopted = self._adopted if self.said is ProofDegree.CHARTER else None
        if field.data and adopted and field.data < adopted:
            raise ValidationError(
                f"Votre charte a été adoptée le {day(adopted)} : personne n’a pu la signer avant."
                " Corrigez ce jour ou, si c’est l’autre qui est faux, celui de votre présentation."
            )

    @property
    def said(self) -> ProofDegree | None:
        return ProofDegree(self.degree.data) if self.degree.data else None
