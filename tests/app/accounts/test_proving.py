"""What matters in an account asks again who is there, unless it was proved within half an hour."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from app.accounts.passwords import hashed
from app.db import db
from domain.models import utcnow
from tests.app.pages import on_sqlite
from tests.app.people import Person, buyer, code_sent, make_user

pytestmark = on_sqlite

ADDRESS = "acheteuse@atelier.example"
GUARDED = ["/compte/adresse", "/compte/mot-de-passe", "/compte/supprimer"]


@pytest.fixture
def person(app: Flask) -> Iterator[Person]:
    """Somebody who signed in an hour ago."""
    person = buyer(app)
    with time_machine.travel(utcnow() + timedelta(hours=1), tick=False):
        yield person


def proof(person: Person, back: str, **fields: str) -> str | None:
    return person.send(f"/compte/confirmer?suite={back}", fields).location


@pytest.mark.parametrize("path", GUARDED)
def test_a_code_opens_what_was_asked(person: Person, path: str) -> None:
    assert person.open(path).location == f"/compte/confirmer?suite={path}"
    proof(person, path, send="1")
    assert proof(person, path, code=code_sent(ADDRESS)) == path
    assert person.open(path).status_code == 200


@pytest.mark.parametrize("path", GUARDED)
def test_who_has_just_signed_in_is_not_asked(app: Flask, path: str) -> None:
    assert buyer(app).open(path).status_code == 200


def test_a_password_does_too(app: Flask) -> None:
    user = make_user(ADDRESS, password=hashed("trois chevaux sous la pluie"))
    person = Person(app, user)
    with time_machine.travel(utcnow() + timedelta(hours=1), tick=False):
        assert proof(person, "/compte/adresse", password="une autre phrase") is None
        assert proof(person, "/compte/adresse", password="trois chevaux sous la pluie") == (
            "/compte/adresse"
        )


def test_nothing_is_done_before(person: Person) -> None:
    person.send("/compte/supprimer")
    db.session.expire_all()
    assert person.user is not None
    assert person.user.email == ADDRESS


def test_what_was_typed_is_given_back_after(person: Person) -> None:
    person.send("/compte/adresse", {"email": "nouvelle@atelier.example"})
    proof(person, "/compte/adresse", send="1")
    back = proof(person, "/compte/adresse", code=code_sent(ADDRESS))
    assert back == "/connexion/reprise"
    assert 'value="nouvelle@atelier.example"' in person.given_back()


def test_it_leads_nowhere_else(person: Person) -> None:
    proof(person, "//elsewhere.example", send="1")
    assert proof(person, "//elsewhere.example", code=code_sent(ADDRESS)) == "/compte"
