"""The forms of the site's administration."""

from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.permissions import Role
from app.directory.wording import FAMILIES, shown_label
from app.forms import Form, choice, invited_address, strip, text_of
from domain.kinds import KINDS
from domain.taxonomy import taxonomy
from search.port import Facet
from search.understanding import What

NAME_LENGTH = 120
WORDS_LENGTH = 60
TEXT_LENGTH = 20_000
TRIALS_LENGTH = 2_000

ROLES = [
    choice(
        Role.MODERATOR.value,
        "Modération : décide des demandes, des signalements et des doublons",
    ),
    choice(Role.ADMIN.value, "Administration : tout cela, et le site lui-même"),
]


class RolesForm(Form):
    roles = SelectMultipleField(
        "Rôles sur tout le site",
        choices=ROLES,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


class NetworkForm(Form):
    name = StringField(
        "Nom du réseau",
        [
            DataRequired("Donnez le nom du réseau."),
            Length(max=NAME_LENGTH, message=f"{NAME_LENGTH} caractères au plus."),
        ],
        filters=[strip],
        render_kw={"maxlength": NAME_LENGTH},
    )


class ManagerForm(Form):
    email = invited_address("Adresse e-mail")


class LineForm(Form):
    value = StringField(
        "Texte",
        [Optional(), Length(max=NAME_LENGTH * 2, message=f"{NAME_LENGTH * 2} caractères au plus.")],
        filters=[strip],
    )


class ProseForm(Form):
    value = TextAreaField(
        "Texte",
        [Optional(), Length(max=TEXT_LENGTH, message="20 000 caractères au plus.")],
        filters=[strip],
        render_kw={"rows": 16},
    )


class SynonymForm(Form):
    words = StringField(
        "Mot ou expression",
        [
            DataRequired("Donnez le mot que les gens emploient."),
            Length(2, WORDS_LENGTH, f"De 2 à {WORDS_LENGTH} caractères."),
        ],
        filters=[lambda value: " ".join(strip(value).split())],
        render_kw={"maxlength": WORDS_LENGTH, "autocapitalize": "none"},
    )
    service = SelectField("Service qu’il désigne")

    def offer_services(self) -> None:
        self.service.choices = services_offered()


def services_offered() -> list[Any]:
    """Every service, by family."""
    known = taxonomy()
    return [
        choice(service.id, service.label, optgroup=group.label)
        for group in known.groups.values()
        for service in known.services.values()
        if service.group == group.id
    ]


def kinds_offered() -> list[Any]:
    """Every kind, by family, and first the whole of each."""
    return [
        offered
        for family, label in FAMILIES.items()
        for offered in (
            choice(family, f"{label} : tous les types", optgroup=label),
            *(
                choice(kind.code, shown_label(Facet.KIND, kind.code, {}), optgroup=label)
                for kind in KINDS.values()
                if kind.family == family
            ),
        )
    ]


class ReadingForm(Form):
    """Of the fields of a meaning, those of the one chosen count."""

    words = StringField(
        "Mot ou expression",
        [
            DataRequired("Donnez le mot que les acheteurs tapent."),
            Length(2, WORDS_LENGTH, f"De 2 à {WORDS_LENGTH} caractères."),
        ],
        filters=[lambda value: " ".join(strip(value).split())],
        render_kw={"maxlength": WORDS_LENGTH, "autocapitalize": "none"},
    )
    what = RadioField(
        "Dans une recherche, il veut dire",
        choices=[
            choice(What.SERVICE.value, "Un service, ou plusieurs"),
            choice(What.KIND.value, "Un type de structure"),
            choice(What.PLACE.value, "Un lieu"),
            choice(What.TEXT.value, "Rien de tout cela : un simple mot, cherché tel quel"),
        ],
    )
    service = SelectField("Service", default="")
    service_2 = SelectField("Ou bien ce service", default="")
    service_3 = SelectField("Ou bien encore", default="")
    kind = SelectField("Type de structure", default="")
    place = StringField(
        "Lieu",
        [Length(max=NAME_LENGTH, message=f"{NAME_LENGTH} caractères au plus.")],
        filters=[strip],
        render_kw={"maxlength": NAME_LENGTH},
    )
    trials = TextAreaField(
        "Recherches à essayer",
        [Length(max=TRIALS_LENGTH, message="2 000 caractères au plus.")],
        filters=[strip],
        render_kw={"rows": 3},
    )

    def offer(self) -> None:
        none = choice("", "Aucun")
        for field in (self.service, self.service_2, self.service_3):
            field.choices = [none, *services_offered()]
        self.kind.choices = [none, *kinds_offered()]

    @property
    def searches(self) -> list[str]:
        """Those to try, each once."""
        lines = (" ".join(line.split()) for line in text_of(self.trials).splitlines())
        return list(dict.fromkeys(filter(None, lines)))

    @property
    def kinds(self) -> tuple[str, ...]:
        """Those of the family chosen, or the one."""
        chosen = text_of(self.kind)
        family = tuple(kind.code for kind in KINDS.values() if kind.family == chosen)
        return family or tuple(filter(None, [chosen]))

    @property
    def services(self) -> tuple[str, ...]:
        chosen = map(text_of, (self.service, self.service_2, self.service_3))
        return tuple(dict.fromkeys(filter(None, chosen)))
