"""One's own account: what one keeps, one's name, one's address, and where one is signed in."""

from datetime import timedelta

import time_machine
from flask import Flask

from app.accounts.models import User
from app.db import db
from app.templating import day, hour
from domain.models import Network, utcnow
from tests.app.cast import make_supplier
from tests.app.pages import on_sqlite, publish
from tests.app.people import (
    Person,
    admin,
    buyer,
    code_sent,
    editor_of,
    letters,
    make_user,
    manager_of,
    moderator,
    visitor,
)

pytestmark = on_sqlite


def reloaded(person: Person) -> User:
    db.session.expire_all()
    assert person.user is not None
    return person.user


def test_it_shows_the_structures_that_one_keeps(app: Flask) -> None:
    supplier = make_supplier("Les Ateliers du Verger")
    publish(app, supplier)
    page = editor_of(supplier, app).page("/compte")
    assert "Les Ateliers du Verger" in page
    assert "Vous êtes responsable de cette fiche" in page


def test_one_s_name_is_changed(app: Flask) -> None:
    person = buyer(app)
    assert person.send("/compte", {"name": "  Camille   Durand "}).location == "/compte"
    assert reloaded(person).name == "Camille Durand"
    person.send("/compte", {"name": ""})
    assert reloaded(person).name is None


def test_a_name_that_cannot_be_kept_is_refused_in_its_place(app: Flask) -> None:
    for name in ("x" * 81, "Camille\x00"):
        answer = buyer(app, f"p{len(name)}@atelier.example").send("/compte", {"name": name})
        assert answer.status_code == 200
        assert 'id="name-erreur"' in answer.text


class TestSessions:
    def test_two_of_one_day_are_told_apart_by_their_hour(self, app: Flask) -> None:
        person = buyer(app)
        (session,) = reloaded(person).sessions
        page = person.open("/compte").text
        assert f"{day(session.opened_at)} à {hour(session.opened_at)}" in page

    def test_each_is_listed_and_closed_by_itself(self, app: Flask) -> None:
        person = buyer(app)
        other = Person(app, person.user)
        assert person.page("/compte").count("Firefox sur Linux") >= 2
        closed = reloaded(person).sessions[-1]
        person.send(f"/compte/sessions/{closed.id}/fermer")
        assert other.open("/compte").status_code == 302
        assert person.open("/compte").status_code == 200

    def test_all_the_others_are_closed_at_once(self, app: Flask) -> None:
        person = buyer(app)
        others = [Person(app, person.user) for _ in range(2)]
        person.send("/compte/sessions/fermer")
        assert [other.open("/compte").status_code for other in others] == [302, 302]
        assert person.open("/compte").status_code == 200

    def test_those_of_somebody_else_are_not_one_s_own(self, app: Flask) -> None:
        theirs = reloaded(buyer(app)).sessions[0]
        other = buyer(app, "autre@atelier.example")
        assert other.send(f"/compte/sessions/{theirs.id}/fermer").status_code == 404

    def test_one_that_nobody_uses_for_a_month_ends(self, app: Flask) -> None:
        person = buyer(app)
        with time_machine.travel(utcnow() + timedelta(days=31), tick=False):
            assert person.open("/compte").status_code == 302

    def test_signing_out_ends_this_one(self, app: Flask) -> None:
        person = buyer(app)
        assert person.send("/deconnexion").location == "/"
        assert person.open("/compte").status_code == 302

    def test_a_stolen_cookie_is_of_no_use_once_signed_out(self, app: Flask) -> None:
        person, thief = buyer(app), visitor(app)
        with person.client.session_transaction() as cookie:
            stolen = dict(cookie)
        person.send("/deconnexion")
        with thief.client.session_transaction() as cookie:
            cookie.update(stolen)
        assert thief.open("/compte").status_code == 302

    def test_a_closed_account_is_put_out(self, app: Flask) -> None:
        person = buyer(app)
        reloaded(person).active = False
        db.session.commit()
        assert person.open("/compte").status_code == 302


class TestAddress:
    NEW = "nouvelle@atelier.example"

    def asked(self, person: Person) -> str:
        assert (
            person.send("/compte/adresse", {"email": self.NEW}).location == "/compte/adresse/code"
        )
        return code_sent(self.NEW)

    def test_it_changes_once_the_new_one_is_proved(self, app: Flask) -> None:
        person = buyer(app)
        code = self.asked(person)
        assert reloaded(person).email == "acheteuse@atelier.example"
        assert person.send("/compte/adresse/code", {"code": code}).location == "/compte"
        assert reloaded(person).email == self.NEW

    def test_the_letter_says_what_its_code_would_give_away(self, app: Flask) -> None:
        self.asked(buyer(app))
        assert "demande à lier son compte à cette adresse" in letters(self.NEW)[-1].text

    def test_the_old_one_is_told(self, app: Flask) -> None:
        person = buyer(app)
        person.send("/compte/adresse/code", {"code": self.asked(person)})
        told = letters("acheteuse@atelier.example")[-1]
        assert "a changé d’adresse" in told.subject
        assert self.NEW not in told.text

    def test_that_of_another_account_is_refused_to_who_proves_it(self, app: Flask) -> None:
        make_user(self.NEW)
        person = buyer(app)
        answer = person.send("/compte/adresse/code", {"code": self.asked(person)})
        assert "a déjà un compte" in answer.text
        assert reloaded(person).email == "acheteuse@atelier.example"

    def test_a_code_for_signing_in_does_not_change_it(self, app: Flask) -> None:
        person = buyer(app)
        person.send("/connexion", {"email": self.NEW})
        answer = person.send("/compte/adresse/code", {"code": code_sent(self.NEW)})
        assert answer.location == "/compte/adresse"
        assert reloaded(person).email == "acheteuse@atelier.example"


def test_no_cache_keeps_what_is_somebody_s(app: Flask) -> None:
    assert buyer(app).open("/compte").headers["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in visitor(app).open("/").headers


def test_moderators_and_administrators_are_led_to_what_they_have_charge_of(app: Flask) -> None:
    led = [
        (">Modération</a>" in page, ">Administration</a>" in page)
        for page in (who(app).page("/compte") for who in (buyer, moderator, admin))
    ]
    assert led == [(False, False), (True, False), (True, True)]


def test_a_network_manager_is_led_to_its_proposals(app: Flask) -> None:
    db.session.add(Network(slug="cress-bretagne", name="CRESS Bretagne"))
    db.session.commit()
    assert "/reseau/cress-bretagne/propositions" in manager_of("cress-bretagne", app).page(
        "/compte"
    )
