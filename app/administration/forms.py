"""The forms of the site's administration."""

from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.permissions import Role
from app.forms import Form, choice, invited_address, strip
from domain.taxonomy import taxonomy

NAME_LENGTH = 120
WORDS_LENGTH = 60
TEXT_LENGTH = 20_000

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
        """Every service, by family."""
        known = taxonomy()
        self.service.choices = [
            choice(service.id, service.label, optgroup=group.label)
            for group in known.groups.values()
            for service in known.services.values()
            if service.group == group.id
        ]
