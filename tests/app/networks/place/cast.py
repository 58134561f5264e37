"""An invented network, its members, and who manages it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Flask

from app.db import db
from app.networks.place.models import NetworkPlace
from domain.models import Membership, Network, ProofDegree, Supplier
from tests.app.cast import TODAY, make_supplier
from tests.app.pages import publish

VERGERS, OTHER = "vergers", "autre"
PAGE = f"/reseaux/{VERGERS}"
SINCE = date(2026, 5, 3)
RENNES: Mapping[str, Any] = {"code_insee": "35238", "latitude": 48.1147, "longitude": -1.6794}


def make_networks() -> None:
    db.session.add_all([Network(slug=VERGERS, name="Vergers"), Network(slug=OTHER, name="Autre")])
    db.session.commit()


def member(name: str = "Les Ateliers du Verger", *networks: str, **values: Any) -> Supplier:
    """Of these networks; of Vergers unless told otherwise. Not stored."""
    supplier = make_supplier(name, **values)
    supplier.memberships = [
        Membership(network_slug=slug, source="vergers-2026", as_of=TODAY)
        for slug in networks or (VERGERS,)
    ]
    return supplier


def published(app: Flask, *suppliers: Supplier) -> None:
    """The two networks and these suppliers, stored and indexed."""
    make_networks()
    publish(app, *suppliers)


def present(**said: Any) -> None:
    """Have Vergers say so of itself."""
    db.session.add(NetworkPlace(network_slug=VERGERS, changed_by="user:1", **said))
    db.session.commit()


def vouched(supplier: Supplier, degree: ProofDegree = ProofDegree.VERIFIED) -> Supplier:
    for row in supplier.memberships:
        row.degree, row.vouched_on = degree, SINCE
    return supplier
