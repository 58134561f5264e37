"""A list undone after others have done something."""

import pytest
from sqlalchemy.orm import Session

from app.networks.joining import add_member
from domain.models import Network
from tests.app.networks.lists.desk import NETWORK, PRUNIER, VERGER, applied, rows_of, supplier, undo

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@on_sqlite
def test_who_left_and_was_added_back_by_hand_stays_as_added(session: Session) -> None:
    applied(session, VERGER, PRUNIER)
    newer = applied(session, VERGER)
    add_member(session.get_one(Network, NETWORK), supplier(session, "Le Prunier").id, "user:1")
    undo(session, newer)
    (membership,) = supplier(session, "Le Prunier").memberships
    assert membership.source == "network:cress"
    (gone,) = [row for row in rows_of(session, newer) if row.line is None]
    assert gone.spared == ["networks"]
