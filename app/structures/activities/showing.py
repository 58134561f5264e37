"""What the section of activities shows: services chosen, proposed, found; zones and their map."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from app.directory.presenters.common import service_name
from app.directory.presenters.coverage_map import outlines_of, present_coverage, spots_of
from app.directory.wording import LEVELS
from app.structures.activities.finding import (
    Proposal,
    find_services,
    find_territories,
    proposals,
)
from app.structures.activities.reach import Reach, key_of, territory
from app.structures.activities.services import Choice
from app.templating import typo
from domain.geography import Place
from domain.models import Supplier
from domain.taxonomy import taxonomy


@dataclass(frozen=True, slots=True)
class Box:
    """A service to tick."""

    service: str
    name: str
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A service chosen."""

    choice: Choice
    name: str


@dataclass(frozen=True, slots=True)
class Family:
    """Services of one kind, or proposed for one reason."""

    name: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Territory:
    """`shape` is what a map draws of it: JSON values."""

    key: str
    name: str
    level: str
    shape: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ZoneShown:
    """A zone of the form; `found` are territories that its search finds."""

    position: int
    field: Any  # a ReachField
    reach: Reach
    looked_for: str
    territories: tuple[Territory, ...]
    found: tuple[Territory, ...]

    @property
    def is_open(self) -> bool:
        """Whether there is something to see in it."""
        return bool(self.reach.answer or self.looked_for or self.field.errors)


@dataclass(frozen=True, slots=True)
class ActivitiesShown:
    rows: tuple[Row, ...]
    proposed: tuple[Family, ...]
    need: str
    found: tuple[Box, ...]
    families: tuple[Family, ...]
    zones: tuple[ZoneShown, ...]
    map: Any  # a CoverageMap, or None


def show(form: Any, supplier: Supplier) -> ActivitiesShown:
    """What to draw of an ActivitiesForm."""
    chosen = {choice.service for choice in form.services.data}
    need = form.need.looked_for or form.need.data or ""
    return ActivitiesShown(
        rows=tuple(Row(choice, service_name(choice.service)) for choice in form.services.data),
        proposed=_proposed(proposals(supplier, chosen)),
        need=need,
        found=tuple(_box(service.id, chosen) for service in find_services(need)),
        families=_families(chosen),
        zones=tuple(_zone(position, field) for position, field in enumerate(form.zones)),
        map=present_coverage(supplier),
    )


def territory_shown(place: Place) -> Territory:
    shape = {"outlines": outlines_of([place]), "spots": spots_of([place])}
    return Territory(key_of(place), typo(place.label), LEVELS[place.level], shape)


def _proposed(found: Iterable[Proposal]) -> tuple[Family, ...]:
    """As they come: those of one reason follow each other."""
    by_reason = groupby(found, key=lambda item: item.why)
    return tuple(
        Family(why, tuple(_box(item.service, ()) for item in items)) for why, items in by_reason
    )


def _box(service: str, chosen: Collection[str]) -> Box:
    return Box(service, service_name(service), ticked=service in chosen)


def _families(chosen: Collection[str]) -> tuple[Family, ...]:
    services = taxonomy().services.values()
    return tuple(
        Family(
            typo(group.label), tuple(_box(s.id, chosen) for s in services if s.group == group.id)
        )
        for group in taxonomy().groups.values()
    )


def _zone(position: int, field: Any) -> ZoneShown:
    reach: Reach = field.data
    looked_for = field.looked_for or reach.search
    return ZoneShown(
        position,
        field,
        reach,
        looked_for,
        tuple(map(_ticked, reach.territories)),
        tuple(
            territory_shown(place)
            for place in find_territories(looked_for)
            if key_of(place) not in reach.territories
        ),
    )


def _ticked(key: str) -> Territory:
    """A territory of the form; one that nobody knows stays there, to be taken off."""
    place = territory(key)
    return territory_shown(place) if place else Territory(key, key, "inconnu", {})
