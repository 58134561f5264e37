"""Whatever is sent to the forms of claims, teams and proposals, no page fails."""

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.db import db
from app.limits import limiter
from domain.models import Supplier
from tests.app.cast import make_supplier
from tests.app.pages import on_sqlite, publish
from tests.app.people import Person, buyer, editor_of

pytestmark = on_sqlite

HOSTILE = (
    st.text(max_size=60)
    | st.sampled_from(["\x00", "\u202e", "=1+1", "<script>", "1e999", "-0", "nan", "é" * 5000])
    | st.integers().map(str)
)


def sent(*names: str) -> Any:
    """Some of these fields, each with anything; a field may be missing or said twice."""
    values = HOSTILE | st.lists(HOSTILE, max_size=2)
    return st.dictionaries(st.sampled_from(names), values)


thorough = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(autouse=True)
def _as_often_as_one_likes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "enabled", False)


@pytest.fixture
def supplier(app: Flask) -> Supplier:
    found = make_supplier()
    publish(app, found)
    return found


@pytest.fixture
def person(app: Flask) -> Person:
    return buyer(app)


@pytest.fixture
def owner(app: Flask, supplier: Supplier) -> Person:
    return editor_of(supplier, app)


@thorough
@given(
    fields=sent(
        "name", "siret", "country", "address", "postcode", "city", "latitude", "longitude",
        "network", "statement", "seen",
    )
)  # fmt: skip
def test_a_proposal(person: Person, fields: dict[str, Any]) -> None:
    whole = {"name": "Atelier", "postcode": "49000", "city": "Angers", "statement": "Moi."}
    answer = person.send("/proposer", {"country": "FR", "network": "", **whole, **fields})
    assert answer.status_code in (200, 302)
    db.session.rollback()


@thorough
@given(fields=sent("statement", "document"))
def test_a_plea(person: Person, supplier: Supplier, fields: dict[str, Any]) -> None:
    answer = person.send(f"/structure/{supplier.id}/revendiquer/moderation", fields)
    assert answer.status_code in (200, 302)


@thorough
@given(fields=sent("email"))
def test_an_invitation(owner: Person, supplier: Supplier, fields: dict[str, Any]) -> None:
    answer = owner.send(f"/structure/{supplier.id}/equipe/inviter", fields)
    assert answer.status_code in (200, 302)
