"""The forms of a list's pages."""

from collections.abc import Mapping
from typing import Any

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional

from app.forms import Form, WholeNumber, choice
from app.networks.lists.models import RowOutcome
from importers.choices import Found
from importers.column_mapping import COLUMN_FIELDS
from importers.decoding import SEPARATOR_NAMES

LONGEST_PASTE = 400_000
LONGEST_CELL = 10_000
WHOLE, PARTIAL = "complete", "complement"


class DropForm(Form):
    file = FileField("Votre fichier")
    pasted = TextAreaField(
        "Ou collez ici les cellules de votre tableur",
        [
            Optional(),
            Length(
                max=LONGEST_PASTE,
                message="C’est trop long pour être collé : déposez le fichier lui-même.",
            ),
        ],
        render_kw={"rows": 4, "spellcheck": "false"},
    )
    extent = RadioField(
        "Cette liste est",
        choices=[
            choice(WHOLE, "complète : qui n’y est plus n’est plus membre"),
            choice(PARTIAL, "un complément : les autres membres restent"),
        ],
        default=WHOLE,
    )


class ReadingForm(Form):
    """How the file is read; what was found is what is proposed."""

    encoding = SelectField("Encodage des lettres", [Optional()])
    separator = SelectField("Séparateur des colonnes", [Optional()])
    sheet = SelectField("Feuille", [Optional()])
    header_line = WholeNumber(
        "Ligne des titres (0 s’il n’y en a pas)",
        [Optional()],
        render_kw={"inputmode": "numeric", "class": "input input-short"},
    )

    def offer(self, found: Found) -> None:
        """What may be chosen for this file; fields that mean nothing for it go."""
        if found.encoding is None:
            del self.encoding, self.separator
        else:
            self.encoding.choices = [choice(name) for name in found.encodings]
            self.separator.choices = [choice(one, SEPARATOR_NAMES[one]) for one in found.separators]
        if len(found.sheets) < 2:
            del self.sheet
        else:
            self.sheet.choices = [
                choice(sheet.name, f"{sheet.name} (masquée)" if sheet.hidden else sheet.name)
                for sheet in found.sheets
            ]


class ColumnForm(Form):
    class Meta(Form.Meta):
        csrf = False  # the form around it has the token

    title = HiddenField()
    held = SelectField(
        "contient",
        choices=[choice("", "Rien à retenir"), *(choice(n, w) for n, w in COLUMN_FIELDS.items())],
    )


class ColumnsForm(Form):
    columns = FieldList(FormField(ColumnForm), max_entries=500)
    one_row_a_service = BooleanField("Une structure occupe plusieurs lignes : une par activité")


class WordForm(Form):
    class Meta(Form.Meta):
        csrf = False  # the form around it has the token

    words = HiddenField()
    meaning = RadioField("Ce que cela veut dire", [Optional()])
    other = StringField(
        "Autre chose",
        [Optional(), Length(max=200)],
        render_kw={"class": "input", "list": "meanings", "autocomplete": "off"},
    )


class WordsForm(Form):
    each = FieldList(FormField(WordForm), max_entries=200)


class RowForm(Form):
    """The cells of one row, as a person corrects them."""

    cells = FieldList(
        TextAreaField(
            validators=[Length(max=LONGEST_CELL)], render_kw={"class": "input", "rows": 1}
        ),
        max_entries=500,
    )


class ChoiceForm(Form):
    """Who a row is: a supplier's number, or one of the words."""

    choice = RadioField("Cette ligne est", validate_choice=False)


class RuleForm(Form):
    reason = HiddenField()
    outcome = SelectField(
        "Pour toutes celles-là",
        choices=[
            choice(RowOutcome.UPDATED, "c’est la même structure"),
            choice(RowOutcome.CREATED, "ce sont d’autres structures, à créer"),
            choice(RowOutcome.SKIPPED, "laisser ces lignes de côté"),
        ],
    )


class ActForm(Form):
    """A button: apply, stop, undo, delete."""


def cells_of(form: RowForm) -> list[str]:
    return [str(field.data or "").strip() for field in form.cells]


def column_data(guessed: Mapping[str, str | None]) -> list[dict[str, Any]]:
    """The rows of ColumnsForm from title → what it holds."""
    return [{"title": title, "held": held or ""} for title, held in guessed.items()]
