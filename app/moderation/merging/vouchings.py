"""What networks vouch for: kept where both pages were members, and only one was vouched for.

A membership that the kept supplier lacks is copied whole, with its vouching (rows.py).
"""

from typing import Any

from app.moderation.merging.plain import plain
from domain.models import Membership, Supplier

Snapshot = dict[str, Any]


def copy_vouchings(kept: Supplier, merged: Supplier) -> list[Snapshot]:
    """What the kept supplier received, by network. The kept supplier's own comes first."""
    theirs = {row.network_slug: row for row in merged.memberships if row.degree}
    lacking = [row for row in kept.memberships if not row.degree and row.network_slug in theirs]
    for row in lacking:
        other = theirs[row.network_slug]
        row.degree, row.vouched_on = other.degree, other.vouched_on
    return [_snapshot(row) for row in lacking]


def take_back_vouchings(kept: Supplier, copied: list[Snapshot]) -> list[str]:
    """The collections of which something was spared: its network has said otherwise since."""
    rows = {row.network_slug: row for row in kept.memberships}
    spared = False
    for told in copied:
        row = rows.get(told["network"])
        if row is None or _snapshot(row) != told:
            spared = True
        else:
            row.degree = row.vouched_on = None
    return ["vouchings"] if spared else []


def _snapshot(row: Membership) -> Snapshot:
    return {"network": row.network_slug, "degree": plain(row.degree), "on": plain(row.vouched_on)}
