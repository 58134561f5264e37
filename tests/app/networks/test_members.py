"""Managers see who keeps the pages of their network's members, and invite the others."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app import limits
from app.accounts.invitations import VALID_FOR
from app.accounts.models import Editorship
from app.db import db
from app.networks.queries import PER_PAGE
from app.structures.models import Claim, ClaimProof, ClaimStatus, Invitation
from domain.models import (
    Contact,
    ContactKind,
    HistoryAction,
    HistoryEntry,
    ProofDegree,
    Supplier,
    Visibility,
    utcnow,
)
from tests.app.cast import TODAY
from tests.app.networks.cast import NETWORK, PAGES, member
from tests.app.pages import counted_queries, on_sqlite, plain
from tests.app.people import Person, buyer, editor_of, letters, manager_of

MEMBERS = f"{PAGES}/membres"
GUEST = "direction@verger.example"


def shown_at(supplier: Supplier, address: str, visibility: Visibility, source: str) -> None:
    contact = Contact(
        kind=ContactKind.EMAIL, value=address, visibility=visibility, source=source, as_of=TODAY
    )
    supplier.contacts.append(contact)
    db.session.commit()


def invited(manager: Person, supplier: Supplier, address: str = GUEST) -> str:
    """The page that answers."""
    answer = manager.send(MEMBERS, {"supplier": supplier.id, "email": address})
    return answer.text if answer.status_code == 200 else manager.page(answer.location)


def waiting() -> list[tuple[int, str]]:
    db.session.expire_all()
    rows = db.session.scalars(select(Invitation).order_by(Invitation.id))
    return [(row.supplier_id, row.email) for row in rows]


def test_it_works(app: Flask, manager: Person) -> None:
    supplier = member(listed_at=GUEST)
    page = manager.page(MEMBERS)
    assert "Les Ateliers du Verger" in page
    assert "Angers (49)" in page
    assert f'value="{GUEST}"' in page
    assert f"L’invitation part vers {GUEST}" in invited(manager, supplier)
    assert "Invitée</span> jusqu’au" in manager.page(MEMBERS)

    (letter,) = letters(GUEST)
    link = re.search(r"/invitation/[\w-]+", letter.text)
    assert link is not None
    buyer(app, GUEST).send(link[0])
    claim = db.session.scalars(select(Claim)).one()
    assert (claim.proof, claim.status) == (ClaimProof.INVITATION, ClaimStatus.SETTLED)
    assert db.session.scalars(select(Editorship)).one().is_owner
    told = db.session.scalars(select(HistoryEntry).filter_by(supplier_id=supplier.id)).one()
    assert told.action is HistoryAction.TEAM
    assert "Tenue</span> depuis le" in manager.page(MEMBERS)


# What a manager sees


@on_sqlite
def test_only_listed_members_of_that_network_are_shown(manager: Person) -> None:
    member("Chez nous")
    member("Ailleurs", networks=["autre"])
    member("Proposée", awaits_review=True)
    member("Partie", archived_at=utcnow())
    page = manager.page(MEMBERS)
    assert "Chez nous" in page
    assert not re.search("Ailleurs|Proposée|Partie", page)


@on_sqlite
@pytest.mark.parametrize("other", ["reseau:autre", "annuaire-complet"])
def test_a_private_address_is_shown_to_the_network_whose_list_gave_it(
    manager: Person, other: str
) -> None:
    member("Un", listed_at="un@verger.example")
    (record,) = member("Deux", listed_at="deux@verger.example").records
    record.source = other
    three = member("Trois")
    shown_at(three, "trois@verger.example", Visibility.PRIVATE, "siae")
    page = manager.page(MEMBERS)
    assert "un@verger.example" in page
    assert not re.search("(deux|trois)@", page)
    assert page.count("Adresse inconnue") == 2


@on_sqlite
def test_the_address_that_everybody_sees_is_known_but_not_one_of_former_editors(
    manager: Person,
) -> None:
    shown_at(member("Un"), "contact@un.example", Visibility.PUBLIC, "siae")
    shown_at(member("Deux"), "contact@deux.example", Visibility.PUBLIC, "structure")
    page = manager.page(MEMBERS)
    assert "contact@un.example" in page
    assert "contact@deux.example" not in page


@on_sqlite
@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", {"Épicerie", "Ferme", "Grange"}),
        ("?q=EPICERIE", {"Épicerie"}),
        ("?q=rien", set()),
        ("?fiches=tenues", {"Ferme"}),
        ("?fiches=libres", {"Épicerie", "Grange"}),
        ("?fiches=invitees", {"Grange"}),
        ("?fiches=tenues&q=epicerie", set()),
        ("?fiches=autre&page=abc&q=%00", {"Épicerie", "Ferme", "Grange"}),
    ],
)
def test_members_are_found_by_name_and_by_who_keeps_them(
    app: Flask, manager: Person, asked: str, shown: set[str]
) -> None:
    member("Épicerie")
    editor_of(member("Ferme"), app)
    invited(manager, member("Grange"))
    page = manager.page(MEMBERS + asked)
    assert {name for name in ("Épicerie", "Ferme", "Grange") if f">{name}</a>" in page} == shown


@pytest.mark.parametrize(
    ("typed", "shown"), [("49", ["Ferme"]), ("44000", ["Grange"]), ("nantes grange", ["Grange"])]
)
def test_members_are_found_by_where_they_sit(manager: Person, typed: str, shown: list[str]) -> None:
    member("Ferme", postcode="49100", city="Angers")
    member("Grange", postcode="44000", city="Nantes")
    page = manager.page(f"{MEMBERS}?q={typed}")
    assert [name for name in ("Ferme", "Grange") if f">{name}</a>" in page] == shown


def test_a_filter_that_would_show_nobody_is_not_offered(
    manager: Person,
) -> None:
    member("Ferme", listed_at=GUEST)

    def offered(address: str) -> list[str]:
        return re.findall(r'class="chip"[^>]*>(.*?) <strong>', manager.page(address))

    assert offered(MEMBERS) == ["Toutes", "Pas tenues", "À inviter"]
    assert "Invitées" in offered(f"{MEMBERS}?fiches=invitees")


def test_they_are_in_the_order_of_the_alphabet(manager: Person) -> None:
    for name in ("Zebre", "Écureuil", "abeille", "Oie"):
        member(name)
    member("Zut", brand="Hêtre")
    shown = re.findall(r'membres/\d+">([^<]+)</a>', manager.page(MEMBERS))
    assert shown == ["abeille", "Écureuil", "Hêtre", "Oie", "Zebre"]


@on_sqlite
def test_those_that_the_network_vouches_for_are_found(manager: Person) -> None:
    one, _ = member("Un"), member("Deux")
    one.memberships[0].degree, one.memberships[0].vouched_on = ProofDegree.VERIFIED, TODAY
    db.session.commit()
    page = manager.page(f"{MEMBERS}?fiches=garanties")
    assert ">Un</a>" in page
    assert ">Deux</a>" not in page


@on_sqlite
def test_pages_have_fifty_members_and_cost_the_same(app: Flask, manager: Person) -> None:
    for number in range(PER_PAGE + 1):
        member(f"Atelier {number:02}", listed_at=f"a{number}@verger.example")
        if number == 1:
            with counted_queries(app) as few:
                manager.page(f"{MEMBERS}?q=atelier")
    with counted_queries(app) as many:
        first = manager.page(f"{MEMBERS}?q=atelier")
    assert len(many) == len(few)
    assert "Atelier 49" in first
    assert "Atelier 50" not in first
    assert "Page 1 sur 2" in first
    for number in (2, 99):
        assert "Atelier 50" in manager.page(f"{MEMBERS}?page={number}")


# Inviting one


@on_sqlite
@pytest.mark.parametrize("address", ["", "direction", "a\x00@verger.example", "a" * 300])
def test_an_address_that_is_none_is_said_so_beside_its_field(manager: Person, address: str) -> None:
    supplier = member()
    page = invited(manager, supplier, address)
    assert f'id="adresse-{supplier.id}-erreur"' in page
    assert not letters()


@on_sqlite
def test_a_page_that_somebody_keeps_is_not_given_away(app: Flask, manager: Person) -> None:
    supplier = member()
    editor_of(supplier, app)
    assert "tient déjà cette fiche" in invited(manager, supplier)
    assert not letters()


@on_sqlite
@pytest.mark.parametrize("number", ["0", "x", "2147483647", "9" * 30])
def test_a_structure_that_is_no_member_is_not_invited(manager: Person, number: str) -> None:
    member("Ailleurs", networks=["autre"])
    answer = manager.send(MEMBERS, {"supplier": number, "email": GUEST})
    assert "chose est à corriger" in answer.text
    assert not letters()


@on_sqlite
def test_another_address_replaces_the_one_that_was_mistyped(manager: Person) -> None:
    supplier = member()
    invited(manager, supplier, "direction@vreger.example")
    invited(manager, supplier)
    assert waiting() == [(supplier.id, GUEST)]


@on_sqlite
def test_an_invitation_that_cannot_be_replaced_stays(manager: Person) -> None:
    elsewhere, supplier = member("Ailleurs"), member()
    for _ in range(5):
        invited(manager, elsewhere)
    invited(manager, supplier, "avant@verger.example")
    assert "Recommencez demain" in invited(manager, supplier)
    assert waiting() == [(elsewhere.id, GUEST), (supplier.id, "avant@verger.example")]


@on_sqlite
def test_the_list_stays_where_it_was(manager: Person) -> None:
    supplier = member()
    typed = {"supplier": supplier.id, "email": GUEST}
    answer = manager.send(f"{MEMBERS}?q=verger&fiches=libres", typed)
    assert answer.location == f"{MEMBERS}?q=verger&fiches=libres"


# Inviting those that are ticked


def tick(manager: Person, *suppliers: object) -> str:
    answer = manager.send(MEMBERS, {"chosen": [getattr(it, "id", it) for it in suppliers]})
    return answer.text if answer.status_code == 200 else manager.page(answer.location)


@on_sqlite
def test_those_ticked_are_invited_once_where_their_address_is_known(
    app: Flask, manager: Person
) -> None:
    one, two = (member(name, listed_at=f"{name}@verger.example") for name in ("un", "deux"))
    unknown, elsewhere = member("Trois"), member("Quatre", networks=["autre"])
    kept = member("Cinq", listed_at="cinq@verger.example")
    editor_of(kept, app)
    everything = (one, two, unknown, elsewhere, kept, "x", "9" * 30)
    page = plain(tick(manager, *everything))
    assert "Invitations envoyées : 2." in page
    assert "laissées de côté : 1 sans adresse connue, 1 à la fiche déjà tenue." in page
    page = plain(tick(manager, *everything))
    assert "Invitations envoyées : 0." in page
    assert "laissées de côté : 2 en attente d’une réponse, 1 sans adresse connue" in page
    assert waiting() == [(one.id, "un@verger.example"), (two.id, "deux@verger.example")]
    assert len(letters()) == 2


@on_sqlite
def test_an_invitation_that_has_expired_may_be_sent_again(manager: Person) -> None:
    supplier = member(listed_at=GUEST)
    tick(manager, supplier)
    later = utcnow() + VALID_FOR + timedelta(hours=1)
    with time_machine.travel(later, tick=False):
        again = manager_of(NETWORK, manager.app, "seconde@vergers.example")
        assert "Invitation expirée le" in again.page(MEMBERS)
        assert "Invitations envoyées : 1." in tick(again, supplier)
    assert waiting() == [(supplier.id, GUEST)]


@on_sqlite
def test_nothing_ticked_is_said(manager: Person) -> None:
    member(listed_at=GUEST)
    assert "Cochez au moins une structure" in tick(manager)


@on_sqlite
def test_a_network_sends_so_many_invitations_an_hour(
    manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "INVITATIONS_OF_ONE_NETWORK", limits.parse("2 per hour"))
    members = [member(f"Atelier {n}", listed_at=f"a{n}@verger.example") for n in range(4)]
    page = tick(manager, *members)
    assert "Invitations envoyées : 2." in page
    assert page.count("Reprenez plus tard") == 1
    assert len(letters()) == 2


@on_sqlite
def test_who_got_no_invitation_is_named(manager: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "INVITATIONS_TO_ONE_ADDRESS", limits.parse("1 per day"))
    members = [member(f"Atelier {n}", listed_at=GUEST) for n in range(3)]
    page = plain(tick(manager, *members))
    assert "Invitations envoyées : 1." in page
    not_sent = f"Invitations qui ne sont pas parties : Atelier 1 ({GUEST}), Atelier 2 ({GUEST})."
    assert f"{not_sent} Cette adresse a reçu plusieurs invitations" in page


# Inviting all those whose address is known

ALL = f"{MEMBERS}/inviter"


@on_sqlite
def test_those_of_every_page_are_invited_at_once(manager: Person) -> None:
    for number in range(PER_PAGE + 1):
        member(f"Atelier {number:02}", listed_at=f"a{number}@verger.example")
    member("Sans adresse")
    assert "51 structures peuvent être invitées" in manager.page(ALL)
    assert not letters()
    assert "Invitations envoyées : 51." in manager.page(manager.send(ALL).location)
    assert len(letters()) == PER_PAGE + 1
    assert "personne à inviter" in manager.page(ALL)


@on_sqlite
def test_an_address_that_would_get_several_is_named_first(manager: Person) -> None:
    for name in ("Un", "Deux"):
        member(name, listed_at=GUEST)
    member("Trois", listed_at="trois@verger.example")
    page = plain(manager.page(ALL))
    assert f"{GUEST} (2 invitations)." in page
    assert "trois@verger.example" not in page


@on_sqlite
def test_only_those_of_the_list_as_it_is_narrowed(manager: Person) -> None:
    one, _ = member("Un", listed_at=GUEST), member("Deux", listed_at="deux@verger.example")
    answer = manager.send(f"{ALL}?q=un")
    assert answer.location == f"{MEMBERS}?q=un"
    assert waiting() == [(one.id, GUEST)]


@on_sqlite
def test_as_many_as_an_hour_allows_and_the_page_says_so_first(
    manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "INVITATIONS_OF_ONE_NETWORK", limits.parse("2 per hour"))
    for number in range(3):
        member(f"Atelier {number}", listed_at=f"a{number}@verger.example")
    assert "2 partent maintenant" in manager.page(ALL)
    assert "Invitations envoyées : 2." in manager.page(manager.send(ALL).location)
    assert "revenez dans une heure" in manager.page(ALL)
    manager.send(ALL)
    assert len(letters()) == 2
