"""How many rows of a list have each outcome."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from app.networks.lists.models import (
    NOTHING_LEFT,
    ListRow,
    ListState,
    MemberList,
    RowOutcome,
)
from importers.report import JOINS

# As `ListRow.is_partly_written`.
IS_PARTLY_WRITTEN = and_(
    ListRow.outcome == RowOutcome.CONFLICT,
    cast(ListRow.changes, Text) != "{}",
    or_(ListRow.is_applied.is_(False), ListRow.after.is_not(None)),
)


# As `ListRow.is_joined`; a quote inside a text would have a backslash before it.
IS_JOINED = and_(
    ListRow.outcome == RowOutcome.UNCHANGED, cast(ListRow.told, Text).contains(f'"{JOINS}": ')
)


@dataclass(frozen=True, slots=True)
class Counts:
    """Every outcome, in the order in which a person reads them; written rows apart.

    `partly_*`: the rows in conflict whose other fields are, or would be, written. `spared`: those
    written that undoing has left, whole or in part. `joined_*`: the unchanged rows that say a
    structure with another.
    """

    written: Mapping[RowOutcome, int]
    to_come: Mapping[RowOutcome, int]
    partly_written: int
    partly_to_come: int
    spared: Mapping[RowOutcome, int]
    joined_written: int
    joined_to_come: int

    @property
    def joined(self) -> int:
        return self.joined_written + self.joined_to_come

    @property
    def all(self) -> dict[RowOutcome, int]:
        return {outcome: self.written[outcome] + self.to_come[outcome] for outcome in RowOutcome}

    @property
    def has_written(self) -> bool:
        """Whether the directory says, or said, anything else for it."""
        changing = RowOutcome.CREATED, RowOutcome.UPDATED, RowOutcome.GONE
        return bool(self.partly_written or any(self.written[outcome] for outcome in changing))


def counts_apart(session: Session, list_id: int) -> Counts:
    kinds = ListRow.outcome, ListRow.is_applied
    counted = select(*kinds, func.count()).where(ListRow.list_id == list_id).group_by(*kinds)
    found = {(outcome, applied): n for outcome, applied, n in session.execute(counted)}
    written, to_come = (
        {outcome: found.get((outcome, applied), 0) for outcome in RowOutcome}
        for applied in (True, False)
    )
    spared, joined = _spared(session, list_id), _apart(session, list_id, IS_JOINED)
    return Counts(written, to_come, *_apart(session, list_id, IS_PARTLY_WRITTEN), spared, *joined)


def _spared(session: Session, list_id: int) -> dict[RowOutcome, int]:
    left = ListRow.list_id == list_id, ListRow.spared.is_not(None)
    counted = select(ListRow.outcome, func.count()).where(*left).group_by(ListRow.outcome)
    return dict.fromkeys(RowOutcome, 0) | dict(session.execute(counted).all())


# Rows of which undoing has left something.
IS_LEFT = and_(
    ListRow.spared.is_not(None),
    cast(ListRow.spared, Text).not_in([f'["{why}"]' for why in NOTHING_LEFT]),
)


def pages_left(session: Session, one: MemberList) -> tuple[int, int]:
    """How many pages undoing this list has left; how many more, lists undone that it replaced."""
    if one.run_id is None:  # stopped before it began
        return 0, 0
    pages = select(ListRow.supplier_id).where(IS_LEFT).distinct()
    own = set(session.scalars(pages.where(ListRow.list_id == one.id)))
    replaced = select(MemberList.id).where(
        MemberList.network_slug == one.network_slug,
        MemberList.run_id < one.run_id,
        MemberList.state == ListState.UNDONE,
    )
    return len(own), len(set(session.scalars(pages.where(ListRow.list_id.in_(replaced)))) - own)


def _apart(session: Session, list_id: int, are: ColumnElement[bool]) -> tuple[int, int]:
    """The rows that are so which are written, and those that would be."""
    so = ListRow.list_id == list_id, are
    counted = select(ListRow.is_applied, func.count()).where(*so).group_by(ListRow.is_applied)
    found = dict(session.execute(counted).all())
    return found.get(True, 0), found.get(False, 0)
