"""Documents for the tests of engines, made from facts as the real ones are."""

from datetime import UTC, datetime
from typing import Any

from domain.geography import Point, gazetteer
from domain.supplier_facts import SupplierFacts, ZoneFacts
from search.documents import Document, build_document

ANGERS, NANTES, GRENOBLE, LYON = "49007", "44109", "38185", "69123"


def supplier(
    id_: int, name: str = "Alpha", *, raw: dict[str, Any] | None = None, **facts: Any
) -> Document:
    """The document of a supplier; `raw` then replaces fields as they are indexed."""
    facts = {"updated_at": datetime(2026, 1, 1, tzinfo=UTC), **facts}
    return build_document(SupplierFacts(id=id_, name=name, **facts)) | (raw or {})


def settled(id_: int, code_insee: str, name: str = "Alpha", **facts: Any) -> Document:
    """A supplier of a commune, at its centre unless told."""
    commune = gazetteer().commune(code_insee)
    assert commune is not None
    return supplier(id_, name, **{"code_insee": code_insee, "point": commune.point, **facts})


def zone(
    *services: str, km: int | None = None, where: tuple[str, ...] = (), country: bool = False
) -> ZoneFacts:
    return ZoneFacts(services=services, whole_country=country, radius_km=km, territories=where)


def at(latitude: float, longitude: float) -> Point:
    return Point(latitude, longitude)
