"""Suppliers found, as lines to compare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby

from app.directory.asked import Asked
from app.directory.forms import Criteria
from app.directory.places import PlaceReading
from app.directory.presenters.common import (
    KindTag,
    LabelTag,
    commune_of,
    kilometres,
    kind_tag,
    kinds_of,
    label_tags,
    labels_in_force,
    service_name,
    services_only_said,
    shown_name,
    supplier_url,
)
from app.directory.presenters.proofs import MembershipLine, memberships
from app.directory.presenters.reasons import why
from app.directory.wording import SAID
from app.templating import NBSP, typo
from domain.markdown import plain
from domain.models import Supplier
from domain.taxonomy import derived, taxonomy
from search.french import Token, highlight, snippet, tokens
from search.port import (
    Facet,
    Hit,
    Matched,
    Reading,
    SearchQuery,
    SearchResults,
    Sort,
    services_accepted,
)

SERVICES_SHOWN = 5
LABELS_SHOWN = 3

Fragments = Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class ServiceMention:
    name: Fragments
    asked: bool


@dataclass(frozen=True, slots=True)
class Services:
    """Services told the same way: `said` is where they were read, empty when declared."""

    said: str
    mentions: tuple[ServiceMention, ...]


@dataclass(frozen=True, slots=True)
class HitView:
    """`distance` and `reach` are empty when no place was asked for or nothing is known.

    `vouchings` are of the networks that vouch for it. `why` tells what counted in the default
    order, "" in any other.
    """

    id: int
    url: str
    name: Fragments
    kinds: tuple[KindTag, ...]
    commune: str
    distance: str
    reach: str
    services: tuple[Services, ...]
    more_services: int
    description: Fragments
    labels: tuple[LabelTag, ...]
    more_labels: int
    vouchings: tuple[MembershipLine, ...]
    invented: bool
    why: str


@dataclass(frozen=True, slots=True)
class Band:
    """Hits of one reading of the place, with their heading; no heading when all are alike.

    `count` is that of the whole band, on every page.
    """

    heading: str
    count: int | None
    hits: tuple[HitView, ...]


def present_bands(
    asked: Asked, found: SearchResults, suppliers: Mapping[int, Supplier]
) -> tuple[Band, ...]:
    """One supplier just archived may be missing from `suppliers`: the index follows in seconds."""
    criteria, place = asked.criteria, asked.place
    known = [hit for hit in found.hits if hit.id in suppliers]
    banded = place.place is not None and criteria.sort is Sort.RELEVANCE
    look = _Look(asked, found.query, _services_of(found.query), found.matched)
    return tuple(
        Band(
            _band_heading(standing, criteria, place) if banded else "",
            _band_count(standing, criteria, found) if banded else None,
            tuple(_hit(hit, suppliers[hit.id], look) for hit in band),
        )
        for standing, band in groupby(known, key=lambda hit: _standing_of(hit) if banded else None)
    )


class _Standing(Enum):
    """Why hits stand together."""

    NAMED = auto()
    LOCATED = auto()
    COMING = auto()


def _standing_of(hit: Hit) -> _Standing:
    if hit.named:
        return _Standing.NAMED
    return _Standing.LOCATED if hit.located else _Standing.COMING


def _band_heading(band: _Standing | None, criteria: Criteria, place: PlaceReading) -> str:
    if band is _Standing.NAMED:
        return "Au nom cherché"
    if band is _Standing.COMING:
        return "Implantées plus loin, elles interviennent ici"
    if place.has_radius:
        return f"Implantées sur place, ou à {criteria.radius_km}{NBSP}km au plus"
    return "Implantées sur ce territoire"


def _band_count(band: _Standing | None, criteria: Criteria, found: SearchResults) -> int:
    """Each reading counts those who bear the name, whom their own band has."""
    readings = found.readings
    there = readings[Reading.LOCATED]
    if criteria.reading is Reading.REACHES:
        there += readings[Reading.REACHES] - readings[Reading.EITHER]
    if band is _Standing.NAMED:
        return found.named
    return there - found.named if band is _Standing.LOCATED else found.total - there


def _services_of(query: SearchQuery) -> frozenset[str]:
    """Services that the need names, alone or through their group: shown first."""
    groups = query.filters.get(Facet.GROUP, ())
    of_groups = (s.id for s in taxonomy().services.values() if s.group in groups)
    return frozenset((*services_accepted(query), *of_groups))


@dataclass(frozen=True, slots=True)
class _Look:
    """What the buyer looks for: services, and words to highlight."""

    asked: Asked
    query: SearchQuery
    services: frozenset[str]
    matched: Matched

    def for_service(self, id_: str) -> bool:
        """Asked for, or named by a word of the query: its label and synonyms find it."""
        return id_ in self.services or any(map(self.matched, _words_of(id_)))


@derived(512)
def _words_of(service: str) -> tuple[Token, ...]:
    known = taxonomy().services.get(service)
    names = (known.label, *known.synonyms) if known else (service,)
    return tuple(token for name in names for token in tokens(name))


def _hit(hit: Hit, supplier: Supplier, look: _Look) -> HitView:
    said, order = _services(supplier, look)
    labels = label_tags(labels_in_force(supplier))
    return HitView(
        id=supplier.id,
        url=supplier_url(supplier),
        name=highlight(shown_name(supplier), look.matched),
        kinds=tuple(map(kind_tag, kinds_of(supplier))),
        commune=commune_of(supplier),
        distance="" if hit.distance_km is None else kilometres(hit.distance_km),
        reach="Intervient ici" if hit.located is False and not hit.named else "",
        services=_told_alike(order[:SERVICES_SHOWN], said, look),
        more_services=max(0, len(order) - SERVICES_SHOWN),
        description=snippet(typo(plain(supplier.description or "")), look.matched),
        labels=tuple(labels[:LABELS_SHOWN]),
        more_labels=max(0, len(labels) - LABELS_SHOWN),
        vouchings=tuple(row for row in memberships(supplier) if row.vouched),
        invented=supplier.invented,
        why=_why(hit, supplier, look, said),
    )


def _why(hit: Hit, supplier: Supplier, look: _Look, said: Mapping[str, str]) -> str:
    if look.query.sort is not Sort.RELEVANCE:
        return ""
    only_said = {service: where for service, where in said.items() if where}
    return why(look.asked, look.query, hit, supplier, only_said)


def _services(supplier: Supplier, look: _Look) -> tuple[Mapping[str, str], list[str]]:
    """Where each was read, and the order to show them in.

    Declared before said; among each, what the buyer looks for first.
    """
    said = services_only_said(supplier)
    declared = [activity.service for activity in supplier.activities]
    where = dict.fromkeys([*declared, *(supplier.own_words or ())], "") | said
    places = ["", *SAID.values()]
    return where, sorted(
        where, key=lambda id_: (places.index(where[id_]), not look.for_service(id_))
    )


def _told_alike(order: Sequence[str], said: Mapping[str, str], look: _Look) -> tuple[Services, ...]:
    return tuple(
        Services(where, tuple(_mention(id_, look) for id_ in ids))
        for where, ids in groupby(order, key=lambda id_: said[id_])
    )


def _mention(service: str, look: _Look) -> ServiceMention:
    return ServiceMention(highlight(service_name(service), look.matched), look.for_service(service))
