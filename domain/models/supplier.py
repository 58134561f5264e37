"""A supplier is an establishment; what is said of it keeps its source and its date."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    and_,
    false,
    func,
    literal_column,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.coverage import MAX_ZONES
from domain.geography import Point
from domain.kinds import has_ended
from domain.models.base import Base, in_force, utcnow
from domain.models.files import Picture

# The source of what a structure says of itself; the others are lists, or people of the directory.
OWN_WORD = "structure"


class PointPrecision(StrEnum):
    """How a supplier's point was found."""

    ADDRESS = "address"
    STREET = "street"  # or a hamlet: the number is not known
    COMMUNE = "commune"
    HAND = "hand"


class Delivery(StrEnum):
    """How a service is delivered."""

    STAFFING = "mise_a_disposition"
    SERVICE = "prestation"
    MAKING = "fabrication"


class ProofDegree(StrEnum):
    """How far a label is proved, weakest first."""

    DECLARED = "declare"
    CHARTER = "charte"
    VERIFIED = "verifie"
    LABELLED = "labellise"


class Visibility(StrEnum):
    """Who may see a contact. Named e-mails and mobile numbers are private by default.

    To members: people who have signed in. Private: the structure itself and moderators.
    """

    PUBLIC = "public"
    MEMBERS = "members"
    PRIVATE = "private"


class ContactKind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"


class Supplier(Base):
    """An establishment. SIRET is optional and not unique: identity is (source, source's id)."""

    __tablename__ = "supplier"
    __table_args__ = (
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="point_whole"),
        Index("ix_supplier_siret", "siret"),
        Index("ix_supplier_siren", text("substr(siret, 1, 9)")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str]
    brand: Mapped[str | None]
    siret: Mapped[str | None]
    # A wrong SIRET stays as it was given, with what is wrong about it; never corrected in silence.
    siret_problem: Mapped[str | None]
    naf: Mapped[str | None]
    legal_form: Mapped[str | None]
    is_secondary_site: Mapped[bool] = mapped_column(default=False)
    # People, at the end of `figures_year`; `capacity` is what an approval allows (places).
    capacity: Mapped[int | None]
    staff: Mapped[int | None]
    insertion_jobs: Mapped[int | None]
    disabled_workers: Mapped[int | None]
    figures_year: Mapped[int | None]
    # Markdown.
    description: Mapped[str | None]
    # What it does that no service of the taxonomy tells: "location de yourtes".
    own_words: Mapped[list[str] | None]
    website: Mapped[str | None]
    # Whether it answers tenders together with others; None when it has not said.
    open_to_cocontracting: Mapped[bool | None]
    cocontracting_note: Mapped[str | None]

    address: Mapped[str | None]
    postcode: Mapped[str | None]
    city: Mapped[str | None]
    code_insee: Mapped[str | None]
    country: Mapped[str] = mapped_column(default="FR")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    point_precision: Mapped[PointPrecision | None]

    invented: Mapped[bool] = mapped_column(default=False)
    # Proposed by somebody, and nobody has accepted it yet.
    awaits_review: Mapped[bool] = mapped_column(default=False, server_default=false())
    archived_at: Mapped[datetime | None]
    # The supplier that it was found to be the same as; its address then leads there.
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id"), index=True)
    # When the structure last said that its page is still true.
    confirmed_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    updated_at: Mapped[datetime] = mapped_column(default=utcnow)

    records: Mapped[list["SourceRecord"]] = relationship(
        back_populates="supplier", cascade="all, delete-orphan", order_by="SourceRecord.id"
    )
    kinds: Mapped[list["SupplierKind"]] = relationship(
        cascade="all, delete-orphan", order_by="SupplierKind.id"
    )
    zones: Mapped[list["Zone"]] = relationship(
        cascade="all, delete-orphan", order_by="Zone.position"
    )
    activities: Mapped[list["Activity"]] = relationship(
        cascade="all, delete-orphan", order_by="Activity.id"
    )
    labels: Mapped[list["SupplierLabel"]] = relationship(
        cascade="all, delete-orphan", order_by="SupplierLabel.id"
    )
    memberships: Mapped[list["Membership"]] = relationship(
        cascade="all, delete-orphan", order_by="Membership.network_slug"
    )
    contacts: Mapped[list["Contact"]] = relationship(
        cascade="all, delete-orphan", order_by="Contact.id"
    )
    references: Mapped[list["ClientReference"]] = relationship(
        cascade="all, delete-orphan", order_by="ClientReference.id"
    )
    pictures: Mapped[list["Picture"]] = relationship(
        cascade="all, delete-orphan", order_by="Picture.position"
    )
    provenances: Mapped[list["Provenance"]] = relationship(
        cascade="all, delete-orphan", order_by="Provenance.field"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 SQLAlchemy reads it from the class

    @property
    def display_name(self) -> str:
        return self.brand or self.name

    @hybrid_property
    def is_listed(self) -> bool:
        """Whether the public may find it."""
        return self.archived_at is None and not self.awaits_review

    @is_listed.inplace.expression
    @classmethod
    def _is_listed_in_sql(cls) -> ColumnElement[bool]:
        return and_(cls.archived_at.is_(None), cls.awaits_review.is_(False))

    @property
    def shown_siret(self) -> str | None:
        """The one that the public reads: a wrong one is kept for those who can mend it."""
        return None if self.siret_problem else self.siret

    @hybrid_property
    def siren(self) -> str | None:
        """The number of its body, which all the establishments of the body share."""
        return self.siret[:9] if self.siret else None

    @siren.inplace.expression
    @classmethod
    def _siren_in_sql(cls) -> ColumnElement[str | None]:
        """Its numbers are no parameters: no index would serve it."""
        return func.substr(cls.siret, literal_column("1"), literal_column("9"))

    @property
    def says_its_services(self) -> bool:
        """Whether the structure has said what it does: what its texts name then counts no more."""
        return any(row.field == "activities" and row.source == OWN_WORD for row in self.provenances)

    @property
    def point(self) -> Point | None:
        if self.latitude is None or self.longitude is None:
            return None
        return Point(self.latitude, self.longitude)

    def kinds_on(self, day: date) -> list[str]:
        """The codes of the kinds in force on `day`, each once, in the order they were given."""
        current = (
            kind.code
            for kind in self.kinds
            if in_force(kind.starts_on, kind.ends_on, day) and not has_ended(kind.code, day)
        )
        return list(dict.fromkeys(current))

    def labels_on(self, day: date) -> list[str]:
        """The ids of the labels in force on `day`, each once."""
        current = (label for label in self.labels if in_force(label.starts_on, label.ends_on, day))
        return list(dict.fromkeys(label.label for label in current))


class SourceRecord(Base):
    """One record of one source about a supplier, and what it last said."""

    __tablename__ = "source_record"
    __table_args__ = (UniqueConstraint("source", "source_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    source: Mapped[str]
    source_key: Mapped[str]
    original_name: Mapped[str]
    # The row's facts as last imported: the base of the three-way comparison at the next import.
    facts: Mapped[dict[str, Any]]
    as_of: Mapped[date]
    # Why this record was attached to a supplier that another record had made.
    match_reason: Mapped[str | None]

    supplier: Mapped[Supplier] = relationship(back_populates="records")


class SupplierKind(Base):
    """A dated legal kind; a supplier may have several at once. `ends_on` is its last day."""

    __tablename__ = "supplier_kind"

    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    code: Mapped[str]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    source: Mapped[str]
    as_of: Mapped[date]


class Zone(Base):
    """A coverage: the union of a radius around the address, territories and the whole country."""

    __tablename__ = "zone"
    __table_args__ = (
        UniqueConstraint("supplier_id", "position"),
        CheckConstraint(f"position BETWEEN 0 AND {MAX_ZONES - 1}", name="position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    position: Mapped[int]
    whole_country: Mapped[bool] = mapped_column(default=False)
    radius_km: Mapped[int | None]
    # "commune:49007", "epci:244900015", "departement:49", "region:52"
    territories: Mapped[list[str]] = mapped_column(default=list)
    source: Mapped[str]
    as_of: Mapped[date]


class Activity(Base):
    """A declared service, how it is delivered, and where; without a zone its reach is unknown."""

    __tablename__ = "activity"
    __table_args__ = (UniqueConstraint("supplier_id", "service"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.id"))
    service: Mapped[str]
    delivery: Mapped[Delivery | None]
    source: Mapped[str]
    as_of: Mapped[date]

    zone: Mapped[Zone | None] = relationship()


class SupplierLabel(Base):
    """A label and its degree of proof. `ends_on` is its last day."""

    __tablename__ = "supplier_label"

    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    label: Mapped[str]
    degree: Mapped[ProofDegree]
    issuer: Mapped[str | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    # The certificate that was shown, if any.
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    source: Mapped[str]
    as_of: Mapped[date]


class Network(Base):
    """A network that lists members: one of the taxonomy, or one an import named."""

    __tablename__ = "network"

    slug: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class Membership(Base):
    __tablename__ = "membership"

    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), primary_key=True)
    network_slug: Mapped[str] = mapped_column(ForeignKey("network.slug"), primary_key=True)
    source: Mapped[str]
    as_of: Mapped[date]
    # How far the network itself vouches for the member, and since when; both or neither.
    # It only ever says CHARTER (the member signed its own) or VERIFIED (it looked).
    degree: Mapped[ProofDegree | None]
    vouched_on: Mapped[date | None]

    network: Mapped[Network] = relationship()


class Contact(Base):
    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    kind: Mapped[ContactKind]
    value: Mapped[str]
    # Whose it is, as shown beside it: "Service commercial".
    label: Mapped[str | None]
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.PRIVATE)
    source: Mapped[str]
    as_of: Mapped[date]


class ClientReference(Base):
    """Work done for a client that the structure may name."""

    __tablename__ = "client_reference"

    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    client: Mapped[str]
    work: Mapped[str | None]
    year: Mapped[int | None]
    source: Mapped[str]
    as_of: Mapped[date]


class Provenance(Base):
    """Where the present value of one of the supplier's own columns comes from."""

    __tablename__ = "provenance"

    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str]
    as_of: Mapped[date]
