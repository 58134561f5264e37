"""The results page, as told to programs."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.directory.asked import Asked
from app.directory.left_aside import LeftAside, left_aside
from app.directory.presenters.common import (
    commune_of,
    kinds_of,
    services_only_said,
    shown_name,
    supplier_url,
)
from app.directory.presenters.reasons import why
from app.templating import typo
from domain.geography import Place
from domain.models import Supplier
from search.port import Hit, SearchResults, Sort
from search.understanding import told


def present_answer(
    asked: Asked, found: SearchResults, suppliers: Mapping[int, Supplier]
) -> dict[str, Any]:
    """What was understood and found; `place` is the one searched, as "level:code" and its label,
    `other_places` those that its words may also mean.

    `radius_km` is how far around it; None where none counts. `left_aside`, words not followed.
    """
    place, aside = asked.place.place, left_aside(asked, is_a_name=found.named > 0)
    return {
        "understood": told(asked.criteria.understood),
        "place": place and _place(place),
        "other_places": [_place(other) for other in asked.place.others],
        "radius_km": asked.criteria.radius_km if asked.place.has_radius else None,
        "left_aside": [one.words for one in aside],
        "problems": [*asked.problems, *filter(None, [asked.place.told]), *_why_aside(aside)],
        "total": found.total,
        "page": found.query.page,
        "pages": found.pages,
        "results": [
            _result(hit, suppliers[hit.id]) | {"why": _why(asked, found, hit, suppliers[hit.id])}
            for hit in found.hits
            if hit.id in suppliers
        ],
    }


def _why_aside(aside: Iterable[LeftAside]) -> Iterator[str]:
    for one in aside:
        if one.why:
            end = "" if one.why.endswith("?") else "."
            yield typo(f"« {one.words} » n’est pas pris en compte : {one.why}{end}")


def _place(place: Place) -> dict[str, str]:
    return {"code": f"{place.level}:{place.code}", "label": place.label}


def _result(hit: Hit, supplier: Supplier) -> dict[str, Any]:
    """`located` is None without a place, False for who comes from elsewhere."""
    return {
        "id": supplier.id,
        "url": supplier_url(supplier),
        "name": shown_name(supplier),
        "kinds": [kind.code for kind in kinds_of(supplier)],
        "commune": commune_of(supplier),
        "services": [activity.service for activity in supplier.activities],
        "distance_km": hit.distance_km,
        "located": hit.located,
    }


def _why(asked: Asked, found: SearchResults, hit: Hit, supplier: Supplier) -> str | None:
    """None in an order that needs no explaining."""
    if found.query.sort is not Sort.RELEVANCE:
        return None
    return why(asked, found.query, hit, supplier, services_only_said(supplier))
