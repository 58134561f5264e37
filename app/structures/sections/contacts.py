"""Contacts: how to reach the structure, and who may see each way."""

from collections.abc import Mapping
from typing import Any

from wtforms import FormField, SelectField, StringField, ValidationError

from app.accounts.addresses import normalised
from app.fields import line
from app.forms import INCOMPLETE_ADDRESS, choice, refuse, text_of
from app.importing.contacts import visibility
from app.structures.saving import Facts
from app.structures.sections.base import Section, SectionForm
from app.structures.sections.fields import Row, Rows, impersonal
from app.telephones import HOW_WRITTEN, telephone
from app.templating import counted
from domain.models import Contact, ContactKind, Supplier, Visibility

MOST = 12
LONGEST = 254

# What may be a person's own stays among us unless one says otherwise.
AS_USUAL = ""
WHO_MAY_SEE = [
    choice(AS_USUAL, "Selon le contact (conseillé)"),
    choice(Visibility.PUBLIC.value, "Tout le monde"),
    choice(Visibility.MEMBERS.value, "Les personnes connectées"),
    choice(Visibility.PRIVATE.value, "Personne d’autre que nous"),
]


SEEN_BY = {
    Visibility.PUBLIC: "de tout le monde",
    Visibility.PRIVATE: "de vous et de nous seulement",
}


def as_usual(value: str) -> Visibility:
    """Who may see a contact of which nobody has chosen it."""
    return visibility(kind_of(value), value)


def kind_of(text: str) -> ContactKind:
    return ContactKind.EMAIL if "@" in text else ContactKind.PHONE


def contact_value(text: str) -> str:
    """An e-mail address or a telephone number as it is kept: "02 41 00 00 00", "+32 2 555 12 12".

    Raises ValueError, with what to do in French, when it is neither.
    """
    is_phone = kind_of(text) is ContactKind.PHONE
    try:
        return telephone(text) if is_phone else normalised(text)
    except ValueError as error:
        raise ValueError(_NOT_A_NUMBER if is_phone else INCOMPLETE_ADDRESS) from error


_NOT_A_NUMBER = f"Écrivez un numéro entier, ou une adresse e-mail. {HOW_WRITTEN}"


class ContactRow(Row):
    """`known` are those of the page: what a source wrote oddly is not for others to mend."""

    known: frozenset[str] = frozenset()
    value = line("Téléphone ou adresse e-mail", LONGEST)
    whose = line(
        "Pour quoi, ou pour qui", 60, impersonal, placeholder="Accueil, devis, service commercial…"
    )
    visibility = SelectField("Qui peut le voir", choices=WHO_MAY_SEE, default=AS_USUAL)

    @property
    def seen_as_usual(self) -> str:
        """Who sees it when nobody chose, in words; "" when somebody did, or with no contact yet."""
        value = text_of(self.value)
        if not value or self.visibility.data or self.value.errors:
            return ""
        return f"Ainsi, {value} est visible {SEEN_BY[as_usual(value)]}."

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
        {"value": row.value, "whose": row.label, "visibility": _choice(row)}
        for row in supplier.contacts
    ]
    # None yet: room for a telephone and an address, which is what most give.
    return {"contacts": said or [{}, {}]}


def _choice(contact: Contact) -> str:
    """What is as usual stays so when another address takes its place."""
    if contact.visibility is as_usual(contact.value):
        return AS_USUAL
    return contact.visibility.value


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
        "visibility": row.visibility.data or as_usual(value).value,
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
