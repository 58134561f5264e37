"""Services given to members ticked in the list of members, whatever other sources say of them."""

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.sessions import signed_in
from app.moderation.tagging.applying import prepare
from app.moderation.tagging.scope import Scope
from app.moderation.tagging.views import TaggingForm
from app.networks.queries import Member, network_or_404
from app.networks.ticked import list_address, ticked_members
from app.templating import counted
from domain.models import Network
from domain.taxonomy import taxonomy


def give(network: str) -> ResponseReturnValue:
    """Asked first; then what would change is shown, before anything is written."""
    known, form = network_or_404(network), TaggingForm()
    members = ticked_members(known, form.chosen.data or [])
    if "confirm" not in request.form:
        form = TaggingForm(formdata=None)
    elif form.validate():
        return redirect(_prepared(known, members, form.services.data or []))
    return render_template(
        "networks/give.html",
        network=known,
        form=form,
        members=members,
        back=list_address(known),
        groups=taxonomy().groups.values(),
        services=taxonomy().services.values(),
    )


def _prepared(known: Network, members: Sequence[Member], services: list[str]) -> str:
    """Where it is looked at, then applied."""
    ids = [member.supplier.id for member in members]
    asked = counted(len(ids), "membre coché", "membres cochés")
    made = prepare(services, ids, asked, signed_in().actor, Scope(known))
    return url_for("networks.tagging", network=known.slug, tagging_id=made.id)
