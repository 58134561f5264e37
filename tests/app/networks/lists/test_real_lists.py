"""The real files, as networks would drop them."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db import db
from app.networks.lists.models import MemberList
from domain.models import Supplier
from tests.app.networks.lists.desk import outcomes
from tests.app.networks.lists.dropping import act, dropped, number_of
from tests.app.pages import on_sqlite
from tests.app.people import Person

pytestmark = on_sqlite


def counts(page: str) -> dict[str, int]:
    return outcomes(db.session, db.session.get_one(MemberList, number_of(page)))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("siae_lemarche_fixture.csv", {"created": 3820, "updated": 9, "doubtful": 18}),
        ("esat_finess_liste_officielle.csv", {"created": 1504}),
        ("geiq_ffgeiq_label.csv", {"created": 430, "rejected": 8, "doubtful": 2}),
    ],
)
def test_a_real_list_goes_the_whole_way_and_back(
    manager: Person, session: Session, shared_data: Path, name: str, expected: dict[str, int]
) -> None:
    page = dropped(manager, (shared_data / name).read_bytes(), name)
    assert "Format reconnu" in manager.page(f"{page}/colonnes")
    act(manager, page, "colonnes")
    assert counts(page) == expected
    act(manager, page, "appliquer")
    assert counts(page) == expected
    assert listed(session) == expected["created"]
    act(manager, page, "annuler")
    assert listed(session) == 0


def listed(session: Session) -> int:
    return session.scalar(select(func.count()).where(Supplier.is_listed)) or 0
