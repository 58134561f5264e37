"""A network gives services to its members that say nothing: to them alone, in its own name."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.moderation.models import Tagging
from app.moderation.tagging.applying import apply
from domain.models import HistoryEntry, Supplier
from tests.app.networks.cast import PAGES, member
from tests.app.pages import on_sqlite, publish
from tests.app.people import Person, manager_of, moderator

SERVICES = f"{PAGES}/services"
GIVEN = ["repassage"]


@pytest.fixture
def silent(app: Flask, manager: Person) -> list[Supplier]:
    """Two members that say nothing; beside them, one that speaks, and one of another network."""
    members = [member(f"Le Verger {number}", services=[]) for number in range(2)]
    member("Le Verger bavard")
    member("Le Verger ailleurs", services=[], networks=["autre"])
    publish(app)
    return members


def services(supplier: Supplier) -> set[str]:
    db.session.expire_all()
    return {activity.service for activity in supplier.activities}


def begun(manager: Person, *suppliers: Supplier) -> str:
    """The page that shows what will change."""
    chosen = [str(supplier.id) for supplier in suppliers]
    answer = manager.send(SERVICES, {"chosen": chosen, "services": GIVEN})
    assert answer.status_code == 302
    return str(answer.location)


def test_it_works(silent: list[Supplier], manager: Person) -> None:
    page = manager.page(SERVICES)
    assert "2 structures ne disent rien" in page
    assert "Le Verger ailleurs" not in page
    path = begun(manager, *silent)
    assert "Donner ces services" in manager.page(path)
    manager.send(f"{path}/appliquer")
    assert [services(supplier) for supplier in silent] == [{"repassage"}] * 2
    assert {row.source for row in silent[0].activities} == {"network:vergers"}
    assert "Source : Vergers" in manager.page(f"/fournisseur/{silent[0].id}")
    manager.send(f"{path}/reprendre")
    assert [services(supplier) for supplier in silent] == [set()] * 2
    told = db.session.scalars(select(HistoryEntry.actor)).all()
    assert manager.user is not None
    assert set(told) == {manager.user.actor}


@on_sqlite
def test_all_members_of_a_search_at_once(silent: list[Supplier], manager: Person) -> None:
    manager.send(f"{SERVICES}?reseau=autre", {"services": GIVEN, "all": ""})
    (made,) = db.session.scalars(select(Tagging))
    assert [tagged.supplier_id for tagged in made.tagged] == [one.id for one in silent]


@on_sqlite
def test_one_that_is_no_member_is_left_out_whoever_ticks_it(
    silent: list[Supplier], manager: Person
) -> None:
    elsewhere = db.session.scalars(select(Supplier).filter_by(name="Le Verger ailleurs")).one()
    begun(manager, silent[0], elsewhere)
    (made,) = db.session.scalars(select(Tagging))
    assert [tagged.supplier_id for tagged in made.tagged] == [silent[0].id]


@on_sqlite
def test_one_that_left_meanwhile_is_left_alone(silent: list[Supplier], manager: Person) -> None:
    begun(manager, *silent)
    manager.send(f"{PAGES}/membres/{silent[0].id}/retirer")
    (made,) = db.session.scalars(select(Tagging))
    apply(made)
    assert [services(supplier) for supplier in silent] == [set(), {"repassage"}]


@on_sqlite
def test_other_networks_see_nothing_of_it_and_moderators_may_take_it_back(
    app: Flask, silent: list[Supplier], manager: Person
) -> None:
    path = begun(manager, silent[0])
    manager.send(f"{path}/appliquer")
    number = path.rpartition("/")[2]
    other = manager_of("autre", app, "autre@atelier.example")
    assert other.open(f"/reseau/autre/services/{number}").status_code == 404
    assert other.send(f"/reseau/autre/services/{number}/reprendre").status_code == 404
    assert services(silent[0]) == {"repassage"}
    moderator(app).send(f"/moderation/services/{number}/reprendre")
    assert services(silent[0]) == set()
