"""What a page says, fact by fact, as plain values: read, written, compared, told in the history.

One reader and one writer a fact serve the forms, their preview, the history and its reverts,
moderation and merges alike. A value is JSON; None or [] says nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from operator import eq
from typing import Any

from domain.models import (
    OWN_WORD,
    Activity,
    ClientReference,
    Contact,
    ContactKind,
    Delivery,
    Membership,
    Picture,
    PictureKind,
    PointPrecision,
    ProofDegree,
    Provenance,
    Supplier,
    SupplierKind,
    SupplierLabel,
    Visibility,
    Zone,
    today,
    utcnow,
)

# Sources that are people, as facts name them: a structure on its own page, a moderator on any.
STRUCTURE = OWN_WORD
MODERATION = "moderation"
PEOPLE = frozenset({STRUCTURE, MODERATION})
# What places a page by its address (app.geocoding), as facts and the history name it. It follows
# from what others say: it holds nothing, disputes nothing and makes no page more recent.
ADDRESS_BASE = "base-adresse-nationale"
# A network's managers, by their own hand, on the pages of its members: "network:coorace". A list
# that it drops withdraws nothing of this: what lists say is NETWORK_LIST's, "reseau:coorace".
NETWORK = "network:"
NETWORK_LIST = "reseau:"

# Lists that are a structure's word once it has written them: what it took out of them must not
# come back with an import, and no row is left to say so (docs/decisions/precedence.md).
HELD_LISTS = frozenset({"activities", "contacts"})


@dataclass(frozen=True, slots=True)
class Origin:
    """Who says a fact, and when."""

    source: str
    as_of: date

    @classmethod
    def now(cls, source: str) -> "Origin":
        return cls(source, today())

    @property
    def columns(self) -> dict[str, Any]:
        return {"source": self.source, "as_of": self.as_of}


Read = Callable[[Supplier], Any]
Write = Callable[[Supplier, Any, Origin], None]
Same = Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True)
class Fact:
    """`is_same` tells whether two values say the same."""

    read: Read
    write: Write
    is_same: Same = eq


def read_fact(supplier: Supplier, name: str) -> Any:
    return FACTS[name].read(supplier)


def read_facts(supplier: Supplier) -> dict[str, Any]:
    """All that the page says, by fact."""
    return {name: read_fact(supplier, name) for name in FACTS}


def changes_from(before: Mapping[str, Any], supplier: Supplier) -> dict[str, list[Any]]:
    """Fact → [before, after], of those that the page no longer says as it did."""
    after = read_facts(supplier)
    return {name: [before[name], after[name]] for name in FACTS if before[name] != after[name]}


def write_fact(supplier: Supplier, name: str, value: Any, origin: Origin) -> None:
    """Make the page say so. Of a list, what stays keeps its source; the rest is `origin`'s."""
    before = FACTS[name].read(supplier)
    FACTS[name].write(supplier, value, origin)
    if name == "networks":
        _note_departures(supplier, before, value or (), origin)
    if name in HELD_LISTS and origin.source == STRUCTURE:
        note_provenance(supplier, name, origin)


# A structure's own word that it has left a network: "networks:coorace". No row of a membership is
# left to say so, and no list is to bring it back.
DEPARTED = "networks:"


def departed_from(supplier: Supplier) -> frozenset[str]:
    """The networks that the structure has left by itself, and has not joined again."""
    said = (row.field for row in supplier.provenances if row.field.startswith(DEPARTED))
    return frozenset(field.removeprefix(DEPARTED) for field in said)


def _note_departures(
    supplier: Supplier, before: Iterable[str], after: Iterable[str], origin: Origin
) -> None:
    """Of those that it leaves itself; whoever makes it a member again ends its departure."""
    joined = {f"{DEPARTED}{slug}" for slug in after}
    ended = [row for row in supplier.provenances if row.field in joined]
    for row in ended:
        supplier.provenances.remove(row)
    if origin.source == STRUCTURE:
        for slug in sorted(set(before) - set(after)):
            note_provenance(supplier, f"{DEPARTED}{slug}", origin)


def source_of(supplier: Supplier, name: str) -> str | None:
    """Who says a fact that is no list, as far as it is known."""
    return next((row.source for row in supplier.provenances if row.field == name), None)


def is_derived(supplier: Supplier, name: str) -> bool:
    """Whether the fact follows from others, so that nobody's word is lost with it."""
    return source_of(supplier, name) == ADDRESS_BASE


# Facts of one column


def _column(name: str) -> Fact:
    def write(supplier: Supplier, value: Any, origin: Origin) -> None:
        setattr(supplier, name, value)
        note_provenance(supplier, name, origin)

    return Fact(lambda supplier: getattr(supplier, name), write)


def note_provenance(supplier: Supplier, name: str, origin: Origin) -> None:
    for known in supplier.provenances:
        if known.field == name:
            known.source, known.as_of = origin.source, origin.as_of
            return
    supplier.provenances.append(Provenance(field=name, **origin.columns))


def _write_siret_problem(supplier: Supplier, value: Any, _origin: Origin) -> None:
    """Its source is that of the SIRET."""
    supplier.siret_problem = value


def _read_point(supplier: Supplier) -> Any:
    if supplier.point is None:
        return None
    return [*supplier.point, supplier.point_precision]


def _write_point(supplier: Supplier, value: Any, origin: Origin) -> None:
    latitude, longitude, precision = value or (None, None, None)
    supplier.latitude, supplier.longitude = latitude, longitude
    supplier.point_precision = PointPrecision(precision) if precision else None
    note_provenance(supplier, "point", origin)


# Facts that are lists: rows whose value stays are kept, with the source that said them


def _list(
    collection: str,
    model: type[Any],
    value_of: Callable[[Any], Any],
    columns_of: Callable[[Any, Origin], dict[str, Any]],
    *,
    corrects: bool = True,
) -> Fact:
    """`corrects`: a row may take the place of another that nothing says any longer."""

    def read(supplier: Supplier) -> Any:
        return [value_of(row) for row in getattr(supplier, collection)]

    def write(supplier: Supplier, value: Any, origin: Origin) -> None:
        rows, before, said = getattr(supplier, collection), read(supplier), list(value or ())
        kept = _kept(rows, before, said)
        corrected = _corrected(rows, before, said) if corrects else {}
        rows[:] = [
            kept.get(at) or _told(corrected.get(at) or model(), columns_of(item, origin))
            for at, item in enumerate(said)
        ]

    return Fact(read, write, _same_rows)


def _same_rows(one: Any, other: Any) -> bool:
    """Rows have no order of their own: they are read as they were made."""
    return sorted(map(_key, one or ())) == sorted(map(_key, other or ()))


def _kept(rows: Sequence[Any], before: Sequence[Any], said: Sequence[Any]) -> dict[int, Any]:
    """Position in `said` → the row that says it already; of two that do, each is kept once."""
    present: dict[str, list[Any]] = {}
    for row, value in zip(rows, before, strict=True):
        present.setdefault(_key(value), []).append(row)
    same = ((at, present.get(_key(value))) for at, value in enumerate(said))
    return {at: found.pop(0) for at, found in same if found}


def _corrected(rows: Sequence[Any], before: Sequence[Any], said: Sequence[Any]) -> dict[int, Any]:
    """Position in `said` → the row whose place it takes, which nothing else says any longer.

    Rows are read as they were made: what is corrected stays where it was.
    """
    keys, wanted = list(map(_key, before)), list(map(_key, said))
    blocks = SequenceMatcher(None, keys, wanted, autojunk=False).get_opcodes()
    return {
        new: rows[old]
        for change, *places in blocks
        if change == "replace"
        for old, new in zip(range(*places[:2]), range(*places[2:]), strict=False)
        if keys[old] not in wanted
    }


def _told(row: Any, columns: Mapping[str, Any]) -> Any:
    for name, value in columns.items():
        setattr(row, name, value)
    return row


def _key(value: Any) -> str:
    return repr(sorted(value.items())) if isinstance(value, dict) else repr(value)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _said(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _kind_value(row: SupplierKind) -> dict[str, Any]:
    return {"code": row.code, "starts_on": _said(row.starts_on), "ends_on": _said(row.ends_on)}


def _kind_columns(value: Mapping[str, Any], origin: Origin) -> dict[str, Any]:
    return dict(
        code=value["code"],
        starts_on=_day(value.get("starts_on")),
        ends_on=_day(value.get("ends_on")),
        **origin.columns,
    )


def label_value(row: SupplierLabel) -> dict[str, Any]:
    return {
        "label": row.label,
        "degree": row.degree.value,
        "issuer": row.issuer,
        "starts_on": _said(row.starts_on),
        "ends_on": _said(row.ends_on),
        "document_id": row.document_id,
    }


def _label_columns(value: Mapping[str, Any], origin: Origin) -> dict[str, Any]:
    return dict(
        label=value["label"],
        degree=ProofDegree(value["degree"]),
        issuer=value.get("issuer"),
        starts_on=_day(value.get("starts_on")),
        ends_on=_day(value.get("ends_on")),
        document_id=value.get("document_id"),
        **origin.columns,
    )


def _contact_value(row: Contact) -> dict[str, Any]:
    return {
        "kind": row.kind.value,
        "value": row.value,
        "label": row.label,
        "visibility": row.visibility.value,
    }


def _contact_columns(value: Mapping[str, Any], origin: Origin) -> dict[str, Any]:
    return dict(
        kind=ContactKind(value["kind"]),
        value=value["value"],
        label=value.get("label"),
        visibility=Visibility(value["visibility"]),
        **origin.columns,
    )


def _reference_value(row: ClientReference) -> dict[str, Any]:
    return {"client": row.client, "work": row.work, "year": row.year}


def _reference_columns(value: Mapping[str, Any], origin: Origin) -> dict[str, Any]:
    return dict(
        client=value["client"], work=value.get("work"), year=value.get("year"), **origin.columns
    )


def _membership_columns(slug: str, origin: Origin) -> dict[str, Any]:
    return dict(network_slug=slug, **origin.columns)


# What networks vouch for is told apart from who is a member: lists say the one, never the other


def _read_vouchings(supplier: Supplier) -> Any:
    return [
        {"network": row.network_slug, "degree": row.degree.value, "on": _said(row.vouched_on)}
        for row in supplier.memberships
        if row.degree
    ]


def _write_vouchings(supplier: Supplier, value: Any, _origin: Origin) -> None:
    """Each is its network's word: the membership keeps its own source."""
    said = {item["network"]: item for item in value or ()}
    for row in supplier.memberships:
        told = said.get(row.network_slug)
        row.degree = ProofDegree(told["degree"]) if told else None
        row.vouched_on = _day(told["on"]) if told else None


def _picture_value(row: Picture) -> dict[str, Any]:
    return {
        "kind": row.kind.value,
        "sha256": row.sha256,
        "alt": row.alt,
        "width": row.width,
        "height": row.height,
    }


def _picture_columns(value: Mapping[str, Any], origin: Origin) -> dict[str, Any]:
    return {
        "kind": PictureKind(value["kind"]),
        "sha256": value["sha256"],
        "alt": value["alt"],
        "width": value["width"],
        "height": value["height"],
        "source": origin.source,
        "added_at": utcnow(),
    }


_PICTURES = _list("pictures", Picture, _picture_value, _picture_columns)


def _write_pictures(supplier: Supplier, value: Any, origin: Origin) -> None:
    """Their order is that of the list."""
    _PICTURES.write(supplier, value, origin)
    for position, picture in enumerate(supplier.pictures):
        picture.position = position


# Activities and their zones are one fact: a service without its place would mean another thing


def _zone_value(zone: Zone) -> dict[str, Any]:
    return {
        "whole_country": zone.whole_country,
        "radius_km": zone.radius_km,
        "territories": list(zone.territories),
    }


def _activity_value(row: Activity) -> dict[str, Any]:
    return {"service": row.service, "delivery": row.delivery.value if row.delivery else None}


def _read_activities(supplier: Supplier) -> Any:
    """Zones, each with its activities; the last, `zone` None, are those whose reach is unknown."""
    zones = [
        {
            "zone": _zone_value(zone),
            "activities": [_activity_value(a) for a in supplier.activities if a.zone is zone],
        }
        for zone in supplier.zones
    ]
    lost = [_activity_value(row) for row in supplier.activities if row.zone is None]
    return [*zones, {"zone": None, "activities": lost}] if lost else zones


def _write_activities(supplier: Supplier, value: Any, origin: Origin) -> None:
    """Rows stay where they can: their keys are unique, and deleted after others are inserted."""
    by_service = {row.service: row for row in supplier.activities}
    spare = list(supplier.zones)
    zones: list[Zone] = []
    activities: list[Activity] = []
    for group in value or ():
        zone = _placed_zone(group["zone"], len(zones), spare, origin)
        if zone is not None:
            zones.append(zone)
        activities.extend(
            _placed_activity(item, zone, by_service, origin) for item in group["activities"]
        )
    supplier.activities[:] = activities
    supplier.zones[:] = zones


def _placed_zone(
    value: Mapping[str, Any] | None, position: int, spare: list[Zone], origin: Origin
) -> Zone | None:
    if value is None:
        return None
    zone = spare.pop(0) if spare else Zone()
    if zone.source is None or _zone_value(zone) != value:
        zone.whole_country, zone.radius_km = value["whole_country"], value["radius_km"]
        zone.territories = list(value["territories"])
        zone.source, zone.as_of = origin.source, origin.as_of
    zone.position = position
    return zone


def _placed_activity(
    value: Mapping[str, Any],
    zone: Zone | None,
    by_service: Mapping[str, Activity],
    origin: Origin,
) -> Activity:
    delivery = Delivery(value["delivery"]) if value["delivery"] else None
    row = by_service.get(value["service"])
    if row is None:
        return Activity(service=value["service"], delivery=delivery, zone=zone, **origin.columns)
    if (row.delivery, row.zone) != (delivery, zone):
        row.delivery, row.zone = delivery, zone
        row.source, row.as_of = origin.source, origin.as_of
    return row


FACTS: Mapping[str, Fact] = {
    **{
        name: _column(name)
        for name in (
            "name",
            "brand",
            "siret",
            "naf",
            "legal_form",
            "is_secondary_site",
            "description",
            "own_words",
            "website",
            "address",
            "postcode",
            "city",
            "code_insee",
            "country",
            "capacity",
            "staff",
            "insertion_jobs",
            "disabled_workers",
            "figures_year",
            "open_to_cocontracting",
            "cocontracting_note",
        )
    },
    "siret_problem": Fact(lambda supplier: supplier.siret_problem, _write_siret_problem),
    "point": Fact(_read_point, _write_point),
    "kinds": _list("kinds", SupplierKind, _kind_value, _kind_columns),
    "labels": _list("labels", SupplierLabel, label_value, _label_columns),
    "contacts": _list("contacts", Contact, _contact_value, _contact_columns),
    "references": _list("references", ClientReference, _reference_value, _reference_columns),
    "pictures": Fact(_PICTURES.read, _write_pictures),
    # What one network says of its member is never another's.
    "networks": _list(
        "memberships", Membership, lambda row: row.network_slug, _membership_columns, corrects=False
    ),
    "vouchings": Fact(_read_vouchings, _write_vouchings, _same_rows),
    "activities": Fact(_read_activities, _write_activities),
}
