"""Who sits at a place and who works there, as filters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.coverage import place_tokens
from domain.geography import Place, Point
from domain.geography.distance import distance_km
from search.documents import ZONES
from search.meilisearch.batch import POINTS, Batch
from search.meilisearch.filters import all_of, any_of, none_of, one_of, within
from search.meilisearch.wordings import Wording
from search.port import LEVELS_WITH_RADIUS, Near

# Meilisearch measures on a sphere of 6,371 km: so far may it be from the geodesic, anywhere.
SPHERE_ERROR = 0.007
# Suppliers at the edge of a radius: at 500 km, one in forty of those within it.
MAX_EDGE = 100_000
# It rounds to the millimetre, and tells less than a metre apart badly.
SPHERE_GRAIN_KM = 0.002


@dataclass(frozen=True, slots=True)
class Around:
    """A place. `located` is the filter of those who sit there, `tokens` what reaches it."""

    near: Near
    place: Place
    located: str
    tokens: tuple[str, ...]

    def holds(self, document: Mapping[str, Any]) -> bool:
        """Whether a supplier sits there: what `located` filters, told of a document."""
        if self.near.level in ("departement", "region"):
            return bool(document[self.near.level] == self.near.code)
        if self.near.level == "former_region":
            return bool(document["departement"] in self.place.departements)
        if document["code_insee"] in self.place.communes:
            return True
        distance = self.distance_km(document)
        has_radius = self.near.level in LEVELS_WITH_RADIUS
        return has_radius and distance is not None and distance <= self.near.radius_km

    def distance_km(self, document: Mapping[str, Any]) -> float | None:
        """The geodesic from the place, when both have a point."""
        geo = document["_geo"]
        if not (geo and self.place.point):
            return None
        return distance_km(self.place.point, Point(geo["lat"], geo["lng"]))


def look_around(batch: Batch, near: Near, place: Place) -> Around:
    """The place, its edge measured: a call when there is a radius."""
    located = sitting_in(place)
    if near.level in LEVELS_WITH_RADIUS and place.point:
        located = any_of(located, _within_radius(batch, place.point, near.radius_km))
    return Around(near, place, located, place_tokens(near.level, near.code))


def working_there(level: str, code: str) -> str:
    """Those of whom a zone reaches the place."""
    tokens = place_tokens(level, code)
    return any_of(*(one_of(f"{zone}.reach", tokens) for zone in ZONES))


def sitting_in(place: Place) -> str:
    """Those who sit in the place itself, whatever lies around it."""
    if place.level in ("departement", "region"):
        return one_of(place.level, [place.code])
    if place.level == "former_region":
        return one_of("departement", place.departements)
    return one_of("code_insee", place.communes)


def _within_radius(batch: Batch, origin: Point, radius_km: float) -> str:
    """Those surely within, and those that the geodesic puts there, one by one."""
    inner = radius_km * (1 - SPHERE_ERROR) - SPHERE_GRAIN_KM
    outer = radius_km * (1 + SPHERE_ERROR) + SPHERE_GRAIN_KM
    sure = within(origin, inner * 1000) if inner > 0 else ""
    edge = all_of(within(origin, outer * 1000), none_of(sure) if sure else "")
    asked = batch.first(Wording(), edge, MAX_EDGE, POINTS)
    batch.send()
    measured = (
        hit["id"]
        for hit in asked.hits
        if distance_km(origin, Point(hit["_geo"]["lat"], hit["_geo"]["lng"])) <= radius_km
    )
    return any_of(*filter(None, (sure, one_of("id", measured))))
