"""The search documents of the demo directory, without a database."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from itertools import islice

from app.demo.generator import TODAY, generate
from app.demo.values import DemoActivity, DemoSupplier
from domain.geography import Point
from domain.models import in_force
from domain.supplier_facts import LabelFacts, NetworkFacts, SupplierFacts, ZoneFacts
from search.documents import Document, build_document


def demo_documents(size: int) -> Iterator[Document]:
    """Those of the first `size` invented suppliers that are not archived."""
    present = (supplier for supplier in generate(2 * size) if supplier.archived_at is None)
    for number, supplier in enumerate(islice(present, size), start=1):
        yield build_document(facts_of(number, supplier))


def facts_of(number: int, supplier: DemoSupplier) -> SupplierFacts:
    """What the directory would know of it."""
    address = supplier.address
    located = address.latitude is not None and address.longitude is not None
    return SupplierFacts(
        id=number,
        name=supplier.name,
        brand=supplier.brand,
        description=supplier.description,
        updated_at=datetime.combine(supplier.as_of, time(), UTC),
        code_insee=address.code_insee,
        city=address.city,
        point=Point(address.latitude or 0, address.longitude or 0) if located else None,
        kinds=tuple(k.code for k in supplier.kinds if in_force(k.starts_on, k.ends_on, TODAY)),
        services=_services(supplier.activities),
        zones=tuple(
            ZoneFacts(
                services=_services(a for a in supplier.activities if a.zone == position),
                whole_country=zone.whole_country,
                radius_km=zone.radius_km,
                territories=zone.territories,
            )
            for position, zone in enumerate(supplier.zones)
        ),
        services_without_zone=_services(a for a in supplier.activities if a.zone is None),
        labels=tuple(
            LabelFacts(held.label, held.degree)
            for held in supplier.labels
            if in_force(held.starts_on, held.ends_on, TODAY)
        ),
        networks=tuple(NetworkFacts(slug, slug) for slug in supplier.networks),
        has_contact=bool(supplier.website or supplier.contacts),
    )


def _services(activities: Iterable[DemoActivity]) -> tuple[str, ...]:
    return tuple(activity.service for activity in activities)
