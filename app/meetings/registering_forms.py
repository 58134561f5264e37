"""The forms of those who register, of those whom the network registers, and of guests."""

import re
from collections.abc import Iterable
from typing import Any

from wtforms import Field, RadioField, StringField, ValidationError
from wtforms.validators import DataRequired

from app.accounts.forms import LONGEST_NAME
from app.fields import impersonal_or, line, one_line
from app.forms import EmailField, Form, TelephoneField, choice, invited_address, strip, text_of
from app.meetings.models import Side
from app.meetings.seats import Identity, Reach
from domain.models import Supplier

ORGANISATION_LENGTH = 200
LOOKED_FOR_LENGTH = 200
LONGEST_PHONE = 30
BUYER = "acheteur"


def _no_link(_form: object, field: StringField) -> None:
    """A validator: the site writes these words to who is invited."""
    if re.search(r"://|www\.", field.data or "", re.IGNORECASE):
        raise ValidationError("Écrivez un nom, sans adresse de site.")


def looked_for(label: str = "Ce que vous cherchez à acheter") -> StringField:
    """What a buyer would find: structures read it when they choose whom to meet."""
    return line(label, LOOKED_FOR_LENGTH, impersonal_or("les participants lisent ce champ"))


class RegistrationForm(Form):
    """`who` is the number of a structure that one keeps, or BUYER."""

    who = RadioField("Vous venez pour")
    organisation = line(
        "Votre organisation", ORGANISATION_LENGTH, _no_link, autocomplete="organization"
    )
    name = line(
        "Vos prénom et nom",
        LONGEST_NAME,
        DataRequired("Donnez votre nom : les autres participants le lisent."),
        _no_link,
        autocomplete="name",
    )
    looks_for = looked_for()

    def __init__(self, suppliers: Iterable[Supplier], name: str) -> None:
        kept = [choice(str(it.id), it.display_name) for it in suppliers]
        first = kept[0].value if kept else BUYER
        super().__init__(data={"who": first, "name": name})
        self.who.choices = [*kept, choice(BUYER, "Une organisation qui achète")]

    def validate_organisation(self, field: StringField) -> None:
        if self.who.data == BUYER and not field.data:
            raise ValidationError("Dites pour quelle organisation vous achetez.")

    def identity(self) -> Identity:
        """What a valid form says."""
        name = text_of(self.name)
        if self.who.data == BUYER:
            return _buyer(name, self.organisation, self.looks_for)
        return Identity(Side.STRUCTURE, name, supplier_id=int(text_of(self.who)))


class EnrolForm(Form):
    """Who asked the network to be registered: for a structure, or for who buys when it is None."""

    organisation = line(
        "Son organisation", ORGANISATION_LENGTH, DataRequired("Dites laquelle."), _no_link
    )
    name = line("Ses prénom et nom", LONGEST_NAME, DataRequired("Donnez son nom."), _no_link)
    email = EmailField(
        "Son adresse e-mail", filters=[strip], render_kw={"type": "email", "autocomplete": "off"}
    )
    phone = TelephoneField(
        "Son téléphone",
        filters=[one_line],
        render_kw={"type": "tel", "autocomplete": "off", "maxlength": LONGEST_PHONE},
    )
    looks_for = looked_for("Ce qu’elle cherche à acheter")

    def __init__(self, supplier: Supplier | None, **asked: Any) -> None:
        super().__init__(**asked)
        self._supplier = supplier
        if supplier:
            del self.organisation, self.looks_for

    def identity(self) -> Identity:
        """What a valid form says."""
        name = text_of(self.name)
        if self._supplier:
            return Identity(Side.STRUCTURE, name, supplier_id=self._supplier.id)
        return _buyer(name, self.organisation, self.looks_for)

    def reach(self) -> Reach:
        """Where a valid form has them reached."""
        return Reach(text_of(self.email), text_of(self.phone))


def _buyer(name: str, organisation: Field, looks_for: Field) -> Identity:
    return Identity(Side.BUYER, name, text_of(organisation), looks_for=text_of(looks_for))


class GuestForm(Form):
    email = invited_address("Son adresse e-mail")
