"""Merge and unmerge, each in one transaction that its caller commits."""

from datetime import datetime
from typing import Any

from app.db import db
from app.moderation.holding import hold, hold_row
from app.moderation.merging import columns, moves, pairs, rows, vouchings
from app.networks.notes import copy_notes
from app.structures.colleagues.team import told
from app.structures.facts import changes_from, read_facts
from app.structures.saving import note
from domain.models import DuplicateStatus, HistoryAction, Merge, Supplier, utcnow

# What the history calls each thing that an unmerge may spare.
FIELD_OF = {
    "memberships": "networks",
    "zones": "activities",
    **dict.fromkeys(("latitude", "longitude", "point_precision"), "point"),
}


class CannotMergeError(Exception):
    """These two cannot be made one, or two again; the message says why, in French."""


def merge(kept_id: int, merged_id: int, actor: str) -> Merge:
    """Make `merged_id` part of `kept_id`. Raises CannotMergeError. The caller commits."""
    kept, merged = _both(kept_id, merged_id)
    _check(kept, merged)
    before = read_facts(kept)
    with told(kept, actor), told(merged, actor):
        moved = _move_all(kept, merged)
    pairs.decide_pair(kept_id, merged_id, DuplicateStatus.CONFIRMED, actor, pairs.BY_A_PERSON)
    moved["archived_at"] = merged.archived_at.isoformat() if merged.archived_at else None
    merged.archived_at, merged.merged_into_id = utcnow(), kept.id
    made = Merge(kept_id=kept_id, merged_id=merged_id, moved=moved, actor=actor)
    db.session.add(made)
    received = changes_from(before, kept) | {"merged": [None, merged.id]}
    note(kept, HistoryAction.MERGED, actor, received)
    note(merged, HistoryAction.MERGED, actor, {"merged_into": [None, kept.id]})
    return made


def unmerge(merge_id: int, actor: str) -> tuple[str, ...]:
    """Make them two again; the facts that were spared, for somebody changed them since.

    Raises CannotMergeError. The caller commits.
    """
    made = hold_row(Merge, merge_id)
    if made is None or made.undone_at is not None:
        raise CannotMergeError("Cette fusion est déjà défaite.")
    kept, merged = _both(made.kept_id, made.merged_id)
    if kept.merged_into_id is not None:
        raise CannotMergeError(
            "La fiche gardée a depuis été réunie à une autre : défaites d’abord cette fusion-là."
        )
    before = read_facts(kept)
    with told(kept, actor), told(merged, actor):
        spared = _give_all_back(kept, merged, made.moved)
    made.undone_at, made.undone_by = utcnow(), actor
    pairs.decide_pair(kept.id, merged.id, DuplicateStatus.REJECTED, actor, pairs.BY_A_PERSON)
    db.session.flush()
    note(
        kept,
        HistoryAction.UNMERGED,
        actor,
        changes_from(before, kept) | {"merged": [merged.id, None]},
    )
    note(merged, HistoryAction.UNMERGED, actor, {"merged_into": [kept.id, None]})
    return spared


def _both(kept_id: int, merged_id: int) -> tuple[Supplier, Supplier]:
    found = hold((kept_id, merged_id))
    if len(found) != 2:
        raise CannotMergeError("Il faut deux fiches différentes, toutes deux de l’annuaire.")
    return found[kept_id], found[merged_id]


def _check(kept: Supplier, merged: Supplier) -> None:
    if kept.merged_into_id is not None or merged.merged_into_id is not None:
        raise CannotMergeError("L’une de ces fiches est déjà réunie à une autre.")
    if kept.archived_at is not None:
        raise CannotMergeError("La fiche à garder est archivée : rétablissez-la d’abord.")
    if kept.awaits_review or merged.awaits_review:
        raise CannotMergeError(
            "L’une de ces structures est encore proposée : décidez d’abord de sa proposition."
        )


def _move_all(kept: Supplier, merged: Supplier) -> dict[str, Any]:
    vouched = vouchings.copy_vouchings(kept, merged)
    copied = rows.copy_rows(kept, merged)
    moved: dict[str, Any] = {
        "vouchings": vouched,
        "columns": columns.copy_columns(kept, merged),
        "words": columns.copy_words(kept, merged),
        "records": moves.move_records(kept, merged),
        "rows": moves.move_rows(kept, merged),
        "editors": moves.move_editors(kept, merged),
        "pairs": pairs.follow_pairs(kept, merged),
    }
    db.session.flush()
    copy_notes(kept, merged)
    return moved | {"copies": rows.remembered(copied)}


def _give_all_back(kept: Supplier, merged: Supplier, moved: dict[str, Any]) -> tuple[str, ...]:
    spared = rows.remove_copies(kept, moved["copies"])
    # A merge of before networks vouched for anybody has none.
    spared += vouchings.take_back_vouchings(kept, moved.get("vouchings", []))
    spared += columns.take_back_columns(kept, moved["columns"])
    columns.take_back_words(kept, moved["words"])
    moves.give_records_back(kept, merged, moved["records"])
    moves.give_rows_back(kept, merged, moved["rows"])
    if not moves.give_editors_back(kept, merged, moved["editors"]):
        spared.append("editors")
    pairs.give_pairs_back(moved["pairs"])
    archived_at = moved["archived_at"]
    merged.archived_at = datetime.fromisoformat(archived_at) if archived_at else None
    merged.merged_into_id = None
    return tuple(dict.fromkeys(FIELD_OF.get(name, name) for name in spared))
