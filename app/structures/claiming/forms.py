"""The forms of claims."""

from collections.abc import Sequence

from flask_wtf.file import FileField
from wtforms import Field, RadioField, TextAreaField, ValidationError
from wtforms.validators import InputRequired

from app.accounts.addresses import domain_of, masked
from app.fields import line, paragraphs
from app.forms import EmailField, Form, strip
from app.structures.claiming.proofs import Proofs
from app.uploads import DOCUMENT_TYPES

OWN = "own"
LONGEST_STATEMENT = 2000
LONGEST_SEARCH = 120


class AddressForm(Form):
    """Where the code goes: to an address that a source gave, or to one of the own domain."""

    to = RadioField("Où envoyer le code ?", validate_choice=False)
    address = EmailField(
        "Votre adresse dans la structure",
        filters=[strip],
        render_kw={"type": "email", "autocomplete": "email", "inputmode": "email"},
    )

    def __init__(self, proofs: Proofs) -> None:
        super().__init__()
        self._proofs = proofs
        choices = [(str(position), masked(it)) for position, it in enumerate(proofs.addresses)]
        if proofs.domains:
            choices.append((OWN, f"Une autre adresse en {self.own}"))
        self.to.choices = choices
        if self.to.data not in dict(choices):
            self.to.data = choices[0][0]

    def validate_address(self, field: Field) -> None:
        if self.to.data == OWN and domain_of(field.data or "") not in self._proofs.domains:
            raise ValidationError(
                f"Indiquez une adresse en {self.own}, ou demandez à un modérateur, ci-dessous."
            )

    @property
    def own(self) -> str:
        """The structure's own domains, in words; "" when it has none."""
        return said_domains(self._proofs.domains)

    @property
    def recipient(self) -> str:
        """The address that the code goes to, once the form is valid."""
        if self.to.data == OWN:
            return str(self.address.data)
        return self._proofs.addresses[int(self.to.data)]


def said_domains(domains: Sequence[str]) -> str:
    return " ou ".join(f"@{domain}" for domain in domains)


def _statement(label: str) -> TextAreaField:
    return paragraphs(label, LONGEST_STATEMENT, InputRequired("Écrivez au moins une phrase."))


class PleaForm(Form):
    statement = _statement("Qui êtes-vous dans la structure ?")
    document = FileField("Un justificatif", render_kw={"accept": DOCUMENT_TYPES})


class AnswerForm(Form):
    answer = _statement("Votre version")


class FindForm(Form):
    """Read from the address: it writes nothing."""

    class Meta(Form.Meta):
        csrf = False

    q = line("Nom de la structure ou SIRET", LONGEST_SEARCH)
