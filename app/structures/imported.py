"""What an import changed, told in our facts: its history names and shapes them in its own way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.importing.contacts import visibility
from app.importing.storing import zone_for
from app.structures.facts import PEOPLE, Origin, is_derived, read_fact
from domain.models import ContactKind, ProofDegree, Supplier, Zone
from importers.known import PLAIN, coverages

Value = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """A fact to write; `is_free` when the page still says what the change made of it."""

    fact: str
    value: Any
    origin: Origin
    is_free: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of codes of an import: our fact, its collection, a row's code, the value of a code."""

    fact: str
    collection: str
    code_of: Callable[[Any], str | None]
    value_of: Callable[[str], Any]


def _contacts(kind: ContactKind) -> Listed:
    def value_of(code: str) -> Value:
        seen_by = visibility(kind, code).value
        return {"kind": kind.value, "value": code, "label": None, "visibility": seen_by}

    return Listed(
        "contacts", "contacts", lambda row: row.value if row.kind == kind else None, value_of
    )


def _kind(code: str) -> Value:
    return {"code": code, "starts_on": None, "ends_on": None}


def _label(label: str) -> Value:
    nothing = dict.fromkeys(("issuer", "starts_on", "ends_on", "document_id"))
    return {"label": label, "degree": ProofDegree.DECLARED.value, **nothing}


# As app.importing.storing writes them.
LISTS: Mapping[str, Listed] = {
    "kinds": Listed("kinds", "kinds", lambda row: row.code, _kind),
    "labels": Listed("labels", "labels", lambda row: row.label, _label),
    "networks": Listed("networks", "memberships", lambda row: row.network_slug, str),
    "emails": _contacts(ContactKind.EMAIL),
    "phones": _contacts(ContactKind.PHONE),
}


def imported_steps(
    supplier: Supplier, name: str, old: Any, new: Any, origin: Origin
) -> list[Step] | None:
    """What puts `old` back where an import wrote `new`; None when that is not certain."""
    if isinstance(old, dict) or isinstance(new, dict):
        return None  # the same codes, that another source says: nothing to put back
    if name in LISTS:
        return _list_step(supplier, LISTS[name], old or [], new or [], origin)
    if name in PLAIN or name in {"point", "vouchings"}:
        return [_single(supplier, name, old, new, origin)]
    tell = _OTHERS.get(name)
    return tell(supplier, old, new, origin) if tell else None


def _siret_steps(supplier: Supplier, old: Any, new: Any, origin: Origin) -> list[Step]:
    """An import gives it with what is wrong about it."""
    values = zip(("siret", "siret_problem"), old or (None, None), new, strict=True)
    return [_single(supplier, fact, before, after, origin) for fact, before, after in values]


def _single(supplier: Supplier, fact: str, old: Any, new: Any, origin: Origin) -> Step:
    is_free = read_fact(supplier, fact) == new or is_derived(supplier, fact)
    return Step(fact, old, origin, is_free)


def _list_step(
    supplier: Supplier, listed: Listed, old: list[str], new: list[str], origin: Origin
) -> list[Step]:
    """Only the codes that came and went count: others are another change's."""
    came, gone = set(new) - set(old), [code for code in old if code not in new]
    rows = getattr(supplier, listed.collection)
    ours = {listed.code_of(row) for row in rows if row.source == origin.source}
    present = {listed.code_of(row) for row in rows}
    values = zip(rows, read_fact(supplier, listed.fact), strict=True)
    kept = [value for row, value in values if listed.code_of(row) not in came]
    is_free = came <= ours and present.isdisjoint(gone)
    return [Step(listed.fact, [*kept, *map(listed.value_of, gone)], origin, is_free)]


def _services_step(
    supplier: Supplier, old: list[str] | None, new: list[str] | None, origin: Origin
) -> list[Step]:
    """A service that an import withdrew comes back where that source works, if it said so."""
    old, new = old or [], new or []
    came, gone = set(new) - set(old), [service for service in old if service not in new]
    ours = {row.service for row in supplier.activities if row.source == origin.source}
    present = {row.service for row in supplier.activities}
    groups = [
        group | {"activities": [a for a in group["activities"] if a["service"] not in came]}
        for group in read_fact(supplier, "activities")
    ]
    lost: list[Value] = []
    for service in gone:
        zone = zone_for(supplier, origin.source, service)
        done_there = groups[supplier.zones.index(zone)]["activities"] if zone else lost
        done_there.append({"service": service, "delivery": None})
    groups = _without_zone(groups, lost) if lost else groups
    groups = [group for group in groups if group["zone"] or group["activities"]]
    is_free = came <= ours and present.isdisjoint(gone)
    return [Step("activities", groups, origin, is_free)]


def _without_zone(groups: list[Value], more: list[Value]) -> list[Value]:
    zoned = [group for group in groups if group["zone"]]
    lost = [activity for group in groups if not group["zone"] for activity in group["activities"]]
    return [*zoned, {"zone": None, "activities": [*lost, *more]}]


def _zone_step(supplier: Supplier, old: Any, new: Any, origin: Origin) -> list[Step] | None:
    """Of a zone that the import made, which services had none before is not told."""
    own = [i for i, zone in enumerate(supplier.zones) if zone.source == origin.source]
    if old is None or len(own) != 1 or not (_is_one(old) and _is_one(new)):
        return None
    groups = read_fact(supplier, "activities")
    is_free = groups[own[0]]["zone"] == _reach(new)
    groups[own[0]] = groups[own[0]] | {"zone": _reach(old)}
    return [Step("activities", groups, origin, is_free)]


def _is_one(zone: list[Any]) -> bool:
    """The coverage of all the services of its source, and not several."""
    return not isinstance(zone[0], list)


def _reach(zone: list[Any]) -> Value:
    return dict(zip(("whole_country", "radius_km", "territories"), zone, strict=True))


_OTHERS: Mapping[str, Callable[[Supplier, Any, Any, Origin], list[Step] | None]] = {
    "services": _services_step,
    "zone": _zone_step,
    "siret": _siret_steps,
}


# Which sources say a value: what is put back is theirs again, not that of whoever puts it back


def saying_source(supplier: Supplier, fact: str, value: Any) -> Origin | None:
    """The record that says it, if one does."""
    for record in supplier.records:
        said = record.facts.get(fact)
        if said == value or (fact == "siret" and said and said[0] == value):
            return Origin(record.source, record.as_of)
    return None


def source_of_row(supplier: Supplier, fact: str, row: Any) -> Origin | None:
    """The record that lists the row's code, if one does."""
    for record in supplier.records:
        for name, listed in ROWS.items():
            if listed.fact == fact and listed.code_of(row) in record.facts.get(name, ()):
                return Origin(record.source, record.as_of)
    return None


ROWS: Mapping[str, Listed] = {
    **LISTS,
    "services": Listed("activities", "activities", lambda row: row.service, str),
}


def give_back(supplier: Supplier, fact: str) -> None:
    """A list that says again what its records say, and nothing else, is held by nobody."""
    zones = supplier.zones if fact == "activities" else []
    for zone in zones:
        if zone.source in PEOPLE and (origin := _source_of_zone(supplier, zone)):
            zone.source, zone.as_of = origin.source, origin.as_of
    if _says_what_records_say(supplier, fact) and all(z.source not in PEOPLE for z in zones):
        supplier.provenances[:] = [said for said in supplier.provenances if said.field != fact]


def _source_of_zone(supplier: Supplier, zone: Zone) -> Origin | None:
    reach = [zone.whole_country, zone.radius_km, list(zone.territories)]
    for record in supplier.records:
        if reach in coverages(record.facts.get("zone")):
            return Origin(record.source, record.as_of)
    return None


def _says_what_records_say(supplier: Supplier, fact: str) -> bool:
    lists = {name: listed for name, listed in ROWS.items() if listed.fact == fact}
    rows = [row for listed in lists.values() for row in getattr(supplier, listed.collection)]
    present = {listed.code_of(row) for listed in lists.values() for row in rows} - {None}
    said = {c for name in lists for record in supplier.records for c in record.facts.get(name, ())}
    return present == said and all(row.source not in PEOPLE for row in rows)
