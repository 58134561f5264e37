"""Make two suppliers one, and two again.

The merged one keeps its facts, asleep: the kept one receives copies of what it lacks (rows.py,
columns.py). What can only be in one place goes to it: source records, editors, claims (moves.py).
docs/decisions/moderation.md says why.
"""

from app.moderation.merging.merging import CannotMergeError, merge, unmerge

__all__ = ["CannotMergeError", "merge", "unmerge"]
