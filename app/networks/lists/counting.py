"""How many rows of a list have each outcome."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.networks.lists.models import ListRow, RowOutcome


@dataclass(frozen=True, slots=True)
class Counts:
    """Every outcome, in the order in which a person reads them; written rows apart."""

    written: Mapping[RowOutcome, int]
    to_come: Mapping[RowOutcome, int]

    @property
    def all(self) -> dict[RowOutcome, int]:
        return {outcome: self.written[outcome] + self.to_come[outcome] for outcome in RowOutcome}


def counts_apart(session: Session, list_id: int) -> Counts:
    kinds = ListRow.outcome, ListRow.is_applied
    counted = select(*kinds, func.count()).where(ListRow.list_id == list_id).group_by(*kinds)
    found = {(outcome, applied): n for outcome, applied, n in session.execute(counted)}
    written, to_come = (
        {outcome: found.get((outcome, applied), 0) for outcome in RowOutcome}
        for applied in (True, False)
    )
    return Counts(written, to_come)


def counts_of(session: Session, list_id: int) -> dict[RowOutcome, int]:
    return counts_apart(session, list_id).all
