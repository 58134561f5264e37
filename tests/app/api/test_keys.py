"""Keys of a network's programs."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from limits import parse
from sqlalchemy import select

from app import limits
from app.accounts.charges import close_account, give_role, reopen_account, take_role
from app.accounts.erasing import erase
from app.accounts.permissions import Role
from app.administration.models import AdminEntry
from app.api.keys import MOST_KEYS
from app.api.models import ApiKey
from app.db import db
from domain.models import utcnow
from tests.app.api.conftest import KEYS, LISTS, Program, key_of
from tests.app.pages import on_sqlite, plain
from tests.app.people import Person, letters, manager_of, moderator

pytestmark = on_sqlite


def kept() -> list[ApiKey]:
    db.session.expire_all()
    return list(db.session.scalars(select(ApiKey).order_by(ApiKey.id)))


def test_it_works(app: Flask, manager: Person) -> None:
    secret = key_of(manager, "Le logiciel des adhérents")
    page = manager.page(KEYS)
    assert "Le logiciel des adhérents" in page
    assert "jamais utilisée" in page
    assert secret not in page
    assert Program(app, secret).get(LISTS)["lists"] == []
    assert "utilisée le" in manager.page(KEYS)
    manager.send(f"{KEYS}/{kept()[0].id}/retirer")
    assert Program(app, secret).ask(LISTS).status_code == 401


def test_nothing_tells_it_again(manager: Person) -> None:
    secret = key_of(manager)
    [key] = kept()
    assert secret not in (key.key_hash, key.name)
    entries = db.session.scalars(select(AdminEntry)).all()
    assert [entry.change for entry in entries] == ["clé d’accès d’un programme créée"]


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer é"])
def test_without_a_key_nothing_is_told(app: Flask, manager: Person, sent: str) -> None:
    refused = app.test_client().get(LISTS, headers={"Authorization": sent})
    assert refused.status_code == 401
    assert "Clés d’accès" in refused.json["problem"]


def test_a_session_is_no_key(manager: Person) -> None:
    assert manager.open(LISTS).status_code == 401


def test_every_manager_is_told_of_one(app: Flask, manager: Person) -> None:
    manager_of("cress", app, "collegue@cress.example")
    key_of(manager, "Le logiciel des adhérents")
    for reader in ("reseau@atelier.example", "collegue@cress.example"):
        assert "« Le logiciel des adhérents »" in plain(letters(reader)[-1].text)


def test_it_writes_no_more_than_its_share_wherever_it_is(
    app: Flask, manager: Person, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "WRITES_OF_ONE_KEY", parse("2 per minute"))
    other = Program(app, key_of(manager))
    tried = [program.ask(f"{LISTS}/1/annuler", "POST") for _ in range(3)]
    assert [answer.status_code for answer in tried] == [404, 404, 429]
    assert int(tried[-1].headers["Retry-After"]) >= 60
    assert "Trop de demandes" in tried[-1].json["problem"]
    assert other.ask(f"{LISTS}/1/annuler", "POST").status_code == 404
    assert program.ask(LISTS).status_code == 200


def test_it_is_of_one_network(app: Flask, manager: Person, program: Program) -> None:
    elsewhere = manager_of("autre", app, "autre@cress.example")
    assert program.ask("/api/reseaux/autre/listes").status_code == 401
    elsewhere.send(f"/reseau/autre/cles/{kept()[0].id}/retirer")
    assert program.ask(LISTS).status_code == 200


def test_it_ends_with_who_made_it(app: Flask, manager: Person) -> None:
    colleague = manager_of("cress", app, "collegue@cress.example")
    program = Program(app, key_of(colleague))
    assert colleague.user is not None
    manager.send(f"/reseau/cress/equipe/{colleague.user.id}/retirer")
    assert program.ask(LISTS).status_code == 401
    assert kept() == []


def test_it_goes_with_the_account(manager: Person, program: Program) -> None:
    assert manager.user is not None
    erase(manager.user)
    assert program.ask(LISTS).status_code == 401
    assert kept() == []


def test_it_does_not_come_back_with_a_closed_account(manager: Person, program: Program) -> None:
    assert manager.user is not None
    close_account(manager.user, "command")
    db.session.commit()
    assert kept() == []
    reopen_account(manager.user, "command")
    db.session.commit()
    assert program.ask(LISTS).status_code == 401


@pytest.mark.usefixtures("manager")
def test_a_moderator_s_goes_with_the_charge(app: Flask) -> None:
    someone = moderator(app)
    assert someone.user is not None
    program = Program(app, key_of(someone))
    assert program.ask(LISTS).status_code == 200
    take_role(someone.user, Role.MODERATOR, "command")
    db.session.commit()
    assert kept() == []


@pytest.mark.usefixtures("manager")
def test_a_moderator_s_stays_with_another_charge(app: Flask) -> None:
    someone = moderator(app)
    assert someone.user is not None
    program = Program(app, key_of(someone))
    give_role(someone.user, Role.ADMIN, "command")
    take_role(someone.user, Role.MODERATOR, "command")
    db.session.commit()
    assert program.ask(LISTS).status_code == 200


def test_who_makes_one_has_proved_lately_who_they_are(manager: Person) -> None:
    with time_machine.travel(utcnow() + timedelta(minutes=31)):
        asked = manager.send(KEYS, {"name": "Notre logiciel"})
    assert asked.location.startswith("/compte/confirmer")
    assert kept() == []


def test_a_use_is_noted_once_an_hour(program: Program) -> None:
    program.get(LISTS)
    first = kept()[0].used_at
    program.get(LISTS)
    assert kept()[0].used_at == first
    with time_machine.travel(utcnow() + timedelta(hours=1, minutes=1)):
        program.get(LISTS)
    assert kept()[0].used_at != first


def test_a_name_is_asked_for(manager: Person) -> None:
    assert "Dites quel programme" in manager.send(KEYS, {"name": " "}).text
    assert kept() == []


def test_there_are_no_more_than_are_looked_after(manager: Person) -> None:
    for _ in range(MOST_KEYS):
        key_of(manager)
    assert "retirez-en une" in manager.send(KEYS, {"name": "Une de plus"}).text
    assert len(kept()) == MOST_KEYS
