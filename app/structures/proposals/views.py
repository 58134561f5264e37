"""Proposing a structure that no list has; what its network says of it."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.accounts.sessions import signed_in
from app.db import db
from app.directory.boxes import METROPOLE, box_address
from app.forms import refuse, text_of
from app.structures.claiming.settling import UndecidableError, why_too_many
from app.structures.colleagues.inviting import is_member
from app.structures.proposals.countries import NEIGHBOURS
from app.structures.proposals.deciding import decide_proposal, proposal_claim, waiting_proposals
from app.structures.proposals.forms import ProposalForm, ReviewForm
from app.structures.proposals.nearby import Near, near
from app.structures.proposals.proposing import propose, sketch
from app.structures.queries import edited_supplier
from domain.models import Network, Supplier


def propose_structure() -> ResponseReturnValue:
    """Structures that it may be already are offered first; then it is stored, unlisted."""
    names = {"name": "nom", "siret": "siret", "network": "reseau"}
    said = {field: request.args.get(name, "") for field, name in names.items()}
    form = ProposalForm(_networks(), **said)
    if not form.validate_on_submit():
        return _page(form)
    user = signed_in()
    alike = near(sketch(form.facts()), user)
    if {it.supplier.id for it in alike} - form.seen_ids:
        form.seen.data = ",".join(str(it.supplier.id) for it in alike)
        return _page(form, alike)
    if too_many := why_too_many(user):
        refuse(form.name, too_many)
        return _page(form)
    supplier = propose(form.facts(), user, text_of(form.statement))
    flash("Votre proposition est reçue. En attendant la réponse, remplissez la fiche.")
    return redirect(url_for("structures.dashboard", supplier_id=supplier.id))


def _networks() -> list[Network]:
    return list(db.session.scalars(select(Network).order_by(Network.name)))


def _page(form: ProposalForm, alike: list[Near] | None = None) -> str:
    return render_template(
        "structures/proposals/propose.html",
        form=form,
        alike=alike or [],
        frame=box_address(METROPOLE),
        frames=NEIGHBOURS,
    )


def network_proposals(network: str) -> ResponseReturnValue:
    named = db.session.get(Network, network) or abort(404)
    proposals = db.session.scalars(waiting_proposals(network)).all()
    return render_template("structures/proposals/list.html", network=named, proposals=proposals)


def network_proposal(network: str, supplier_id: int) -> ResponseReturnValue:
    """Where a network accepts or refuses a structure that says it is one of its members."""
    named = db.session.get(Network, network) or abort(404)
    supplier = edited_supplier(supplier_id)
    if not is_member(supplier, network):
        abort(404)
    form = ReviewForm(accepts="accept" in request.form)
    if form.validate_on_submit():
        return _decided(form, supplier, named)
    return render_template(
        "structures/proposals/review.html",
        network=named,
        supplier=supplier,
        claim=proposal_claim(supplier.id),
        alike=near(supplier),
        form=form,
    )


def _decided(form: ReviewForm, supplier: Supplier, network: Network) -> ResponseReturnValue:
    name = supplier.display_name
    try:
        decide_proposal(supplier.id, form.accepts, text_of(form.reason), signed_in().actor)
    except UndecidableError as error:
        flash(str(error), "error")
    else:
        flash(f"« {name} » est en ligne." if form.accepts else f"« {name} » n’est pas acceptée.")
    return redirect(url_for("structures.network_proposals", network=network.slug))
