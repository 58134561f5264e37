"""Administrators name networks, and give them people who manage their members."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import NetworkManager, User
from app.administration.models import AdminEntry
from app.db import db
from domain.models import Membership, Network, OutboxEntry, utcnow
from tests.app.cast import TODAY, make_supplier
from tests.app.pages import on_sqlite
from tests.app.people import admin, letters

NETWORKS = "/administration/reseaux"


def test_it_works(app: Flask) -> None:
    boss = admin(app)
    answer = boss.send(NETWORKS, {"name": "Réseau des Vergers"})
    assert answer.location == f"{NETWORKS}/reseau-des-vergers"
    boss.send(answer.location, {"name": "Les Vergers de l’Ouest"})
    assert "Les Vergers de l’Ouest" in boss.page(NETWORKS)
    made = db.session.get_one(Network, "reseau-des-vergers", populate_existing=True)
    assert made.name == "Les Vergers de l’Ouest"
    told = [entry.change for entry in db.session.scalars(select(AdminEntry))]
    assert told == [
        "créé : Réseau des Vergers",
        "renommé : Réseau des Vergers → Les Vergers de l’Ouest",
    ]


@on_sqlite
def test_its_members_are_found_by_its_new_name(app: Flask) -> None:
    boss = admin(app)
    supplier = make_supplier()
    supplier.memberships = [Membership(network_slug="vergers", source="test", as_of=TODAY)]
    db.session.add_all([Network(slug="vergers", name="Vergers"), supplier])
    db.session.commit()
    before = len(db.session.scalars(select(OutboxEntry)).all())
    assert "1 structure dans l’annuaire" in boss.page(f"{NETWORKS}/vergers")
    boss.send(f"{NETWORKS}/vergers", {"name": "Grands Vergers"})
    told = db.session.scalars(select(OutboxEntry.supplier_id)).all()
    assert told[before:] == [supplier.id]


@on_sqlite
def test_the_list_counts_members_as_the_page_does(app: Flask) -> None:
    here, gone = make_supplier("Le Verger"), make_supplier("Parti", archived_at=utcnow())
    for supplier in (here, gone):
        supplier.memberships = [Membership(network_slug="vergers", source="test", as_of=TODAY)]
    db.session.add_all([Network(slug="vergers", name="Vergers"), here, gone])
    db.session.commit()
    boss = admin(app)
    assert "1 structure dans l’annuaire" in boss.page(f"{NETWORKS}/vergers")
    assert "Vergers</a></th> <td>1</td>" in boss.page(NETWORKS)


@on_sqlite
def test_a_manager_is_given_by_address_with_an_account_or_not(app: Flask) -> None:
    boss = admin(app)
    boss.send(NETWORKS, {"name": "Vergers"})
    for _ in range(2):
        boss.send(f"{NETWORKS}/vergers/responsables", {"email": "Nouvelle@Atelier.example"})
    user = db.session.scalars(select(User).filter_by(email="nouvelle@atelier.example")).one()
    assert db.session.get(NetworkManager, (user.id, "vergers"))
    (letter,) = letters("nouvelle@atelier.example")
    assert "Vous êtes responsable du réseau" in letter.subject
    assert "/reseau/vergers" in letter.text
    assert "vous invitez ses membres" in " ".join(letter.text.split())
    boss.send(f"{NETWORKS}/vergers/responsables/{user.id}/retirer")
    db.session.expire_all()
    assert db.session.get(NetworkManager, (user.id, "vergers")) is None


@on_sqlite
@pytest.mark.parametrize("name", ["", "   ", "!!!", "Vergers", "x" * 121, "\0"])
def test_a_name_that_cannot_be_is_refused_and_kept(app: Flask, name: str) -> None:
    boss = admin(app)
    boss.send(NETWORKS, {"name": "Vergers"})
    answer = boss.send(NETWORKS, {"name": name})
    assert answer.status_code == 200
    assert "Une chose est à corriger" in answer.text
    assert db.session.scalars(select(Network.slug)).all() == ["vergers"]


@on_sqlite
def test_an_address_that_is_none_is_refused_beside_its_field(app: Flask) -> None:
    boss = admin(app)
    boss.send(NETWORKS, {"name": "Vergers"})
    answer = boss.send(f"{NETWORKS}/vergers/responsables", {"email": "nouvelle@"})
    assert "Cette adresse n’est pas complète" in answer.text
    assert 'value="nouvelle@"' in answer.text
