"""What was typed survives a session that ends, and a page left open for too long."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import AccountSession, HeldForm, User
from app.accounts.resuming import MAX_BYTES
from app.db import db
from app.limits import HELD_FOR_NOBODY
from domain.models import Supplier, utcnow
from tests.app.cast import make_supplier
from tests.app.pages import on_sqlite, plain, publish
from tests.app.people import FROM_HERE, Person, code_sent, editor_of, visitor

pytestmark = on_sqlite

ADDRESS = "page@atelier.example"


@pytest.fixture
def supplier(app: Flask) -> Supplier:
    supplier = make_supplier()
    publish(app, supplier)
    return supplier


def ended(supplier: Supplier, app: Flask) -> Person:
    """Who keeps the page, and whose session has ended while they were typing."""
    person = editor_of(supplier, app, ADDRESS)
    db.session.query(AccountSession).delete()
    db.session.commit()
    return person


def page_of(supplier: Supplier) -> str:
    return f"/structure/{supplier.id}/fiche/chiffres"


def typed(person: Person, supplier: Supplier, **fields: str) -> None:
    answer = person.send(page_of(supplier), {"version": "1", "staff": "4242", **fields})
    assert answer.location == "/connexion"


def signed_in_again(person: Person) -> str:
    """Where signing in leads."""
    person.send("/connexion", {"email": ADDRESS})
    return str(person.send("/connexion/code", {"code": code_sent(ADDRESS)}).location)


def form_of(page: str) -> dict[str, str]:
    """What the page would send."""
    fields = re.findall(r'<textarea name="([^"]+)" hidden>\s*(.*?)</textarea>', page, re.S)
    return {**dict(fields), "_given_back": "1"}


def test_it_is_given_back_and_saved(app: Flask, supplier: Supplier) -> None:
    person = ended(supplier, app)
    typed(person, supplier)
    assert "Ce que vous aviez saisi est gardé" in person.page("/connexion")
    assert signed_in_again(person) == "/connexion/reprise"
    page = person.open("/connexion/reprise").text
    answer = person.send(page_of(supplier), form_of(page))
    assert answer.location == f"/structure/{supplier.id}"
    db.session.expire_all()
    assert supplier.staff == 4242


def test_it_is_shown_under_the_names_of_its_fields(app: Flask, supplier: Supplier) -> None:
    person = ended(supplier, app)
    typed(person, supplier)
    signed_in_again(person)
    page = person.page("/connexion/reprise")
    assert "<dt>Personnes qui travaillent dans la structure</dt><dd>4242</dd>" in page


def test_it_is_never_sent_by_itself(app: Flask, supplier: Supplier) -> None:
    person = ended(supplier, app)
    typed(person, supplier)
    signed_in_again(person)
    person.page("/connexion/reprise")
    db.session.expire_all()
    assert supplier.staff is None


def test_it_is_still_there_when_the_page_is_opened_again(app: Flask, supplier: Supplier) -> None:
    person = ended(supplier, app)
    typed(person, supplier)
    signed_in_again(person)
    for _ in range(2):
        assert "4242" in person.page("/connexion/reprise")


def test_once_sent_again_it_is_forgotten(app: Flask, supplier: Supplier) -> None:
    person = ended(supplier, app)
    typed(person, supplier)
    signed_in_again(person)
    person.send(page_of(supplier), form_of(person.open("/connexion/reprise").text))
    assert held() == 0


def test_it_may_be_let_go(app: Flask, supplier: Supplier) -> None:
    person = ended(supplier, app)
    typed(person, supplier)
    signed_in_again(person)
    assert person.send("/connexion/reprise").location == "/compte"
    assert held() == 0


def test_a_page_left_open_too_long_shows_it_at_once(app: Flask, supplier: Supplier) -> None:
    person = editor_of(supplier, app, ADDRESS)
    answer = person.client.post(
        page_of(supplier),
        data={"version": "1", "staff": "4242", "csrf_token": "of yesterday"},
        headers=FROM_HERE,
    )
    assert answer.status_code == 400
    assert "4242" in answer.text
    person.send(page_of(supplier), form_of(answer.text))
    db.session.expire_all()
    assert supplier.staff == 4242


def test_who_refuses_cookies_is_told_so(app: Flask) -> None:
    answer = app.test_client(use_cookies=False).post(
        "/connexion", data={"email": ADDRESS}, headers=FROM_HERE
    )
    assert answer.status_code == 400
    assert "refuse les cookies" in plain(answer.text)


@pytest.mark.parametrize(
    "headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://ailleurs.example"}]
)
def test_what_another_site_sends_is_not_kept(
    app: Flask, supplier: Supplier, headers: dict[str, str]
) -> None:
    person = ended(supplier, app)
    person.client.post(page_of(supplier), data={"staff": "4242"}, headers=headers)
    assert held() == 0
    answer = person.client.post("/connexion", data={"email": ADDRESS}, headers=headers)
    assert ADDRESS not in answer.text


def test_a_password_and_a_code_are_not_kept(app: Flask, supplier: Supplier) -> None:
    person = ended(supplier, app)
    typed(person, supplier, password="trois chevaux", code="123456")
    fields = db.session.scalars(select(HeldForm)).one().fields
    assert fields == [["version", "1"], ["staff", "4242"]]


def test_what_nobody_could_type_is_not_kept(app: Flask, supplier: Supplier) -> None:
    typed(ended(supplier, app), supplier, description="x" * MAX_BYTES)
    assert held() == 0


def test_it_is_kept_for_a_day(app: Flask, supplier: Supplier) -> None:
    person = ended(supplier, app)
    typed(person, supplier)
    with time_machine.travel(utcnow() + timedelta(hours=25), tick=False):
        assert "est gardé" not in person.page("/connexion")


def test_another_browser_does_not_see_it(app: Flask, supplier: Supplier) -> None:
    typed(ended(supplier, app), supplier)
    assert "est gardé" not in visitor(app).page("/connexion")


def test_another_account_does_not_either(app: Flask, supplier: Supplier) -> None:
    person = ended(supplier, app)
    typed(person, supplier)
    person.send("/connexion", {"email": "autre@atelier.example"})
    code = code_sent("autre@atelier.example")
    assert person.send("/connexion/code", {"code": code}).location == "/compte"
    assert "4242" not in person.page("/connexion/reprise")


def without_cookie(supplier: Supplier, app: Flask) -> Person:
    """Who keeps the page, in a browser that has lost its cookie: nobody knows who types."""
    editor_of(supplier, app, ADDRESS)
    return visitor(app)


def test_a_cookie_that_is_gone_loses_nothing_either(app: Flask, supplier: Supplier) -> None:
    person = without_cookie(supplier, app)
    typed(person, supplier)
    assert "Ce que vous aviez saisi est gardé" in person.page("/connexion")
    assert signed_in_again(person) == "/connexion/reprise"
    person.send(page_of(supplier), form_of(person.open("/connexion/reprise").text))
    db.session.expire_all()
    assert (supplier.staff, held()) == (4242, 0)


def test_it_is_then_of_the_first_who_signs_in(app: Flask, supplier: Supplier) -> None:
    person = without_cookie(supplier, app)
    typed(person, supplier)
    signed_in_again(person)
    theirs = select(User.id).filter_by(email=ADDRESS)
    assert db.session.scalar(select(HeldForm.user_id)) == db.session.scalar(theirs)


def test_who_may_not_do_it_is_told_so_by_the_gate(app: Flask, supplier: Supplier) -> None:
    person = visitor(app)
    typed(person, supplier)
    signed_in_again(person)
    form = form_of(person.open("/connexion/reprise").text)
    assert person.send(page_of(supplier), form).status_code == 403
    db.session.expire_all()
    assert supplier.staff is None


def test_a_browser_that_nobody_knows_is_kept_few_forms(app: Flask, supplier: Supplier) -> None:
    person = visitor(app)
    for _ in range(HELD_FOR_NOBODY.amount + 2):
        typed(person, supplier)
    assert held() == HELD_FOR_NOBODY.amount


def test_a_preview_that_a_script_asks_is_not_kept(app: Flask, supplier: Supplier) -> None:
    headers = {**FROM_HERE, "Sec-Fetch-Mode": "cors"}
    data = {"staff": "4242", "preview": ""}
    ended(supplier, app).client.post(page_of(supplier), data=data, headers=headers)
    assert held() == 0


def held() -> int:
    return db.session.scalar(select(func.count()).select_from(HeldForm)) or 0
