"""A structure that has left the network by itself: the next list says so, and adds nothing."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.networks.joining import leave_network
from app.networks.lists.models import ListState, RowOutcome
from domain.models import Network, Supplier
from tests.app.networks.lists.desk import (
    PRUNIER,
    VERGER,
    applied,
    outcomes,
    read,
    rows_of,
    supplier,
    work,
)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_the_next_list_tells_it_and_adds_nothing(app: Flask, session: Session) -> None:
    applied(session, VERGER, PRUNIER)
    verger = session.scalars(select(Supplier).filter_by(name="Le Verger")).one()
    with app.test_request_context():
        leave_network(session.get_one(Network, "cress"), verger.id, "user:1")
    session.expire_all()
    one = read(session, VERGER, PRUNIER)
    row = next(it for it in rows_of(session, one) if it.name == "Le Verger")
    assert row.outcome is RowOutcome.CONFLICT
    assert "la structure a quitté ce réseau" in str(row.told)
    applied(session, VERGER, PRUNIER)
    session.expire_all()
    assert verger.memberships == []


def test_whom_the_network_took_out_comes_back_with_the_list_that_names_it(
    session: Session,
) -> None:
    applied(session, VERGER, PRUNIER)
    verger = supplier(session, "Le Verger")
    verger.memberships.clear()
    session.commit()
    again = read(session, VERGER, PRUNIER)
    assert outcomes(session, again) == {"updated": 1, "unchanged": 1}
    work(session, again, ListState.APPLYING)
    assert [row.network_slug for row in verger.memberships] == ["cress"]
