"""What waits for a moderator: one list, filtered, decided one by one or many at once."""

import re
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text

from app.db import db
from app.moderation.models import Report
from app.structures.models import Claim, ClaimProof, ClaimStatus
from domain.models import (
    Document,
    DuplicateStatus,
    Membership,
    Merge,
    Network,
    OutboxEntry,
    ParkedDocument,
    ProbableDuplicate,
    ProofDegree,
    Supplier,
    SupplierLabel,
    utcnow,
)
from tests.app.cast import TODAY, make_supplier
from tests.app.pages import counted_queries, on_sqlite, publish
from tests.app.people import Person, buyer, editor_of, letters, make_user, moderator

QUEUE = "/moderation"
LABEL = r'<label for="[a-z]+-\d+"><span[^>]*>[^<]*</span>([^<]*)</label>'


@pytest.fixture
def person(app: Flask) -> Person:
    return moderator(app)


def stored(app: Flask, *names: str, **values: Any) -> list[Supplier]:
    suppliers = [make_supplier(name, **values) for name in names]
    publish(app, *suppliers)
    return suppliers


def report_on(supplier: Supplier, **values: Any) -> Report:
    report = Report(supplier_id=supplier.id, subject="autre", message="Fermée ?", **values)
    db.session.add(report)
    db.session.commit()
    return report


def pair_of(one: Supplier, other: Supplier) -> ProbableDuplicate:
    pair = ProbableDuplicate(first_id=one.id, second_id=other.id, reason="même SIRET")
    db.session.add(pair)
    db.session.commit()
    return pair


def claim_on(supplier: Supplier) -> Claim:
    user = make_user("dominique@atelier.example", name="Dominique")
    claim = Claim(
        supplier_id=supplier.id,
        user_id=user.id,
        proof=ClaimProof.DOCUMENT,
        statement="Je dirige l’atelier.",
        decide_by=utcnow() + timedelta(days=4),
    )
    db.session.add(claim)
    db.session.commit()
    return claim


def paper_of(supplier: Supplier, actor: str = "user:1") -> Document:
    """What proves a label of its page."""
    paper = {"filename": "agrement.pdf", "media_type": "application/pdf", "content": b"x"}
    document = Document(supplier_id=supplier.id, added_by=actor, **paper)
    db.session.add(document)
    db.session.flush()
    said = {"degree": ProofDegree.DECLARED, "source": "structure", "as_of": TODAY}
    supplier.labels = [SupplierLabel(label="esus", document_id=document.id, **said)]
    db.session.commit()
    return document


def test_every_kind_of_matter_is_in_one_list(app: Flask, person: Person) -> None:
    first, second, third, fourth, fifth = stored(app, "Un", "Deux", "Trois", "Quatre", "Cinq")
    third.awaits_review = True
    report_on(first)
    pair_of(first, second)
    claim_on(fourth)
    db.session.add(ParkedDocument(copy="meilisearch", supplier_id=fifth.id, error="Too large"))
    paper_of(first)
    page = person.page(QUEUE)
    for words in (
        "Signalement",
        "Doublon probable",
        "Nouvelle structure",
        "Demande de fiche",
        "Document",
        "Refusée par l’index",
    ):
        assert f'<span class="tag">{words}</span>' in page
    assert "Tout <strong>6</strong>" in page
    db.session.rollback()


def test_filters_and_counts(app: Flask, person: Person) -> None:
    here, elsewhere = stored(app, "Ici")[0], stored(app, "Là-bas", code_insee="44109")[0]
    db.session.add(Network(slug="cress-pdl", name="CRESS"))
    here.memberships = [Membership(network_slug="cress-pdl", source="test", as_of=TODAY)]
    report_on(here, created_at=utcnow() - timedelta(days=20))
    report_on(elsewhere)
    pair_of(here, elsewhere)
    assert names(person, "genre=signalement") == ["Ici", "Là-bas"]
    assert names(person, "genre=signalement&departement=44") == ["Là-bas"]
    assert names(person, "reseau=cress-pdl&genre=signalement") == ["Ici"]
    assert names(person, "age=15") == ["Ici"]
    assert names(person, "genre=rien&age=3&departement=zz&reseau=%00&page=99") == [
        "Ici",
        "Ici",
        "Là-bas",
    ]


def names(person: Person, query: str) -> list[str]:
    return sorted(re.findall(LABEL, person.open(f"{QUEUE}?{query}").text))


@on_sqlite
def test_what_was_promised_for_a_date_comes_first(app: Flask, person: Person) -> None:
    old, promised = stored(app, "Ancien", "Promis")
    report_on(old, created_at=utcnow() - timedelta(days=60))
    claim_on(promised)
    assert re.findall(LABEL, person.open(QUEUE).text) == ["Promis", "Ancien"]


@on_sqlite
def test_an_empty_queue_says_so(person: Person) -> None:
    assert "Rien n’attend." in person.page(QUEUE)


@on_sqlite
def test_pages_hold_twenty_five(app: Flask, person: Person) -> None:
    (supplier,) = stored(app, "Un")
    for _ in range(26):
        report_on(supplier)
    assert len(names(person, "")) == 25
    assert len(names(person, "page=2")) == 1


@on_sqlite
def test_a_page_costs_the_same_whatever_it_holds(app: Flask, person: Person) -> None:
    suppliers = stored(app, *(f"Structure {number}" for number in range(12)))
    counts = []
    for some in (suppliers[:2], suppliers[2:]):
        for one, other in pairwise(some):
            report_on(one)
            pair_of(one, other)
        person.open(QUEUE)
        with counted_queries(app) as statements:
            person.open(QUEUE)
        counts.append(len(statements))
    assert counts[0] == counts[1]


@on_sqlite
def test_a_paper_that_no_label_names_does_not_wait(app: Flask, person: Person) -> None:
    """Sent and not saved yet, or taken off the page: nobody could decide it."""
    (supplier,) = stored(app, "Un")
    paper_of(supplier)
    assert names(person, "") == ["Un"]
    supplier.labels = []
    db.session.commit()
    assert names(person, "") == []


# Deciding


def test_several_are_decided_at_once(app: Flask, person: Person) -> None:
    first, second, third = stored(app, "Un", "Deux", "Trois")
    report, pair = report_on(first, email="v@rue.example"), pair_of(second, third)
    chosen = [f"signalement-{report.id}", f"doublon-{pair.id}"]
    answer = person.send(QUEUE, {"chosen": chosen, "decision": "refuse", "reason": "Vérifié."})
    assert answer.location == QUEUE
    db.session.expire_all()
    assert (report.closed_by, report.outcome) == (person.user.actor, "sans suite : Vérifié.")  # type: ignore[union-attr]  # signed in
    assert pair.status is DuplicateStatus.REJECTED
    assert [letter.recipient for letter in letters()] == ["v@rue.example"]


@on_sqlite
def test_one_that_cannot_be_decided_stops_no_other(app: Flask, person: Person) -> None:
    (supplier,) = stored(app, "Un")
    closed, report = report_on(supplier, closed_at=utcnow()), report_on(supplier)
    chosen = [f"signalement-{closed.id}", f"signalement-{report.id}", "signalement-x", "rien-1"]
    person.send(QUEUE, {"chosen": chosen, "decision": "accept"})
    assert "déjà clos" in person.page(QUEUE)
    db.session.expire_all()
    assert report.closed_at is not None


@on_sqlite
def test_what_is_typed_and_ticked_stays_when_something_is_missing(
    app: Flask, person: Person
) -> None:
    (supplier,) = stored(app, "Un")
    claim = claim_on(supplier)
    nothing = person.send(QUEUE, {"decision": "accept", "reason": "Bonjour."}).text
    assert "Cochez au moins une ligne." in nothing
    assert "Bonjour." in nothing
    no_reason = person.send(QUEUE, {"decision": "refuse", "chosen": f"demande-{claim.id}"}).text
    assert "Dites pourquoi" in no_reason
    assert f'id="demande-{claim.id}" checked' in no_reason


@on_sqlite
def test_a_claim_shows_both_sides_and_is_refused_with_a_reason(app: Flask, person: Person) -> None:
    (supplier,) = stored(app, "Un")
    editor_of(supplier, app, "titulaire@atelier.example")
    claim = claim_on(supplier)
    page = person.page(f"{QUEUE}/demande/{claim.id}")
    assert "Je dirige l’atelier." in page
    assert "titulaire@atelier.example" in page
    person.send(f"{QUEUE}/demande/{claim.id}", {"decision": "refuse", "reason": "Pas de preuve."})
    db.session.expire_all()
    assert claim.status is ClaimStatus.REFUSED
    assert "Pas de preuve." in letters("dominique@atelier.example")[0].text


@on_sqlite
def test_a_claim_without_a_paper_says_so(app: Flask, person: Person) -> None:
    (supplier,) = stored(app, "Un")
    claim = claim_on(supplier)
    for path in (QUEUE, f"{QUEUE}/demande/{claim.id}"):
        assert "déclaration, sans document" in person.page(path)
    claim.document_id = paper_of(supplier).id
    db.session.commit()
    assert "document joint" in person.page(f"{QUEUE}/demande/{claim.id}")


@on_sqlite
def test_one_decided_too_early_is_told_apart_from_the_reason(app: Flask, person: Person) -> None:
    (supplier,) = stored(app, "Un")
    editor_of(supplier, app, "titulaire@atelier.example")
    claim = claim_on(supplier)
    page = person.page(f"{QUEUE}/demande/{claim.id}")
    assert "Pas encore ; à attendre jusqu’au" in page
    assert "Nécessaire, que vous acceptiez ou refusiez. Envoyé seulement à qui" in page
    answer = person.send(f"{QUEUE}/demande/{claim.id}", {"decision": "accept", "reason": "Oui."})
    assert "n’a pas encore répondu" in answer.text
    assert "field-error" not in answer.text
    assert ">Oui.</textarea>" in answer.text.replace("\r\n", "")


@on_sqlite
def test_a_dispute_is_not_settled_without_a_reason(app: Flask, person: Person) -> None:
    (supplier,) = stored(app, "Un")
    editor_of(supplier, app, "titulaire@atelier.example")
    claim = claim_on(supplier)
    claim.answer = "C’est nous."
    db.session.commit()
    one, chosen = f"{QUEUE}/demande/{claim.id}", {"chosen": f"demande-{claim.id}"}
    assert "Dites pourquoi" in person.send(one, {"decision": "accept"}).text
    assert "Dites pourquoi" in person.send(QUEUE, chosen | {"decision": "accept"}).text
    db.session.expire_all()
    assert claim.status is ClaimStatus.OPEN
    person.send(one, {"decision": "accept", "reason": "Les statuts."})
    db.session.expire_all()
    assert claim.status is ClaimStatus.SETTLED


@on_sqlite
def test_when_a_reason_is_needed_is_said_beforehand(app: Flask, person: Person) -> None:
    (supplier,) = stored(app, "Un")
    claim = claim_on(supplier)
    needed = "Facultatif pour accepter, nécessaire pour refuser."
    assert needed in person.page(f"{QUEUE}/demande/{claim.id}")
    assert "Nécessaire pour refuser une demande" in person.page(QUEUE)
    assert "Nécessaire pour refuser, et pour confier" in person.page(f"{QUEUE}?genre=demande")


@on_sqlite
def test_who_examines_a_claim_sees_its_rivals(app: Flask, person: Person) -> None:
    (supplier,) = stored(app, "Un")
    claim, rival = claim_on(supplier), Claim(supplier_id=supplier.id, statement="Non, c’est moi.")
    rival.user, rival.proof = make_user("rivale@atelier.example"), ClaimProof.DOMAIN_EMAIL
    rival.decide_by = utcnow()
    db.session.add(rival)
    db.session.commit()
    assert "1 autre demande sur cette fiche" in person.page(QUEUE)
    page = person.page(f"{QUEUE}/demande/{claim.id}")
    for told in (
        "rivale@atelier.example",
        "adresse du domaine de la structure",
        "Non, c’est moi.",
        f'href="/moderation/demande/{rival.id}"',
        "Lisez l’autre demande avant de confier la fiche.",
    ):
        assert told in page


@on_sqlite
def test_filters_that_find_nothing_do_not_say_that_all_is_decided(
    app: Flask, person: Person
) -> None:
    report_on(stored(app, "Un")[0])
    page = person.page(f"{QUEUE}?genre=doublon")
    assert "Rien n’attend avec ces filtres." in page
    assert "a été décidé" not in page


@on_sqlite
def test_the_row_of_a_document_names_its_label(app: Flask, person: Person) -> None:
    paper_of(stored(app, "Un")[0])
    assert "Label à prouver : Agrément ESUS. agrement.pdf" in person.page(QUEUE)


@on_sqlite
def test_what_the_index_refuses_asks_for_no_reason(app: Flask, person: Person) -> None:
    (supplier,) = stored(app, "Un")
    db.session.add(ParkedDocument(copy="meilisearch", supplier_id=supplier.id, error="Too large"))
    db.session.commit()
    for path in (f"{QUEUE}/index/{supplier.id}", f"{QUEUE}?genre=index"):
        page = person.page(path)
        assert "Motif" not in page
        assert "deux boutons" not in page


@on_sqlite
def test_a_row_that_cannot_be_read_is_shown_by_its_name(app: Flask, person: Person) -> None:
    (supplier,) = stored(app, "Les Ateliers du Verger")
    number = supplier.id
    db.session.add(ParkedDocument(copy="embedded", supplier_id=number, error="Invalid date"))
    db.session.execute(text("UPDATE supplier_kind SET starts_on = 'pas une date'"))
    db.session.execute(text("UPDATE supplier SET confirmed_on = 'pas une date'"))
    db.session.commit()
    for path in (QUEUE, f"{QUEUE}/index/{number}"):
        page = person.page(path)
        assert "Les Ateliers du Verger" in page
        assert "Invalid date" in page


@on_sqlite
def test_a_new_structure_shows_its_promise_its_network_and_its_likes(
    app: Flask, person: Person
) -> None:
    (known,) = stored(app, "Les Ateliers du Verger")
    db.session.add(Network(slug="cress", name="CRESS"))
    db.session.commit()
    typed = {"name": "Atelier du Verger", "country": "FR", "postcode": "49000", "city": "Angers"}
    more = {"network": "cress", "statement": "Je la préside.", "seen": str(known.id)}
    with time_machine.travel("2026-03-02T10:00:00Z", tick=False):
        buyer(app).send("/proposer", typed | more)
    proposed = db.session.scalars(select(Supplier).filter_by(awaits_review=True)).one()
    page = person.page(f"{QUEUE}/nouvelle/{proposed.id}")
    assert "à décider avant le 17 mars 2026" in page
    assert '<dt>Réseau qu’elle indique</dt><dd class="as-typed">CRESS</dd>' in page
    assert f"n° {known.id}, Angers : même commune, nom proche" in page
    assert "à décider avant le 17 mars 2026" in person.page(QUEUE)


@on_sqlite
def test_a_new_structure_is_published(app: Flask, person: Person) -> None:
    (supplier,) = stored(app, "Un", awaits_review=True)
    person.send(f"{QUEUE}/nouvelle/{supplier.id}", {"decision": "accept"})
    db.session.expire_all()
    assert supplier.is_listed


@on_sqlite
def test_a_document_is_verified_and_its_sender_told(app: Flask, person: Person) -> None:
    (supplier,) = stored(app, "Un")
    sender = editor_of(supplier, app).user
    assert sender is not None
    document = paper_of(supplier, sender.actor)
    person.send(f"{QUEUE}/document/{document.id}", {"decision": "accept", "reason": "Lisible."})
    db.session.expire_all()
    assert document.checked_at is not None
    assert supplier.labels[0].degree is ProofDegree.VERIFIED
    letter = letters(sender.email)[0]
    assert "agrement.pdf" in letter.text
    assert letter.subject == "« Un », Agrément ESUS : votre document est vérifié"


@on_sqlite
def test_a_refused_document_goes_to_the_index_again(app: Flask, person: Person) -> None:
    (supplier,) = stored(app, "Un")
    db.session.add(ParkedDocument(copy="meilisearch", supplier_id=supplier.id, error="Too large"))
    db.session.commit()
    before = len(db.session.scalars(select(OutboxEntry)).all())
    person.send(f"{QUEUE}/index/{supplier.id}", {"decision": "accept"})
    assert len(db.session.scalars(select(OutboxEntry)).all()) == before + 1


# Duplicates


def test_two_pages_are_compared_and_made_one(app: Flask, person: Person) -> None:
    one, other = stored(app, "Les Ateliers du Verger", "Ateliers Verger")
    other.description = "Bons bois."
    db.session.commit()
    editor_of(one, app, "une@atelier.example")
    pair = pair_of(one, other)
    page = person.page(f"{QUEUE}/doublon/{pair.id}")
    assert "différent" in page
    assert "Bons bois." in page
    person.send(f"{QUEUE}/doublon/{pair.id}", {"decision": "accept", "reason": "Même adresse."})
    db.session.expire_all()
    assert other.merged_into_id == one.id  # somebody keeps the first
    assert pair.status is DuplicateStatus.CONFIRMED
    assert "Même adresse." in letters("une@atelier.example")[0].text


@on_sqlite
def test_the_moderator_chooses_the_one_to_keep(app: Flask, person: Person) -> None:
    one, other = stored(app, "Un", "Deux")
    address = f"{QUEUE}/comparer/{one.id}/{other.id}"
    person.send(address, {"keep": str(other.id), "reason": "La plus complète."})
    db.session.expire_all()
    assert one.merged_into_id == other.id


@on_sqlite
def test_two_pages_are_brought_together_by_their_addresses(app: Flask, person: Person) -> None:
    one, other = stored(app, "Un", "Deux")
    typed = {"one": f"https://annuaire.example/fournisseur/{one.id}-un?x", "other": str(other.id)}
    answer = person.send(f"{QUEUE}/fusions", typed)
    assert answer.location == f"{QUEUE}/comparer/{one.id}/{other.id}"
    for amiss in (
        {"other": str(one.id)},
        {"other": "99999"},
        {"other": "Verger"},
        {"one": "9" * 40},
    ):
        assert "field-error" in person.send(f"{QUEUE}/fusions", typed | amiss).text


@on_sqlite
def test_a_page_is_not_compared_with_itself(app: Flask, person: Person) -> None:
    (one,) = stored(app, "Un")
    address = f"{QUEUE}/comparer/{one.id}/{one.id}"
    assert person.open(address).location == f"{QUEUE}/fusions"
    assert "C’est la même fiche" in person.page(address)


@on_sqlite
def test_who_judges_a_document_sees_the_whole_address(app: Flask, person: Person) -> None:
    (supplier,) = stored(app, "Un")
    sender = editor_of(supplier, app, "jeanne@atelier.example").user
    assert sender is not None
    document = paper_of(supplier, sender.actor)
    assert "jeanne@atelier.example" in person.page(f"{QUEUE}/document/{document.id}")


def test_a_merge_is_undone_and_told(app: Flask, person: Person) -> None:
    one, other = stored(app, "Un", "Deux")
    editor_of(other, app, "deux@atelier.example")
    person.send(f"{QUEUE}/comparer/{one.id}/{other.id}", {"keep": str(one.id), "reason": "Même."})
    merge_id = db.session.scalars(select(Merge.id)).one()
    assert "Séparer de nouveau" in person.page(f"/structure/{one.id}/historique")
    person.send(f"{QUEUE}/fusions/{merge_id}/defaire")
    db.session.expire_all()
    assert other.is_listed
    assert len(letters("deux@atelier.example")) == 2
    again = person.send(f"{QUEUE}/fusions/{merge_id}/defaire", follow_redirects=True)
    assert "déjà défaite" in again.text


@on_sqlite
def test_merges_of_one_name_are_told_apart(app: Flask, person: Person) -> None:
    one, other = stored(app, "Le Verger", "Autre")
    other.name, other.city = one.name, "Cholet"
    db.session.commit()
    person.send(f"{QUEUE}/comparer/{one.id}/{other.id}", {"keep": str(one.id), "reason": "Même."})
    page = person.page(f"{QUEUE}/fusions")
    assert f"Le Verger (Cholet, n° {other.id})" in page
    assert f"Le Verger ({one.city}, n° {one.id})" in page


# Archives


def test_a_page_is_archived_then_restored_with_reasons(app: Flask, person: Person) -> None:
    (supplier,) = stored(app, "Un")
    editor_of(supplier, app, "une@atelier.example")
    address = f"{QUEUE}/archives/{supplier.id}"
    assert "Dites pourquoi" in person.send(address, {"reason": " "}).text
    for _ in range(2):  # pressed twice
        person.send(address, {"reason": "Fermée depuis mars."})
    db.session.expire_all()
    assert not supplier.is_listed
    assert "Un" in person.page(f"{QUEUE}/archives")
    person.send(address, {"reason": "Rouverte.", "restore": ""})
    db.session.expire_all()
    assert supplier.is_listed
    told = [letter.text for letter in letters("une@atelier.example")]
    assert len(told) == 2
    assert "Fermée depuis mars." in told[0]
    assert "Rouverte." in told[1]
    history = person.page(f"/structure/{supplier.id}/historique")
    assert "Fiche archivée" in history
    assert "Fermée depuis mars." in history
