"""What undoing a list would do is told before, and told true afterwards."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import Editorship, User
from app.db import db
from app.mailing.models import OutgoingMail
from app.structures.facts import Origin
from app.structures.models import Invitation
from app.structures.saving import write_facts
from domain.models import utcnow
from tests.app.networks.lists.desk import NETWORK, PRUNIER, TITLES, VERGER, listed, supplier
from tests.app.networks.lists.dropping import act, dropped, matched
from tests.app.networks.lists.gestures import (
    Gesture,
    give_services,
    note,
    take_out_and_back,
    vouch,
)
from tests.app.pages import on_sqlite, plain
from tests.app.people import Person

pytestmark = on_sqlite


def applied(manager: Person, *rows: str) -> str:
    page = dropped(manager, "\n".join([TITLES, *rows]))
    matched(manager, page)
    act(manager, page, "appliquer")
    return page


def asked(manager: Person, page: str) -> str:
    return plain(manager.send(f"{page}/annuler").text)


def test_asking_writes_nothing(manager: Person) -> None:
    page = applied(manager, VERGER, PRUNIER)
    assert "2 structures créées en sortent" in asked(manager, page)
    assert listed(db.session) == ["Le Prunier", "Le Verger"]


def test_what_a_later_list_names_is_said_to_stay(manager: Person) -> None:
    one, other = applied(manager, VERGER, PRUNIER), applied(manager, VERGER)
    shown = asked(manager, one)
    assert "1 structure créée en sort." in shown
    assert "1 fiche reste : une liste appliquée depuis la nomme" in shown
    act(manager, one, "annuler")
    foreseen = asked(manager, other)
    assert "1 fiche d’un import déjà annulé, gardée pour cette liste" in foreseen
    assert "1 structure partie n’a plus de fiche en ligne : elle ne revient pas" in foreseen
    assert "quelqu’un y a changé" not in foreseen
    act(manager, other, "annuler")
    assert listed(db.session) == []


def test_what_somebody_looks_after_is_said_to_stay(manager: Person) -> None:
    page = applied(manager, VERGER)
    account = db.session.scalars(select(User.id)).first()
    db.session.add(Editorship(user_id=account, supplier_id=supplier(db.session, "Le Verger").id))
    db.session.commit()
    assert "1 fiche reste, hors du réseau : quelqu’un la tient" in asked(manager, page)
    act(manager, page, "annuler")
    assert "Quelqu’un tient cette fiche : gardée" in plain(manager.page(page))


def test_what_somebody_has_changed_is_said_to_stay(manager: Person) -> None:
    page = applied(manager, VERGER)
    verger = supplier(db.session, "Le Verger")
    write_facts(verger, {"description": "Des pommes."}, Origin.now("structure"), "user:2")
    db.session.commit()
    assert (
        "1 fiche reste, hors du réseau : une autre personne ou une autre source y a écrit"
        in asked(manager, page)
    )


def test_invitations_that_will_not_open_any_more_are_told(manager: Person) -> None:
    page = applied(manager, VERGER)
    invitation = Invitation(
        supplier_id=supplier(db.session, "Le Verger").id,
        network_slug=NETWORK,
        email="contact@verger.example",
        key_hash="0",
        invited_by="user:1",
        expires_at=utcnow() + timedelta(days=1),
    )
    db.session.add(invitation)
    db.session.commit()
    assert "1 structure qui sort a reçu une invitation" in asked(manager, page)


@pytest.mark.parametrize("gesture", [give_services, vouch, note])
def test_what_managers_wrote_of_pages_that_go_is_said_to_be_lost(
    manager: Person, gesture: Gesture
) -> None:
    page = applied(manager, VERGER, PRUNIER)
    assert "seront perdus" not in asked(manager, page)
    gesture(db.session, supplier(db.session, "Le Verger"))
    assert "1 structure qui sort porte une note, une garantie ou des services" in asked(
        manager, page
    )


def test_a_member_taken_out_and_added_again_loses_nothing_more(manager: Person) -> None:
    page = applied(manager, VERGER)
    take_out_and_back(db.session, supplier(db.session, "Le Verger"))
    assert "seront perdus" not in asked(manager, page)


def test_the_report_parts_what_was_kept_from_what_went(manager: Person) -> None:
    one, _ = applied(manager, VERGER, PRUNIER), applied(manager, VERGER)
    act(manager, one, "annuler")
    shown = manager.page(one)
    assert "Créées, puis retirées <strong>1</strong>" in shown
    assert "Créées, et gardées <strong>1</strong>" in shown
    assert "1 ligne, qui dit pourquoi</a>" in plain(shown)
    assert f"{one}?gardees=oui#lignes" in shown
    kept = manager.page(f"{one}?lignes=created&ecrites=oui&gardees=oui")
    assert "Le Verger" in kept
    assert "Le Prunier" not in kept


def test_the_letter_says_what_stayed(manager: Person) -> None:
    one, _ = applied(manager, VERGER, PRUNIER), applied(manager, VERGER)
    act(manager, one, "annuler")
    letters = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()
    assert "retiré de l’annuaire, sauf sur 1 fiche" in plain(letters[-1].text)
