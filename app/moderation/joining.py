"""Merge and unmerge as moderators do: with a letter to those who keep the pages."""

from app.db import db
from app.moderation.letters import addresses_of_editors, tell_merged, tell_unmerged
from app.moderation.merging import CannotMergeError, merge, unmerge
from app.structures.claiming.settling import UndecidableError
from domain.models import Merge, Supplier


def join_pages(kept_id: int, merged_id: int, reason: str, actor: str) -> None:
    """Commits. Raises UndecidableError, and writes nothing, when they cannot be made one."""
    concerned = addresses_of_editors(kept_id, merged_id)
    try:
        merge(kept_id, merged_id, actor)
    except CannotMergeError as error:
        db.session.rollback()
        raise UndecidableError(str(error)) from error
    kept, merged = _both(kept_id, merged_id)
    tell_merged(concerned, kept, merged, reason)
    db.session.commit()


def part_pages(merge_id: int, actor: str) -> tuple[Merge, tuple[str, ...]]:
    """The merge undone, and the facts that stay with the kept page. Commits.

    Raises UndecidableError, and writes nothing, when it cannot be undone.
    """
    try:
        spared = unmerge(merge_id, actor)
    except CannotMergeError as error:
        db.session.rollback()
        raise UndecidableError(str(error)) from error
    undone = db.session.get_one(Merge, merge_id)
    tell_unmerged(*_both(undone.kept_id, undone.merged_id))
    db.session.commit()
    return undone, spared


def _both(kept_id: int, merged_id: int) -> tuple[Supplier, Supplier]:
    return db.session.get_one(Supplier, kept_id), db.session.get_one(Supplier, merged_id)
