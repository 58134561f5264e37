"""Writes the effects of decisions into the session, with their history and provenance."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.importing.contacts import visibility
from app.importing.creating import create, new_supplier
from domain.coverage import MAX_ZONES
from domain.models import (
    Activity,
    Contact,
    ContactKind,
    HistoryAction,
    HistoryEntry,
    Membership,
    Network,
    PointPrecision,
    ProbableDuplicate,
    ProofDegree,
    Provenance,
    SourceRecord,
    Supplier,
    SupplierKind,
    SupplierLabel,
    Visibility,
    Zone,
    in_force,
    utcnow,
)
from domain.taxonomy import taxonomy
from importers.changes import Change
from importers.decisions import Effect, RecordFacts
from importers.facts import LabelFacts
from importers.known import is_certified, served_zones


@dataclass(frozen=True, slots=True)
class Store:
    """One batch being written; `suppliers` are those at hand by ref, new ones come to join.

    `named`: slug → name, of networks that may be new.
    """

    session: Session
    source: str
    import_id: int
    today: date
    suppliers: dict[int, Supplier]
    named: Mapping[str, str] = field(default_factory=dict)

    def write(self, effects: Iterable[Effect]) -> None:
        effects = list(effects)
        self._ensure_networks(effects)
        for effect in effects:
            self._write(effect)
        self.session.flush()
        create(self.session, [s for ref, s in self.suppliers.items() if ref < 0])
        self._insert(Provenance, [row for e in effects for row in self._provenances(e)])
        self._insert(HistoryEntry, [self._history(e) for e in effects if _is_told(e)])
        self._insert(ProbableDuplicate, [row for e in effects for row in self._duplicates(e)])

    def _insert(self, table: type[Any], rows: list[dict[str, Any]]) -> None:
        if rows:
            self.session.execute(insert(table), rows)

    def _write(self, effect: Effect) -> None:
        supplier = self.suppliers.get(effect.supplier.ref)
        if supplier is None:
            supplier = self.suppliers[effect.supplier.ref] = new_supplier()
        elif effect.changes:
            supplier.updated_at = utcnow()
        if effect.record:
            self._write_record(supplier, effect.record)
        for name, change in effect.changes.items():
            if name in SEVERAL_WRITERS:
                self._write_several(supplier, name, change)
            else:
                self._write_single(supplier, name, change.after)
        for label in effect.labels:
            self._write_label(supplier, label)

    def _write_single(self, supplier: Supplier, name: str, value: Any) -> None:
        if name == "zone":
            self._write_zones(supplier, served_zones(value))
            return
        if name == "siret":
            supplier.siret, supplier.siret_problem = value
        elif name == "point":
            supplier.latitude, supplier.longitude = value[:2]
            supplier.point_precision = PointPrecision(value[2])
        else:
            setattr(supplier, name, value)
        for provenance in supplier.provenances:
            if provenance.field == name:
                provenance.source, provenance.as_of = self.source, self.today

    def _write_zones(self, supplier: Supplier, said: Sequence[Any]) -> None:
        """The coverages that a source says are those of the services that it declares.

        A service handed over by another list had that list's until now.
        """
        zones = self._own_zones(supplier, len(said))
        for zone, (coverage, _) in zip(zones, said, strict=True):
            zone.whole_country, zone.radius_km, zone.territories = coverage
            zone.source, zone.as_of = self.source, self.today
        served = [(zone, services) for zone, (_, services) in zip(zones, said, strict=True)]
        lists = {record.source for record in supplier.records} | {self.source}
        for activity in supplier.activities:
            is_free = activity.zone is None or activity.zone.source in lists
            if is_free and activity.source == self.source:
                activity.zone = _serving(served, activity.service)

    def _own_zones(self, supplier: Supplier, count: int) -> list[Zone]:
        """So many, those that the source had first."""
        own = [zone for zone in supplier.zones if zone.source == self.source]
        for zone in own[count:]:
            _remove_zone(supplier, zone)
        taken = {zone.position for zone in supplier.zones}
        free = [position for position in range(MAX_ZONES) if position not in taken]
        new = [Zone(position=position) for position in free[: max(0, count - len(own))]]
        supplier.zones.extend(new)
        return [*own[:count], *new]

    def _write_several(self, supplier: Supplier, name: str, change: Change) -> None:
        collection, value_of, make = SEVERAL_WRITERS[name]
        rows = getattr(supplier, collection)
        for row in list(rows):
            value = value_of(row)
            if value is None:
                continue
            gone = value in change.before and value not in change.after
            if gone and (row.source == self.source or self._ends(name, row)):
                rows.remove(row)
            elif row.source == self.source:
                heir = change.after.get(value, self.source)
                if heir != self.source and any(
                    (value_of(r), r.source) == (value, heir) for r in rows
                ):
                    rows.remove(row)
                else:
                    self._hand_over(supplier, row, heir)
        for value in change.after:
            if value not in change.before:
                rows.append(make(supplier, value, self._origin))

    def _write_label(self, supplier: Supplier, said: LabelFacts) -> None:
        """What this source says of a label, beside what others say of the same."""
        ours = [r for r in supplier.labels if (r.label, r.source) == (said.label, self.source)]
        row = ours[-1] if ours else _label(supplier, said.label, self._origin)
        if not ours:
            supplier.labels.append(row)
        row.degree, row.as_of = ProofDegree(said.degree), self.today
        row.issuer, row.starts_on, row.ends_on = said.issuer, said.starts_on, said.ends_on

    def _ends(self, name: str, row: Any) -> bool:
        """Whether it ends with its source, whoever repeats it; what had ended before is history."""
        _, value_of, _ = SEVERAL_WRITERS[name]
        certified = is_certified(name, value_of(row) or "")
        return certified and in_force(row.starts_on, row.ends_on, self.today)

    def _hand_over(self, supplier: Supplier, row: Any, heir: str) -> None:
        """What this source withdraws and another still says is henceforth that other's."""
        if heir == self.source:
            return
        row.source = heir
        row.as_of = max(record.as_of for record in supplier.records if record.source == heir)
        if isinstance(row, Activity):
            row.zone = zone_for(supplier, heir, row.service) or row.zone

    def _write_record(self, supplier: Supplier, record: RecordFacts) -> None:
        said = {"facts": record.facts, "original_name": record.original_name, "as_of": self.today}
        if record.is_new:
            supplier.records.append(
                SourceRecord(
                    source=self.source,
                    source_key=record.key,
                    match_reason=record.match_reason,
                    **said,
                )
            )
            return
        for known in supplier.records:
            if (known.source, known.source_key) == (self.source, record.former_key):
                known.source_key, known.as_of = record.key, self.today
                known.facts, known.original_name = record.facts, record.original_name

    def _provenances(self, effect: Effect) -> list[dict[str, Any]]:
        """Of the columns that had none; inserted at once, for there are many."""
        supplier = self.suppliers[effect.supplier.ref]
        columns = effect.changes.keys() - SEVERAL_WRITERS.keys() - {"zone"}
        missing = sorted(columns - {provenance.field for provenance in supplier.provenances})
        return [{"supplier_id": supplier.id, "field": name, **self._origin} for name in missing]

    @property
    def _origin(self) -> dict[str, Any]:
        return {"source": self.source, "as_of": self.today}

    def _history(self, effect: Effect) -> dict[str, Any]:
        """Of a creation, the source record holds it all."""
        changes = {} if effect.creates else effect.changes
        supplier = self.suppliers[effect.supplier.ref]
        return {
            "supplier_id": supplier.id,
            "version": supplier.version,
            "import_id": self.import_id,
            "at": utcnow(),
            "actor": f"import:{self.source}",
            "action": _action(effect),
            "changes": {name: told_change(change) for name, change in changes.items()},
        }

    def _duplicates(self, effect: Effect) -> list[dict[str, Any]]:
        here = self.suppliers[effect.supplier.ref].id
        pairs = [(self.suppliers[d.other.ref].id, d.reason) for d in effect.duplicates]
        return [
            {"first_id": min(here, there), "second_id": max(here, there), "reason": reason}
            for there, reason in pairs
        ]

    def _ensure_networks(self, effects: list[Effect]) -> None:
        changes = (effect.changes.get("networks") for effect in effects)
        wanted = {slug for change in changes if change for slug in change.after}
        if wanted:
            known = self.session.scalars(select(Network.slug).where(Network.slug.in_(wanted)))
            for slug in sorted(wanted - set(known)):
                self.session.add(Network(slug=slug, name=network_name(slug, self.named.get(slug))))


def network_name(slug: str, given: str | None = None) -> str:
    """The taxonomy's label; of a network that it does not know, the name given, else its slug made
    readable.
    """
    known = taxonomy().networks.get(slug)
    return known.label if known else given or slug.replace("-", " ").capitalize()


def _is_told(effect: Effect) -> bool:
    record = effect.record
    return bool(effect.changes) or (record is not None and record.is_new)


def _action(effect: Effect) -> HistoryAction:
    if effect.creates:
        return HistoryAction.CREATED
    if effect.record and effect.record.match_reason:
        return HistoryAction.MATCHED
    return HistoryAction.UPDATED


def told_change(change: Change) -> list[Any]:
    """The values alone, unless only their sources changed."""
    told = [change.before, change.after]
    values = [list(value) if isinstance(value, dict) else value for value in told]
    return told if values[0] == values[1] else values


Make = Callable[[Supplier, str, dict[str, Any]], Any]


def _kind(_supplier: Supplier, value: str, origin: dict[str, Any]) -> SupplierKind:
    return SupplierKind(code=value, **origin)


def _activity(supplier: Supplier, value: str, origin: dict[str, Any]) -> Activity:
    activity = Activity(service=value, **origin)
    if zone := zone_for(supplier, origin["source"], value):
        activity.zone = zone  # None would be work for each of thousands
    return activity


def zone_for(supplier: Supplier, source: str, service: str) -> Zone | None:
    """Where the source says that the service is done."""
    own = [zone for zone in supplier.zones if zone.source == source]
    said = [
        (zone, services)
        for record in supplier.records
        for coverage, services in served_zones(record.facts.get("zone"))
        for zone in own
        if record.source == source and _coverage(zone) == coverage
    ]
    return _serving(said, service) if said else next(iter(own), None)


def _serving(said: Iterable[tuple[Zone, list[str] | None]], service: str) -> Zone | None:
    """The first that names the service, else that of all services that no other names."""
    zones: dict[str | None, Zone] = {}
    for zone, services in said:
        for named in (None,) if services is None else services:
            zones.setdefault(named, zone)
    return zones.get(service, zones.get(None))


def _coverage(zone: Zone) -> list[Any]:
    return [zone.whole_country, zone.radius_km, list(zone.territories)]


def _remove_zone(supplier: Supplier, zone: Zone) -> None:
    supplier.zones.remove(zone)
    for activity in supplier.activities:
        if activity.zone is zone:
            activity.zone = None


def _label(_supplier: Supplier, value: str, origin: dict[str, Any]) -> SupplierLabel:
    return SupplierLabel(label=value, degree=ProofDegree.DECLARED, **origin)


def _membership(_supplier: Supplier, value: str, origin: dict[str, Any]) -> Membership:
    return Membership(network_slug=value, **origin)


def _contact(kind: ContactKind) -> Make:
    def make(supplier: Supplier, value: str, origin: dict[str, Any]) -> Contact:
        seen_by = visibility(kind, value)
        if _is_private(supplier, value, origin["source"]):
            seen_by = Visibility.PRIVATE
        return Contact(kind=kind, value=value, visibility=seen_by, **origin)

    return make


def _is_private(supplier: Supplier, value: str, source: str) -> bool:
    """Whether the source says that nobody is to see it."""
    records = (record for record in supplier.records if record.source == source)
    return any(value in record.facts.get("private", ()) for record in records)


def _contact_value(kind: ContactKind) -> Callable[[Contact], str | None]:
    return lambda contact: contact.value if contact.kind == kind else None


# Fact → the supplier's collection, the value of one of its rows, how to make a row.
SEVERAL_WRITERS: dict[str, tuple[str, Callable[[Any], str | None], Make]] = {
    "kinds": ("kinds", lambda row: row.code, _kind),
    "services": ("activities", lambda row: row.service, _activity),
    "labels": ("labels", lambda row: row.label, _label),
    "networks": ("memberships", lambda row: row.network_slug, _membership),
    "emails": ("contacts", _contact_value(ContactKind.EMAIL), _contact(ContactKind.EMAIL)),
    "phones": ("contacts", _contact_value(ContactKind.PHONE), _contact(ContactKind.PHONE)),
}
