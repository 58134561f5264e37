"""An account is deleted: what its page promises is what is done, and nothing names its person."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.actors import shown_actor
from app.accounts.charges import administrators
from app.accounts.codes import send_code
from app.accounts.erasing import erase
from app.accounts.models import Editorship, HeldForm, User
from app.administration.models import AdminEntry
from app.db import db
from app.mailing.writing import write_mail
from app.moderation.models import Report
from app.structures.facts import Origin
from app.structures.models import Claim, ClaimProof, ClaimStatus, Invitation
from app.structures.saving import write_facts
from domain.models import Document, HistoryEntry, Supplier, utcnow
from tests.app.cast import make_supplier
from tests.app.dumping import dump
from tests.app.pages import on_sqlite, publish
from tests.app.people import (
    FROM_HERE,
    Person,
    admin,
    buyer,
    colleague_at,
    editor_of,
    letters,
    make_user,
)

ADDRESS, NAME = "camille.durand@atelier.example", "Camille Durand-Martin"


@pytest.fixture
def supplier(app: Flask) -> Supplier:
    supplier = make_supplier("Les Ateliers du Verger")
    publish(app, supplier)
    return supplier


@pytest.fixture
def camille(app: Flask, supplier: Supplier) -> Person:
    """Owns the page, and has left her name or her address wherever one can."""
    person = editor_of(supplier, app, ADDRESS)
    person.send("/compte", {"name": NAME})
    return person


def user_of(person: Person) -> User:
    assert person.user is not None
    return person.user


def leave_traces(person: Person, supplier: Supplier) -> None:
    actor, now = user_of(person).actor, utcnow()
    page = f"/structure/{supplier.id}/fiche/chiffres"
    person.send(page, {"version": supplier.version, "staff": "42"})
    with person.app.test_request_context():
        write_mail("code", "autre@atelier.example", code=ADDRESS, minutes=1)
    send_code(ADDRESS, "sign-in")
    proof = {"filename": "mandat.pdf", "media_type": "application/pdf", "content": NAME.encode()}
    mandate = Document(supplier_id=supplier.id, added_by=actor, **proof)
    invited: dict[str, Any] = {"supplier_id": supplier.id, "expires_at": now + timedelta(days=7)}
    db.session.add_all(
        [
            mandate,
            HeldForm(user_id=user_of(person).id, key_hash="1", path="/", fields=[["name", NAME]]),
            Report(supplier_id=supplier.id, subject="other", message="Fermée", email=ADDRESS),
            AdminEntry(actor="user:999", subject=actor, change=f"{ADDRESS} invitée"),
            Invitation(email=ADDRESS, key_hash="2", invited_by="user:999", **invited),
            Invitation(email="bo@atelier.example", key_hash="3", invited_by=actor, **invited),
        ]
    )
    db.session.flush()
    db.session.add(
        Claim(
            supplier_id=supplier.id,
            user_id=user_of(person).id,
            proof=ClaimProof.DOCUMENT,
            statement=f"Je suis {NAME}, la directrice.",
            document_id=mandate.id,
            status=ClaimStatus.SETTLED,
        )
    )
    db.session.commit()


def test_nothing_in_the_database_names_its_person_any_more(
    camille: Person, supplier: Supplier
) -> None:
    leave_traces(camille, supplier)
    written = told_everywhere()
    assert ADDRESS in written
    assert NAME in written
    assert camille.send("/compte/supprimer").location == "/"
    left = told_everywhere()
    assert "camille" not in left.lower()
    assert "durand" not in left.lower()


def told_everywhere() -> str:
    """Every value of every table."""
    db.session.commit()
    return str(dump(db.session))


def test_its_browsers_are_signed_out(app: Flask, camille: Person) -> None:
    other = Person(app, camille.user)
    camille.send("/compte/supprimer")
    assert camille.open("/compte").status_code == 302
    assert other.open("/compte").status_code == 302


def test_the_page_it_kept_stays(camille: Person, supplier: Supplier) -> None:
    camille.send("/compte/supprimer")
    assert "Les Ateliers du Verger" in camille.page(f"/fournisseur/{supplier.id}")


def test_the_history_says_an_account_that_is_gone(camille: Person, supplier: Supplier) -> None:
    leave_traces(camille, supplier)
    camille.send("/compte/supprimer")
    entry = db.session.scalars(select(HistoryEntry).order_by(HistoryEntry.id.desc())).first()
    assert entry is not None
    assert shown_actor(entry.actor) == "Compte supprimé"


def test_its_number_is_never_another_s(app: Flask, camille: Person) -> None:
    number = user_of(camille).id
    camille.send("/compte/supprimer")
    assert make_user("nouvelle@atelier.example").id > number


def test_who_leaves_a_page_to_nobody_is_warned(camille: Person) -> None:
    page = without_tags(camille.page("/compte/supprimer"))
    assert "Plus personne ne tiendra cette fiche : Les Ateliers du Verger" in page


def without_tags(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


@on_sqlite
def test_the_oldest_colleague_takes_the_page_over(
    app: Flask, camille: Person, supplier: Supplier
) -> None:
    oldest = user_of(colleague_at(supplier, app, "ana@atelier.example"))
    user_of(colleague_at(supplier, app, "bo@atelier.example"))
    page = camille.page("/compte/supprimer")
    assert "Plus personne" not in page
    assert "« Les Ateliers du Verger » passe à ana@atelier.example" in page
    camille.send("/compte/supprimer")
    owner = db.session.scalars(select(Editorship).where(Editorship.is_owner)).one()
    assert owner.user_id == oldest.id


@on_sqlite
def test_a_closed_account_takes_no_page_over(
    app: Flask, camille: Person, supplier: Supplier
) -> None:
    closed = user_of(colleague_at(supplier, app, "ana@atelier.example"))
    other = user_of(colleague_at(supplier, app, "bo@atelier.example"))
    closed.active = False
    db.session.commit()
    assert "passe à bo@atelier.example" in camille.page("/compte/supprimer")
    camille.send("/compte/supprimer")
    owner = db.session.scalars(select(Editorship).where(Editorship.is_owner)).one()
    assert owner.user_id == other.id


@on_sqlite
def test_the_history_tells_who_keeps_the_page_then(
    app: Flask, camille: Person, supplier: Supplier
) -> None:
    gone, heir = user_of(camille).actor, user_of(colleague_at(supplier, app)).actor
    camille.send("/compte/supprimer")
    changes = db.session.scalars(select(HistoryEntry.changes).filter_by(action="team")).one()
    assert changes == {"owner": [gone, heir], "colleagues": [[heir], []]}


@on_sqlite
def test_a_proposal_that_waits_is_withdrawn(app: Flask) -> None:
    author, proposed = buyer(app), make_supplier("La Grange", awaits_review=True)
    publish(app, proposed)
    user_of(author).editorships.append(Editorship(supplier_id=proposed.id))
    db.session.commit()
    page = without_tags(author.page("/compte/supprimer"))
    assert "La proposition « La Grange » est retirée" in page
    assert "Plus personne" not in page
    author.send("/compte/supprimer")
    db.session.expire_all()
    assert proposed.archived_at is not None


@on_sqlite
def test_a_colleague_who_goes_leaves_the_owner_where_they_are(
    app: Flask, camille: Person, supplier: Supplier
) -> None:
    colleague = colleague_at(supplier, app)
    assert "passe à" not in colleague.page("/compte/supprimer")
    colleague.send("/compte/supprimer")
    assert db.session.scalars(select(Editorship)).one().user_id == user_of(camille).id


def test_its_claims_are_withdrawn_and_the_page_is_free(
    app: Flask, camille: Person, supplier: Supplier
) -> None:
    leave_traces(camille, supplier)
    erase(user_of(camille))
    claim = db.session.scalars(select(Claim)).one()
    assert (claim.status, claim.user_id) == (ClaimStatus.WITHDRAWN, None)
    successor = user_of(buyer(app))
    settled = {"proof": ClaimProof.DOMAIN_EMAIL, "status": ClaimStatus.SETTLED}
    db.session.add(Claim(supplier_id=supplier.id, user_id=successor.id, **settled))
    db.session.commit()


@on_sqlite
def test_the_letters_of_others_are_left_alone(app: Flask, camille: Person) -> None:
    send_code("autre@atelier.example", "sign-in")
    camille.send("/compte/supprimer")
    assert "autre@atelier.example" in told_everywhere()


@on_sqlite
def test_a_name_does_not_rewrite_the_records_of_administrators(app: Flask, camille: Person) -> None:
    camille.send("/compte", {"name": "role"})
    db.session.add(AdminEntry(actor="user:999", subject="user:12 role admin", change="donné"))
    db.session.commit()
    camille.send("/compte/supprimer")
    assert db.session.scalars(select(AdminEntry.subject)).one() == "user:12 role admin"


@on_sqlite
def test_a_letter_that_tells_a_longer_address_still_leaves(app: Flask) -> None:
    person = buyer(app, "t@atelier.example")
    with app.test_request_context():
        write_mail("code", "autre@atelier.example", code="contact@atelier.example", minutes=1)
    db.session.commit()
    person.send("/compte/supprimer")
    assert "contact@atelier.example" in told_everywhere()


@on_sqlite
def test_the_colleague_who_takes_the_page_over_is_told(
    app: Flask, camille: Person, supplier: Supplier
) -> None:
    colleague_at(supplier, app, "ana@atelier.example")
    camille.send("/compte/supprimer")
    assert "vous est confiée" in letters("ana@atelier.example")[-1].subject


@on_sqlite
def test_nobody_is_invited_any_more_to_a_page_left_to_nobody(
    camille: Person, supplier: Supplier
) -> None:
    """By a former owner, who can no longer vouch for anybody."""
    later = utcnow() + timedelta(days=7)
    guest = {"email": "bo@atelier.example", "key_hash": "3", "expires_at": later}
    db.session.add(Invitation(supplier_id=supplier.id, invited_by="user:999", **guest))
    db.session.commit()
    camille.send("/compte/supprimer")
    assert db.session.scalars(select(Invitation)).all() == []


@on_sqlite
def test_the_last_administrator_hands_the_site_on_first(app: Flask) -> None:
    last = admin(app)
    assert "la dernière personne à administrer" in last.page("/compte/supprimer")
    last.send("/compte/supprimer")
    assert last.open("/compte").status_code == 200
    admin(app, "autre@atelier.example")
    assert last.send("/compte/supprimer").location == "/"


def test_two_administrators_who_go_at_once_do_not_leave_the_site_to_nobody(app: Flask) -> None:
    people = [admin(app, f"{name}@atelier.example") for name in ("une", "deux")]
    tokens = [{"csrf_token": person.token()} for person in people]
    db.session.close()
    start = Barrier(2)

    def go(number: int) -> None:
        start.wait()
        people[number].client.post("/compte/supprimer", data=tokens[number], headers=FROM_HERE)

    with ThreadPoolExecutor(2) as both:
        list(both.map(go, range(2)))
    assert len(administrators()) == 1


class TestContacts:
    """The address that signs in may also be one that a page gives."""

    def given(self, supplier: Supplier, email: str) -> None:
        said = {"kind": "email", "visibility": "public", "label": None, "value": email}
        write_facts(supplier, {"contacts": [said]}, Origin.now("structure"), "user:999")
        db.session.commit()

    def test_a_person_s_own_leaves_pages_and_their_history(
        self, camille: Person, supplier: Supplier
    ) -> None:
        self.given(supplier, ADDRESS)
        erase(user_of(camille))
        assert ADDRESS not in told_everywhere()

    @on_sqlite
    def test_a_shared_mailbox_stays_that_of_the_structure(
        self, app: Flask, supplier: Supplier
    ) -> None:
        person = editor_of(supplier, app, "contact@atelier.example")
        self.given(supplier, "contact@atelier.example")
        assert "boîte commune" in person.page("/compte/supprimer")
        erase(user_of(person))
        db.session.expire_all()
        assert [contact.value for contact in supplier.contacts] == ["contact@atelier.example"]
