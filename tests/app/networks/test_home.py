"""A manager's home: what waits, how the network stands, the ways to the rest."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import inspect

from app.accounts.invitations import VALID_FOR
from app.db import db
from app.networks.home import PLACES
from app.networks.lists.models import ListRow, ListState, MemberList, RowOutcome
from app.networks.lists.queries import last_list
from domain.models import utcnow
from tests.app.networks.cast import NETWORK, PAGES, member
from tests.app.pages import on_sqlite, publish
from tests.app.people import Person, editor_of, manager_of


def test_it_works(app: Flask, manager: Person) -> None:
    editor_of(member("Tenue"), app)
    member("Vide", services=[])
    member("Proposée", awaits_review=True)
    page = manager.page(PAGES)
    assert "1 structure demande à paraître" in page
    assert "1 fiche ne dit ni services ni présentation" in page
    assert "<dt>Membres</dt><dd><a" in page
    assert ">2</a></dd>" in page
    assert f'href="{PAGES}"' in manager.page("/compte")


@on_sqlite
def test_nothing_that_waits_is_said(app: Flask, manager: Person) -> None:
    assert "ajoutez d’abord vos membres" in manager.page(PAGES)
    editor_of(member(), app)
    assert "Rien pour l’instant." in manager.page(PAGES)


@on_sqlite
def test_who_is_to_be_invited_waits(manager: Person) -> None:
    member("Une", listed_at="contact@une.example")
    member("Autre", listed_at="contact@autre.example")
    member("Sans")
    page = manager.page(PAGES)
    assert "2 membres à inviter, dont l’adresse est connue" in page
    assert "1 membre sans adresse où écrire" in page
    assert "Sans</a>" in manager.page(f"{PAGES}/membres?fiches=sans-adresse")


@on_sqlite
def test_rows_that_the_last_list_leaves_wait(manager: Person) -> None:
    by = {"dropped_by": "user:1", "asked_by": "user:1", "state": ListState.APPLIED}
    for name in ("avant.csv", "membres.csv"):
        one = MemberList(network_slug=NETWORK, filename=name, file_sha256="", **by)
        db.session.add(one)
        db.session.flush()
        left = (RowOutcome.DOUBTFUL, RowOutcome.REJECTED, RowOutcome.REJECTED)
        db.session.add_all(ListRow(list_id=one.id, outcome=outcome) for outcome in left)
    db.session.commit()
    page = manager.page(PAGES)
    assert page.count("1 ligne à décider dans votre dernière liste") == 1
    assert "2 lignes refusées dans votre dernière liste" in page


@on_sqlite
def test_a_list_whose_columns_nobody_has_matched_waits(manager: Person) -> None:
    by = {"dropped_by": "user:1", "asked_by": "user:1", "file_sha256": ""}
    db.session.add(MemberList(network_slug=NETWORK, filename="membres.csv", **by))
    db.session.commit()
    page = manager.page(PAGES)
    assert "Votre dernière liste attend : dites ce que contient chaque colonne" in page
    assert "/listes/1/colonnes" in page


@on_sqlite
def test_of_all_the_lists_only_the_last_is_asked_for(manager: Person) -> None:
    by = {"dropped_by": "user:1", "asked_by": "user:1", "file_sha256": ""}
    for name in ("avant.csv", "membres.csv"):
        db.session.add(MemberList(network_slug=NETWORK, filename=name, **by))
    db.session.commit()
    db.session.expunge_all()
    last = last_list(NETWORK)
    assert last is not None
    assert "words" in inspect(last).unloaded
    assert [it.filename for it in db.session if isinstance(it, MemberList)] == ["membres.csv"]


@on_sqlite
def test_an_invitation_without_an_answer_in_time_waits(app: Flask, manager: Person) -> None:
    supplier = member()
    invited = {"supplier": supplier.id, "email": "direction@verger.example"}
    manager.send(f"{PAGES}/membres", invited)
    with time_machine.travel(utcnow() + VALID_FOR + timedelta(hours=1), tick=False):
        again = manager_of(NETWORK, app, "seconde@vergers.example")
        assert "1 invitation a expiré sans réponse" in again.page(PAGES)
        assert "Les Ateliers du Verger" in again.page(f"{PAGES}/membres?fiches=expirees")


@on_sqlite
def test_every_place_it_leads_to_is_there(app: Flask, manager: Person) -> None:
    publish(app)
    for endpoint, *_ in PLACES:
        with app.test_request_context():
            path = app.url_for(endpoint, network=NETWORK, _external=False)
        assert manager.open(path).status_code == 200


@on_sqlite
@pytest.mark.parametrize(
    ("path", "tab"),
    [
        ("", "Accueil"),
        ("/membres/ajouter", "Membres"),
        ("/listes", "Listes"),
        ("/integration-code", "Présentation"),
        ("/rencontres/nouvelle", "Rencontres"),
    ],
)
def test_every_page_is_under_one_of_the_tabs(manager: Person, path: str, tab: str) -> None:
    assert f'aria-current="page">{tab}</a>' in manager.page(f"{PAGES}{path}")
