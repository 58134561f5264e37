"""A network vouches for its members; their pages, the history and the search say so."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.indexing import ensure_index
from app.networks.place.models import NetworkPlace
from app.structures.facts import Origin
from app.structures.saving import write_facts
from domain.models import HistoryEntry, Membership, OutboxEntry, ProofDegree, Supplier, today
from search.relay import silently
from tests.app.networks.place.cast import OTHER, PAGE, SINCE, VERGERS, member, published, vouched
from tests.app.pages import on_sqlite, page, plain
from tests.app.people import Person, editor_of, manager_of, moderator

VOUCH = f"/reseau/{VERGERS}/garanties"
MEMBERS = f"/reseau/{VERGERS}/membres"
SAID = {"confirm": "oui", "degree": "verifie", "on": "2026-05-03"}


def said_of(supplier: Supplier) -> dict[str, tuple[ProofDegree | None, date | None]]:
    db.session.expire_all()
    return {row.network_slug: (row.degree, row.vouched_on) for row in supplier.memberships}


def say(manager: Person, *suppliers: Supplier, **said: Any) -> str:
    """The page that answers."""
    chosen = {"chosen": [supplier.id for supplier in suppliers]}
    answer = manager.send(VOUCH, chosen | SAID | said)
    return answer.text if answer.status_code == 200 else manager.page(answer.location)


def test_it_works(app: Flask) -> None:
    one, two = member("Un"), member("Deux", VERGERS, OTHER)
    published(app, one, two)
    manager = manager_of(VERGERS, app)
    asked = manager.send(VOUCH, {"chosen": [one.id, two.id]}).text
    assert "Que dites-vous de ces structures" in asked
    assert "C’est enregistré : 2 fiches changées." in say(manager, one, two)
    assert said_of(two) == {VERGERS: (ProofDegree.VERIFIED, SINCE), OTHER: (None, None)}
    assert "vérifiée par Vergers le 3 mai 2026" in page(app, f"/fournisseur/{one.id}")
    assert "Vérifiée le 3 mai 2026" in manager.page(MEMBERS)
    assert "2 vérifiés par ce réseau" in page(app, PAGE)


def test_the_history_tells_it(app: Flask) -> None:
    one = member()
    published(app, one)
    manager = manager_of(VERGERS, app)
    say(manager, one, degree="charte")
    entry = db.session.scalars(select(HistoryEntry).filter_by(supplier_id=one.id)).one()
    told = {"network": VERGERS, "degree": "charte", "on": "2026-05-03"}
    assert entry.changes == {"vouchings": [[], [told]]}
    history = editor_of(one, app).page(f"/structure/{one.id}/historique")
    assert "signataire de la charte de Vergers le 3 mai 2026" in history
    assert "d’un réseau" in history


@on_sqlite
def test_nothing_is_said_that_was_not_chosen(app: Flask) -> None:
    one = member()
    published(app, one)
    manager = manager_of(VERGERS, app)
    told = manager.send(VOUCH, {"chosen": [one.id], "confirm": "oui", "on": "2026-05-03"}).text
    assert "Choisissez ce que vous dites de ces structures." in told
    assert said_of(one) == {VERGERS: (None, None)}


@on_sqlite
def test_what_is_vouched_for_comes_first_in_the_search(app: Flask) -> None:
    published(app, member("Atelier Lilas"), member("Atelier Muguet"))
    html = page(app, f"{PAGE}?q=atelier")
    assert html.index("Atelier</mark> Lilas") < html.index("Atelier</mark> Muguet")
    say(manager_of(VERGERS, app), db.session.get_one(Supplier, 2))
    assert db.session.scalars(select(OutboxEntry.supplier_id)).all()[-1] == 2
    ensure_index(app.config["SETTINGS"], db.sessionmaker, silently)
    html = page(app, f"{PAGE}?q=atelier")
    assert html.index("Atelier</mark> Muguet") < html.index("Atelier</mark> Lilas")


@on_sqlite
def test_a_network_withdraws_its_word(app: Flask) -> None:
    one = vouched(member("Un", VERGERS, OTHER))
    published(app, one)
    say(manager_of(VERGERS, app), one, degree="", on="")
    assert said_of(one) == {VERGERS: (None, None), OTHER: (ProofDegree.VERIFIED, SINCE)}


@on_sqlite
def test_saying_it_again_changes_nothing(app: Flask) -> None:
    one = vouched(member())
    published(app, one)
    assert "Rien n’a changé." in say(manager_of(VERGERS, app), one)
    assert not db.session.scalars(select(HistoryEntry)).all()


@on_sqlite
def test_only_members_are_vouched_for(app: Flask) -> None:
    elsewhere = member("Ailleurs", OTHER)
    published(app, elsewhere)
    manager = manager_of(VERGERS, app)
    for chosen in ([elsewhere.id], ["x"], ["9" * 30], ["\x00"], []):
        answer = manager.send(VOUCH, {"chosen": chosen} | SAID)
        assert answer.location == MEMBERS
    assert said_of(elsewhere) == {OTHER: (None, None)}
    assert "Cochez au moins une structure" in manager.page(MEMBERS)


@on_sqlite
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"on": ""}, "Indiquez depuis quand"),
        ({"on": (today() + timedelta(days=2)).isoformat()}, "n’est pas encore venue"),
        ({"on": "0001-01-01"}, "Vérifiez l’année"),
        ({"on": "\x00"}, "Écrivez une date"),
        ({"degree": "labellise"}, "Choisissez une réponse"),
        ({"degree": "\x00"}, "ne peut pas être lu"),
    ],
)
def test_what_cannot_be_said_is_refused_and_nothing_typed_is_lost(
    app: Flask, said: dict[str, str], told: str
) -> None:
    one = member()
    published(app, one)
    html = say(manager_of(VERGERS, app), one, **said)
    assert told in html
    assert f'value="{one.id}" checked' in html
    assert said_of(one) == {VERGERS: (None, None)}


@on_sqlite
def test_nobody_signed_a_charter_before_it_was_adopted(app: Flask) -> None:
    one = member()
    published(app, one)
    place = NetworkPlace(network_slug=VERGERS, charter="Dix engagements", changed_by="user:1")
    place.charter_on = SINCE + timedelta(days=1)
    db.session.add(place)
    db.session.commit()
    manager = manager_of(VERGERS, app)
    assert "adoptée le 4 mai 2026 : personne" in plain(say(manager, one, degree="charte"))
    assert said_of(one) == {VERGERS: (None, None)}
    say(manager, one, degree="verifie")
    assert said_of(one) == {VERGERS: (ProofDegree.VERIFIED, SINCE)}


@on_sqlite
def test_the_list_stays_where_it_was(app: Flask) -> None:
    one = member()
    published(app, one)
    manager = manager_of(VERGERS, app)
    where = "?q=verger&liste=3&page=1&network=x&_external=1&_scheme=x"
    answer = manager.send(VOUCH + where, {"chosen": [one.id]} | SAID)
    assert answer.location == f"{MEMBERS}?q=verger&liste=3&page=1"
    assert manager.open(VOUCH).location == MEMBERS


# What others do meanwhile


@on_sqlite
def test_what_changes_the_list_of_networks_leaves_it(app: Flask) -> None:
    one = vouched(member())
    published(app, one)
    write_facts(one, {"networks": [VERGERS, OTHER]}, Origin.now("liste"), "import:liste")
    db.session.commit()
    assert said_of(one) == {VERGERS: (ProofDegree.VERIFIED, SINCE), OTHER: (None, None)}


@on_sqlite
def test_another_network_never_inherits_it(app: Flask) -> None:
    one = vouched(member())
    published(app, one)
    write_facts(one, {"networks": [OTHER]}, Origin.now("liste"), "import:liste")
    db.session.commit()
    assert said_of(one) == {OTHER: (None, None)}


@on_sqlite
def test_a_structure_does_not_take_it_back_but_a_moderator_does(app: Flask) -> None:
    one = member()
    published(app, one)
    say(manager_of(VERGERS, app), one)
    entry = db.session.scalars(select(HistoryEntry)).one()
    revert = f"/structure/{one.id}/historique/{entry.id}/annuler"
    editor_of(one, app).send(revert)
    assert said_of(one)[VERGERS][0] is ProofDegree.VERIFIED
    moderator(app).send(revert)
    assert said_of(one) == {VERGERS: (None, None)}
    assert db.session.scalars(select(Membership.source)).all() == ["vergers-2026"]


@on_sqlite
def test_who_keeps_the_page_is_not_offered_to_put_back_what_a_network_withdrew(
    app: Flask,
) -> None:
    one = member()
    published(app, one)
    manager = manager_of(VERGERS, app)
    say(manager, one)
    say(manager, one, degree="")
    history = f"/structure/{one.id}/historique"
    assert "Annuler ce changement" not in editor_of(one, app).page(history)
    assert "Annuler ce changement" in moderator(app).page(history)
