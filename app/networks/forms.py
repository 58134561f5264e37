"""The forms of a network's members."""

from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange

from app.fields import paragraphs
from app.forms import Form, WholeNumber, invited_address, number_in

NOTE_LENGTH = 2000
MOST_NUMBERED = 2**31 - 1  # as the database numbers suppliers


def _number(word: object) -> int:
    """That of a supplier; 0, which is nobody's, for what is no number."""
    return number_in(str(word)) or 0


class InviteForm(Form):
    """The address to invite, on the page of one member."""

    email = invited_address("Adresse e-mail de la structure")


class MemberForm(InviteForm):
    """One member, and the address to invite; a page has one for each member."""

    supplier = WholeNumber(validators=[InputRequired(), NumberRange(1, MOST_NUMBERED)])

    def stand_for(self, supplier_id: int) -> "MemberForm":
        """With an id of its own among those of the page."""
        self.email.id = f"adresse-{supplier_id}"
        return self


class NoteForm(Form):
    """`seen` is the digest of the note when the form was opened."""

    seen = HiddenField()
    text = paragraphs("Note du réseau", NOTE_LENGTH)


class NumberForm(Form):
    """One supplier, that a button names."""

    supplier = WholeNumber(validators=[InputRequired(), NumberRange(1, MOST_NUMBERED)])


class TickedForm(Form):
    chosen = SelectMultipleField("Structures cochées", coerce=_number, validate_choice=False)
