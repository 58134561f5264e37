"""What a network's managers write of it, and what they copy into their own site."""

from collections.abc import Sequence
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.actors import shown_actor
from app.accounts.sessions import signed_in
from app.forms import text_of
from app.mailing.letters import address_of
from app.networks.place.forms import PresentationForm, territory_lines
from app.networks.place.models import NetworkPlace
from app.networks.place.presenter import read_territories
from app.networks.place.queries import place_of
from app.networks.place.saving import (
    FIELDS,
    ChangedMeanwhileError,
    save,
    values_of,
)
from app.networks.queries import network_or_404
from app.seen import Disagreement, Meanwhile, Values, digests
from app.templating import day
from domain.models import Network
from domain.taxonomy import taxonomy


def presentation(network: str) -> ResponseReturnValue:
    known = network_or_404(network)
    if request.method == "GET" or "restart" in request.form:
        return _page(known, _opened(place_of(known)))
    form = PresentationForm()
    if not form.validate():
        return _page(known, form)
    typed = _typed(form)
    try:
        save(known, typed, text_of(form.seen), signed_in())
    except ChangedMeanwhileError as conflict:
        return _page(known, _to_choose(form, conflict), _meanwhile(typed, conflict)), 409
    flash("Votre page est enregistrée, et en ligne.")
    return redirect(url_for("network_page.page", network=known.slug))


def _opened(place: NetworkPlace | None) -> PresentationForm:
    values = values_of(place)
    return PresentationForm(formdata=None, data=_shown(values) | {"seen": digests(values)})


def _shown(values: Values) -> dict[str, Any]:
    """The values as the form's fields hold them."""
    return {**values, "territories": territory_lines(read_territories(values["territories"]))}


def _typed(form: PresentationForm) -> Values:
    """In the order of the taxonomy: groups are ticked, not ranked."""
    typed = {name: form[name].data for name in FIELDS}
    groups = [id_ for id_ in taxonomy().groups if id_ in typed["groups"]]
    return typed | {"territories": form.territory_keys, "groups": groups}


def _to_choose(form: PresentationForm, conflict: ChangedMeanwhileError) -> PresentationForm:
    """What its author left alone follows the colleague; saving once more is a choice."""
    present = values_of(conflict.present)
    for name, value in _shown(present).items():
        if name not in conflict.mine:
            form[name].data = value
    form.seen.data = digests(present)
    return form


def _meanwhile(typed: Values, conflict: ChangedMeanwhileError) -> Meanwhile:
    present = values_of(conflict.present)
    return Meanwhile(
        shown_actor(conflict.present.changed_by, conflict.present.network_slug),
        conflict.present.changed_at,
        [
            Disagreement(
                FIELDS[name].capitalize(), _lines(name, present[name]), _lines(name, typed[name])
            )
            for name in conflict.fields
        ],
    )


def _lines(name: str, value: Any) -> Sequence[str]:
    """A value in words, a line for each thing."""
    if not value:
        return ()
    match name:
        case "territories":
            return [place.label for place in read_territories(value)]
        case "groups":
            return [taxonomy().groups[id_].label for id_ in value if id_ in taxonomy().groups]
        case "charter_on":
            return [day(value)]
        case _:
            return [str(value)]


def _page(known: Network, form: PresentationForm, meanwhile: Meanwhile | None = None) -> str:
    return render_template(
        "networks/place/presentation.html",
        network=known,
        form=form,
        meanwhile=meanwhile,
        place=place_of(known),
    )


def embedding(network: str) -> ResponseReturnValue:
    """The code to copy, and what it shows."""
    known = network_or_404(network)
    return render_template(
        "networks/place/embedding.html",
        network=known,
        address=address_of("network_page.embedded", network=known.slug),
        origin=current_app.config["SETTINGS"].address,
    )
