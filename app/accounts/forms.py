"""The forms of accounts."""

from wtforms import Field, HiddenField, StringField, ValidationError
from wtforms.validators import InputRequired

from app.accounts.secrets import CODE_DIGITS
from app.forms import EmailField, Form, strip


def _digits(value: str | None) -> str:
    """A code as people copy it: "123 456"."""
    return "".join(filter(str.isdigit, value or ""))


class SignInForm(Form):
    email = EmailField(
        "Votre adresse e-mail",
        [InputRequired("Indiquez votre adresse e-mail.")],
        filters=[strip],
        render_kw={"type": "email", "autocomplete": "email", "inputmode": "email"},
    )
    suite = HiddenField()


class CodeForm(Form):
    code = StringField(
        "Code reçu par e-mail",
        [InputRequired("Tapez le code reçu par e-mail.")],
        filters=[_digits],
        render_kw={
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "class": "input input-code",
        },
    )

    def validate_code(self, field: Field) -> None:
        if len(field.data) != CODE_DIGITS:
            raise ValidationError(f"Le code a {CODE_DIGITS} chiffres.")
