"""What every form is made of. Its fields are drawn by templates/_forms.html."""

from flask_wtf import FlaskForm
from wtforms import Field, StringField, ValidationError

from app.accounts.addresses import normalised


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form with its token; messages are in French."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF ships no types
        locales = ("fr",)


def strip(value: str | None) -> str:
    return (value or "").strip()


class EmailField(StringField):
    """An e-mail address, normalised; an empty one is for other validators to judge."""

    def pre_validate(self, form: object) -> None:  # noqa: ARG002 WTForms' signature
        if not self.data:
            return
        try:
            self.data = normalised(self.data)
        except ValueError as error:
            raise ValidationError(
                "Cette adresse n’est pas complète. Elle s’écrit nom@exemple.fr."
            ) from error


def refuse(field: Field, message: str) -> None:
    """Say beside a field what only the view could find."""
    field.errors = [*field.errors, message]


def text_of(field: Field) -> str:
    """What was typed; "" for nothing."""
    return str(field.data or "")
