"""A structure's own desk: what its page says, and what would help buyers most."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.gate import roles_of
from app.accounts.permissions import Role
from app.accounts.sessions import signed_in
from app.structures.advice import advice_for
from app.structures.claiming.settling import open_claims
from app.structures.queries import edited_supplier
from app.structures.sections import SECTIONS
from domain.models import Supplier

PUBLIC_PAGE = ("directory.supplier_by_id", "Voir la fiche publique")
LINKS = (
    ("structures.audience", "Qui la consulte"),
    ("structures.colleagues", "Collègues"),
    ("networks.own_networks", "Réseaux"),
    ("structures.history", "Historique"),
)
# Nobody says it in the structure's place.
CONFIRM = ("structures.confirm", "Confirmer qu’elle est exacte")


def dashboard(supplier_id: int) -> ResponseReturnValue:
    supplier = edited_supplier(supplier_id)
    return render_template(
        "structures/dashboard.html",
        supplier=supplier,
        sections=[(section, section.summary(supplier)) for section in SECTIONS.values()],
        advice=advice_for(supplier),
        links=_links(supplier),
        claims=open_claims(supplier.id),
        is_owner=Role.OWNER in roles_of(signed_in()),
    )


def _links(supplier: Supplier) -> list[tuple[str, str]]:
    public = [] if supplier.archived_at else [PUBLIC_PAGE]
    own = [CONFIRM] if Role.EDITOR in roles_of(signed_in()) else []
    return [*public, *LINKS, *own]
