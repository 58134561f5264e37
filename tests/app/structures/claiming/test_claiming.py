""" "C'est ma structure": what proves it at once, what a code proves, what a moderator decides."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from threading import Barrier
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Editorship
from app.accounts.passwords import hashed
from app.db import db
from app.structures.claiming.settling import MOST_OPEN, plead
from app.structures.facts import PEOPLE
from app.structures.models import Claim, ClaimProof, ClaimStatus
from domain.models import (
    Contact,
    ContactKind,
    HistoryAction,
    HistoryEntry,
    Membership,
    Network,
    SourceRecord,
    Supplier,
    utcnow,
)
from tests.app.cast import TODAY, make_supplier
from tests.app.pages import on_sqlite, plain, publish
from tests.app.people import (
    FROM_HERE,
    Person,
    buyer,
    code_sent,
    editor_of,
    letters,
    make_user,
    manager_of,
    visitor,
)

SOURCE_ADDRESS = "contact@verger.example"
# Its name is never after "de", which it may contract with, or elide.
SETTLED = "La fiche « Les Ateliers du Verger » est à vous"


def stored(app: Flask, *addresses: str, **values: Any) -> Supplier:
    supplier = make_supplier(**values)
    supplier.contacts = [
        Contact(kind=ContactKind.EMAIL, value=address, source="test", as_of=TODAY)
        for address in addresses
    ]
    publish(app, supplier)
    return supplier


def path_of(supplier: Supplier, *more: str) -> str:
    return "/".join((f"/structure/{supplier.id}/revendiquer", *more))


def claim_of(supplier: Supplier) -> Claim:
    db.session.expire_all()
    return db.session.scalars(select(Claim).filter_by(supplier_id=supplier.id)).one()


def owns(person: Person, supplier: Supplier) -> bool:
    assert person.user is not None
    db.session.expire_all()
    held = db.session.get(Editorship, (person.user.id, supplier.id))
    return held is not None and held.is_owner


def test_the_address_that_the_source_gave_settles_it_in_one_tap(app: Flask) -> None:
    supplier = stored(app, SOURCE_ADDRESS)
    person = buyer(app, SOURCE_ADDRESS)
    assert "Oui, tenir cette fiche" in person.page(path_of(supplier))
    assert person.send(path_of(supplier)).location == f"/structure/{supplier.id}"
    assert owns(person, supplier)
    settled = claim_of(supplier)
    assert (settled.proof, settled.status) == (ClaimProof.SOURCE_EMAIL, ClaimStatus.SETTLED)
    assert plain(letters(SOURCE_ADDRESS)[-1].subject) == SETTLED


def test_pressed_twice_at_once_nobody_is_said_to_have_taken_it(app: Flask) -> None:
    supplier = stored(app, SOURCE_ADDRESS)
    person = buyer(app, SOURCE_ADDRESS)
    browsers = [person, Person(app, person.user)]
    posted, path = [{"csrf_token": one.token()} for one in browsers], path_of(supplier)
    desk = f"/structure/{supplier.id}"
    db.session.close()
    start = Barrier(2)

    def press(number: int) -> str | None:
        start.wait()
        return browsers[number].client.post(path, data=posted[number], headers=FROM_HERE).location

    with ThreadPoolExecutor(2) as both:
        assert list(both.map(press, range(2))) == [desk, desk]


@on_sqlite
def test_opening_the_page_settles_nothing(app: Flask) -> None:
    supplier = stored(app, SOURCE_ADDRESS)
    buyer(app, SOURCE_ADDRESS).page(path_of(supplier))
    assert db.session.scalars(select(Claim)).all() == []


@on_sqlite
def test_a_visitor_signs_in_and_comes_back(app: Flask) -> None:
    supplier = stored(app, SOURCE_ADDRESS)
    person = visitor(app)
    asked = person.open(path_of(supplier))
    person.send("/connexion", {"email": SOURCE_ADDRESS, "suite": asked.location.split("=")[1]})
    answer = person.send("/connexion/code", {"code": code_sent(SOURCE_ADDRESS)})
    assert answer.location == path_of(supplier)


@on_sqlite
def test_an_address_of_its_own_domain_settles_it_too(app: Flask) -> None:
    supplier = stored(app, website="https://www.verger.example/")
    person = buyer(app, "sacha@verger.example")
    person.send(path_of(supplier))
    assert owns(person, supplier)
    assert claim_of(supplier).proof is ClaimProof.DOMAIN_EMAIL


def test_a_code_to_the_source_s_address_settles_it(app: Flask) -> None:
    supplier = stored(app, SOURCE_ADDRESS)
    person = buyer(app)
    shown = person.page(path_of(supplier))
    assert "c•••••t@verger.example" in shown
    assert SOURCE_ADDRESS not in shown
    assert person.send(path_of(supplier), {"to": "0"}).location == path_of(supplier, "code")
    person.send(path_of(supplier, "code"), {"code": code_sent(SOURCE_ADDRESS)})
    assert owns(person, supplier)


@on_sqlite
def test_a_wrong_code_settles_nothing(app: Flask) -> None:
    supplier = stored(app, SOURCE_ADDRESS)
    person = buyer(app)
    person.send(path_of(supplier), {"to": "0"})
    wrong = "000000" if code_sent(SOURCE_ADDRESS) != "000000" else "000001"
    answer = person.send(path_of(supplier, "code"), {"code": wrong})
    assert "Ce n’est pas le bon code" in answer.text
    assert not owns(person, supplier)


@on_sqlite
def test_a_code_for_one_page_is_none_for_another(app: Flask) -> None:
    supplier, other = stored(app, SOURCE_ADDRESS), stored(app, SOURCE_ADDRESS, name="Autre")
    person = buyer(app)
    person.send(path_of(supplier), {"to": "0"})
    answer = person.send(path_of(other, "code"), {"code": code_sent(SOURCE_ADDRESS)})
    assert answer.location == path_of(other)
    assert not owns(person, other)


@on_sqlite
def test_an_address_typed_at_the_own_domain_gets_the_code(app: Flask) -> None:
    supplier = stored(app, SOURCE_ADDRESS)
    person = buyer(app)
    person.send(path_of(supplier), {"to": "own", "address": "sacha@verger.example"})
    person.send(path_of(supplier, "code"), {"code": code_sent("sacha@verger.example")})
    assert owns(person, supplier)


@on_sqlite
@pytest.mark.parametrize("typed", ["sacha@ailleurs.example", "sacha", "sacha@sous.verger.example"])
def test_an_address_typed_elsewhere_gets_none(app: Flask, typed: str) -> None:
    supplier = stored(app, SOURCE_ADDRESS)
    answer = buyer(app).send(path_of(supplier), {"to": "own", "address": typed})
    assert "field-error" in answer.text
    assert f'value="{typed}"' in answer.text
    assert not letters()


@on_sqlite
def test_a_webmail_address_proves_nothing_of_its_neighbours(app: Flask) -> None:
    supplier = stored(app, "verger49@orange.fr")
    shown = buyer(app, "voisin@orange.fr").page(path_of(supplier))
    assert "v•••••9@orange.fr" in shown
    assert "Une autre adresse" not in shown


@on_sqlite
def test_a_domain_of_several_structures_goes_to_moderation(app: Flask) -> None:
    supplier = stored(app, website="https://federation.example")
    stored(app, "sud@federation.example", name="Antenne sud")
    answer = buyer(app, "nord@federation.example").open(path_of(supplier))
    assert answer.location == path_of(supplier, "moderation")


@on_sqlite
def test_a_page_within_somebody_s_site_is_no_domain_of_its_own(app: Flask) -> None:
    supplier = stored(app, website="https://ville.example/atelier")
    answer = buyer(app, "mairie@ville.example").open(path_of(supplier))
    assert answer.location == path_of(supplier, "moderation")


@on_sqlite
@pytest.mark.parametrize("source", sorted(PEOPLE))
def test_what_people_wrote_on_the_page_proves_nothing(app: Flask, source: str) -> None:
    supplier = stored(app)
    supplier.contacts = [
        Contact(kind=ContactKind.EMAIL, value="a@b.example", source=source, as_of=TODAY)
    ]
    db.session.commit()
    answer = buyer(app, "a@b.example").open(path_of(supplier))
    assert answer.location == path_of(supplier, "moderation")


@on_sqlite
def test_what_a_source_said_still_proves_once_editors_changed_it(app: Flask) -> None:
    supplier = stored(app)
    supplier.records.append(
        SourceRecord(
            source="siae",
            source_key="1",
            original_name="Verger",
            facts={"emails": ["Contact@Verger.example"]},
            as_of=TODAY,
        )
    )
    db.session.commit()
    person = buyer(app, SOURCE_ADDRESS)
    person.send(path_of(supplier))
    assert owns(person, supplier)


def test_without_a_proof_a_moderator_decides(app: Flask) -> None:
    supplier = stored(app)
    person = buyer(app)
    answer = person.open(path_of(supplier))
    assert answer.location == path_of(supplier, "moderation")
    person.send(answer.location, {"statement": "Je dirige l’atelier depuis 2019."})
    waiting = claim_of(supplier)
    assert (waiting.status, waiting.proof) == (ClaimStatus.OPEN, ClaimProof.DOCUMENT)
    assert waiting.decide_by is not None
    assert not owns(person, supplier)
    assert "Votre demande attend une réponse" in person.page(path_of(supplier))
    assert "reçue" in letters("acheteuse@atelier.example")[-1].subject


@on_sqlite
def test_a_document_is_kept_for_the_moderator(app: Flask) -> None:
    supplier = stored(app)
    person = buyer(app)
    pdf = (BytesIO(b"%PDF-1.7 kbis"), "kbis.pdf")
    person.send(path_of(supplier, "moderation"), {"statement": "Directrice.", "document": pdf})
    assert claim_of(supplier).document_id is not None
    assert "kbis.pdf" in person.page(path_of(supplier))


@on_sqlite
def test_a_file_that_is_none_is_refused_and_nothing_typed_is_lost(app: Flask) -> None:
    supplier = stored(app)
    page = (BytesIO(b"<html>"), "kbis.pdf")
    sent = {"statement": "Directrice.", "document": page}
    answer = buyer(app).send(path_of(supplier, "moderation"), sent)
    assert "field-error" in answer.text
    assert "Directrice." in answer.text
    assert db.session.scalars(select(Claim)).all() == []


@on_sqlite
@pytest.mark.parametrize("statement", ["", "a\x00b", "x" * 3000])
def test_a_hostile_statement_is_refused_beside_its_field(app: Flask, statement: str) -> None:
    supplier = stored(app)
    answer = buyer(app).send(path_of(supplier, "moderation"), {"statement": statement})
    assert answer.status_code == 200
    assert "field-error" in answer.text


@on_sqlite
def test_rival_claims_stand_side_by_side(app: Flask) -> None:
    supplier = stored(app)
    for address in ("un@atelier.example", "deux@atelier.example"):
        buyer(app, address).send(path_of(supplier, "moderation"), {"statement": "C’est moi."})
    assert len(db.session.scalars(select(Claim)).all()) == 2


@on_sqlite
def test_a_demand_that_waits_is_in_one_s_account(app: Flask) -> None:
    supplier = stored(app)
    with time_machine.travel("2026-03-02T10:00:00Z", tick=False):
        person = buyer(app)
        assert "Mes demandes" not in person.page("/compte")
        person.send(path_of(supplier, "moderation"), {"statement": "Je la dirige."})
        account = person.page("/compte")
    assert f'<a href="{path_of(supplier)}">Les Ateliers du Verger</a>' in account
    assert "Demandée le 2 mars 2026 ; réponse au plus tard le 17 mars 2026." in account


@on_sqlite
def test_a_demand_can_be_withdrawn(app: Flask) -> None:
    supplier = stored(app)
    person = buyer(app)
    person.send(path_of(supplier, "moderation"), {"statement": "C’est moi."})
    person.send(path_of(supplier, "retirer"))
    assert claim_of(supplier).status is ClaimStatus.WITHDRAWN


@on_sqlite
def test_an_account_has_few_demands_waiting(app: Flask) -> None:
    person = buyer(app)
    assert person.user is not None
    for position in range(MOST_OPEN):
        supplier = stored(app, name=f"Atelier {position}")
        plead(supplier, person.user, ClaimProof.DOCUMENT, "C’est moi.")
    last = stored(app, name="Un de trop")
    answer = person.send(path_of(last, "moderation"), {"statement": "C’est moi."})
    assert "10 demandes en attente" in answer.text


@on_sqlite
def test_a_page_is_not_asked_for_over_and_over(app: Flask) -> None:
    supplier, person = stored(app), buyer(app)
    for _ in range(3):
        person.send(path_of(supplier, "moderation"), {"statement": "C’est moi."})
        person.send(path_of(supplier, "retirer"))
    answer = person.send(path_of(supplier, "moderation"), {"statement": "C’est moi."})
    assert "plusieurs fois ce mois-ci" in answer.text


@on_sqlite
def test_what_was_not_asked_is_not_withdrawn(app: Flask) -> None:
    assert buyer(app).send(path_of(stored(app), "retirer")).status_code == 404


@on_sqlite
def test_the_letter_with_the_code_says_what_it_opens(app: Flask) -> None:
    supplier = stored(app, SOURCE_ADDRESS)
    buyer(app).send(path_of(supplier), {"to": "0"})
    letter = letters(SOURCE_ADDRESS)[-1]
    for told in (letter.text, letter.html):
        assert "Quelqu’un demande à tenir la fiche « Les Ateliers du Verger »" in plain(told)


@on_sqlite
def test_who_keeps_the_page_already_is_led_to_it(app: Flask) -> None:
    supplier = stored(app)
    assert editor_of(supplier, app).open(path_of(supplier)).location == f"/structure/{supplier.id}"


@on_sqlite
@pytest.mark.parametrize("page", ["", "/code", "/moderation"])
def test_a_page_that_nobody_sees_is_not_claimed(app: Flask, page: str) -> None:
    supplier = stored(app, awaits_review=True)
    assert buyer(app).open(path_of(supplier) + page).status_code == 404


@on_sqlite
def test_the_networks_that_listed_it_are_told(app: Flask) -> None:
    db.session.add(Network(slug="cress", name="CRESS"))
    supplier = stored(app, SOURCE_ADDRESS)
    supplier.memberships = [Membership(network_slug="cress", source="test", as_of=TODAY)]
    db.session.commit()
    manager_of("cress", app)
    buyer(app, SOURCE_ADDRESS).send(path_of(supplier))
    assert "tient désormais sa fiche" in letters("reseau@atelier.example")[-1].subject


@on_sqlite
def test_the_history_tells_who_took_the_page(app: Flask) -> None:
    supplier = stored(app, SOURCE_ADDRESS)
    person = buyer(app, SOURCE_ADDRESS)
    person.send(path_of(supplier))
    entry = db.session.scalars(select(HistoryEntry).filter_by(supplier_id=supplier.id)).one()
    assert person.user is not None
    assert (entry.action, entry.changes) == (
        HistoryAction.TEAM,
        {"owner": [None, person.user.actor]},
    )


@on_sqlite
def test_letters_lead_to_the_site_in_text_and_in_html(app: Flask) -> None:
    supplier = stored(app, SOURCE_ADDRESS, name="Tri & <b>Partage</b>")
    buyer(app, SOURCE_ADDRESS).send(path_of(supplier))
    letter = letters(SOURCE_ADDRESS)[-1]
    link = f"http://127.0.0.1:8000/structure/{supplier.id}"
    assert link in letter.text
    assert f'href="{link}"' in letter.html
    assert "<b>" not in letter.html
    assert "Tri & <b>Partage</b>" in letter.text
    assert not re.search(r"{|}|None", letter.text)


# Secrets, and those who no longer read their mailbox


def cookie_of(person: Person) -> dict[str, Any]:
    with person.client.session_transaction() as cookie:
        return dict(cookie)


@on_sqlite
def test_an_address_shown_half_hidden_is_not_told_by_the_cookie(app: Flask) -> None:
    supplier, person = stored(app, SOURCE_ADDRESS), buyer(app)
    person.send(path_of(supplier), {"to": "0"})
    assert SOURCE_ADDRESS not in str(cookie_of(person))
    assert SOURCE_ADDRESS not in person.page(path_of(supplier, "code"))


@on_sqlite
def test_an_address_not_read_lately_gets_a_code_first(app: Flask) -> None:
    supplier, person = stored(app, SOURCE_ADDRESS), buyer(app, SOURCE_ADDRESS)
    with time_machine.travel(utcnow() + timedelta(days=2), tick=False):
        assert "Un code y part" in person.page(path_of(supplier))
        assert person.send(path_of(supplier)).location == path_of(supplier, "code")
        assert not owns(person, supplier)
        person.send(path_of(supplier, "code"), {"code": code_sent(SOURCE_ADDRESS)})
    assert owns(person, supplier)


@on_sqlite
def test_a_password_does_not_tell_that_the_address_is_still_read(app: Flask) -> None:
    supplier = stored(app, SOURCE_ADDRESS)
    make_user(SOURCE_ADDRESS, password=hashed("trois chevaux sous la pluie"))
    person = visitor(app)
    typed = {"email": SOURCE_ADDRESS, "password": "trois chevaux sous la pluie"}
    assert person.send("/connexion/mot-de-passe", typed).location == "/compte"
    assert person.send(path_of(supplier)).location == path_of(supplier, "code")


def test_a_domain_stays_shared_when_its_contacts_have_changed(app: Flask) -> None:
    supplier = stored(app, website="https://federation.example")
    other = stored(app, name="Antenne sud")
    other.records[0].facts = {"emails": ["Sud@Federation.example"]}
    db.session.commit()
    answer = buyer(app, "nord@federation.example").open(path_of(supplier))
    assert answer.location == path_of(supplier, "moderation")


@on_sqlite
def test_demands_withdrawn_at_once_are_counted_too(app: Flask) -> None:
    person = buyer(app)
    for position in range(MOST_OPEN):
        supplier = stored(app, name=f"Atelier {position}")
        person.send(path_of(supplier, "moderation"), {"statement": "C’est moi."})
        person.send(path_of(supplier, "retirer"))
    last = stored(app, name="Un de trop")
    answer = person.send(path_of(last, "moderation"), {"statement": "C’est moi."})
    assert "10 demandes en attente" in answer.text
