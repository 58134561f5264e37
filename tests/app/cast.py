"""A small cast of invented suppliers, for tests that need rows in the database."""

from datetime import date
from typing import Any

from domain.models import Activity, SourceRecord, Supplier, SupplierKind

TODAY = date(2026, 11, 22)


def make_supplier(name: str = "Les Ateliers du Verger", **values: Any) -> Supplier:
    """An ESAT of Angers that does joinery, unless told otherwise."""
    kinds = values.pop("kinds", ["ESAT"])
    services = values.pop("services", ["menuiserie-batiment"])
    place = {"postcode": "49000", "city": "Angers", "code_insee": "49007"}
    point = {"latitude": 47.4736, "longitude": -0.5542, "point_precision": "commune"}
    supplier = Supplier(name=name, **(place | point | values))
    fact = {"source": "test", "as_of": TODAY}
    supplier.records = [
        SourceRecord(source_key=name, original_name=name, facts={"name": name}, **fact)
    ]
    supplier.kinds = [SupplierKind(code=code, **fact) for code in kinds]
    supplier.activities = [Activity(service=service, **fact) for service in services]
    return supplier
