"""What an invented supplier offers: services that go together, and how each is delivered."""

from collections.abc import Mapping, Sequence
from functools import cache
from random import Random

from app.demo.blocks import chance, draw, zipf
from app.demo.values import DemoActivity
from domain.models import Delivery
from domain.taxonomy import taxonomy

SERVICE_COUNTS = {1: 26, 2: 28, 3: 22, 4: 13, 5: 7, 6: 4}
# Where the work is done at the client's, so that people can be lent for it.
LENT_GROUPS = {
    "administratif",
    "batiment",
    "conditionnement-logistique",
    "espaces-verts",
    "proprete",
    "restauration",
    "services-personne",
}
MAKING_GROUPS = {"alimentation", "industrie", "mobilier-artisanat"}
MAKING_SERVICES = {"confection", "produits-entretien", "palettes-caisses", "impression"}


@cache
def services_of_group(group: str) -> dict[str, float]:
    """The group's services with their weights: the taxonomy lists the commonest first."""
    return zipf([s.id for s in taxonomy().services.values() if s.group == group])


def services(rng: Random, likely: Mapping[str, float]) -> tuple[str, ...]:
    """One to six distinct services that go together.

    `likely` weighs groups, of which any service may come, and single services.
    """
    first = draw(rng, likely)
    chosen = {service_of(rng, first): None}
    wanted = draw(rng, SERVICE_COUNTS)
    for _ in range(4 * wanted):  # a small group may hold fewer services than wanted
        if len(chosen) == wanted:
            break
        same = first in taxonomy().groups and chance(rng, 0.75)
        chosen[service_of(rng, first if same else draw(rng, likely))] = None
    return tuple(chosen)


def service_of(rng: Random, group_or_service: str) -> str:
    if group_or_service in taxonomy().services:
        return group_or_service
    return draw(rng, services_of_group(group_or_service))


def activities(
    rng: Random, services: Sequence[str], staffing: float, zone_count: int
) -> tuple[DemoActivity, ...]:
    """One activity per service; every zone serves at least one, a few reach no one knows where."""
    found = []
    for index, service in enumerate(services):
        zone = index if index < zone_count else rng.randrange(zone_count) if zone_count else None
        if index >= zone_count and chance(rng, 0.05):
            zone = None
        found.append(DemoActivity(service, delivery(rng, service, staffing), zone))
    return tuple(found)


def delivery(rng: Random, service: str, staffing: float) -> Delivery | None:
    """How the service is delivered; `staffing` is how often such a supplier lends people."""
    group = taxonomy().services[service].group
    if chance(rng, 0.04):
        return None
    if group == "rh-interim" or (group in LENT_GROUPS and chance(rng, staffing)):
        return Delivery.STAFFING
    if group in MAKING_GROUPS or service in MAKING_SERVICES:
        return Delivery.MAKING
    return Delivery.SERVICE
