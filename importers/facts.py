"""What one row of a file says of one supplier, in the directory's words."""

from dataclasses import dataclass, field
from datetime import date

from domain.geography import Point

SIREN_LENGTH = 9
DEGREES = ("declare", "charte", "verifie", "labellise")  # of proof of a label, weakest first


@dataclass(frozen=True, slots=True)
class ZoneFacts:
    """A coverage as said by a file: the union of its parts."""

    whole_country: bool = False
    radius_km: int | None = None
    territories: tuple[str, ...] = ()  # "departement:62", "region:32", "commune:62041", "epci:…"


@dataclass(frozen=True, slots=True)
class ServedZone:
    """A coverage, and the services done there; None: all that no other coverage names."""

    zone: ZoneFacts
    services: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """A label; `ends_on` is its last day. `degree` is a `ProofDegree` by its value."""

    label: str
    degree: str = DEGREES[0]
    issuer: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """Where the supplier sits; `city` is today's commune by its official name, when known."""

    postcode: str | None = None
    city: str | None = None
    original_city: str | None = None  # as the file writes it, when the gazetteer's name differs
    code_insee: str | None = None
    point: Point | None = None
    point_precision: str | None = None  # "address" or "commune"


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell about a row: a repair made, or a doubt left.

    `field` is the column's title in the file. `rule` names a repair that is certain (counted in
    the report); None for a mere remark.
    """

    field: str
    value: str
    message: str
    suggestion: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that cannot be imported, and why."""

    line: int
    field: str
    value: str
    message: str
    suggestion: str | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A row that only says that an establishment belongs to the network of the import."""

    line: int
    field: str
    siret: str
    network: str | None = None  # a slug, given by whoever imports
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Labelled:
    """A row that only says which labels an establishment holds, or with a SIREN a whole body."""

    line: int
    field: str
    number: str  # SIRET or SIREN
    labels: tuple[LabelFacts, ...]
    notes: tuple[Note, ...] = ()

    @property
    def siren(self) -> str | None:
        return self.number if len(self.number) == SIREN_LENGTH else None

    @property
    def siret(self) -> str | None:
        return None if self.siren else self.number


@dataclass(frozen=True, slots=True)
class RowFacts:
    """The facts of one row, repaired where certain. Empty means the file does not say.

    `zone` is the coverage of all its services; `zones` instead when each has its own services.
    `private` are contacts that nobody is to see, whatever they look like.
    `number` is that of the supplier in the directory that wrote the file; `page` the address that
    gives it, where one does. `lacks_private`: a directory wrote it without the contacts that are
    not everybody's. `completes`: its list says more of who is already in another, and takes
    nothing of it back. `is_joined`: it is one of several that say one supplier, read as one.
    """

    line: int
    source_key: str
    name: str
    original_name: str
    brand: str | None = None
    siret: str | None = None
    siret_problem: str | None = None
    siren: str | None = None  # of the body, when the file does not say which establishment
    kinds: tuple[str, ...] = ()
    naf: str | None = None
    legal_form: str | None = None
    is_secondary_site: bool | None = None
    capacity: int | None = None
    description: str | None = None
    website: str | None = None
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    address: str | None = None
    place: PlaceFacts = field(default_factory=PlaceFacts)
    country: str = "FR"
    services: tuple[str, ...] = ()
    zone: ZoneFacts | None = None
    zones: tuple[ServedZone, ...] = ()
    labels: tuple[LabelFacts, ...] = ()
    networks: tuple[str, ...] = ()
    number: int | None = None
    page: str = ""
    lacks_private: bool = False
    unmatched: dict[str, tuple[str, ...]] = field(default_factory=dict)  # by column title
    has_unknown_services: bool = False
    # Fields of several values that the row has a column for, and leaves empty.
    emptied: frozenset[str] = frozenset()
    completes: bool = False
    is_joined: bool = field(default=False, compare=False)
    notes: tuple[Note, ...] = ()


RowResult = RowFacts | Member | Labelled | Rejected
