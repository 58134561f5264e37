"""The page where managers make keys for their programs, and take them back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from app.accounts.actors import shown_actors
from app.accounts.proving import after_proof
from app.accounts.resuming import forget_held_form, is_given_back
from app.accounts.sessions import signed_in
from app.api.keys import TooManyKeysError, keys_of, make_key, remove_key
from app.db import db
from app.forms import Form, refuse, strip, text_of
from app.networks.lists.forms import ActForm
from app.networks.queries import network_or_404

NAME_LENGTH = 80


class KeyForm(Form):
    """What the key is for: its managers tell it from the others by that."""

    name = StringField(
        "Quel programme s’en servira ?",
        filters=[strip],
        validators=[
            DataRequired("Dites quel programme s’en servira."),
            Length(max=NAME_LENGTH, message=f"{NAME_LENGTH} signes au plus."),
        ],
    )


def keys(network: str) -> ResponseReturnValue:
    network_or_404(network)
    return _make(network=network) if request.method == "POST" else _page(network, KeyForm())


@after_proof
def _make(network: str) -> ResponseReturnValue:
    """A session left open makes no key that would outlive it. It is told on this answer alone."""
    form = KeyForm()
    if not form.validate():
        return _page(network, form)
    try:
        secret = make_key(network, text_of(form.name), signed_in())
    except TooManyKeysError as error:
        refuse(form.name, str(error))
        return _page(network, form)
    if is_given_back():
        forget_held_form()
        db.session.commit()
    return _page(network, form, secret)


def _page(network: str, form: KeyForm, secret: str = "") -> str:
    known = keys_of(network)
    return render_template(
        "api/keys.html",
        network=network_or_404(network),
        keys=known,
        who=shown_actors([key.made_by for key in known], network=network),
        form=form,
        secret=secret,
    )


def remove(network: str, key_id: int) -> ResponseReturnValue:
    if ActForm().validate_on_submit() and (key := remove_key(network, key_id)):
        flash(f"La clé « {key.name} » est retirée : le programme qui s’en sert n’entre plus.")
    return redirect(url_for("keys.keys", network=network))
