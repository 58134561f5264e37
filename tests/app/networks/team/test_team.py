"""The managers of a network: they invite colleagues, remove them, leave."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.accounts import invitations
from app.accounts.erasing import erase
from app.accounts.invitations import VALID_FOR
from app.accounts.models import NetworkManager
from app.administration.models import AdminEntry
from app.db import db
from app.networks.models import ManagerInvitation
from domain.models import utcnow
from tests.app.networks.cast import NETWORK, PAGES
from tests.app.pages import on_sqlite
from tests.app.people import Person, admin, buyer, letters, manager_of, moderator, visitor

GUEST = "invitee@atelier.example"
TEAM = f"{PAGES}/equipe"


def invited(manager: Person, address: str = GUEST) -> str:
    """The path that the letter leads to."""
    manager.send(f"{TEAM}/inviter", {"email": address})
    found = re.search(r"/invitation-reseau/[\w-]+", letters(address)[-1].text)
    assert found is not None
    return found[0]


def number_of(person: Person) -> int:
    assert person.user is not None
    return person.user.id


def team() -> list[int]:
    db.session.expire_all()
    rows = select(NetworkManager.user_id).where(NetworkManager.network_slug == NETWORK)
    return sorted(db.session.scalars(rows))


def waiting() -> list[str]:
    return list(db.session.scalars(select(ManagerInvitation.email)))


def test_it_works(app: Flask, manager: Person) -> None:
    link = invited(manager)
    guest = buyer(app, GUEST)
    assert "Acceptez pour vous occuper de ses membres" in guest.page(link)
    assert guest.send(link).location == PAGES
    assert team() == [number_of(manager), number_of(guest)]
    assert "a accepté votre invitation" in letters("reseau@atelier.example")[-1].text
    assert GUEST in manager.page(TEAM)
    manager.send(f"{TEAM}/{number_of(guest)}/retirer")
    assert team() == [number_of(manager)]
    assert "Vous ne gérez plus le réseau" in letters(GUEST)[-1].subject
    told = [entry.change for entry in db.session.scalars(select(AdminEntry))]
    assert told == [
        "responsable invité",
        "responsable ajouté, par invitation",
        "responsable retiré par un collègue",
    ]


@on_sqlite
def test_opening_the_link_accepts_nothing(app: Flask, manager: Person) -> None:
    link = invited(manager)
    for reader in (visitor(app), buyer(app, GUEST)):
        reader.page(link)
    assert team() == [number_of(manager)]


@on_sqlite
def test_only_the_address_invited_accepts(app: Flask, manager: Person) -> None:
    link = invited(manager)
    other = buyer(app)
    assert "Cette invitation est pour" in other.page(link)
    other.send(link)
    assert team() == [number_of(manager)]


@on_sqlite
def test_a_link_is_good_once_for_a_month_until_the_next_or_its_end(
    app: Flask, manager: Person
) -> None:
    first = invited(manager)
    second = invited(manager)
    guest = buyer(app, GUEST)
    assert guest.open(first).status_code == 404
    with time_machine.travel(utcnow() + VALID_FOR + timedelta(hours=1), tick=False):
        assert "n’est plus valable" in visitor(app).page(second)
    guest.send(second)
    again = guest.page(second)
    assert "déjà été acceptée" in again
    assert f'href="{PAGES}">Ouvrir le réseau' in again
    (invitation,) = db.session.scalars(select(ManagerInvitation))
    assert invitation.accepted_at is not None


@on_sqlite
def test_an_invitation_is_sent_again_and_cancelled(manager: Person) -> None:
    link = invited(manager)
    (invitation,) = db.session.scalars(select(ManagerInvitation))
    manager.send(f"{TEAM}/invitation/{invitation.id}/renvoyer")
    assert len(letters(GUEST)) == 2
    manager.send(f"{TEAM}/invitation/{invitation.id}/annuler")
    assert waiting() == []
    assert manager.open(link).status_code == 404


@on_sqlite
def test_who_manages_already_is_not_invited(app: Flask, manager: Person) -> None:
    answer = manager.send(f"{TEAM}/inviter", {"email": "reseau@atelier.example"})
    assert "gère déjà le réseau" in answer.text
    assert waiting() == []


@on_sqlite
@pytest.mark.parametrize("address", ["", "direction", "a\x00@verger.example", "a" * 300])
def test_an_address_that_is_none_is_said_so_beside_its_field(manager: Person, address: str) -> None:
    assert 'id="email-erreur"' in manager.send(f"{TEAM}/inviter", {"email": address}).text
    assert letters() == []


# The last one


@on_sqlite
def test_the_last_one_neither_leaves_nor_is_removed(app: Flask, manager: Person) -> None:
    closed = manager_of(NETWORK, app, "fermee@atelier.example")
    assert closed.user is not None
    closed.user.active = False
    db.session.commit()
    for person, path in (
        (manager, f"{TEAM}/quitter"),
        (moderator(app), f"{TEAM}/{number_of(manager)}/retirer"),
    ):
        assert "Rien n’a changé" in person.page(person.send(path).location)
    assert number_of(manager) in team()


@on_sqlite
def test_so_many_invitations_wait_at_once(manager: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitations, "MOST_WAITING", 1)
    invited(manager)
    page = manager.send(f"{TEAM}/inviter", {"email": "autre@atelier.example"}).text
    assert "1 invitations attendent déjà une réponse" in page
    assert waiting() == [GUEST]


def test_of_two_who_remove_each_other_at_once_one_stays(app: Flask, manager: Person) -> None:
    other = manager_of(NETWORK, app, "autre@atelier.example")
    paths = [f"{TEAM}/{number_of(person)}/retirer" for person in (other, manager)]
    db.session.commit()

    def remove(number: int) -> None:
        with app.app_context():
            (manager, other)[number].send(paths[number])

    with ThreadPoolExecutor(2) as people:
        list(people.map(remove, range(2)))
    assert len(team()) == 1


@on_sqlite
def test_an_administrator_removes_the_last_one(app: Flask, manager: Person) -> None:
    path = f"/administration/reseaux/{NETWORK}/responsables/{number_of(manager)}/retirer"
    admin(app).send(path)
    assert team() == []


@on_sqlite
def test_one_leaves_and_finds_nothing_there_any_more(app: Flask, manager: Person) -> None:
    other = manager_of(NETWORK, app, "autre@atelier.example")
    assert manager.send(f"{TEAM}/quitter").location == "/compte"
    assert team() == [number_of(other)]
    assert manager.open(TEAM).status_code == 404


@on_sqlite
def test_nobody_vouches_for_the_guests_of_who_is_gone(app: Flask, manager: Person) -> None:
    other = manager_of(NETWORK, app, "autre@atelier.example")
    invited(other)
    invited(manager, "garde@atelier.example")
    manager.send(f"{TEAM}/{number_of(other)}/retirer")
    assert waiting() == ["garde@atelier.example"]


@on_sqlite
def test_an_account_that_is_deleted_leaves_no_invitation(app: Flask, manager: Person) -> None:
    invited(manager)
    guest = buyer(app, GUEST)
    assert guest.user is not None
    erase(guest.user)
    assert waiting() == []


@on_sqlite
def test_who_deletes_their_account_is_told_that_nobody_would_manage(
    app: Flask, manager: Person
) -> None:
    told = "Plus personne ne gérera le réseau « Vergers »"
    assert told in manager.page("/compte/supprimer")
    manager_of(NETWORK, app, "autre@atelier.example")
    assert told not in manager.page("/compte/supprimer")


@on_sqlite
def test_a_moderator_who_manages_nothing_has_nothing_to_leave(app: Flask, manager: Person) -> None:
    assert moderator(app).send(f"{TEAM}/quitter").status_code == 404
