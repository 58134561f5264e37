"""Contacts: how to reach the structure, and who may see each way."""

from collections.abc import Mapping
from typing import Any

import phonenumbers
from wtforms import FormField, SelectField, StringField, ValidationError

from app.accounts.addresses import normalised
from app.forms import choice, refuse, text_of
from app.importing.contacts import visibility
from app.structures.saving import Facts
from app.structures.sections.base import Section, SectionForm
from app.structures.sections.fields import Row, Rows, impersonal, line
from app.templating import counted
from domain.models import ContactKind, Supplier, Visibility

MOST = 12
LONGEST = 254
FRANCE = "FR"
FRENCH_CODE = 33

# What may be a person's own stays among us unless one says otherwise.
AS_USUAL = ""
WHO_MAY_SEE = [
    choice(AS_USUAL, "Selon le contact (conseillé)"),
    choice(Visibility.PUBLIC.value, "Tout le monde"),
    choice(Visibility.MEMBERS.value, "Les personnes connectées"),
    choice(Visibility.PRIVATE.value, "Personne d’autre que nous"),
]


def kind_of(text: str) -> ContactKind:
    return ContactKind.EMAIL if "@" in text else ContactKind.PHONE


def contact_value(text: str) -> str:
    """An e-mail address or a telephone number as it is kept: "02 41 00 00 00", "+32 2 555 12 12".

    Raises ValueError, with what to do in French, when it is neither.
    """
    if kind_of(text) is ContactKind.PHONE:
        return _phone(text)
    try:
        return normalised(text)
    except ValueError as error:
        raise ValueError(
            "Cette adresse n’est pas complète. Elle s’écrit nom@exemple.fr."
        ) from error


def _phone(text: str) -> str:
    """As imports keep them: French numbers by pairs, the others with their country's code."""
    try:
        number = phonenumbers.parse(text, FRANCE)
    except phonenumbers.NumberParseException as error:
        raise ValueError(_NOT_A_NUMBER) from error
    if not phonenumbers.is_possible_number(number):
        raise ValueError(_NOT_A_NUMBER)
    if number.country_code != FRENCH_CODE:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    digits = f"0{number.national_number}"
    return " ".join(digits[at : at + 2] for at in range(0, len(digits), 2))


_NOT_A_NUMBER = (
    "Écrivez un numéro à dix chiffres, ou précédé de l’indicatif du pays (+32…),"
    " ou une adresse électronique."
)


class ContactRow(Row):
    """`known` are those of the page: what a source wrote oddly is not for others to mend."""

    known: frozenset[str] = frozenset()
    value = line("Téléphone ou adresse électronique", LONGEST)
    whose = line(
        "Pour quoi, ou pour qui", 60, impersonal, placeholder="Accueil, devis, service commercial…"
    )
    visibility = SelectField("Qui peut le voir", choices=WHO_MAY_SEE, default=AS_USUAL)

    def validate_value(self, field: StringField) -> None:
        if field.data in self.known:
            return
        if field.data:
            field.data = _read_contact(field.data)
        elif not self.is_blank:
            raise ValidationError("Écrivez le numéro ou l’adresse, ou retirez ce contact.")


def _read_contact(text: str) -> str:
    try:
        return contact_value(text)
    except ValueError as error:
        raise ValidationError(str(error)) from error


class ContactsForm(SectionForm):
    contacts = Rows(FormField(ContactRow), "Contacts", MOST)

    def validate(self, extra_validators: Any = None) -> bool:
        for row in self.contacts:
            row.form.known = frozenset(contact.value for contact in self.supplier.contacts)
        return super().validate(extra_validators) and self._each_is_there_once()

    def _each_is_there_once(self) -> bool:
        seen: set[str] = set()
        for row in self.contacts:
            if row.value.data in seen:
                refuse(row.value, "Ce contact est déjà écrit plus haut : retirez l’un des deux.")
                return False
            seen.update(filter(None, [row.value.data]))
        return True


def _read(supplier: Supplier) -> Mapping[str, Any]:
    said = [
        {"value": row.value, "whose": row.label, "visibility": row.visibility.value}
        for row in supplier.contacts
    ]
    # None yet: room for a telephone and an address, which is what most give.
    return {"contacts": said or [{}, {}]}


def _facts(form: ContactsForm, supplier: Supplier) -> Facts:
    # What a source wrote another way is not a change of the structure's.
    as_written = {_kept(row.value): row.value for row in supplier.contacts}
    rows = (row for row in form.contacts if row.value.data)
    return {"contacts": [_contact(row, as_written) for row in rows]}


def _kept(text: str) -> str:
    try:
        return contact_value(text)
    except ValueError:
        return text


def _contact(row: ContactRow, as_written: Mapping[str, str]) -> dict[str, Any]:
    value = text_of(row.value)
    kind = kind_of(value)
    return {
        "kind": kind.value,
        "value": as_written.get(value, value),
        "label": row.whose.data or None,
        "visibility": row.visibility.data or visibility(kind, value).value,
    }


def _summary(supplier: Supplier) -> str:
    if not supplier.contacts:
        return ""
    shown = sum(row.visibility is Visibility.PUBLIC for row in supplier.contacts)
    told = "aucun visible de tous" if not shown else f"{shown} visible{'s' * (shown > 1)} de tous"
    return f"{counted(len(supplier.contacts), 'contact')}, {told}"


CONTACTS = Section(
    slug="contacts",
    title="Contacts",
    lead="Un acheteur pressé appelle. Dites qui répond, et choisissez qui voit chaque contact.",
    form=ContactsForm,
    template="structures/sections/contacts.html",
    read=_read,
    facts=_facts,
    preview=("contacts",),
    summary=_summary,
)
