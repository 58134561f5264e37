"""Columns that the kept supplier leaves empty, filled from the merged one, and emptied again.

Taken back is what nobody has changed since: the rest is spared, and named.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.moderation.merging.plain import plain
from app.structures.facts import HELD_LISTS, PEOPLE
from domain.models import Provenance, Supplier

Snapshot = dict[str, Any]

# Columns that are taken together, or not at all; each with the field that its provenance names.
GROUPS: tuple[Mapping[str, str], ...] = (
    {"siret": "siret", "siret_problem": "siret"},
    {"naf": "naf"},
    {"legal_form": "legal_form"},
    {"description": "description"},
    {"own_words": "own_words"},
    {"website": "website"},
    {"capacity": "capacity"},
    {name: name for name in ("staff", "insertion_jobs", "disabled_workers", "figures_year")},
    {name: name for name in ("open_to_cocontracting", "cocontracting_note")},
    {
        **{name: name for name in ("address", "postcode", "city", "code_insee", "country")},
        **dict.fromkeys(("latitude", "longitude", "point_precision"), "point"),
    },
)
# Of a list there is no column: only whose word it is.
LISTS: Mapping[str, str] = {name: name for name in sorted(HELD_LISTS)}
# Never empty: it says nothing by itself.
ALWAYS_SAID = frozenset({"country"})


def copy_columns(kept: Supplier, merged: Supplier) -> list[Snapshot]:
    return [_copy_group(kept, merged, group) for group in GROUPS if _lacks(kept, merged, group)]


def _lacks(kept: Supplier, merged: Supplier, group: Mapping[str, str]) -> bool:
    """A field that a person emptied says something: it stays empty."""
    telling = group.keys() - ALWAYS_SAID
    fields = set(group.values())
    emptied = any(p.field in fields and p.source in PEOPLE for p in kept.provenances)
    return not emptied and not _says(kept, telling) and _says(merged, telling)


def _says(supplier: Supplier, names: Iterable[str]) -> bool:
    return any(getattr(supplier, name) not in (None, []) for name in names)


def _copy_group(kept: Supplier, merged: Supplier, group: Mapping[str, str]) -> Snapshot:
    before = {name: plain(getattr(kept, name)) for name in group}
    provenances = _provenances(kept, group)
    for name in group:
        setattr(kept, name, getattr(merged, name))
    _set_provenances(kept, group, _provenances(merged, group))
    return {
        "before": before,
        "after": {name: plain(getattr(kept, name)) for name in group},
        "provenances": provenances,
    }


def copy_words(kept: Supplier, merged: Supplier) -> Snapshot:
    """A list that the merged structure had written is its word here too: imports leave it."""
    before = _provenances(kept, LISTS)
    after = _provenances(merged, LISTS) | before
    _set_provenances(kept, LISTS, after)
    return {"before": before, "after": after}


def take_back_words(kept: Supplier, copied: Snapshot) -> None:
    """Unless somebody has written one of the lists since."""
    if _provenances(kept, LISTS) == copied["after"]:
        _set_provenances(kept, LISTS, copied["before"])


def _provenances(supplier: Supplier, group: Mapping[str, str]) -> Snapshot:
    fields = set(group.values())
    return {
        row.field: [row.source, row.as_of.isoformat()]
        for row in supplier.provenances
        if row.field in fields
    }


def _set_provenances(supplier: Supplier, group: Mapping[str, str], wanted: Snapshot) -> None:
    """Rows stay where they can: their keys are unique."""
    present = {row.field: row for row in supplier.provenances}
    for field in dict.fromkeys(group.values()):
        if field not in wanted:
            if field in present:
                supplier.provenances.remove(present[field])
            continue
        source, as_of = wanted[field][0], date.fromisoformat(wanted[field][1])
        if field in present:
            present[field].source, present[field].as_of = source, as_of
        else:
            supplier.provenances.append(Provenance(field=field, source=source, as_of=as_of))


def take_back_columns(kept: Supplier, copied: list[Snapshot]) -> list[str]:
    """The columns that were spared."""
    spared: list[str] = []
    for group in copied:
        if any(plain(getattr(kept, name)) != value for name, value in group["after"].items()):
            spared.extend(name for name in group["after"] if name not in ALWAYS_SAID)
            continue
        for name, value in group["before"].items():
            setattr(kept, name, value)
        _set_provenances(kept, _group_of(group), group["provenances"])
    return spared


def _group_of(copied: Snapshot) -> Mapping[str, str]:
    return next(group for group in GROUPS if group.keys() == copied["after"].keys())
