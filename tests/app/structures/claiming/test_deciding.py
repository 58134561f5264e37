"""What moderation decides: both sides heard, one owner at a time, everybody told."""

import threading
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Editorship
from app.db import db
from app.structures.claiming.deciding import ANSWERED_WITHIN, decide
from app.structures.claiming.settling import (
    AlreadyDecidedError,
    AlreadyHeldError,
    UndecidableError,
    settle,
)
from app.structures.colleagues.leaving import hand_over
from app.structures.models import Claim, ClaimProof, ClaimStatus
from domain.models import Membership, Network, Supplier, utcnow
from tests.app.cast import TODAY, make_supplier
from tests.app.pages import on_sqlite, plain, publish
from tests.app.people import (
    Person,
    buyer,
    colleague_at,
    editor_of,
    letters,
    manager_of,
    moderator,
)

RIVAL = "rivale@atelier.example"
OWNER = "page@atelier.example"


def stored(app: Flask) -> Supplier:
    supplier = make_supplier()
    publish(app, supplier)
    return supplier


def asked(supplier: Supplier, person: Person) -> Claim:
    """A claim that a moderator is to decide."""
    path = f"/structure/{supplier.id}/revendiquer/moderation"
    person.send(path, {"statement": "Je dirige l’atelier depuis 2019."})
    assert person.user is not None
    return db.session.scalars(select(Claim).filter_by(user_id=person.user.id)).one()


def owner_of(supplier: Supplier) -> int | None:
    db.session.expire_all()
    owned = select(Editorship.user_id).filter_by(supplier_id=supplier.id, is_owner=True)
    return db.session.scalar(owned)


def number_of(person: Person) -> int:
    assert person.user is not None
    return person.user.id


def test_an_accepted_claim_gives_the_page(app: Flask) -> None:
    supplier, person = stored(app), buyer(app, RIVAL)
    claim = asked(supplier, person)
    decide(claim.id, True, "Le Kbis est à votre nom.", "user:99")
    assert owner_of(supplier) == number_of(person)
    assert (claim.status, claim.decided_by) == (ClaimStatus.SETTLED, "user:99")
    assert "Le Kbis est à votre nom." in letters(RIVAL)[-1].text


def test_a_refused_claim_says_why(app: Flask) -> None:
    supplier, person = stored(app), buyer(app, RIVAL)
    claim = asked(supplier, person)
    decide(claim.id, False, "Le document est illisible.", "user:99")
    assert owner_of(supplier) is None
    assert claim.status is ClaimStatus.REFUSED
    assert "Le document est illisible." in letters(RIVAL)[-1].text
    page = person.page(f"/structure/{supplier.id}/revendiquer/moderation")
    assert "Le document est illisible." in page


@on_sqlite
@pytest.mark.parametrize("accepted", [True, False])
def test_a_claim_is_decided_once(app: Flask, accepted: bool) -> None:
    supplier, person = stored(app), buyer(app, RIVAL)
    claim = asked(supplier, person)
    decide(claim.id, False, "Non.", "user:99")
    with pytest.raises(AlreadyDecidedError):
        decide(claim.id, accepted, "Oui.", "user:98")
    assert owner_of(supplier) is None


@on_sqlite
def test_a_claim_that_is_none_cannot_be_decided(app: Flask) -> None:
    with pytest.raises(AlreadyDecidedError):
        decide(12, True, "Oui.", "user:99")


# Disputes


@on_sqlite
def test_the_owner_is_told_of_a_rival_and_answers(app: Flask) -> None:
    supplier = stored(app)
    owner, person = editor_of(supplier, app), buyer(app, RIVAL)
    claim = asked(supplier, person)
    letter = letters(OWNER)[-1]
    assert RIVAL in letter.text
    path = f"/structure/{supplier.id}/demande/{claim.id}"
    assert path in letter.text
    assert path in owner.page(f"/structure/{supplier.id}")
    assert "Je dirige l’atelier depuis 2019." in owner.page(path)
    owner.send(path, {"answer": "Cette personne nous a quittés."})
    assert "nous a quittés" in letters(RIVAL)[-1].text
    assert "nous a quittés" in person.page(f"/structure/{supplier.id}/revendiquer")


@on_sqlite
def test_what_somebody_wrote_to_ask_for_a_page_is_in_no_letter(app: Flask) -> None:
    supplier = stored(app)
    asked(supplier, buyer(app, RIVAL))
    other = asked(supplier, buyer(app, "autre@atelier.example"))
    decide(other.id, True, "Prouvé.", "user:99")
    assert not any("depuis 2019" in letter.text + letter.html for letter in letters())


@on_sqlite
@pytest.mark.parametrize("is_kept", [True, False], ids=["kept", "free"])
def test_who_asks_is_told_who_reads_it(app: Flask, is_kept: bool) -> None:
    supplier = stored(app)
    if is_kept:
        editor_of(supplier, app)
    page = buyer(app, RIVAL).page(f"/structure/{supplier.id}/revendiquer/moderation")
    assert "lus par les modérateurs, et par la personne qui tient la fiche" in page
    assert ("si quelqu’un la prend avant leur réponse" in page) is not is_kept
    assert "10 Mo au plus. Seuls vous et les modérateurs le verrez." in page
    assert "Lui seul" not in page


@on_sqlite
def test_both_are_told_by_when_it_is_decided(app: Flask) -> None:
    supplier = stored(app)
    editor_of(supplier, app)
    with time_machine.travel("2026-03-02T10:00:00Z", tick=False):
        asked(supplier, buyer(app, RIVAL))
    for address in (OWNER, RIVAL):
        assert "au plus tard le 17 mars 2026" in letters(address)[-1].text.replace("\u00a0", " ")


@on_sqlite
def test_the_owner_keeps_the_page_until_heard(app: Flask) -> None:
    supplier = stored(app)
    owner = editor_of(supplier, app)
    claim = asked(supplier, buyer(app, RIVAL))
    with pytest.raises(UndecidableError, match="n’a pas encore répondu"):
        decide(claim.id, True, "Oui.", "user:99")
    assert owner_of(supplier) == number_of(owner)
    assert claim.status is ClaimStatus.OPEN


@on_sqlite
@pytest.mark.parametrize(("accepted", "loser"), [(True, OWNER), (False, RIVAL)])
def test_the_reason_of_a_dispute_is_for_who_loses_it(
    app: Flask, accepted: bool, loser: str
) -> None:
    supplier = stored(app)
    owner, person = editor_of(supplier, app), buyer(app, RIVAL)
    claim = asked(supplier, person)
    owner.send(f"/structure/{supplier.id}/demande/{claim.id}", {"answer": "C’est nous."})
    decide(claim.id, accepted, "Les statuts le disent.", "user:99")
    told = {letter.recipient for letter in letters() if "Les statuts" in letter.text}
    assert told == {loser}
    assert claim.reason == "Les statuts le disent."


def test_once_heard_the_page_may_change_hands(app: Flask) -> None:
    supplier = stored(app)
    owner, person = editor_of(supplier, app), buyer(app, RIVAL)
    colleague = colleague_at(supplier, app)
    claim = asked(supplier, person)
    owner.send(f"/structure/{supplier.id}/demande/{claim.id}", {"answer": "C’est nous."})
    decide(claim.id, True, "Les statuts le disent.", "user:99")
    assert owner_of(supplier) == number_of(person)
    for address in (OWNER, "collegue@atelier.example"):
        assert "Les statuts le disent." in letters(address)[-1].text
    for former in (owner, colleague):
        assert former.open(f"/structure/{supplier.id}").status_code == 403


@on_sqlite
def test_an_owner_who_does_not_answer_is_not_waited_for(app: Flask) -> None:
    supplier, person = stored(app), buyer(app, RIVAL)
    editor_of(supplier, app)
    claim = asked(supplier, person)
    with time_machine.travel(utcnow() + ANSWERED_WITHIN + timedelta(hours=1), tick=False):
        decide(claim.id, True, "Sans réponse.", "user:99")
    assert owner_of(supplier) == number_of(person)


@on_sqlite
def test_handing_the_page_on_does_not_put_the_decision_off(app: Flask) -> None:
    supplier, person = stored(app), buyer(app, RIVAL)
    first = asked(supplier, buyer(app, OWNER))
    decide(first.id, True, "Prouvé.", "user:99")
    claim = asked(supplier, person)
    with time_machine.travel(utcnow() + ANSWERED_WITHIN + timedelta(hours=1), tick=False):
        heir = colleague_at(supplier, app)
        assert heir.user is not None
        assert first.user is not None
        hand_over(heir.user, supplier.id, first.user)
        decide(claim.id, True, "Sans réponse.", "user:99")
    assert owner_of(supplier) == number_of(person)


@on_sqlite
def test_a_claim_that_was_decided_is_not_answered(app: Flask) -> None:
    supplier = stored(app)
    owner, claim = editor_of(supplier, app), asked(supplier, buyer(app, RIVAL))
    decide(claim.id, False, "Aucune preuve.", "user:99")
    owner.send(f"/structure/{supplier.id}/demande/{claim.id}", {"answer": "Trop tard."})
    db.session.refresh(claim)
    assert claim.answer is None


@on_sqlite
def test_a_network_is_not_told_of_a_paper_that_nobody_sent(app: Flask) -> None:
    supplier = stored(app)
    db.session.add(Network(slug="cress", name="CRESS"))
    supplier.memberships = [Membership(network_slug="cress", source="test", as_of=TODAY)]
    db.session.commit()
    manager_of("cress", app)
    decide(asked(supplier, buyer(app, RIVAL)).id, True, "Prouvé.", "user:99")
    letter = plain(letters("reseau@atelier.example")[-1].text)
    assert "par une déclaration qu’un modérateur a lue" in letter


@on_sqlite
def test_a_refused_rival_leaves_the_owner_who_is_told(app: Flask) -> None:
    supplier = stored(app)
    owner = editor_of(supplier, app)
    claim = asked(supplier, buyer(app, RIVAL))
    decide(claim.id, False, "Aucune preuve.", "user:99")
    assert owner_of(supplier) == number_of(owner)
    assert "reste la vôtre" in letters(OWNER)[-1].subject


@on_sqlite
def test_the_owner_may_welcome_who_asked(app: Flask) -> None:
    supplier = stored(app)
    owner, person = editor_of(supplier, app), buyer(app, RIVAL)
    claim = asked(supplier, person)
    owner.send(f"/structure/{supplier.id}/demande/{claim.id}/equipe")
    assert person.open(f"/structure/{supplier.id}").status_code == 200
    assert owner_of(supplier) == number_of(owner)
    assert claim.status is ClaimStatus.WITHDRAWN


@on_sqlite
def test_a_claim_that_waited_becomes_a_dispute_when_another_is_settled(app: Flask) -> None:
    supplier = stored(app)
    asked(supplier, buyer(app, RIVAL))
    other = asked(supplier, buyer(app, "autre@atelier.example"))
    decide(other.id, True, "Prouvé.", "user:99")
    assert RIVAL in letters("autre@atelier.example")[-1].text


@on_sqlite
def test_rivals_are_told_of_each_other_then_of_the_settlement(app: Flask) -> None:
    supplier, other = stored(app), "autre@atelier.example"
    claim = asked(supplier, buyer(app, RIVAL))
    winner = asked(supplier, buyer(app, other))
    assert "demande aussi" in letters(RIVAL)[-1].subject
    assert "Une autre personne demande aussi cette fiche" in plain(letters(other)[-1].text)
    with time_machine.travel("2026-03-02T10:00:00Z", tick=False):
        decide(winner.id, True, "Prouvé.", "user:99")
    told = letters(other)
    assert "est à vous" in told[-2].subject
    assert "avait demandé" in told[-1].subject
    assert "Votre demande reste ouverte" in plain(letters(RIVAL)[-1].text)
    for address in (RIVAL, other):
        assert "au plus tard le 17 mars 2026" in plain(letters(address)[-1].text)
    db.session.refresh(claim)
    assert claim.status is ClaimStatus.OPEN


@on_sqlite
def test_the_answer_of_a_former_owner_is_not_that_of_the_next(app: Flask) -> None:
    supplier = stored(app)
    owner = editor_of(supplier, app)
    claims = [asked(supplier, buyer(app, it)) for it in (RIVAL, "autre@atelier.example")]
    for claim in claims:
        owner.send(f"/structure/{supplier.id}/demande/{claim.id}", {"answer": "C’est nous."})
    decide(claims[0].id, True, "Les statuts.", "user:99")
    db.session.refresh(claims[1])
    assert claims[1].answer is None


@on_sqlite
@pytest.mark.parametrize("accepted", [True, False])
def test_a_dispute_is_not_settled_without_a_reason(app: Flask, accepted: bool) -> None:
    supplier = stored(app)
    owner = editor_of(supplier, app)
    claim = asked(supplier, buyer(app, RIVAL))
    owner.send(f"/structure/{supplier.id}/demande/{claim.id}", {"answer": "C’est nous."})
    with pytest.raises(UndecidableError, match="Dites pourquoi"):
        decide(claim.id, accepted, "", "user:99")
    assert owner_of(supplier) == number_of(owner)


@on_sqlite
def test_networks_are_told_of_a_dispute_and_how_it_ended(app: Flask) -> None:
    supplier, manager = stored(app), "reseau@atelier.example"
    db.session.add(Network(slug="cress", name="CRESS"))
    supplier.memberships = [Membership(network_slug="cress", source="test", as_of=TODAY)]
    db.session.commit()
    manager_of("cress", app)
    owner = editor_of(supplier, app)
    claim = asked(supplier, buyer(app, RIVAL))
    assert "Deux personnes demandent" in letters(manager)[-1].subject
    owner.send(f"/structure/{supplier.id}/demande/{claim.id}", {"answer": "C’est nous."})
    decide(claim.id, True, "Les statuts.", "user:99")
    assert "change de mains" in letters(manager)[-1].subject
    assert "à la personne qui la tenait" in plain(letters(manager)[-1].text)


@on_sqlite
def test_only_the_owner_reads_a_rival_s_demand(app: Flask) -> None:
    supplier = stored(app)
    editor_of(supplier, app)
    claim = asked(supplier, buyer(app, RIVAL))
    path = f"/structure/{supplier.id}/demande/{claim.id}"
    assert colleague_at(supplier, app).open(path).status_code == 403
    assert moderator(app).open(path).status_code == 403
    assert path not in moderator(app, "autre@atelier.example").page(
        f"/structure/{supplier.id}/equipe"
    )


# One owner, whatever happens at once


def test_of_two_settlements_at_once_one_wins_and_the_other_is_told(app: Flask) -> None:
    supplier = stored(app)
    claims = [asked(supplier, buyer(app, address)).id for address in (RIVAL, OWNER)]
    together = threading.Barrier(2)
    outcomes: list[type[Exception] | None] = []

    def settling(claim_id: int) -> None:
        with app.app_context():
            claim = db.session.get_one(Claim, claim_id)
            db.session.commit()
            together.wait()
            try:
                settle(claim, "user:99")
            except Exception as error:
                outcomes.append(type(error))
            else:
                outcomes.append(None)
            db.session.close()

    threads = [threading.Thread(target=settling, args=(id_,)) for id_ in claims]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes, key=str) == [AlreadyHeldError, None]
    assert owner_of(supplier) is not None
    settled = select(Claim).filter_by(supplier_id=supplier.id, status=ClaimStatus.SETTLED)
    assert len(db.session.scalars(settled).all()) == 1


def test_the_database_itself_keeps_one_settled_claim(app: Flask) -> None:
    supplier = stored(app)
    for address in (RIVAL, OWNER):
        person = buyer(app, address)
        db.session.add(
            Claim(
                supplier_id=supplier.id,
                user_id=number_of(person),
                proof=ClaimProof.DOCUMENT,
                status=ClaimStatus.SETTLED,
            )
        )
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_the_database_itself_keeps_one_owner(app: Flask) -> None:
    supplier = stored(app)
    editor_of(supplier, app)
    other = number_of(buyer(app))
    db.session.add(Editorship(user_id=other, supplier_id=supplier.id, is_owner=True))
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()
