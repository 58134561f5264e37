"""A network gives services to its members that say nothing: to them alone, in its own name."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.moderation.models import Tagging
from app.moderation.tagging.applying import apply
from app.structures.facts import STRUCTURE, Origin
from app.structures.saving import write_facts
from domain.models import HistoryEntry, Supplier
from tests.app.networks.cast import PAGES, member
from tests.app.pages import counted_queries, on_sqlite, publish
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
def test_what_will_change_costs_the_same_however_many_they_are(
    app: Flask, silent: list[Supplier], manager: Person
) -> None:
    counts = []
    for path in (begun(manager, *silent[:1]), begun(manager, *silent)):
        db.session.expunge_all()
        with counted_queries(app) as statements:
            manager.page(path)
        counts.append(len(statements))
    assert counts[0] == counts[1]


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


GIVE = f"{PAGES}/membres/services"


def given(manager: Person, *members: Supplier, services: list[str] = GIVEN) -> str:
    """The page that shows what would be added to those ticked."""
    chosen = [str(member.id) for member in members]
    asked = manager.send(GIVE, {"chosen": chosen})
    assert "Services à leur ajouter" in asked.text
    typed = {"chosen": chosen, "services": services, "confirm": "oui"}
    return str(manager.send(GIVE, typed).location)


@pytest.fixture
def talked_of(silent: list[Supplier]) -> Supplier:
    """A member of whom a list says joinery, and that says nothing itself."""
    return db.session.scalars(select(Supplier).filter_by(name="Le Verger bavard")).one()


@on_sqlite
def test_a_service_is_added_to_what_lists_say_of_members_ticked(
    talked_of: Supplier, manager: Person
) -> None:
    path = given(manager, talked_of)
    assert "En plus : Repassage" in manager.page(path)
    manager.send(f"{path}/appliquer")
    assert services(talked_of) == {"menuiserie-batiment", "repassage"}
    assert {row.service: row.source for row in talked_of.activities} == {
        "menuiserie-batiment": "test",
        "repassage": "network:vergers",
    }
    manager.send(f"{path}/reprendre")
    assert services(talked_of) == {"menuiserie-batiment"}


@on_sqlite
def test_what_a_structure_says_of_itself_stands_alone(talked_of: Supplier, manager: Person) -> None:
    write_facts(
        talked_of,
        {"activities": [{"zone": None, "activities": [{"service": "traiteur", "delivery": None}]}]},
        Origin.now(STRUCTURE),
        "user:1",
    )
    db.session.commit()
    path = given(manager, talked_of)
    assert "Dit elle-même ce qu’elle fait : laissée telle quelle" in manager.page(path)
    manager.send(f"{path}/appliquer")
    assert services(talked_of) == {"traiteur"}


@on_sqlite
def test_two_are_added_one_after_the_other_and_each_is_taken_back(
    talked_of: Supplier, manager: Person
) -> None:
    first = given(manager, talked_of)
    manager.send(f"{first}/appliquer")
    manager.send(f"{given(manager, talked_of, services=['traiteur'])}/appliquer")
    manager.send(f"{first}/reprendre")
    assert services(talked_of) == {"menuiserie-batiment", "traiteur"}
    again = given(manager, talked_of, services=["traiteur"])
    assert "Rien à ajouter" in manager.page(again)


@on_sqlite
def test_a_service_added_is_in_the_one_zone_there_is(talked_of: Supplier, manager: Person) -> None:
    zone = {"whole_country": False, "radius_km": 30, "territories": []}
    said = [{"zone": zone, "activities": [{"service": "traiteur", "delivery": None}]}]
    write_facts(talked_of, {"activities": said}, Origin.now("test"), "test")
    db.session.commit()
    manager.send(f"{given(manager, talked_of)}/appliquer")
    assert services(talked_of) == {"traiteur", "repassage"}
    assert {row.zone for row in talked_of.activities} == set(talked_of.zones)


@on_sqlite
def test_nobody_ticked_is_told(silent: list[Supplier], manager: Person) -> None:
    answer = manager.send(GIVE, {"services": GIVEN, "confirm": "oui"})
    assert "Cochez au moins une structure" in manager.page(answer.location)
    assert (
        "Choisissez au moins un service"
        in manager.send(GIVE, {"chosen": str(silent[0].id), "confirm": "oui"}).text
    )
