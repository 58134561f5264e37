"""The forms of colleagues."""

from app.forms import Form, invited_address


class InviteForm(Form):
    email = invited_address("Son adresse e-mail")
