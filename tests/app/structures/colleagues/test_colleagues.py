"""Colleagues: invited, accepted, removed, handed the page, gone."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.accounts.invitations import MOST_WAITING, VALID_FOR, InvitationError
from app.accounts.models import Editorship, User
from app.db import db
from app.structures.colleagues.inviting import invite
from app.structures.models import Claim, ClaimProof, ClaimStatus, Invitation
from domain.models import Membership, Network, Supplier, utcnow
from tests.app.cast import TODAY, make_supplier
from tests.app.pages import on_sqlite, plain, publish
from tests.app.people import Person, buyer, colleague_at, editor_of, letters, make_user, visitor

GUEST = "invitee@atelier.example"


def stored(app: Flask) -> Supplier:
    supplier = make_supplier()
    publish(app, supplier)
    return supplier


def team_of(supplier: Supplier) -> dict[int, bool]:
    """Account → whether it owns the page."""
    db.session.expire_all()
    held = db.session.scalars(select(Editorship).filter_by(supplier_id=supplier.id))
    return {row.user_id: row.is_owner for row in held}


def number_of(person: Person) -> int:
    assert person.user is not None
    return person.user.id


def path_of(supplier: Supplier, *more: object) -> str:
    return "/".join((f"/structure/{supplier.id}/equipe", *map(str, more)))


def invited(supplier: Supplier, owner: Person, address: str = GUEST) -> str:
    """The path that the letter leads to."""
    owner.send(path_of(supplier, "inviter"), {"email": address})
    found = re.search(r"/invitation/[\w-]+", letters(address)[-1].text)
    assert found is not None
    return found[0]


def test_a_colleague_is_invited_and_accepts(app: Flask) -> None:
    supplier = stored(app)
    owner = editor_of(supplier, app)
    link = invited(supplier, owner)
    guest = buyer(app, GUEST)
    assert f'action="{link}"> <input' in guest.page(link)
    assert guest.send(link).location == f"/structure/{supplier.id}"
    assert team_of(supplier) == {number_of(owner): True, number_of(guest): False}
    assert "a accepté votre invitation" in letters("page@atelier.example")[-1].text


@on_sqlite
def test_opening_the_link_accepts_nothing(app: Flask) -> None:
    supplier = stored(app)
    owner = editor_of(supplier, app)
    link = invited(supplier, owner)
    for reader in (visitor(app), buyer(app, GUEST)):
        reader.page(link)
    assert team_of(supplier) == {number_of(owner): True}


@on_sqlite
def test_a_visitor_is_led_to_sign_in_and_back(app: Flask) -> None:
    supplier = stored(app)
    link = invited(supplier, editor_of(supplier, app))
    page = visitor(app).page(link)
    assert f"/connexion?suite={link}" in page.replace("%2F", "/")
    assert GUEST not in page


@on_sqlite
def test_an_invitation_is_for_its_address_alone(app: Flask) -> None:
    supplier = stored(app)
    owner = editor_of(supplier, app)
    link = invited(supplier, owner)
    other = buyer(app)
    assert "Déconnectez-vous" in other.page(link)
    other.send(link)
    assert team_of(supplier) == {number_of(owner): True}


@on_sqlite
def test_an_invitation_is_accepted_once(app: Flask) -> None:
    supplier = stored(app)
    owner = editor_of(supplier, app)
    link, guest = invited(supplier, owner), buyer(app, GUEST)
    guest.send(link)
    again = guest.page(link)
    assert "déjà été acceptée" in again
    assert f'href="/structure/{supplier.id}/' in again
    owner.send(path_of(supplier, number_of(guest), "retirer"))
    guest.send(link)
    assert team_of(supplier) == {number_of(owner): True}


@on_sqlite
def test_an_invitation_ends_after_a_month(app: Flask) -> None:
    supplier = stored(app)
    link = invited(supplier, editor_of(supplier, app))
    with time_machine.travel(utcnow() + VALID_FOR + timedelta(hours=1), tick=False):
        assert "n’est plus valable" in visitor(app).page(link)


@on_sqlite
def test_an_invitation_can_be_cancelled(app: Flask) -> None:
    supplier = stored(app)
    owner = editor_of(supplier, app)
    link = invited(supplier, owner)
    assert GUEST in owner.page(path_of(supplier))
    number = db.session.scalars(select(Invitation.id)).one()
    owner.send(path_of(supplier, "invitation", number, "annuler"))
    assert buyer(app, GUEST).open(link).status_code == 404


@on_sqlite
def test_sent_again_the_first_link_is_dead(app: Flask) -> None:
    supplier = stored(app)
    owner = editor_of(supplier, app)
    first = invited(supplier, owner)
    number = db.session.scalars(select(Invitation.id)).one()
    owner.send(path_of(supplier, "invitation", number, "renvoyer"))
    second = invited(supplier, owner)
    guest = buyer(app, GUEST)
    assert guest.open(first).status_code == 404
    assert guest.open(second).status_code == 200
    assert len(db.session.scalars(select(Invitation)).all()) == 1


@on_sqlite
def test_who_keeps_the_page_already_is_not_invited(app: Flask) -> None:
    supplier = stored(app)
    owner = editor_of(supplier, app)
    answer = owner.send(path_of(supplier, "inviter"), {"email": "page@atelier.example"})
    assert "tient déjà la fiche" in answer.text


@on_sqlite
def test_few_invitations_wait_at_once(app: Flask) -> None:
    supplier = stored(app)
    owner = editor_of(supplier, app)
    assert owner.user is not None
    for position in range(MOST_WAITING):
        invite(supplier, f"invitee{position}@atelier.example", owner.user)
    answer = owner.send(path_of(supplier, "inviter"), {"email": GUEST})
    assert "attendent déjà" in answer.text


@on_sqlite
def test_one_address_gets_few_invitations_a_day_cancelled_or_not(app: Flask) -> None:
    supplier = stored(app)
    owner = editor_of(supplier, app)
    for _ in range(5):
        owner.send(path_of(supplier, "inviter"), {"email": GUEST})
        number = db.session.scalars(select(Invitation.id)).one()
        owner.send(path_of(supplier, "invitation", number, "annuler"))
    assert "Recommencez demain" in owner.send(path_of(supplier, "inviter"), {"email": GUEST}).text
    assert len(letters(GUEST)) == 5
    assert db.session.scalars(select(Invitation)).all() == []


@on_sqlite
def test_nor_by_sending_one_again(app: Flask) -> None:
    supplier = stored(app)
    owner = editor_of(supplier, app)
    invited(supplier, owner)
    number = db.session.scalars(select(Invitation.id)).one()
    for _ in range(5):
        owner.send(path_of(supplier, "invitation", number, "renvoyer"))
    assert "Recommencez demain" in owner.page(path_of(supplier))
    assert len(letters(GUEST)) == 5


@on_sqlite
@pytest.mark.parametrize("address", ["", "camille", "a\x00@atelier.example", "a" * 300])
def test_an_address_that_is_none_is_said_so(app: Flask, address: str) -> None:
    supplier = stored(app)
    answer = editor_of(supplier, app).send(path_of(supplier, "inviter"), {"email": address})
    assert "field-error" in answer.text
    assert not letters()


@on_sqlite
def test_a_colleague_invites_nobody(app: Flask) -> None:
    supplier = stored(app)
    editor_of(supplier, app)
    colleague = colleague_at(supplier, app)
    assert "Inviter un collègue" not in colleague.page(path_of(supplier))
    answer = colleague.send(path_of(supplier, "inviter"), {"email": GUEST})
    assert answer.status_code == 403


@on_sqlite
def test_a_colleague_is_removed_and_told(app: Flask) -> None:
    supplier = stored(app)
    owner, colleague = editor_of(supplier, app), colleague_at(supplier, app)
    owner.send(path_of(supplier, number_of(colleague), "retirer"))
    assert team_of(supplier) == {number_of(owner): True}
    assert "ne tenez plus" in letters("collegue@atelier.example")[-1].subject


@on_sqlite
@pytest.mark.parametrize("what", ["retirer", "ceder"])
def test_the_owner_is_neither_removed_nor_handed_the_page(app: Flask, what: str) -> None:
    supplier = stored(app)
    owner = editor_of(supplier, app)
    answer = owner.send(path_of(supplier, number_of(owner), what))
    assert answer.status_code == 404
    assert team_of(supplier) == {number_of(owner): True}


def test_the_page_is_handed_over(app: Flask) -> None:
    supplier = stored(app)
    owner, colleague = editor_of(supplier, app), colleague_at(supplier, app)
    owner.send(path_of(supplier, number_of(colleague), "ceder"))
    assert team_of(supplier) == {number_of(owner): False, number_of(colleague): True}
    assert "vous est confiée" in letters("collegue@atelier.example")[-1].subject


@on_sqlite
def test_a_stranger_is_not_handed_the_page(app: Flask) -> None:
    supplier = stored(app)
    owner, stranger = editor_of(supplier, app), buyer(app)
    answer = owner.send(path_of(supplier, number_of(stranger), "ceder"))
    assert answer.status_code == 404


def test_an_owner_who_leaves_is_followed_by_the_oldest_colleague(app: Flask) -> None:
    supplier = stored(app)
    owner, colleague = editor_of(supplier, app), colleague_at(supplier, app)
    colleague_at(supplier, app, "recente@atelier.example")
    assert "collegue@atelier.example" in owner.page(path_of(supplier, "quitter"))
    owner.send(path_of(supplier, "quitter"))
    team = team_of(supplier)
    assert number_of(owner) not in team
    assert team[number_of(colleague)] is True


@on_sqlite
def test_the_owner_is_told_of_a_colleague_who_leaves(app: Flask) -> None:
    supplier = stored(app)
    editor_of(supplier, app, "responsable@atelier.example")
    colleague_at(supplier, app, "collegue@atelier.example").send(path_of(supplier, "quitter"))
    told = letters("responsable@atelier.example")[-1]
    assert "Un départ dans l’équipe" in told.subject
    assert "collegue@atelier.example ne tient plus cette fiche" in told.text


@on_sqlite
def test_a_closed_account_inherits_nothing(app: Flask) -> None:
    supplier = stored(app)
    owner, gone = editor_of(supplier, app), colleague_at(supplier, app)
    recent = colleague_at(supplier, app, "recente@atelier.example")
    assert gone.user is not None
    gone.user.active = False
    db.session.commit()
    owner.send(path_of(supplier, "quitter"))
    assert team_of(supplier) == {number_of(gone): False, number_of(recent): True}


@on_sqlite
def test_the_last_one_is_warned(app: Flask) -> None:
    supplier = stored(app)
    owner = editor_of(supplier, app)
    assert "la dernière personne" in owner.page(path_of(supplier, "quitter"))
    assert team_of(supplier) == {number_of(owner): True}


def test_a_page_that_all_have_left_can_be_claimed_again(app: Flask) -> None:
    supplier = stored(app)
    supplier.website = "https://verger.example"
    db.session.commit()
    first, second = buyer(app, "a@verger.example"), buyer(app, "b@verger.example")
    first.send(f"/structure/{supplier.id}/revendiquer")
    link = invited(supplier, first)
    first.send(path_of(supplier, "quitter"))
    second.send(f"/structure/{supplier.id}/revendiquer")
    assert team_of(supplier) == {number_of(second): True}
    assert buyer(app, GUEST).open(link).status_code == 404


# Networks


def _manager() -> User:
    known = db.session.scalars(select(User).filter_by(email="reseau@atelier.example")).first()
    return known or make_user("reseau@atelier.example")


def by_network(supplier: Supplier) -> str:
    network = Network(slug="cress", name="CRESS")
    supplier.memberships = [Membership(network=network, source="test", as_of=TODAY)]
    db.session.commit()
    invite(supplier, GUEST, _manager(), network)
    letter = letters(GUEST)[-1].text
    assert "Le réseau « CRESS » vous invite" in plain(letter)
    found = re.search(r"/invitation/[\w-]+", letter)
    assert found is not None
    return found[0]


def test_a_network_s_invitation_proves_a_claim(app: Flask) -> None:
    supplier = stored(app)
    link, guest = by_network(supplier), buyer(app, GUEST)
    guest.send(link)
    assert team_of(supplier) == {number_of(guest): True}
    claim = db.session.scalars(select(Claim)).one()
    assert (claim.proof, claim.status) == (ClaimProof.INVITATION, ClaimStatus.SETTLED)


@on_sqlite
def test_a_network_invites_none_but_those_it_lists(app: Flask) -> None:
    supplier, manager = stored(app), make_user("reseau@atelier.example")
    with pytest.raises(InvitationError, match="ne référence pas"):
        invite(supplier, GUEST, manager, Network(slug="autre", name="Autre"))
    link = by_network(supplier)
    supplier.memberships.clear()
    db.session.commit()
    guest = buyer(app, GUEST)
    assert "ne référence plus" in guest.page(link)
    guest.send(link)
    assert team_of(supplier) == {}


@on_sqlite
def test_a_network_s_invitation_to_a_page_that_is_kept_opens_a_dispute(app: Flask) -> None:
    supplier = stored(app)
    owner = editor_of(supplier, app)
    link, guest = by_network(supplier), buyer(app, GUEST)
    assert guest.send(link).location == f"/structure/{supplier.id}/revendiquer"
    assert team_of(supplier) == {number_of(owner): True}
    assert "demande la fiche" in letters("page@atelier.example")[-1].subject
