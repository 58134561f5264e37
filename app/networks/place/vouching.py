"""A network says of its members that they signed its charter, or that it looked at them itself.

It is a fact of the supplier's page like any other: in its history, and in what the search reads.
"""

from collections.abc import Collection, Sequence
from datetime import date

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.sessions import signed_in
from app.db import db
from app.moderation.holding import hold
from app.networks.place.forms import VouchForm
from app.networks.place.queries import place_of
from app.networks.queries import Member, network_or_404
from app.networks.ticked import list_address, ticked_members
from app.structures.facts import NETWORK, Origin, read_fact
from app.structures.saving import write_facts
from app.templating import counted
from domain.models import Network, ProofDegree, Supplier

VOUCHED = {ProofDegree.CHARTER: "Charte signée", ProofDegree.VERIFIED: "Vérifiée"}


def vouch(network: str) -> ResponseReturnValue:
    """Of the members ticked in the list: asked first, then written."""
    known = network_or_404(network)
    place = place_of(known)
    adopted = place.charter_on if place else None
    form = VouchForm(adopted)
    members = ticked_members(known, form.chosen.data or [])
    if "confirm" not in request.form:
        form = VouchForm(adopted, formdata=None)
    elif form.validate():
        _vouch(known, members, form)
        return redirect(list_address(known))
    return render_template(
        "networks/place/vouch.html",
        network=known,
        form=form,
        members=members,
        place=place,
        back=list_address(known),
        vouched=VOUCHED,
    )


def _vouch(known: Network, members: Sequence[Member], form: VouchForm) -> None:
    ids = [member.supplier.id for member in members]
    changed = vouch_for(known, ids, form.said, form.on.data, signed_in().actor)
    told = counted(changed, "fiche changée", "fiches changées")
    flash(f"C’est enregistré : {told}." if changed else "Rien n’a changé.")


def vouch_for(
    network: Network,
    supplier_ids: Collection[int],
    degree: ProofDegree | None,
    on: date | None,
    actor: str,
) -> int:
    """Have the network vouch for these from `on`, or no more when `degree` is None. Commits.

    How many pages it changed: those that are members no longer are left alone.
    """
    changed = 0
    for supplier in hold(supplier_ids).values():
        is_member = any(row.network_slug == network.slug for row in supplier.memberships)
        if is_member and supplier.is_listed:
            changed += _say(supplier, network, _told(network, degree, on), actor)
    db.session.commit()
    return changed


def _told(network: Network, degree: ProofDegree | None, on: date | None) -> list[dict[str, str]]:
    """As the fact tells it; nothing when it vouches no more."""
    if degree is None or on is None:
        return []
    return [{"network": network.slug, "degree": degree.value, "on": on.isoformat()}]


def _say(supplier: Supplier, network: Network, told: list[dict[str, str]], actor: str) -> bool:
    others = [v for v in read_fact(supplier, "vouchings") if v["network"] != network.slug]
    origin = Origin.now(NETWORK + network.slug)
    return write_facts(supplier, {"vouchings": [*others, *told]}, origin, actor) is not None
