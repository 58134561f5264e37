"""A supplier's page: what it does, how it is proved, where it goes, what the law allows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.directory.presenters.common import (
    KindTag,
    anchor_of,
    commune_of,
    kind_tag,
    kinds_of,
    service_name,
    services_only_said,
    shown_name,
)
from app.directory.presenters.contacts import ContactLine, contact_lines
from app.directory.presenters.coverage import in_words
from app.directory.presenters.coverage_map import CoverageMap, present_coverage
from app.directory.presenters.pictures import PictureLine, logo, photos
from app.directory.presenters.proofs import MembershipLine, Proof, memberships, proofs
from app.directory.presenters.sources import (
    KindSaid,
    SourceLine,
    all_said,
    kinds_said,
    said_by,
    source_lines,
)
from app.directory.presenters.standing import standing
from app.directory.wording import DELIVERIES, SAID
from app.markdown import render
from app.structures.facts import STRUCTURE
from app.templating import NBSP, typo
from domain.kinds import (
    CAUTION,
    LEGAL_FRAMES,
    Kind,
    conditional_frames_of,
    frames_of,
)
from domain.models import Contact, Supplier, Zone
from domain.text import fold


@dataclass(frozen=True, slots=True)
class ServiceLine:
    name: str
    delivery: str


@dataclass(frozen=True, slots=True)
class Activities:
    """Services offered over one coverage; `coverage` is empty when it is not known."""

    coverage: str
    services: tuple[ServiceLine, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """`condition` is empty when one of the kinds opens the frame by itself."""

    label: str
    anchor: str
    rule: str
    kinds: str
    condition: str


@dataclass(frozen=True, slots=True)
class SupplierPage:
    """`hidden_contacts` counts those that are shown to who signs in.

    `said_by` gives, for a block of the page, who says what it shows. `standing` tells since when
    the page is known to be true.
    """

    supplier: Supplier
    name: str
    other_names: tuple[str, ...]
    commune: str
    kinds: tuple[KindTag, ...]
    activities: tuple[Activities, ...]
    said: tuple[tuple[str, tuple[str, ...]], ...]
    coverage: str
    map: CoverageMap | None
    description: Markup
    proofs: tuple[Proof, ...]
    networks: tuple[MembershipLine, ...]
    frames: tuple[Frame, ...]
    caution: str
    address: tuple[str, ...]
    contacts: tuple[ContactLine, ...]
    hidden_contacts: int
    logo: PictureLine | None
    photos: tuple[PictureLine, ...]
    siret: str  # "" for one that is wrong
    kinds_said: tuple[KindSaid, ...]
    sources: tuple[SourceLine, ...]
    said_by: Mapping[str, tuple[str, ...]]
    standing: str

    @property
    def has_sources(self) -> bool:
        """Whether anybody but itself says that it exists."""
        return any(record.source != STRUCTURE for record in self.supplier.records)


def present_supplier(
    supplier: Supplier,
    contacts: Sequence[Contact],
    hidden_contacts: int = 0,
    *,
    is_kept: bool = True,
) -> SupplierPage:
    """The page with the contacts that who asks may see; `is_kept`: whether anybody keeps it."""
    kinds = kinds_of(supplier)
    commune = commune_of(supplier)
    return SupplierPage(
        supplier=supplier,
        name=shown_name(supplier),
        other_names=_other_names(supplier),
        commune=commune,
        kinds=tuple(map(kind_tag, kinds)),
        activities=_activities(supplier),
        said=_said(supplier),
        coverage=_coverage_without_service(supplier),
        map=present_coverage(supplier),
        description=render(supplier.description or ""),
        proofs=proofs(supplier),
        networks=memberships(supplier),
        frames=_frames(kinds),
        caution=typo(CAUTION),
        address=_address(supplier, commune),
        contacts=contact_lines(supplier.website, contacts),
        hidden_contacts=hidden_contacts,
        logo=logo(supplier),
        photos=photos(supplier),
        siret=_grouped(supplier.shown_siret),
        kinds_said=kinds_said(supplier),
        sources=source_lines(supplier, contacts),
        said_by=said_by(supplier, contacts),
        standing=standing(supplier.confirmed_on, all_said(supplier, contacts), is_kept=is_kept),
    )


def _other_names(supplier: Supplier) -> tuple[str, ...]:
    """As the sources wrote it, where that differs from what is shown; one of each spelling."""
    written = (*(record.original_name for record in supplier.records), supplier.name)
    names: dict[str, str] = {}
    for name in written:
        if name != supplier.display_name:
            names.setdefault(fold(name), name)
    return tuple(names.values())


def _activities(supplier: Supplier) -> tuple[Activities, ...]:
    by_zone: dict[Zone | None, list[ServiceLine]] = {}
    for activity in supplier.activities:
        delivery = DELIVERIES[activity.delivery] if activity.delivery else ""
        line = ServiceLine(service_name(activity.service), delivery)
        by_zone.setdefault(activity.zone, []).append(line)
    return tuple(
        Activities(in_words(zone) if zone else "", tuple(services))
        for zone, services in by_zone.items()
    )


def _said(supplier: Supplier) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Where services were read → their names."""
    said = services_only_said(supplier)
    return tuple(
        (where, names)
        for where in SAID.values()
        if (names := tuple(service_name(id_) for id_ in said if said[id_] == where))
    )


def _coverage_without_service(supplier: Supplier) -> str:
    """Where a supplier goes when nothing says what it does."""
    if supplier.activities:
        return ""
    return " ; ".join(in_words(zone) for zone in supplier.zones)


def _frames(kinds: Sequence[Kind]) -> tuple[Frame, ...]:
    codes = [kind.code for kind in kinds]
    firm = (_frame(id_, kinds, "oui") for id_ in frames_of(codes))
    conditional = (_frame(id_, kinds, "conditionnel") for id_ in conditional_frames_of(codes))
    return (*firm, *conditional)


def _frame(id_: str, kinds: Iterable[Kind], answer: str) -> Frame:
    frame = LEGAL_FRAMES[id_]
    concerned = [kind for kind in kinds if kind.frames[id_] == answer]
    conditions = (kind.conditions.get(id_, "") for kind in concerned)
    return Frame(
        label=typo(frame.label),
        anchor=anchor_of(id_),
        rule=typo(frame.rule),
        kinds=", ".join(kind.short for kind in concerned),
        condition=typo(" ".join(dict.fromkeys(filter(None, conditions)))),
    )


def _address(supplier: Supplier, commune: str) -> tuple[str, ...]:
    city = (
        f"{supplier.postcode} {supplier.city}" if supplier.postcode and supplier.city else commune
    )
    return tuple(line for line in (supplier.address, city) if line)


def _grouped(siret: str | None) -> str:
    """ "123 456 789 00012"; as it was given when it is not 14 digits."""
    if not siret or len(siret) != 14 or not siret.isdigit():
        return siret or ""
    return NBSP.join((siret[:3], siret[3:6], siret[6:9], siret[9:]))
