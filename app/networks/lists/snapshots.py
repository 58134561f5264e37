"""What a supplier says, part by part with its sources: kept around an import to take it back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import inspect

from app.structures.facts import HELD_LISTS, STRUCTURE, is_derived, source_of
from domain.models import (
    Activity,
    Base,
    Contact,
    Membership,
    Provenance,
    SourceRecord,
    Supplier,
    SupplierKind,
    SupplierLabel,
    Zone,
)
from importers.known import ADDRESS, PLAIN

# Part → the columns that change together.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    **{name: (name,) for name in PLAIN},
    "siret": ("siret", "siret_problem"),
    "point": ("latitude", "longitude", "point_precision"),
}
# Part → the supplier's collection, and its model.
LISTS: Mapping[str, tuple[str, type[Base]]] = {
    "kinds": ("kinds", SupplierKind),
    "labels": ("labels", SupplierLabel),
    "networks": ("memberships", Membership),
    "contacts": ("contacts", Contact),
    "records": ("records", SourceRecord),
}
WHERE = ADDRESS | {"point"}  # parts that say one place together
PARTS = (*COLUMNS, *LISTS, "activities")
_KEYS = frozenset({"id", "supplier_id", "zone_id"})

Snapshot = dict[str, Any]


def snapshot(supplier: Supplier, parts: Collection[str] = PARTS) -> Snapshot:
    """JSON values; of all that an import may write, unless it writes less."""
    # Who says the other parts is on their own rows: nothing is read in vain.
    said = {} if COLUMNS.keys().isdisjoint(parts) else _sources(supplier)
    return {part: _part(supplier, part, said) for part in parts}


def _part(supplier: Supplier, part: str, said: Mapping[str, list[list[str]]]) -> Any:
    if part in LISTS:
        at, _ = LISTS[part]
        return list(map(row_value, getattr(supplier, at)))
    if part == "activities":
        return _activities(supplier)
    values = [_plain(getattr(supplier, column)) for column in COLUMNS[part]]
    return {"values": values, "said": said.get(part, [])}


def differing(before: Snapshot, after: Snapshot) -> tuple[Snapshot, Snapshot]:
    """Both, with only the parts that an import changed."""
    parts = [part for part in after if before.get(part) != after[part]]
    return {p: before[p] for p in parts if p in before}, {p: after[p] for p in parts}


def take_back(supplier: Supplier, before: Snapshot, after: Snapshot) -> list[str]:
    """Put `before` where the supplier still says `after`; the parts that somebody changed since."""
    now = snapshot(supplier)
    place = WHERE & after.keys()
    moved = any(_is_changed(supplier, part, after, now) for part in place)
    kept = place if moved else frozenset()  # a street of one town is none of another
    return [
        part for part in after if part in kept or not _take_part(supplier, part, before, after, now)
    ]


def _is_changed(supplier: Supplier, part: str, after: Snapshot, now: Snapshot) -> bool:
    return bool(now[part] != after[part]) and not is_derived(supplier, part)


def _take_part(
    supplier: Supplier, part: str, before: Snapshot, after: Snapshot, now: Snapshot
) -> bool:
    if part in HELD_LISTS and source_of(supplier, part) == STRUCTURE:
        return False  # its own word, the rows that it has kept too
    if part in LISTS:
        return _take_list(supplier, part, before[part], after[part], now[part])
    if part == "activities":
        return _take_activities(supplier, before[part], after[part], now[part])
    if _is_changed(supplier, part, after, now):
        return False
    _write_single(supplier, part, before[part])
    return True


# Values of one


def _sources(supplier: Supplier) -> dict[str, list[list[str]]]:
    """Part → who says its value, and since when."""
    said = defaultdict[str, list[list[str]]](list)
    for row in supplier.provenances:
        said[row.field].append([row.source, row.as_of.isoformat()])
    return said


def _write_single(supplier: Supplier, part: str, value: Mapping[str, Any]) -> None:
    for column, said in zip(COLUMNS[part], value["values"], strict=True):
        setattr(supplier, column, _read(Supplier, column, said))
    others = [p for p in supplier.provenances if p.field != part]
    present = {p.field: p for p in supplier.provenances}
    for source, as_of in value["said"]:
        row = present.get(part) or Provenance(field=part)
        row.source, row.as_of = source, date.fromisoformat(as_of)
        others.append(row)
    supplier.provenances[:] = others


# Lists


def _take_list(
    supplier: Supplier,
    part: str,
    before: Sequence[Any],
    after: Sequence[Any],
    now: Sequence[Any],
) -> bool:
    """Only what came and what went: the rest may be others'."""
    came = [value for value in after if value not in before]
    gone = [value for value in before if value not in after]
    at, model = LISTS[part]
    others = [_identity_of(value, model) for value in now if value not in came]
    has_come_back = any(_identity_of(value, model) in others for value in gone)
    if has_come_back or any(value not in now for value in came):
        return False
    rows = getattr(supplier, at)
    leaving = [row for row in rows if row_value(row) in came]
    back = _corrected(leaving, gone, model)
    rows[:] = [row for row in rows if row not in leaving or row in back] + [
        row for row in back if row not in rows
    ]
    return True


def _corrected(
    leaving: list[Any], gone: Iterable[Mapping[str, Any]], model: type[Base]
) -> list[Any]:
    """Rows that say what went; one of the same identity that came is written over."""
    names = _identity(model)
    by_identity = {tuple(getattr(row, name) for name in names): row for row in leaving}
    rows = []
    for value in gone:
        read = {name: _read(model, name, said) for name, said in value.items()}
        row = by_identity.get(tuple(read[name] for name in names)) or model()
        for name, said in read.items():
            setattr(row, name, said)
        rows.append(row)
    return rows


def _identity(model: type[Base]) -> tuple[str, ...]:
    """The columns whose values two rows of a supplier cannot share."""
    return {Membership: ("network_slug",), SourceRecord: ("source", "source_key")}.get(
        model, tuple(name for name in _names(model))
    )


def _identity_of(value: Mapping[str, Any], model: type[Base]) -> tuple[Any, ...]:
    return tuple(value[name] for name in _identity(model))


# Activities with their zones


def _activities(supplier: Supplier) -> Any:
    """In an order of their own: that of the table is of who was written last."""
    positions: dict[int | None, int] = {zone.id: zone.position for zone in supplier.zones}
    activities = sorted(supplier.activities, key=lambda activity: activity.service)
    return {
        "zones": [row_value(zone) for zone in sorted(supplier.zones, key=lambda z: z.position)],
        "rows": [[row_value(row), positions.get(row.zone_id)] for row in activities],
    }


def _take_activities(supplier: Supplier, before: Any, after: Any, now: Any) -> bool:
    """Services that others have given since stay, unless the import has changed zones too."""
    if (_zones(now), _reach(now)) == (_zones(after), _reach(after)):
        _write_activities(supplier, before)
        return True
    if not _zones(before) == _zones(after) == _zones(now):
        return False
    was, said, says = _reach(before), _reach(after), _reach(now)
    touched = {it for it in was | said if was.get(it) != said.get(it)}
    if any(says.get(it) != said.get(it) for it in touched):
        return False
    others = {it: there for it, there in says.items() if it not in touched}
    back = {it: there for it, there in was.items() if it in touched}
    _write_activities(supplier, _placed(others | back, now))
    return True


def _zones(value: Mapping[str, Any]) -> list[Any]:
    """Whatever their order."""
    zones = [
        {name: said for name, said in zone.items() if name != "position"} for zone in value["zones"]
    ]
    return sorted(zones, key=repr)


def _reach(value: Mapping[str, Any]) -> dict[str, Any]:
    """Service → its row and its zone."""
    zones = {zone["position"]: zone | {"position": None} for zone in value["zones"]}
    return {row["service"]: [row, zones.get(position)] for row, position in value["rows"]}


def _placed(reach: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """As a snapshot tells it, its zones where they are now."""
    positions = {repr(zone | {"position": None}): zone["position"] for zone in now["zones"]}
    rows = [[row, positions.get(repr(zone))] for _, (row, zone) in sorted(reach.items())]
    return {"zones": now["zones"], "rows": rows}


def _write_activities(supplier: Supplier, value: Mapping[str, Any]) -> None:
    """Rows stay where they can: their keys are unique, and deleted after others are inserted."""
    zones = {zone.position: zone for zone in supplier.zones}
    for said in value["zones"]:
        zone = zones.setdefault(said["position"], Zone())
        _fill(zone, said)
    kept = {said["position"] for said in value["zones"]}
    present = {row.service: row for row in supplier.activities}
    rows = []
    for said, position in value["rows"]:
        row = present.get(said["service"]) or Activity()
        _fill(row, said)
        row.zone = None if position is None else zones[position]
        rows.append(row)
    supplier.activities[:] = rows
    supplier.zones[:] = [zone for position, zone in sorted(zones.items()) if position in kept]


def _fill(row: Any, said: Mapping[str, Any]) -> None:
    for name, value in said.items():
        setattr(row, name, _read(type(row), name, value))


# Rows as JSON


def row_value(row: Base) -> dict[str, Any]:
    """Its columns, without the numbers that the database gives."""
    return {name: _plain(getattr(row, name)) for name in _names(type(row))}


@cache
def _names(model: type[Base]) -> list[str]:
    return [column.key for column in inspect(model).columns if column.key not in _KEYS]


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _read(model: type[Base], name: str, value: Any) -> Any:
    """Of what `_plain` said, the value of that column."""
    kind = inspect(model).columns[name].type.python_type
    if value is None or not isinstance(value, str):
        return value
    if issubclass(kind, StrEnum | date | datetime):
        return kind.fromisoformat(value) if issubclass(kind, date) else kind(value)
    return value
