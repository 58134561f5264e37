"""Managers add a structure to their network, and remove it: its page stays."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.structures.claiming.finding import AT_MOST
from domain.models import HistoryEntry, OutboxEntry
from tests.app.cast import make_supplier
from tests.app.networks.cast import NETWORK, PAGES, member, networks_of
from tests.app.pages import on_sqlite, publish
from tests.app.people import Person, editor_of, letters, manager_of

ADD = f"{PAGES}/membres/ajouter"


def test_it_works(app: Flask, manager: Person) -> None:
    supplier = make_supplier(siret="39860733300059")
    publish(app, supplier)
    for words in ("ateliers verger", "398 607 333 00059"):
        assert "Ajouter au réseau" in manager.page(f"{ADD}?q={words}")
    answer = manager.send(ADD, {"supplier": supplier.id})
    assert answer.location == f"{PAGES}/membres/{supplier.id}"
    assert networks_of(supplier) == [NETWORK]
    assert "Membre</span>" in manager.page(f"{ADD}?q=verger")
    manager.send(f"{PAGES}/membres/{supplier.id}/retirer")
    assert networks_of(supplier) == []
    assert supplier.is_listed
    told = db.session.scalars(select(HistoryEntry.changes).order_by(HistoryEntry.id)).all()
    assert told == [{"networks": [[], [NETWORK]]}, {"networks": [[NETWORK], []]}]


@on_sqlite
def test_no_structure_is_proposed_while_others_of_that_name_are_not_shown(
    app: Flask, manager: Person
) -> None:
    publish(app, *(make_supplier(f"Atelier {n:02}") for n in range(AT_MOST)))
    assert "Les 20 premières structures" in (many := manager.page(f"{ADD}?q=atelier"))
    assert "Proposer cette structure" not in many
    assert "Proposer cette structure" in manager.page(f"{ADD}?q=atelier+07")


@on_sqlite
def test_what_is_no_word_names_nobody(app: Flask, manager: Person) -> None:
    publish(app, make_supplier())
    assert "Aucune structure à ce nom" in manager.page(f"{ADD}?q=%25")


@on_sqlite
def test_the_page_says_that_the_network_said_it(app: Flask, manager: Person) -> None:
    supplier = make_supplier()
    publish(app, supplier)
    manager.send(ADD, {"supplier": supplier.id})
    db.session.expire_all()
    (membership,) = supplier.memberships
    assert membership.source == "network:vergers"
    assert "Vergers" in manager.page(f"/fournisseur/{supplier.id}")
    assert "network:" not in manager.page(f"/fournisseur/{supplier.id}")


@on_sqlite
def test_the_search_follows(app: Flask, manager: Person) -> None:
    supplier = member()
    before = len(db.session.scalars(select(OutboxEntry)).all())
    manager.send(f"{PAGES}/membres/{supplier.id}/retirer")
    told = db.session.scalars(select(OutboxEntry.supplier_id)).all()
    assert supplier.id in told[before:]


@on_sqlite
def test_those_who_keep_the_page_are_told(app: Flask, manager: Person) -> None:
    supplier = make_supplier()
    publish(app, supplier)
    editor_of(supplier, app, "direction@verger.example")
    manager.send(ADD, {"supplier": supplier.id})
    manager.send(f"{PAGES}/membres/{supplier.id}/retirer")
    joined, left = letters("direction@verger.example")
    assert "membre du réseau « Vergers »" in joined.subject
    assert f"/structure/{supplier.id}/reseaux" in joined.text
    assert "modération" not in joined.text
    assert "n’est plus membre" in left.subject


@on_sqlite
def test_other_networks_and_other_members_are_left_alone(app: Flask, manager: Person) -> None:
    both, elsewhere = member(networks=[NETWORK, "autre"]), member("Ailleurs", networks=["autre"])
    manager.send(f"{PAGES}/membres/{both.id}/retirer")
    assert networks_of(both) == ["autre"]
    assert manager.send(f"{PAGES}/membres/{elsewhere.id}/retirer").status_code == 404
    assert networks_of(elsewhere) == ["autre"]


@on_sqlite
def test_a_member_is_not_added_twice(app: Flask, manager: Person) -> None:
    supplier = member()
    manager.send(ADD, {"supplier": supplier.id})
    assert networks_of(supplier) == [NETWORK]
    assert db.session.scalars(select(HistoryEntry)).all() == []


@on_sqlite
@pytest.mark.parametrize("values", [{"awaits_review": True}, {}], ids=["proposed", "unknown"])
def test_what_the_directory_does_not_list_is_not_added(
    manager: Person, values: dict[str, bool]
) -> None:
    supplier = member("Proposée", networks=["autre"], **values)
    number = supplier.id if values else 2**31 - 1
    manager.send(ADD, {"supplier": number})
    assert networks_of(supplier) == ["autre"]


@on_sqlite
@pytest.mark.parametrize("number", ["", "x", "0", "9" * 30])
def test_what_is_no_number_is_refused(manager: Person, number: str) -> None:
    assert manager.send(ADD, {"supplier": number}).status_code == 400


@on_sqlite
def test_one_that_is_not_found_is_proposed_with_its_network(app: Flask, manager: Person) -> None:
    publish(app)
    page = manager.page(f"{ADD}?q=Inconnue")
    assert "/proposer?nom=Inconnue&reseau=vergers" in page
    proposal = manager.page("/proposer?nom=Inconnue&reseau=vergers")
    assert '<option selected value="vergers">' in proposal


@on_sqlite
@pytest.mark.parametrize("words", ["", "%00", "a" * 500])
def test_words_that_find_nothing_break_nothing(app: Flask, manager: Person, words: str) -> None:
    publish(app)
    assert manager.open(f"{ADD}?q={words}").status_code == 200


@on_sqlite
def test_managers_of_another_network_cannot(app: Flask, manager: Person) -> None:
    supplier = member()
    other = manager_of("autre", app, "autre@atelier.example")
    assert other.send(f"{PAGES}/membres/{supplier.id}/retirer").status_code == 404
    assert networks_of(supplier) == [NETWORK]
