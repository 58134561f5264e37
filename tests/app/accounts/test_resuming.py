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
from tests.app.people import FROM_HERE, Person, code_sent, editor_of, moderator, visitor
from tests.app.structures.sending import photo

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
    assert answer.location.startswith("/connexion?suite=")


def signed_in_again(person: Person) -> str:
    """Where signing in leads."""
    return enter(person, ADDRESS)


def enter(person: Person, address: str) -> str:
    person.send("/connexion", {"email": address})
    return str(person.send("/connexion/code", {"code": code_sent(address)}).location)


def ended_moderator(app: Flask) -> Person:
    person = moderator(app, ADDRESS)
    db.session.query(AccountSession).delete()
    db.session.commit()
    return person


def form_of(page: str) -> dict[str, str]:
    """What the form would send, of its text fields."""
    fields = re.findall(r"<input[^>]*>", page)
    named = {_attribute(field, "name"): _attribute(field, "value") for field in fields}
    kept = ("staff", "version", "_given_back", "_opened_by")
    return {name: named[name] for name in kept if name in named}


def _attribute(field: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', field)
    return found[1] if found else ""


def test_it_is_given_back_and_saved(app: Flask, supplier: Supplier) -> None:
    person = ended(supplier, app)
    typed(person, supplier)
    assert "Ce que vous aviez saisi est gardé" in person.page("/connexion")
    assert signed_in_again(person) == "/connexion/reprise"
    page = person.given_back()
    assert "Rien n’est enregistré encore" in plain(page)
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
    person.send(page_of(supplier), form_of(person.given_back()))
    assert held() == 0


def test_refused_it_is_not(app: Flask, supplier: Supplier) -> None:
    person = ended(supplier, app)
    typed(person, supplier, figures_year="1789")
    signed_in_again(person)
    answer = person.send(
        page_of(supplier), {**form_of(person.given_back()), "figures_year": "1789"}
    )
    assert 'name="_given_back"' in answer.text
    assert held() == 1
    person.send(page_of(supplier), form_of(answer.text))
    assert held() == 0


def test_it_may_be_let_go(app: Flask, supplier: Supplier) -> None:
    person = ended(supplier, app)
    typed(person, supplier)
    signed_in_again(person)
    assert person.send("/connexion/reprise").location == "/compte"
    assert held() == 0
    assert "Votre saisie est abandonnée" in person.page("/compte")


def test_it_waits_where_one_may_look_for_it(app: Flask, supplier: Supplier) -> None:
    person = ended(supplier, app)
    typed(person, supplier)
    signed_in_again(person)
    for path in ("/compte", f"/structure/{supplier.id}", page_of(supplier)):
        assert "Une saisie vous attend" in person.page(path)
    assert "Une saisie vous attend" not in plain(person.given_back())


def test_a_page_left_open_too_long_shows_it_at_once(app: Flask, supplier: Supplier) -> None:
    person = editor_of(supplier, app, ADDRESS)
    answer = person.client.post(
        page_of(supplier),
        data={"version": "1", "staff": "4242", "csrf_token": "of yesterday"},
        headers=FROM_HERE,
    )
    assert answer.location == "/connexion/reprise"
    person.send(page_of(supplier), form_of(person.given_back()))
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
    person = ended(supplier, app)
    typed(person, supplier, description="x" * MAX_BYTES)
    assert held() == 0
    assert "Ce texte est trop long pour être gardé" in person.page("/connexion")


def test_a_button_pressed_is_not_pressed_again(app: Flask) -> None:
    person = visitor(app)
    answer = person.send("/moderation", {"decision": "refuse"})
    assert answer.location == "/connexion?suite=/moderation"
    assert held() == 0
    assert "rien n’a été enregistré" in person.page("/connexion")


def test_files_are_to_be_chosen_again(app: Flask, supplier: Supplier) -> None:
    person = ended(supplier, app)
    person.send(page_of(supplier), {"version": "1", "photo_files": photo()})
    assert held() == 0
    assert "choisissez de nouveau vos fichiers" in person.page("/connexion")


def test_a_decision_is_given_back_in_its_page(app: Flask) -> None:
    person = ended_moderator(app)
    person.send("/moderation/fusions", {"one": "12", "other": "13"})
    assert held() == 1
    signed_in_again(person)
    assert 'value="12"' in person.given_back()


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
    enter(person, "autre@atelier.example")
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
    person.send(page_of(supplier), form_of(person.given_back()))
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
    form = {"version": "1", "staff": "4242", "_given_back": "1"}
    assert person.send(page_of(supplier), form).status_code == 403
    assert held() == 1
    db.session.expire_all()
    assert supplier.staff is None


def test_a_form_says_whose_it_is_when_every_cookie_is_gone(app: Flask, supplier: Supplier) -> None:
    form = form_of(editor_of(supplier, app, ADDRESS).open(page_of(supplier)).text)
    person = visitor(app)
    person.send(page_of(supplier), {**form, "staff": "4242"})
    enter(person, "autre@atelier.example")
    other = person.page("/connexion/reprise")
    assert "faite avec un autre compte" in other
    assert "4242" not in other
    person.send("/connexion/reprise")  # nor may they let it go
    person.send("/deconnexion")
    signed_in_again(person)
    assert form_of(person.given_back())["staff"] == "4242"


def test_nobody_says_that_a_form_is_anothers(app: Flask, supplier: Supplier) -> None:
    person = without_cookie(supplier, app)
    typed(person, supplier, _opened_by="1")
    assert db.session.scalars(select(HeldForm)).one().user_id is None


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
