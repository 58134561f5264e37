"""What buyers search on a network's territory and find nobody for; which members could do it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.audience.presenting import departement_name
from app.audience.unmet import Need, unmet_needs
from app.db import db
from app.directory.presenters.common import service_name
from app.networks.queries import network_or_404
from app.networks.territory import said_territory, territory
from domain.models import Activity, Membership, Supplier, today
from domain.taxonomy import Service, taxonomy

MOST_NEAR = 3

# Service → the members of a network that declare it.
Offers = Mapping[str, frozenset[int]]


@dataclass(frozen=True, slots=True)
class NearService:
    id: str
    name: str
    members: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What the members can do about a need.

    `declaring` do it already, elsewhere; `near` are services of the same family that they
    declare; `able` is how many do either.
    """

    need: Need
    declaring: int
    near: tuple[NearService, ...]
    able: int


def needs(network: str) -> ResponseReturnValue:
    known, places = network_or_404(network), territory(network)
    unmet = unmet_needs(today(), places)
    offers = _offers(network, _families(need.service for need in unmet.shown))
    return render_template(
        "networks/needs.html",
        network=known,
        needs=unmet,
        answers=[answer(need, offers) for need in unmet.shown],
        places=sorted(map(departement_name, places)),
        is_said=bool(said_territory(network)),
    )


def answer(need: Need, offers: Offers) -> Answer:
    family = [service.id for service in _family(need.service)]
    others = (id_ for id_ in family if id_ != need.service and id_ in offers)
    near = [NearService(id_, service_name(id_), len(offers[id_])) for id_ in others]
    near.sort(key=lambda service: (-service.members, service.name))
    return Answer(
        need=need,
        declaring=len(offers.get(need.service, ())),
        near=tuple(near[:MOST_NEAR]),
        able=len({member for id_ in family for member in offers.get(id_, ())}),
    )


def _family(service: str) -> tuple[Service, ...]:
    """Itself and those near it; () for one that the taxonomy no longer knows."""
    services = taxonomy().services
    known = services.get(service)
    return tuple(it for it in services.values() if known and it.group == known.group)


def _families(services: Iterable[str]) -> set[str]:
    return {near.id for service in services for near in _family(service)}


def _offers(network: str, services: Collection[str]) -> Offers:
    declared = (
        select(Activity.service, Activity.supplier_id)
        .join(Supplier, Supplier.id == Activity.supplier_id)
        .join(Membership, Membership.supplier_id == Supplier.id)
        .where(
            Membership.network_slug == network,
            Supplier.is_listed,
            Activity.service.in_(services),
        )
    )
    offers: dict[str, set[int]] = defaultdict(set)
    for service, supplier_id in db.session.execute(declared):
        offers[service].add(supplier_id)
    return {service: frozenset(members) for service, members in offers.items()}
