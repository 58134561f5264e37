"""The forms of colleagues."""

from wtforms.validators import InputRequired

from app.forms import EmailField, Form, strip


class InviteForm(Form):
    email = EmailField(
        "Son adresse e-mail",
        [InputRequired("Indiquez une adresse e-mail.")],
        filters=[strip],
        render_kw={"type": "email", "autocomplete": "off", "inputmode": "email"},
    )
