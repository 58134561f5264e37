"""The forms of accounts."""

from wtforms import Field, HiddenField, PasswordField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from app.accounts.passwords import fault_of
from app.accounts.secrets import CODE_DIGITS
from app.forms import EmailField, Form, strip

LONGEST_NAME = 80
NAME_TOO_LONG = f"{LONGEST_NAME} caractères au plus."
PASSWORD_MISSING = "Tapez votre mot de passe."  # noqa: S105 what is said, not a secret


def _digits(value: str | None) -> str:
    """A code as people copy it: "123 456"."""
    return "".join(filter(str.isdigit, value or ""))


def _one_line(value: str | None) -> str:
    return " ".join((value or "").split())


def _password(label: str, message: str, autocomplete: str) -> PasswordField:
    return PasswordField(
        label, [InputRequired(message)], render_kw={"autocomplete": autocomplete, "class": "input"}
    )


class SignInForm(Form):
    email = EmailField(
        "Votre adresse e-mail",
        [InputRequired("Indiquez votre adresse e-mail.")],
        filters=[strip],
        render_kw={"type": "email", "autocomplete": "username", "inputmode": "email"},
    )
    suite = HiddenField()


class PasswordSignInForm(SignInForm):
    password = _password("Votre mot de passe", PASSWORD_MISSING, "current-password")


class OwnPasswordForm(Form):
    """Of somebody who has already signed in."""

    password = _password("Votre mot de passe", PASSWORD_MISSING, "current-password")


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


class NameForm(Form):
    name = StringField(
        "Votre nom, tel que le voient vos collègues",
        [Length(max=LONGEST_NAME, message=NAME_TOO_LONG)],
        filters=[_one_line],
        render_kw={"autocomplete": "name"},
    )


class NewEmailForm(Form):
    email = EmailField(
        "Nouvelle adresse e-mail",
        [InputRequired("Indiquez la nouvelle adresse.")],
        filters=[strip],
        render_kw={"type": "email", "autocomplete": "email", "inputmode": "email"},
    )


class NewPasswordForm(Form):
    """Made for the address of an account, which its password must not repeat."""

    password = _password("Nouveau mot de passe", "Choisissez un mot de passe.", "new-password")

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address

    def validate_password(self, field: Field) -> None:
        if fault := fault_of(field.data, self._address):
            raise ValidationError(fault)
