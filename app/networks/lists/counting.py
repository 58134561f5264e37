"""How many rows of a list have each outcome."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.networks.lists.models import ListRow, RowOutcome


def counts_of(session: Session, list_id: int) -> dict[RowOutcome, int]:
    """Every outcome, in the order in which a person reads them."""
    counted = select(ListRow.outcome, func.count()).where(ListRow.list_id == list_id)
    found = dict(session.execute(counted.group_by(ListRow.outcome)).all())
    return {outcome: found.get(outcome, 0) for outcome in RowOutcome}
