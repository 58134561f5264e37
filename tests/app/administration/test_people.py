"""Administrators find accounts, give charges, close and open again; each leaves an entry."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.charges import LastAdministratorError, administrators, take_role
from app.accounts.models import AccountSession, User
from app.accounts.permissions import Role
from app.administration.models import AdminEntry
from app.db import db
from tests.app.pages import on_sqlite
from tests.app.people import FROM_HERE, Person, admin, buyer, make_user, moderator, visitor

PEOPLE = "/administration/comptes"


def roles_of(user: User) -> set[str]:
    db.session.expire_all()
    return {role.name for role in user.roles}


def entries() -> list[tuple[str, str]]:
    return [(e.subject, e.change) for e in db.session.scalars(select(AdminEntry))]


def test_it_works(app: Flask) -> None:
    boss, user = admin(app), make_user("camille@atelier.example", name="Camille")
    page = boss.page(f"{PEOPLE}?q=CAMILLE")
    assert "1 compte pour « CAMILLE »" in page
    assert "camille@atelier.example" in page
    assert "admin@atelier.example" not in page
    address = f"{PEOPLE}/{user.id}"
    assert boss.send(f"{address}/roles", {"roles": ["moderator", "admin"]}).status_code == 302
    assert roles_of(user) == {"moderator", "admin"}
    boss.send(f"{address}/roles", {"roles": ["moderator"]})
    assert roles_of(user) == {"moderator"}
    assert entries()[-1] == (f"user:{user.id} role admin", "retiré")


@on_sqlite
def test_a_closed_account_is_out_at_once_and_may_come_back(app: Flask) -> None:
    boss, person = admin(app), buyer(app)
    assert person.user is not None
    address = f"{PEOPLE}/{person.user.id}"
    boss.send(f"{address}/fermer")
    assert person.open("/compte").status_code == 302
    assert not db.session.scalars(select(AccountSession).filter_by(user_id=person.user.id)).all()
    boss.send(f"{address}/rouvrir")
    assert Person(app, person.user).open("/compte").status_code == 200


@on_sqlite
@pytest.mark.parametrize(("path", "data"), [("roles", {"roles": []}), ("fermer", {})])
def test_the_last_administrator_stays(app: Flask, path: str, data: dict[str, object]) -> None:
    boss = admin(app)
    assert boss.user is not None
    boss.send(f"{PEOPLE}/{boss.user.id}/{path}", data)
    assert "C’est le dernier compte d’administration" in boss.page(PEOPLE)
    assert roles_of(boss.user) == {"admin"}
    assert boss.user.active
    assert entries() == []


def test_two_administrators_do_not_take_the_role_from_each_other(app: Flask) -> None:
    ids = [make_user(f"{name}@atelier.example", "admin").id for name in ("une", "deux")]
    db.session.close()
    start = Barrier(2)

    def take(number: int) -> bool:
        with app.app_context():
            start.wait()
            user = db.session.get_one(User, ids[number])
            try:
                take_role(user, Role.ADMIN, f"user:{ids[1 - number]}")
            except LastAdministratorError:
                return False
            db.session.commit()
            return True

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(take, range(2))) == [False, True]
    assert len(administrators()) == 1


def test_a_role_given_twice_at_once_is_given_once(app: Flask) -> None:
    boss, user = admin(app), make_user()
    address, browsers = f"{PEOPLE}/{user.id}/roles", [boss, Person(app, boss.user)]
    posted = [{"roles": ["moderator"], "csrf_token": one.token()} for one in browsers]
    db.session.close()
    start = Barrier(2)

    def give(number: int) -> int:
        start.wait()
        sent = browsers[number].client.post(address, data=posted[number], headers=FROM_HERE)
        return sent.status_code

    with ThreadPoolExecutor(2) as both:
        assert list(both.map(give, range(2))) == [302, 302]
    assert roles_of(db.session.get_one(User, 2)) == {"moderator"}


@on_sqlite
def test_a_role_that_does_not_exist_is_refused(app: Flask) -> None:
    boss, user = admin(app), make_user()
    answer = boss.send(f"{PEOPLE}/{user.id}/roles", {"roles": ["emperor"]})
    assert answer.status_code == 400
    assert roles_of(user) == set()


@on_sqlite
@pytest.mark.parametrize("typed", ["%", "_", "a" * 5000, "\0", "'"])
def test_a_hostile_search_finds_nobody(app: Flask, typed: str) -> None:
    boss = admin(app)
    answer = boss.open(PEOPLE, query_string={"q": typed})
    assert answer.status_code == 200
    if typed != "\0":
        assert "Aucun compte" in answer.text


@on_sqlite
def test_others_do_not_know_that_there_is_such_a_page(app: Flask) -> None:
    assert moderator(app).open("/administration").status_code == 404
    assert buyer(app).open(PEOPLE).status_code == 404
    assert visitor(app).open(PEOPLE).status_code == 302


@on_sqlite
def test_the_journal_tells_who_did_what(app: Flask) -> None:
    boss, user = admin(app), make_user("camille@atelier.example", name="Camille")
    for _ in range(30):
        boss.send(f"{PEOPLE}/{user.id}/roles", {"roles": ["moderator"]})
        boss.send(f"{PEOPLE}/{user.id}/roles", {"roles": []})
    page = boss.page("/administration/journal")
    assert "Compte de Camille, rôle modération" in page
    assert page.count("rôle modération") == 50
    oldest = db.session.scalars(select(AdminEntry.id).order_by(AdminEntry.id)).all()[9]
    assert boss.page(f"/administration/journal?avant={oldest + 1}").count("rôle modération") == 10
