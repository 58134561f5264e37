"""The forms by which moderators decide."""

import re

from wtforms import SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length, Regexp

from app.accounts.addresses import MAX_LENGTH
from app.db import db
from app.forms import Form, strip, text_of
from domain.models import Supplier

MAX_REASON = 2000
SAME_PAGE = "C’est la même fiche : donnez l’adresse de l’autre."
# As directory.picture has it.
PICTURE = r"/images/([0-9a-f]{64})\.webp"


def reason_field(label: str, *validators: object) -> TextAreaField:
    return TextAreaField(
        label,
        [*validators, Length(max=MAX_REASON, message=f"Restez sous {MAX_REASON} caractères.")],
        filters=[strip],
        render_kw={"rows": 3},
    )


class DecisionForm(Form):
    """Its two buttons say which decision it is."""

    reason = reason_field("Motif")


class BulkForm(DecisionForm):
    """`chosen` are keys of the queue: what is not one any more is told, never an error."""

    chosen = SelectMultipleField("Ce qui est coché", validate_choice=False)


class ReasonForm(Form):
    """What cannot be done without saying why."""

    reason = reason_field("Motif", DataRequired("Dites pourquoi : l’historique le garde."))


class MergeForm(Form):
    """Two pages, by their addresses or their numbers."""

    one = StringField("Adresse ou numéro d’une fiche", filters=[strip])
    other = StringField("Adresse ou numéro de l’autre fiche", filters=[strip])

    def validate_one(self, field: StringField) -> None:
        check_page(field)

    def validate_other(self, field: StringField) -> None:
        check_page(field)
        if not self.one.errors and page_number(text_of(field)) == page_number(text_of(self.one)):
            raise ValidationError(SAME_PAGE)

    def chosen(self) -> tuple[int, int]:
        """The numbers of the two."""
        one, other = (page_number(text_of(field)) for field in (self.one, self.other))
        assert one is not None
        assert other is not None
        return one, other


def check_page(field: StringField) -> None:
    """Raises ValidationError when it is no page of the directory, or no longer one."""
    number = page_number(text_of(field))
    supplier = db.session.get(Supplier, number) if number is not None else None
    if supplier is None:
        raise ValidationError("Aucune fiche n’a cette adresse : copiez celle de votre navigateur.")
    if supplier.merged_into_id is not None:
        raise ValidationError("Cette fiche est déjà réunie à une autre.")


def page_number(words: str) -> int | None:
    """12 for "12", and for ".../fournisseur/12-les-ateliers"."""
    found = re.search(r"(?:^|/(?:fournisseur|structure)/)(\d{1,9})(?=$|[-/?#])", words, re.ASCII)
    return int(found[1]) if found else None


class ErasureForm(Form):
    """Neither a word nor a few digits: they would be erased everywhere."""

    value = StringField(
        "Adresse e-mail, numéro de téléphone ou image à effacer",
        [
            DataRequired("Tapez ce qui est à effacer."),
            Regexp(
                rf"^(?:[^@\s]+@[^@\s]+\.[^@\s]+|\+?(?:[\s.()/-]*\d){{9,15}}|\S*{PICTURE}\S*)$",
                message="Tapez une adresse entière (nom@exemple.fr), un numéro entier, ou"
                " l’adresse d’une image du site.",
            ),
            Length(max=MAX_LENGTH, message=f"Restez sous {MAX_LENGTH} caractères."),
        ],
        filters=[strip],
    )

    def picture(self) -> str | None:
        """The picture whose address was typed, if it was one."""
        found = re.search(PICTURE, text_of(self.value))
        return found[1] if found else None
