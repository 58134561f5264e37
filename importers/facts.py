"""What one row of a file says of one supplier, in the directory's words."""

from dataclasses import dataclass, field
from typing import Any

from domain.geography import Point


@dataclass(frozen=True, slots=True)
class ZoneFacts:
    """A coverage as said by a file: the union of its parts."""

    whole_country: bool = False
    radius_km: int | None = None
    territories: tuple[str, ...] = ()  # "departement:62", "region:32", "commune:62041", "epci:…"


@dataclass(frozen=True, slots=True)
class LabelFacts:
    label: str
    degree: str = "declare"


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell about a row: a repair made, or a doubt left.

    `rule` names a repair that is certain (counted in the report); None for a mere remark.
    """

    field: str
    value: str
    message: str
    suggestion: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class RowFacts:
    """The facts of one row, repaired where certain. Empty means the file does not say."""

    line: int
    source_key: str
    name: str
    original_name: str
    brand: str | None = None
    siret: str | None = None
    siret_problem: str | None = None
    kinds: tuple[str, ...] = ()
    naf: str | None = None
    legal_form: str | None = None
    is_secondary_site: bool = False
    capacity: int | None = None
    description: str | None = None
    website: str | None = None
    email: str | None = None
    phone: str | None = None
    address: str | None = None
    postcode: str | None = None
    city: str | None = None
    code_insee: str | None = None
    country: str = "FR"
    point: Point | None = None
    point_precision: str | None = None
    services: tuple[str, ...] = ()
    zone: ZoneFacts | None = None
    labels: tuple[LabelFacts, ...] = ()
    networks: tuple[str, ...] = ()
    unmatched: dict[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
