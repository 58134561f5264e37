"""Passwords, for those who want one: chosen, used, removed; and nothing told to who guesses."""

import pytest
from flask import Flask

from app.db import db
from tests.app.pages import on_sqlite
from tests.app.people import Person, buyer, letters, make_user, visitor

pytestmark = on_sqlite

ADDRESS = "camille@atelier-verger.example"
PASSWORD = "trois chevaux sous la pluie"


def with_password(app: Flask) -> Person:
    person = buyer(app, ADDRESS)
    person.send("/compte/mot-de-passe", {"password": PASSWORD})
    return person


def signing_in(person: Person, password: str, address: str = ADDRESS) -> str:
    """Where it leads, or what is said."""
    answer = person.send("/connexion/mot-de-passe", {"email": address, "password": password})
    return answer.location or answer.text


def test_a_password_signs_in(app: Flask) -> None:
    with_password(app)
    person = visitor(app)
    assert signing_in(person, PASSWORD) == "/compte"
    assert ADDRESS in person.page("/compte")


def test_an_accent_is_the_same_however_it_is_typed(app: Flask) -> None:
    buyer(app, ADDRESS).send("/compte/mot-de-passe", {"password": "l’été à Bréhat, café noir"})
    assert signing_in(visitor(app), "l’e\u0301te\u0301 a\u0300 Bre\u0301hat, cafe\u0301 noir") == (
        "/compte"
    )


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(app: Flask) -> None:
    with_password(app)
    make_user("sans@atelier.example")
    told = {
        without_what_was_typed(signing_in(visitor(app), "une autre phrase", address), address)
        for address in (ADDRESS, "sans@atelier.example", "inconnue@atelier.example")
    }
    assert len(told) == 1
    assert "ne vont pas ensemble" in told.pop()


def without_what_was_typed(page: str, address: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrf" not in line).replace(address, "")


def test_an_unknown_address_costs_the_same_work(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    monkeypatch.setattr("app.accounts.passwords.hash_password", hashed.append)
    signing_in(visitor(app), "une autre phrase", "inconnue@atelier.example")
    assert hashed == ["une autre phrase"]


def test_guesses_at_one_account_are_few_wherever_they_come_from(app: Flask) -> None:
    with_password(app)
    for _ in range(10):
        assert "ne vont pas ensemble" in signing_in(visitor(app), "une autre phrase")
    assert "Trop d’essais" in signing_in(visitor(app), PASSWORD)


def test_it_is_told_by_a_letter(app: Flask) -> None:
    with_password(app)
    assert "mot de passe a été changé" in letters(ADDRESS)[-1].subject


def test_a_new_browser_that_uses_it_is_told_by_a_letter_once(app: Flask) -> None:
    with_password(app)
    person = visitor(app)
    person.client.environ_base["HTTP_USER_AGENT"] = "Mozilla (Android) Firefox/130"
    for _ in range(2):
        signing_in(person, PASSWORD)
    told = [
        letter.subject for letter in letters(ADDRESS) if "Firefox sur Android" in letter.subject
    ]
    assert len(told) == 1


def test_it_is_removed(app: Flask) -> None:
    person = with_password(app)
    assert person.send("/compte/mot-de-passe", {"remove": "1"}).location == "/compte"
    assert "ne vont pas ensemble" in signing_in(visitor(app), PASSWORD)


def test_changing_it_puts_out_other_browsers(app: Flask) -> None:
    person = with_password(app)
    thief = Person(app, person.user)
    person.send("/compte/mot-de-passe", {"password": "quatre ânes près du puits"})
    assert thief.open("/compte").status_code == 302
    assert person.open("/compte").status_code == 200


def test_it_is_kept_hashed_by_argon2(app: Flask) -> None:
    person = with_password(app)
    db.session.expire_all()
    assert person.user is not None
    assert str(person.user.password).startswith("$argon2id$")


def test_a_refused_password_says_why_beside_it(app: Flask) -> None:
    answer = buyer(app).send("/compte/mot-de-passe", {"password": "motdepasse123456"})
    assert answer.status_code == 200
    assert 'id="password-erreur"' in answer.text
    assert "motdepasse123456" not in answer.text
