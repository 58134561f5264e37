"""Signing in: a code by e-mail, which makes the account the first time."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.accounts.codes import send_code
from app.accounts.models import AccountSession, EmailCode, User
from app.db import db
from app.templating import hour
from domain.models import utcnow
from tests.app.pages import on_sqlite, plain
from tests.app.people import Person, code_sent, letters, make_user, visitor

ADDRESS = "camille@atelier.example"


def asking_for_a_code(person: Person, address: str = ADDRESS, **fields: str) -> Person:
    answer = person.send("/connexion", {"email": address, **fields})
    assert answer.location == "/connexion/code"
    return person


def test_a_code_by_email_opens_an_account(app: Flask) -> None:
    person = asking_for_a_code(visitor(app))
    answer = person.send("/connexion/code", {"code": code_sent(ADDRESS)})
    assert answer.location == "/compte"
    assert ADDRESS in person.page("/compte")


def test_the_second_time_it_is_the_same_account(app: Flask) -> None:
    for _ in range(2):
        person = asking_for_a_code(visitor(app), "  Camille@Atelier.EXAMPLE ")
        person.send("/connexion/code", {"code": code_sent(ADDRESS)})
    assert db.session.scalar(select(func.count()).select_from(User)) == 1


def test_nothing_tells_an_address_with_an_account_from_one_without(app: Flask) -> None:
    make_user(ADDRESS)
    known, unknown = visitor(app), visitor(app)
    pages = [
        without_token(asking_for_a_code(person, address).page("/connexion/code"), address)
        for person, address in ((known, ADDRESS), (unknown, "personne@atelier.example"))
    ]
    assert pages[0] == pages[1]
    assert [letter.subject[6:] for letter in letters()] == 2 * [letters()[0].subject[6:]]


def without_token(page: str, address: str) -> str:
    return re.sub(r'(csrf_token" value=)"[^"]+"', r"\1", page).replace(address, "…")


def test_a_wrong_code_says_how_many_tries_are_left(app: Flask) -> None:
    person = asking_for_a_code(visitor(app))
    wrong = "000000" if code_sent(ADDRESS) != "000000" else "000001"
    assert "Encore 4 essais" in said(person, wrong)
    for _ in range(3):
        said(person, wrong)
    assert "dernier essai" in said(person, wrong)
    assert "n’est plus valable" in said(person, code_sent(ADDRESS))


def said(person: Person, code: str) -> str:
    answer = person.send("/connexion/code", {"code": code})
    assert answer.status_code == 200
    return answer.text.replace("\u00a0", " ")


def test_a_code_works_once(app: Flask) -> None:
    person = asking_for_a_code(visitor(app))
    with person.client.session_transaction() as cookie:
        asked = dict(cookie["code"])
    code = code_sent(ADDRESS)
    person.send("/connexion/code", {"code": code})
    thief = visitor(app)
    with thief.client.session_transaction() as cookie:
        cookie["code"] = asked
    assert "n’est plus valable" in said(thief, code)


def test_a_code_is_for_the_browser_that_asked(app: Flask) -> None:
    asking_for_a_code(visitor(app))
    other = asking_for_a_code(visitor(app), "autre@atelier.example")
    assert "Ce n’est pas le bon code" in said(other, code_sent(ADDRESS))


def test_a_code_ends_after_a_quarter_of_an_hour(app: Flask) -> None:
    person = asking_for_a_code(visitor(app))
    with time_machine.travel(utcnow() + timedelta(minutes=16), tick=False):
        assert "n’est plus valable" in said(person, code_sent(ADDRESS))


def test_an_address_is_sent_few_codes_an_hour(app: Flask) -> None:
    for _ in range(6):
        asking_for_a_code(visitor(app))
    answer = visitor(app).send("/connexion", {"email": ADDRESS})
    assert "Trop de codes" in answer.text
    assert len(letters(ADDRESS)) == 6
    assert "Si vous avez choisi un mot de passe" in plain(answer.text)


@on_sqlite
def test_it_is_told_when_there_may_be_another(app: Flask) -> None:
    start = datetime(2026, 3, 2, 8, 20, tzinfo=UTC)
    with time_machine.travel(start, tick=False):
        for _ in range(6):
            asking_for_a_code(visitor(app))
        answer = visitor(app).send("/connexion", {"email": ADDRESS})
        assert f"à partir de {hour(start + timedelta(minutes=61))}" in answer.text
    with time_machine.travel(start + timedelta(minutes=61), tick=False):
        assert visitor(app).send("/connexion", {"email": ADDRESS}).location == "/connexion/code"


@on_sqlite
def test_nor_many_a_day(app: Flask) -> None:
    """Six guessed at every hour would tell the code in the end, and fill the mailbox."""
    for turn in range(4):
        with time_machine.travel(utcnow() + timedelta(minutes=61 * turn), tick=False):
            for _ in range(6):
                send_code(ADDRESS, "sign-in")
    with time_machine.travel(utcnow() + timedelta(hours=5), tick=False):
        answer = visitor(app).send("/connexion", {"email": ADDRESS})
    assert "Trop de codes" in answer.text


@on_sqlite
def test_the_cookie_does_not_tell_the_address(app: Flask) -> None:
    person = asking_for_a_code(visitor(app))
    with person.client.session_transaction() as cookie:
        assert ADDRESS not in str(dict(cookie))


@on_sqlite
def test_a_number_given_again_shows_nobody_s_address(app: Flask) -> None:
    person = asking_for_a_code(visitor(app), "autre@atelier.example")
    sent = db.session.scalars(select(EmailCode)).one()
    sent.email = ADDRESS  # as once the first was purged
    db.session.commit()
    assert person.open("/connexion/code").location == "/connexion"


@on_sqlite
def test_signing_in_again_replaces_the_session_of_this_browser(app: Flask) -> None:
    person = visitor(app)
    for _ in range(2):
        asking_for_a_code(person)
        person.send("/connexion/code", {"code": code_sent(ADDRESS)})
    assert len(db.session.scalars(select(AccountSession)).all()) == 1


@pytest.mark.parametrize("address", ["", "camille", "camille@", "a" * 300 + "@atelier.example"])
def test_an_address_that_is_none_is_said_so(app: Flask, address: str) -> None:
    answer = visitor(app).send("/connexion", {"email": address})
    assert answer.status_code == 200
    assert "field-error" in answer.text
    assert not letters()


def test_one_comes_back_where_one_was(app: Flask) -> None:
    person = asking_for_a_code(visitor(app), suite="/recherche?q=linge")
    answer = person.send("/connexion/code", {"code": code_sent(ADDRESS)})
    assert answer.location == "/recherche?q=linge"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//atelier.example",
        "https://atelier.example",
        "/\\atelier.example",
        "//[",  # no address at all
        "/" + "a" * 5000,  # no cookie would hold it
    ],
)
def test_a_link_never_leads_to_another_site(app: Flask, elsewhere: str) -> None:
    person = asking_for_a_code(visitor(app), suite=elsewhere)
    answer = person.send("/connexion/code", {"code": code_sent(ADDRESS)})
    assert answer.location == "/compte"


def test_a_form_without_the_token_of_a_page_is_refused(app: Flask) -> None:
    answer = app.test_client().post("/connexion", data={"email": ADDRESS})
    assert answer.status_code == 400
    assert not letters()


@on_sqlite
def test_another_code_replaces_the_first(app: Flask) -> None:
    person = asking_for_a_code(visitor(app), suite="/recherche?q=linge")
    former = code_sent(ADDRESS)
    assert person.send("/connexion/nouveau-code").location == "/connexion/code"
    if code_sent(ADDRESS) != former:
        assert "Ce n’est pas le bon code" in said(person, former)
    answer = person.send("/connexion/code", {"code": code_sent(ADDRESS)})
    assert answer.location == "/recherche?q=linge"


@on_sqlite
def test_nobody_is_sent_a_code_that_they_did_not_ask_for(app: Flask) -> None:
    assert visitor(app).send("/connexion/nouveau-code").location == "/connexion"
    assert not letters()


@on_sqlite
def test_letters_hold_no_link_that_signs_in(app: Flask) -> None:
    asking_for_a_code(visitor(app))
    letter = letters(ADDRESS)[-1]
    links = re.findall(r"https?://[^\s\"<]+", letter.text + letter.html)
    assert set(links) == {"http://127.0.0.1:8000"}


@on_sqlite
def test_a_code_is_not_kept_as_it_is(app: Flask) -> None:
    asking_for_a_code(visitor(app))
    kept = db.session.scalars(select(EmailCode)).one()
    assert code_sent(ADDRESS) not in kept.code_hash


@on_sqlite
def test_an_account_that_was_closed_does_not_open(app: Flask) -> None:
    make_user(ADDRESS, active=False)
    person = asking_for_a_code(visitor(app))
    assert person.send("/connexion/code", {"code": code_sent(ADDRESS)}).location == "/connexion"
    assert "fermé par l’administrateur" in person.page("/connexion")


@on_sqlite
def test_what_cannot_be_read_is_refused_beside_its_field(app: Flask) -> None:
    for path, field in (("/connexion", "email"), ("/connexion/mot-de-passe", "password")):
        answer = visitor(app).send(path, {"email": "a@b.example", "password": "x", field: "a\x00b"})
        assert answer.status_code == 200
        assert f'id="{field}-erreur"' in answer.text
