"""From a supplier's facts to its search document; every field is declared here, once.

Text is already normalised; the text shown and highlighted is read from SQL. No personal data
ever enters a document.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from types import MappingProxyType

from domain.coverage import MAX_ZONES, Home, reach_tokens
from domain.geography import Commune, Point, gazetteer
from domain.kinds import KINDS, frames_of, words_of
from domain.models import ProofDegree
from domain.supplier_facts import NetworkFacts, SupplierFacts
from domain.taxonomy import Service, derived, taxonomy
from domain.text import fold
from search.french import BREAK, normalise, words
from search.names import name_words
from search.port import Facet, ServicesKnown
from search.understanding import same_trade, services_only_said

# Raise it when the meaning of a document changes without its fields (a rule of french.py, of
# understanding/, of coverage.py): every index is then rebuilt.
SCHEMA = 14

ZONES = tuple(f"z{position}" for position in range(MAX_ZONES))

Document = dict[str, object]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the document. `weight` is that of a searched text, the strongest first."""

    name: str
    weight: float | None = None
    filterable: bool = False
    sortable: bool = False


FIELDS = (
    Field("id", filterable=True, sortable=True),
    Field("name", weight=8.0),
    Field("services_text", weight=4.0),
    Field("keywords", weight=2.0),
    # Its own field, weaker than those of services declared: what is said comes after.
    Field("services_said_text", weight=1.5),
    Field("description", weight=1.0),
    Field("name_words", filterable=True),
    Field("kinds", filterable=True),
    Field("services", filterable=True),
    Field("services_any", filterable=True),
    Field("groups", filterable=True),
    Field("services_known", filterable=True),
    Field("labels", filterable=True),
    Field("networks", filterable=True),
    Field("legal_frames", filterable=True),
    Field("departement", filterable=True),
    Field("region", filterable=True),
    Field("code_insee", filterable=True),
    Field("siret", filterable=True),
    Field("siren", filterable=True),
    Field("naf", filterable=True),
    *(Field(f"{zone}.{part}", filterable=True) for zone in ZONES for part in ("services", "reach")),
    Field("_geo", filterable=True, sortable=True),
    Field("name_sort", sortable=True),
    Field("freshness", sortable=True),
    Field("completeness", sortable=True),
    Field("proof", sortable=True),
)

# What a supplier says of itself, beside its name: what it declares, its presentation.
OWN_TEXTS = ("services_text", "description")

# Official numbers, found when they are typed whole.
CODE_FIELDS = ("siret", "siren", "naf")

FACET_FIELDS: Mapping[Facet, str] = MappingProxyType(
    {
        Facet.KIND: "kinds",
        Facet.SERVICE: "services_any",
        Facet.GROUP: "groups",
        Facet.SERVICES_KNOWN: "services_known",
        Facet.LABEL: "labels",
        Facet.NETWORK: "networks",
        Facet.LEGAL_FRAME: "legal_frames",
        Facet.DEPARTEMENT: "departement",
        Facet.REGION: "region",
    }
)

_PROOF = {
    ProofDegree.DECLARED: 0,
    ProofDegree.CHARTER: 1,
    ProofDegree.VERIFIED: 2,
    ProofDegree.LABELLED: 3,
}
MAX_PROOF = 2 * max(_PROOF.values())  # social, and environmental


def build_document(facts: SupplierFacts) -> Document:
    """What the engines index of a supplier: JSON values only.

    Of z0 to z3, only the zones that exist are there.
    """
    said = _services_said(facts)
    services = list(dict.fromkeys((*facts.services, *said)))
    names = [*filter(None, (facts.name, facts.brand))]
    commune = _commune(facts.code_insee)
    return {
        "id": facts.id,
        "name": _joined(map(normalise, names)),
        "name_words": sorted(name_words(names)),
        # Its own words are declared too: found as any service that it declares.
        "services_text": _joined((*_labels_of(facts.services), *map(normalise, facts.own_words))),
        "keywords": _joined((*_keywords(facts, commune), *_same_trades(names))),
        "services_said_text": _joined((*_labels_of(said), *_other_words_of(said))),
        # What it did for clients tells what it does, as its presentation.
        "description": _joined(map(normalise, (facts.description or "", *facts.works))),
        "kinds": list(facts.kinds),
        "services": list(dict.fromkeys(facts.services)),
        "services_any": services,
        "groups": list(dict.fromkeys(service.group for service in _known(services))),
        "services_known": _services_known(facts, said),
        "labels": list(dict.fromkeys(held.label for held in facts.labels)),
        "networks": [network.slug for network in facts.networks],
        "legal_frames": list(_frames_of(facts.kinds)),
        "departement": commune.departement if commune else None,
        "region": commune.region if commune else None,
        "code_insee": commune.code_insee if commune else None,
        "siret": facts.siret,
        "siren": facts.siret[:9] if facts.siret else None,
        "naf": code_word(facts.naf) if facts.naf else None,
        **_zones(facts, said),
        "_geo": _geo(facts.point or (commune.point if commune else None)),
        "name_sort": fold(facts.brand or facts.name),
        "freshness": int(facts.updated_at.timestamp()),
        "completeness": completeness(facts),
        "proof": _proof(facts),
    }


def code_word(code: str) -> str:
    """An official number as one word: "8121z" for "81.21Z"."""
    return code.replace(".", "").casefold()


def _proof(facts: SupplierFacts) -> int:
    """The strongest social proof and the strongest environmental one, which weigh alike.

    What a network has looked at counts as much as a social label looked at.
    """
    known = taxonomy().labels
    held = [(known[one.label], one.degree) for one in facts.labels if one.label in known]
    vouched = [network.degree for network in facts.networks if network.degree]
    social = [degree for label, degree in held if label.is_social]
    environmental = [degree for label, degree in held if label.is_environmental]
    return _strongest([*social, *vouched]) + _strongest(environmental)


def _strongest(degrees: Iterable[ProofDegree]) -> int:
    return max((_PROOF[degree] for degree in degrees), default=0)


def _services_said(facts: SupplierFacts) -> tuple[str, ...]:
    """What its texts name, until the structure itself has said what it does."""
    if facts.says_its_services:
        return ()
    names = (facts.name, facts.brand)
    return tuple(services_only_said(names, facts.description, facts.services))


def _services_known(facts: SupplierFacts, said: Collection[str]) -> ServicesKnown:
    if facts.services or facts.own_words:
        return ServicesKnown.DECLARED
    return ServicesKnown.SAID if said else ServicesKnown.UNKNOWN


def _geo(point: Point | None) -> dict[str, float] | None:
    """To the centimetre: a server may read the last digits of a longer number otherwise."""
    return {"lat": round(point.latitude, 7), "lng": round(point.longitude, 7)} if point else None


def count_in_names(words: Collection[str]) -> bool:
    """Whether a name that holds these words tells them: one alone is often an image, "La Ruche"."""
    return len(words) > 1


def document_hash(document: Mapping[str, object]) -> str:
    """The same for equal documents, whatever the order of their keys."""
    return hashlib.blake2b(_as_json(document).encode(), digest_size=16).hexdigest()


_as_json = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


@cache
def settings_hash() -> str:
    """Changes when every document must be built again."""
    parts = (SCHEMA, FIELDS, gazetteer().hash, taxonomy().hash)
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def completeness(facts: SupplierFacts) -> int:
    """How much of a page is filled, 0 to 100: what a buyer asks for first weighs most."""
    weights = {
        30: facts.services or facts.own_words,
        25: facts.description,
        20: facts.zones,
        15: facts.has_contact,
        10: facts.labels,
    }
    return sum(weight for weight, filled in weights.items() if filled)


def _zones(facts: SupplierFacts, said: tuple[str, ...]) -> dict[str, object]:
    """z0 to z3. What has no zone reaches the supplier's own commune, in a zone of its own.

    A supplier with four zones has no room for that one: such services are then found where it
    sits (implanté), and not as working there (intervient).
    """
    home = Home(facts.code_insee, facts.point)
    zones = list(facts.zones[:MAX_ZONES])
    alone = facts.services_without_zone
    if len(zones) != 1:
        alone = (*alone, *said)
    compiled = [
        {
            "services": [*zone.services, *(said if len(zones) == 1 else ())],
            "reach": list(reach_tokens(zone, home)),
        }
        for zone in zones
    ]
    if (alone or not zones) and len(compiled) < MAX_ZONES:
        compiled.append({"services": list(alone), "reach": list(reach_tokens(None, home))})
    return dict(zip(ZONES, compiled, strict=False))


@lru_cache(maxsize=1024)
def _commune(code_insee: str | None) -> Commune | None:
    return gazetteer().commune(code_insee) if code_insee else None


def _known(services: Iterable[str]) -> Iterator[Service]:
    known = taxonomy().services
    return (known[service] for service in services if service in known)


_frames_of = cache(frames_of)


def _joined(texts: Iterable[str]) -> str:
    """Normalised texts, each once; a phrase is found within one of them."""
    return f" {BREAK} ".join(filter(None, dict.fromkeys(texts)))


def _labels_of(services: Iterable[str]) -> Iterator[str]:
    return map(_label_of, services)


def _other_words_of(services: Iterable[str]) -> Iterator[str]:
    return chain.from_iterable(map(_words_of_service, services))


def _keywords(facts: SupplierFacts, commune: Commune | None) -> Iterator[str]:
    """Other words that lead to the supplier: what it does, what it is, whom it is with, where."""
    yield from _other_words_of(facts.services)
    for code in facts.kinds:
        yield from _words_of_kind(code)
    for held in facts.labels:
        yield from _words_of_label(held.label)
    for network in facts.networks:
        yield from _words_of_network(network)
    if commune:
        yield from (normalise(commune.name), _name_of(commune.departement))
    else:
        yield normalise(facts.city or "")


def _same_trades(names: Iterable[str]) -> Iterator[str]:
    """Other words for the trade that a name says: a GEIQ "BTP" is one of the "bâtiment"."""
    said = dict.fromkeys(word for name in names for word in words(name))
    return chain.from_iterable(sorted(same_trade(word) - {word}) for word in said)


# The words of the vocabulary are normalised once: a supplier has some thirty of them.


def _all_normalised(*texts: str) -> tuple[str, ...]:
    return tuple(map(normalise, texts))


@cache
def _label_of(service: str) -> str:
    known = taxonomy().services.get(service)
    return normalise(known.label) if known else ""


@derived()
def _words_of_service(service: str) -> tuple[str, ...]:
    known = taxonomy().services.get(service)
    if known is None:
        return ()
    return _all_normalised(*known.synonyms, taxonomy().groups[known.group].label)


@cache
def _words_of_kind(code: str) -> tuple[str, ...]:
    return _all_normalised(*words_of(KINDS[code]) if code in KINDS else (code,))


@cache
def _words_of_label(label: str) -> tuple[str, ...]:
    known = taxonomy().labels.get(label)
    return _all_normalised(*(known.label, *known.synonyms) if known else (label,))


@cache
def _words_of_network(network: NetworkFacts) -> tuple[str, ...]:
    known = taxonomy().networks.get(network.slug)
    return _all_normalised(network.name, *known.synonyms if known else ())


@cache
def _name_of(departement: str) -> str:
    known = gazetteer().departement(departement)
    return normalise(known.name) if known else ""
