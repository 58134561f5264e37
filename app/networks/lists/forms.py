"""The forms of a list's pages."""

from collections.abc import Sequence
from typing import Self

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

from app.forms import Form, WholeNumber, Wrong, choice, refuse, text_of
from app.networks.lists.models import RowOutcome
from app.seen import changes, digests
from importers.choices import Found, ReadingChoices
from importers.column_mapping import COLUMN_FIELDS
from importers.decoding import ENCODINGS, SEPARATOR_NAMES
from importers.limits import DROPPED

LONGEST_WORDS = 60  # letters, of those that an error quotes
LONGEST_PASTE = 400_000
WHOLE, PARTIAL = "complete", "complement"
EXTENTS = [
    choice(WHOLE, "complète : qui n’y est plus n’est plus membre"),
    choice(
        PARTIAL,
        "un complément : les autres membres restent, une cellule vide n’efface rien. Activités,"
        " types et labels s’ajoutent, toute autre cellule remplie (e-mail, téléphone…) remplace ce"
        " que disaient vos listes",
    ),
]


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
    extent = RadioField("Cette liste est", choices=EXTENTS, default=WHOLE)


class ReadingForm(Form):
    """How the file is read; what was found is what is proposed."""

    encoding = SelectField("Encodage", [Optional()])
    separator = SelectField("Séparateur des colonnes", [Optional()])
    sheet = SelectField("Feuille", [Optional()])
    extent = RadioField("Cette feuille est", [Optional()], choices=EXTENTS)
    header_line = WholeNumber(
        "Ligne des titres (0 s’il n’y en a pas)",
        [Optional()],
        render_kw={"inputmode": "numeric", "class": "input input-short"},
    )

    def offer(self, found: Found) -> None:
        """What may be chosen for this file; fields that mean nothing for it go."""
        self.encoding.choices = [choice(one, encoding_label(one)) for one in found.encodings]
        self.separator.choices = [choice(one, SEPARATOR_NAMES[one]) for one in found.separators]
        self.sheet.choices = [
            choice(sheet.name, f"{sheet.name} (masquée)" if sheet.hidden else sheet.name)
            for sheet in found.sheets
        ]
        least = {"encoding": 1, "separator": 1, "sheet": 2}
        for name in [name for name, n in least.items() if len(self[name].choices) < n]:
            del self[name]
        if "sheet" not in self:
            del self.extent

    @property
    def choices(self) -> ReadingChoices:
        """What was chosen; the rest is left to be found."""
        names = {"encoding", "separator", "sheet", "header_line"}
        chosen = {field.short_name: field.data for field in self if field.short_name in names}
        return ReadingChoices(**{name: v for name, v in chosen.items() if v not in (None, "")})


def encoding_label(name: str | None) -> str | None:
    """As people call it."""
    return ENCODINGS.get(name, name) if name else None


class ColumnForm(Form):
    class Meta(Form.Meta):
        csrf = False  # the form around it has the token

    title = HiddenField()
    held = SelectField(
        "contient",
        choices=[choice("", "Rien à retenir"), *(choice(n, w) for n, w in COLUMN_FIELDS.items())],
    )


class ColumnsForm(Form):
    columns = FieldList(FormField(ColumnForm), "Colonnes", max_entries=500)
    one_row_a_service = BooleanField(
        "Une structure occupe plusieurs lignes : une par activité, par contact ou par zone"
    )


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
    each = FieldList(FormField(WordForm), "Mots", max_entries=200)

    @property
    def wrong(self) -> list[Wrong]:
        """An answer has the words that it is about, and needs no number."""
        return [Wrong(field, None) for field, _ in super().wrong]

    def call_wrong(self) -> None:
        """Each answer that is refused by the words that it is about."""
        for entry in self.each:
            words = text_of(entry.words)[:LONGEST_WORDS]
            for field in (entry.meaning, entry.other):
                if field.errors:
                    field.label.text = f"{field.label.text}, pour « {words} »"


class RowForm(Form):
    """The cells of one row, as a person corrects them; `seen` is what they said when it opened."""

    seen = HiddenField()
    cells = FieldList(
        TextAreaField(
            validators=[Length(max=DROPPED.cell_length)], render_kw={"class": "input", "rows": 1}
        ),
        "Cellules",
        max_entries=500,
    )

    @classmethod
    def of(cls, cells: Sequence[str]) -> Self:
        return cls(formdata=None, data={"cells": cells, "seen": digests(_by_rank(cells))})

    def call(self, titles: Sequence[str]) -> None:
        """Each cell by the title of its column."""
        for field, title in zip(self.cells, titles, strict=False):
            field.label.text = title

    @property
    def wrong(self) -> list[Wrong]:
        """A cell has its title, and needs no number."""
        return [Wrong(field, None) for field, _ in super().wrong]

    def merge(self, present: Sequence[str]) -> bool:
        """Take what a colleague has corrected meanwhile; False when this form corrects it too.

        What is disputed is then said beside its cell: sent again, the form has the last word.
        """
        blank = [""] * (len(self.cells) - len(present))
        now = _by_rank([*present, *blank])
        found = changes(_by_rank(list(map(text_of, self.cells))), now, text_of(self.seen))
        for rank in found.untouched:
            self.cells[int(rank)].data = "\n".join(now[rank])
        self.seen.data = digests(now)
        for rank in sorted(found.disputed, key=int):
            refuse(self.cells[int(rank)], _DISPUTED.format(" ".join(now[rank])))
        return not found.disputed


_DISPUTED = (
    "Cette case vient de changer : « {} ». Corrigez de nouveau la ligne pour garder votre texte."
)


def _by_rank(cells: Sequence[str]) -> dict[str, list[str]]:
    return {str(rank): _lines(cell) for rank, cell in enumerate(cells)}


class ChoiceForm(Form):
    """Who a row is: a supplier's number, or one of the words."""

    choice = RadioField("Cette ligne est", validate_choice=False)


class RuleForm(Form):
    reason = HiddenField()
    outcome = SelectField(
        "Pour toutes celles-là",
        choices=[
            # First what writes nothing: a press made too soon brings no two structures together.
            choice(RowOutcome.SKIPPED, "laisser ces lignes de côté"),
            choice(RowOutcome.UPDATED, "c’est la même structure"),
            choice(RowOutcome.CREATED, "ce sont d’autres structures, à créer"),
        ],
    )

    @classmethod
    def of_new_ones(cls) -> Self:
        """For rows that are like no structure of the directory."""
        form = cls()
        form.outcome.choices = [
            choice(RowOutcome.SKIPPED, "laisser ces lignes de côté"),
            choice(RowOutcome.CREATED, "les écrire quand même"),
        ]
        return form


class ActForm(Form):
    """A button: apply, stop, undo, delete."""


def cells_of(form: RowForm, before: Sequence[str]) -> list[str]:
    """What was typed; a cell that was left as it was keeps its own ends of lines.

    The page has a field for every title: those that the row lacked, and still does, are no cells.
    """
    typed = [text_of(field).strip() for field in form.cells]
    while len(typed) > len(before) and not typed[-1]:
        typed.pop()
    known = [*before, *[""] * (len(typed) - len(before))]
    return [
        was if _lines(was) == _lines(now) else now for was, now in zip(known, typed, strict=False)
    ]


def _lines(cell: str) -> list[str]:
    """A browser sends its own ends of lines."""
    return cell.strip().splitlines()
