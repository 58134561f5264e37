"""An invented supplier, in the shape of domain/models."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.models import ContactKind, Delivery, PointPrecision, ProofDegree, Visibility


@dataclass(frozen=True, slots=True)
class DemoKind:
    code: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class DemoZone:
    whole_country: bool = False
    radius_km: int | None = None
    territories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoActivity:
    service: str
    delivery: Delivery | None
    zone: int | None  # index in the supplier's zones; None: reach unknown


@dataclass(frozen=True, slots=True)
class DemoLabel:
    label: str
    degree: ProofDegree
    issuer: str | None
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class DemoContact:
    kind: ContactKind
    value: str
    visibility: Visibility


@dataclass(frozen=True, slots=True)
class DemoAddress:
    address: str | None
    postcode: str | None
    city: str
    code_insee: str | None
    country: str
    latitude: float | None
    longitude: float | None
    point_precision: PointPrecision | None


@dataclass(frozen=True, slots=True)
class DemoSupplier:
    """No SIRET: any well-formed one is, or may become, that of a real establishment."""

    key: str
    name: str
    brand: str | None
    naf: str | None
    legal_form: str | None
    capacity: int | None
    description: str
    website: str | None
    address: DemoAddress
    kinds: tuple[DemoKind, ...]
    zones: tuple[DemoZone, ...]
    activities: tuple[DemoActivity, ...]
    labels: tuple[DemoLabel, ...]
    networks: tuple[str, ...]
    contacts: tuple[DemoContact, ...]
    archived_at: datetime | None
    as_of: date
