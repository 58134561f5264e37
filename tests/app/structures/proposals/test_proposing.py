"""A structure that no list has: proposed, likened to those there are, accepted or refused."""

from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.structures.claiming.deciding import decide
from app.structures.claiming.settling import AlreadyDecidedError, UndecidableError
from app.structures.models import Claim, ClaimStatus
from app.structures.proposals.countries import country_choices
from app.structures.proposals.deciding import decide_proposal
from domain.models import (
    HistoryAction,
    HistoryEntry,
    Network,
    OutboxEntry,
    PointPrecision,
    Supplier,
)
from tests.app.cast import make_supplier
from tests.app.pages import on_sqlite, page, plain, publish
from tests.app.people import Person, buyer, letters, manager_of, moderator, visitor

AUTHOR = "acheteuse@atelier.example"
SIRET = "78331234100044"


def fields(**changed: Any) -> dict[str, Any]:
    return {
        "name": "La Ressourcerie du lac",
        "siret": "",
        "country": "FR",
        "postcode": "49000",
        "city": "Angers",
        "network": "",
        "statement": "Je la préside. Nous réparons des meubles.",
        **changed,
    }


def proposed(person: Person, **changed: Any) -> Supplier:
    answer = person.send("/proposer", fields(**changed))
    assert answer.status_code == 302, answer.text
    db.session.expire_all()
    return db.session.scalars(select(Supplier).order_by(Supplier.id.desc())).first()


def with_network(app: Flask) -> Person:
    db.session.add(Network(slug="cress", name="CRESS"))
    db.session.commit()
    return manager_of("cress", app)


def test_a_structure_is_proposed_and_seen_by_nobody_else(app: Flask) -> None:
    person = buyer(app)
    supplier = proposed(person)
    assert supplier.awaits_review
    assert (supplier.code_insee, supplier.city) == ("49007", "Angers")
    assert supplier.point_precision is PointPrecision.COMMUNE
    assert visitor(app).open(f"/fournisseur/{supplier.id}").status_code == 404
    assert buyer(app, "autre@atelier.example").open(f"/structure/{supplier.id}").status_code == 404
    actions = db.session.scalars(select(HistoryEntry.action).filter_by(supplier_id=supplier.id))
    assert set(actions) == {HistoryAction.PROPOSED, HistoryAction.TEAM}


@on_sqlite
def test_its_letter_says_who_sees_the_page_meanwhile(app: Flask) -> None:
    proposed(buyer(app))
    told = " ".join(letters(AUTHOR)[-1].text.split())
    assert "personne d’autre que vous et ceux qui vous répondent ne la voit" in told


@on_sqlite
@pytest.mark.parametrize("network", ["", "cress"])
def test_its_letter_names_a_network_when_one_will_read_it(app: Flask, network: str) -> None:
    with_network(app)
    proposed(buyer(app), network=network)
    assert ("ou par son réseau" in letters(AUTHOR)[-1].text) is bool(network)


@on_sqlite
def test_its_author_fills_the_page_meanwhile_and_owns_nothing(app: Flask) -> None:
    person = buyer(app)
    supplier = proposed(person)
    assert person.open(f"/structure/{supplier.id}").status_code == 200
    team = f"/structure/{supplier.id}/equipe"
    assert "dès que la structure sera dans l’annuaire" in person.page(team)
    assert person.send(f"{team}/inviter", {"email": "a@b.example"}).status_code == 404


def test_accepted_it_is_listed_and_its_author_s(app: Flask) -> None:
    person = buyer(app)
    supplier = proposed(person)
    last = select(OutboxEntry.id).filter_by(supplier_id=supplier.id)
    before = len(db.session.scalars(last).all())
    decide_proposal(supplier.id, True, "Bienvenue.", "user:99")
    assert supplier.is_listed
    assert len(db.session.scalars(last).all()) > before
    assert visitor(app).open(f"/fournisseur/{supplier.id}").status_code == 301
    assert "Inviter un collègue" in person.page(f"/structure/{supplier.id}/equipe")
    letter = letters(AUTHOR)[-1]
    assert plain(letter.subject) == "« La Ressourcerie du lac » est en ligne"
    assert "Bienvenue." in letter.text


def test_refused_its_author_is_told_why(app: Flask) -> None:
    person = buyer(app)
    supplier = proposed(person)
    decide_proposal(supplier.id, False, "Elle n’est pas de l’ESS.", "user:99")
    assert not supplier.is_listed
    assert "gardez une copie" in letters(AUTHOR)[-2].text
    assert "Elle n’est pas de l’ESS." in letters(AUTHOR)[-1].text
    assert "vous ne pouvez plus la lire" in letters(AUTHOR)[-1].text
    assert person.open(f"/structure/{supplier.id}").status_code == 404
    assert db.session.scalars(select(Claim.status)).one() is ClaimStatus.REFUSED


@on_sqlite
def test_a_proposal_is_decided_once(app: Flask) -> None:
    supplier = proposed(buyer(app))
    decide_proposal(supplier.id, True, "Oui.", "user:99")
    with pytest.raises(AlreadyDecidedError):
        decide_proposal(supplier.id, False, "Non.", "user:98")
    assert supplier.is_listed


@on_sqlite
def test_a_proposal_is_not_decided_as_a_mere_claim(app: Flask) -> None:
    proposed(buyer(app))
    claim = db.session.scalars(select(Claim)).one()
    with pytest.raises(UndecidableError):
        decide(claim.id, True, "Oui.", "user:99")


@on_sqlite
def test_an_author_who_leaves_withdraws_it(app: Flask) -> None:
    person = buyer(app)
    supplier = proposed(person)
    assert "La proposition sera retirée" in person.page(f"/structure/{supplier.id}/equipe/quitter")
    person.send(f"/structure/{supplier.id}/equipe/quitter")
    with pytest.raises(AlreadyDecidedError):
        decide_proposal(supplier.id, True, "Oui.", "user:99")


# What is typed


@on_sqlite
def test_a_valid_siret_is_kept_without_its_spaces(app: Flask) -> None:
    assert proposed(buyer(app), siret="783 312 341 00044").siret == SIRET


@on_sqlite
@pytest.mark.parametrize(
    "changed",
    [
        {"name": ""},
        {"name": "x" * 201},
        {"name": "a\x00b"},
        {"siret": "12345678901234"},
        {"siret": "abc"},
        {"city": ""},
        {"city": "Nulle-Part-sur-Mer"},
        {"city": "Saint-Martin", "postcode": ""},
        {"country": "XX"},
        {"country": "IE", "city": "Cork"},
        {"country": "CH", "city": "Berne", "latitude": "48,85", "longitude": "2,35"},
        {"latitude": "47,8", "longitude": "-0,55"},  # far from Angers
        {"latitude": "47,1"},
        {"latitude": "nan", "longitude": "inf"},
        {"latitude": "91", "longitude": "0"},
        {"latitude": "1e400", "longitude": "0"},
        {"network": "nowhere"},
        {"statement": ""},
        {"statement": "x" * 3000},
        {"seen": "9" * 400},
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    app: Flask, changed: dict[str, str]
) -> None:
    answer = buyer(app).send("/proposer", fields(**changed))
    assert answer.status_code == 200
    assert "est à corriger" in answer.text or "sont à corriger" in answer.text
    if "statement" not in changed:
        assert "Nous réparons des meubles." in answer.text
    assert db.session.scalars(select(Supplier)).all() == []


@on_sqlite
def test_a_structure_abroad_is_placed_by_hand(app: Flask) -> None:
    abroad = {"country": "IE", "city": "Cork", "postcode": "", "latitude": "51,8985"}
    supplier = proposed(buyer(app), **abroad, longitude="-8.4756")
    assert supplier.point == (51.8985, -8.4756)
    assert (supplier.country, supplier.code_insee) == ("IE", None)
    assert supplier.point_precision is PointPrecision.HAND


@on_sqlite
def test_a_point_far_from_its_commune_may_be_meant(app: Flask) -> None:
    far = {"latitude": "47,8", "longitude": "-0,55", "seen_far": "47.8,-0.55"}
    assert proposed(buyer(app), **far).point == (47.8, -0.55)


@on_sqlite
def test_a_place_set_by_hand_is_said_to_be(app: Flask) -> None:
    abroad = {"country": "IE", "city": "Cork", "latitude": "51.8985", "longitude": "-8.4756"}
    supplier = proposed(buyer(app), **abroad)
    decide_proposal(supplier.id, True, "", "user:99")
    assert "Placée sur la carte par la structure." in page(app, f"/fournisseur/{supplier.id}")


@on_sqlite
def test_neighbours_come_first_and_their_maps_are_known(app: Flask) -> None:
    codes = [code for code, _ in country_choices()]
    assert codes[:9] == ["FR", "DE", "BE", "ES", "IT", "LU", "MC", "GB", "CH"]
    assert len(codes) == len(set(codes))
    assert 'data-frames=\'{"BE":' in buyer(app).page("/proposer")


@on_sqlite
def test_its_author_sees_by_when_it_is_answered(app: Flask) -> None:
    with time_machine.travel("2026-03-02T10:00:00Z", tick=False):
        person = buyer(app)
        proposed(person)
        account = person.page("/compte")
    assert "attend d’être acceptée, réponse au plus tard le 17 mars 2026" in account


# Near duplicates


@on_sqlite
@pytest.mark.parametrize(
    "likeness",
    [
        {"siret": SIRET, "name": "Tout autre nom"},
        {"name": "Ateliers du Vergers"},
        {"name": "Assoc. Atelier Verger"},
    ],
)
def test_structures_that_it_may_be_are_offered_first(app: Flask, likeness: dict[str, str]) -> None:
    known = make_supplier(siret=SIRET)
    publish(app, known)
    person = buyer(app)
    answer = person.send("/proposer", fields(**likeness))
    assert f"/structure/{known.id}/revendiquer" in answer.text
    assert f'name="seen" type="hidden" value="{known.id}"' in answer.text
    assert "Ce n’est pas elle" in plain(answer.text)
    assert ("Même SIRET" in answer.text) is ("siret" in likeness)
    assert len(db.session.scalars(select(Supplier)).all()) == 1
    assert proposed(person, **likeness, seen=str(known.id)).id != known.id


@on_sqlite
def test_another_name_or_another_commune_is_another_structure(app: Flask) -> None:
    publish(app, make_supplier())
    person = buyer(app)
    proposed(person, name="Couture et compagnie")
    proposed(person, name="Les Ateliers du Verger", postcode="44000", city="Nantes")


@on_sqlite
def test_sent_twice_it_is_proposed_once(app: Flask) -> None:
    person = buyer(app)
    first = proposed(person)
    answer = person.send("/proposer", fields())
    assert "Reprendre cette proposition" in answer.text
    assert db.session.scalars(select(Supplier)).all() == [first]


@on_sqlite
def test_the_proposals_of_others_are_not_told(app: Flask) -> None:
    proposed(buyer(app, "autre@atelier.example"))
    proposed(buyer(app))
    assert len(db.session.scalars(select(Supplier)).all()) == 2


@on_sqlite
def test_its_demand_goes_with_it_alone(app: Flask) -> None:
    """Withdrawn by itself, the structure would be accepted and be nobody's."""
    person = buyer(app)
    supplier = proposed(person)
    assert person.send(f"/structure/{supplier.id}/revendiquer/retirer").status_code == 404
    person.send(f"/structure/{supplier.id}/equipe/quitter")
    db.session.expire_all()
    assert db.session.scalars(select(Claim)).one().status is ClaimStatus.WITHDRAWN


# Networks


def test_a_manager_of_the_network_named_accepts_it(app: Flask) -> None:
    manager = with_network(app)
    supplier = proposed(buyer(app), network="cress")
    path = f"/reseau/cress/propositions/{supplier.id}"
    assert path in letters("reseau@atelier.example")[-1].text
    waiting = manager.page("/reseau/cress/propositions")
    assert "La Ressourcerie du lac" in waiting
    assert 'href="/reseau/cress/equipe"' in waiting
    assert "Je la préside." in manager.page(path)
    manager.send(path, {"reason": "Membre depuis 2020.", "accept": ""})
    db.session.expire_all()
    assert supplier.is_listed
    assert "Membre depuis 2020." in letters(AUTHOR)[-1].text


@on_sqlite
def test_a_manager_accepts_without_a_word(app: Flask) -> None:
    manager = with_network(app)
    supplier = proposed(buyer(app), network="cress")
    manager.send(f"/reseau/cress/propositions/{supplier.id}", {"reason": "", "accept": ""})
    db.session.expire_all()
    assert supplier.is_listed


@on_sqlite
def test_a_manager_refuses_it_with_a_reason(app: Flask) -> None:
    manager = with_network(app)
    supplier = proposed(buyer(app), network="cress")
    path = f"/reseau/cress/propositions/{supplier.id}"
    assert "field-error" in manager.send(path, {"reason": "", "refuse": ""}).text
    manager.send(path, {"reason": "Inconnue de nous.", "refuse": ""})
    assert "Inconnue de nous." in letters(AUTHOR)[-1].text


@on_sqlite
def test_a_network_decides_of_its_own_alone(app: Flask) -> None:
    manager = with_network(app)
    db.session.add(Network(slug="autre", name="Autre"))
    db.session.commit()
    supplier = proposed(buyer(app), network="autre")
    assert manager.open(f"/reseau/autre/propositions/{supplier.id}").status_code == 404
    assert manager.open(f"/reseau/cress/propositions/{supplier.id}").status_code == 404
    assert moderator(app).open(f"/reseau/autre/propositions/{supplier.id}").status_code == 200
