"""What somebody looks for by its name: a service, a territory; and what to propose unasked."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from domain.geography import Level, Place, gazetteer
from domain.models import Supplier
from domain.taxonomy import Service, derived, taxonomy
from search.french import Token, tokens
from search.spelling import ONE_TYPO_LENGTH, TWO_TYPOS_LENGTH
from search.understanding import services_only_said

FOUND = 8  # at most
PROPOSED = 8

READ_IN = {"name": "D’après votre nom", "description": "D’après votre description"}
BY_NAF = "D’après votre code NAF"

Term = tuple[Token, ...]


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
    """Those whose label or a synonym has every word typed, begun or mistyped; the nearest first.

    static/js/picker.js follows the same rules as one types.
    """
    asked = tokens(text)
    costs = {id_: _cost(asked, terms) for id_, terms in _terms().items()}
    found = [id_ for id_, cost in costs.items() if asked and cost is not None]
    nearest = sorted(found, key=lambda id_: costs[id_] or ())
    return [taxonomy().services[id_] for id_ in nearest[:FOUND]]


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


@derived()
def _terms() -> dict[str, tuple[Term, ...]]:
    return {
        service.id: tuple(tuple(tokens(term)) for term in (service.label, *service.synonyms))
        for service in taxonomy().services.values()
    }


def _cost(asked: list[Token], terms: Iterable[Term]) -> tuple[int, int, int] | None:
    """How far the nearest term is, whether a synonym, its length; None without every word."""
    return min(_costs(asked, terms), default=None)


def _costs(asked: list[Token], terms: Iterable[Term]) -> Iterator[tuple[int, int, int]]:
    for rank, term in enumerate(terms):
        nearest = [cost for word in asked if (cost := _nearest(word, term)) is not None]
        if len(nearest) == len(asked):
            yield sum(nearest), int(rank > 0), len(term)


def _nearest(word: Token, term: Term) -> int | None:
    costs = (cost for other in term if (cost := _apart(word, other)) is not None)
    return min(costs, default=None)


def _apart(typed: Token, word: Token) -> int | None:
    """0 for the word, 1 when it begins so, more with typos; None for another word."""
    if typed.text == word.text:
        return 0
    if word.surface.startswith(typed.surface):
        return 1
    allowed = (len(typed.text) >= ONE_TYPO_LENGTH) + (len(typed.text) >= TWO_TYPOS_LENGTH)
    distance = int(OSA.distance(typed.text, word.text))
    return 1 + distance if distance <= allowed else None


LEVEL_NAMES: dict[Level, str] = {
    "commune": "commune",
    "epci": "intercommunalité",
    "departement": "département",
    "region": "région",
    "postcode": "code postal",
}
