"""Rows that the kept supplier lacks, copied from the merged one, and removed again.

Removed is what nobody has changed since: the rest is spared, and named.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.moderation.merging.plain import columns_of, snapshot
from app.structures.facts import PEOPLE
from domain.coverage import MAX_ZONES
from domain.models import Activity, Supplier, Zone

Row = Any
Copied = dict[str, list[Row]]

# Collection → what makes two of its rows say the same: the kept supplier then has it already.
# Of pictures it lacks a kind: a second logo would hide the first.
COLLECTIONS: Mapping[str, Callable[[Row], Any]] = {
    "kinds": lambda row: row.code,
    "labels": lambda row: row.label,
    "memberships": lambda row: row.network_slug,
    "contacts": lambda row: (row.kind, row.value.casefold()),
    "references": lambda row: (row.client, row.work, row.year),
    "pictures": lambda row: row.kind,
}


def copy_rows(kept: Supplier, merged: Supplier) -> Copied:
    """New rows of the kept supplier, by collection; the flush gives them their numbers."""
    copied = {name: _copy_missing(kept, merged, name) for name in COLLECTIONS}
    zones = list(kept.zones)
    activities = list(_copy_activities(kept, merged))
    return copied | {
        "activities": activities,
        "zones": [zone for zone in kept.zones if zone not in zones],
    }


def _copy_missing(kept: Supplier, merged: Supplier, name: str) -> list[Row]:
    key_of = COLLECTIONS[name]
    if _is_held(kept, name):
        return []
    known = {key_of(row) for row in getattr(kept, name)}
    copies = [_copy(row) for row in getattr(merged, name) if key_of(row) not in known]
    getattr(kept, name).extend(copies)
    return copies


def _is_held(kept: Supplier, name: str) -> bool:
    """Whether a person wrote that list whole: what it leaves out is left out on purpose."""
    return any(said.field == name and said.source in PEOPLE for said in kept.provenances)


def _copy(row: Row, **otherwise: Any) -> Row:
    return type(row)(**columns_of(row, without=("id", "supplier_id")) | otherwise)


def _copy_activities(kept: Supplier, merged: Supplier) -> Iterator[Activity]:
    """The services that it lacks, each where the merged one does it."""
    if _is_held(kept, "activities"):
        return
    if not kept.zones and not kept.activities:
        kept.zones.extend(_copy(zone) for zone in merged.zones)
    known = {activity.service for activity in kept.activities}
    for activity in merged.activities:
        if activity.service not in known:
            zone = _same_zone(kept, activity.zone) if activity.zone else None
            copied = _copy(activity, zone_id=None, zone=zone)
            kept.activities.append(copied)
            yield copied


def _same_zone(kept: Supplier, zone: Zone) -> Zone | None:
    """The kept supplier's zone of that reach, made if there is room; None without any."""
    reach = _reach(zone)
    found = next((known for known in kept.zones if _reach(known) == reach), None)
    if found is None and len(kept.zones) < MAX_ZONES:
        taken = {known.position for known in kept.zones}
        found = _copy(zone, position=next(p for p in range(MAX_ZONES) if p not in taken))
        kept.zones.append(found)
    return found


def _reach(zone: Zone) -> tuple[Any, ...]:
    return zone.whole_country, zone.radius_km, sorted(zone.territories)


def remembered(copied: Copied) -> dict[str, list[dict[str, Any]]]:
    """As plain JSON, once the rows have their numbers."""
    return {name: [snapshot(row) for row in rows] for name, rows in copied.items()}


def remove_copies(kept: Supplier, copied: Mapping[str, list[dict[str, Any]]]) -> list[str]:
    """The collections of which something was spared. Activities go before their zones."""
    return [name for name, rows in copied.items() if not _remove(kept, name, rows)]


def _remove(kept: Supplier, name: str, copied: list[dict[str, Any]]) -> bool:
    """Whether all went."""
    rows = getattr(kept, name)
    unchanged = [row for row in rows if _is_among(row, copied) and not _is_used(kept, row)]
    for row in unchanged:
        rows.remove(row)
    return len(unchanged) == len(copied)


def _is_among(row: Row, copied: list[dict[str, Any]]) -> bool:
    """Whether it still says what was copied; columns made since that merge count for nothing."""
    says = snapshot(row)
    return any(all(says.get(n, v) == v for n, v in told.items()) for told in copied)


def _is_used(kept: Supplier, row: Row) -> bool:
    return isinstance(row, Zone) and any(activity.zone is row for activity in kept.activities)
