"""What somebody looks for by its name: a service, a territory; and what to propose unasked."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from domain.geography import Place, gazetteer
from domain.models import Supplier
from domain.taxonomy import Service, taxonomy
from search.understanding import services_called, services_only_said

FOUND = 8  # at most
PROPOSED = 8

READ_IN = {"name": "D’après votre nom", "description": "D’après votre description"}
BY_NAF = "D’après votre code NAF"


@dataclass(frozen=True, slots=True)
class Proposal:
    service: str
    why: str


def proposals(supplier: Supplier, chosen: Collection[str]) -> list[Proposal]:
    """What its own words name, then what its NAF may mean: to be tapped, never taken as said."""
    said = services_only_said((supplier.name, supplier.brand), supplier.description, chosen)
    found = [Proposal(service, READ_IN[source]) for service, source in said.items()]
    by_naf = (
        Proposal(service.id, BY_NAF)
        for service in taxonomy().services.values()
        if supplier.naf in service.naf and service.id not in {*chosen, *said}
    )
    return [*found, *by_naf][:PROPOSED]


def find_services(text: str) -> list[Service]:
    """Those called so, the nearest first."""
    return [called.service for called in services_called(text, FOUND)]


def find_territories(text: str) -> list[Place]:
    """Communes, intercommunalités, départements and régions so called; a postcode's communes."""
    found = gazetteer().find(text, FOUND) if text else []
    return list(dict.fromkeys(_territories(found)))[:FOUND]


def _territories(places: Iterable[Place]) -> Iterator[Place]:
    for place in places:
        if place.level != "postcode":
            yield place
            continue
        yield from filter(None, (gazetteer().place("commune", code) for code in place.communes))
