"""Managers write what their network says of itself; two of them never overwrite each other."""

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.administration.models import AdminEntry
from app.db import db
from app.networks.place.models import NetworkPlace
from tests.app.networks.place.cast import VERGERS, make_networks, present
from tests.app.pages import on_sqlite, plain
from tests.app.people import Person, manager_of

FORM = f"/reseau/{VERGERS}/presentation"


@pytest.fixture
def manager(app: Flask) -> Person:
    make_networks()
    return manager_of(VERGERS, app)


def opened(person: Person) -> dict[str, Any]:
    """The form as this browser holds it."""
    html = person.open(FORM).text
    fields = re.findall(r"<(?:input|textarea)[^>]*? name=\"(\w+)\"", html)
    said: dict[str, Any] = {name: "" for name in fields if name not in ("csrf_token", "groups")}
    said["seen"] = plain(re.search(r'name="seen"[^>]+value="([^"]*)"', html)[1])  # type: ignore[index]  # every form has it
    place = db.session.get(NetworkPlace, VERGERS)
    if place is not None:
        said |= {"presentation": place.presentation, "website": place.website}
        said |= {"charter": place.charter, "charter_on": place.charter_on or ""}
    return said


def saved() -> NetworkPlace | None:
    db.session.expire_all()
    return db.session.get(NetworkPlace, VERGERS)


def test_it_works(manager: Person) -> None:
    typed = opened(manager) | {
        "presentation": "Nous réunissons les vergers.",
        "website": "https://vergers.example",
        "territories": "49 ; bretagne\nMaine-et-Loire (49), 49\n",
        "groups": ["linge-textile", "espaces-verts"],
        "charter": "Chacun s’engage.",
        "charter_on": "2024-03-01",
    }
    answer = manager.send(FORM, typed)
    assert answer.location == f"/reseaux/{VERGERS}"
    place = saved()
    assert place is not None
    assert place.territories == ["departement:49", "region:53"]
    assert place.groups == ["espaces-verts", "linge-textile"]
    assert place.charter_on == date(2024, 3, 1)
    assert place.changed_by == manager.user.actor  # type: ignore[union-attr]  # a manager has signed in
    entry = db.session.scalars(select(AdminEntry)).one()
    assert entry.subject == f"network {VERGERS}"
    assert "présentation, site, territoire" in entry.change
    html = manager.page(FORM)
    assert "Maine-et-Loire (49) Bretagne</textarea>" in html
    assert "Chacun s’engage." in html


@on_sqlite
@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("presentation", "x" * 4001, "4 000 caractères au plus"),
        ("presentation", "a\x00b", "ne peut pas être lu"),
        (
            "presentation",
            "Écrivez à jeanne.dupont@verger.example",
            "Votre site peut dire qui appeler",
        ),
        ("charter", "y" * 10_001, "10 000 caractères au plus"),
        ("website", "javascript:alert(1)", "adresse de site"),
        ("website", "http://[", "adresse de site"),
        ("territories", "Bretagne\nMordor", "« Mordor » n’est ni un département ni une région"),
        ("territories", "\x00", "ne peut pas être lu"),
        ("territories", "49\n" * 41, "40 territoires au plus"),
        ("groups", "inconnue", "choix valide"),
        ("charter_on", "0001-01-01", "Vérifiez l’année"),
        ("charter_on", "hier", "Écrivez une date"),
        ("charter_on", "2099-03-01", "Cette date n’est pas encore venue"),
        ("charter_on", "2024-03-01", "Collez d’abord le texte"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field_and_nothing_is_lost(
    manager: Person, field: str, typed: str, told: str
) -> None:
    html = plain(manager.send(FORM, {"website": "https://a.example", field: typed}).text)
    assert f'id="{field}-erreur"' in html
    assert told in html
    assert field == "website" or 'value="https://a.example"' in html
    assert saved() is None


@on_sqlite
def test_nothing_changed_writes_nothing(manager: Person) -> None:
    present(presentation="Nous.")
    manager.send(FORM, opened(manager))
    assert saved().changed_by == "user:1"  # type: ignore[union-attr]  # it is there
    assert not db.session.scalars(select(AdminEntry)).all()


# Two colleagues


@pytest.fixture
def colleague(app: Flask, manager: Person) -> Person:
    return manager_of(VERGERS, app, "second@atelier.example")


def test_what_each_changes_is_kept(manager: Person, colleague: Person) -> None:
    present(presentation="Avant.", website="https://avant.example")
    mine, theirs = opened(manager), opened(colleague)
    manager.send(FORM, mine | {"presentation": "Après."})
    answer = colleague.send(FORM, theirs | {"website": "https://apres.example"})
    assert answer.status_code == 302
    place = saved()
    assert place is not None
    assert (place.presentation, place.website) == ("Après.", "https://apres.example")


def test_what_both_change_is_shown_and_chosen(manager: Person, colleague: Person) -> None:
    present(presentation="Avant.", website="https://avant.example")
    mine, theirs = opened(manager), opened(colleague)
    manager.send(FORM, mine | {"presentation": "Le mien.", "website": "https://mien.example"})
    answer = colleague.send(FORM, theirs | {"presentation": "Le tien."})
    assert answer.status_code == 409
    html = plain(answer.text)
    assert "<li>Le mien.</li>" in html
    assert "<li>Le tien.</li>" in html
    assert 'value="https://mien.example"' in html  # what they left alone follows
    assert saved().presentation == "Le mien."  # type: ignore[union-attr]  # it is there

    seen = re.search(r'name="seen"[^>]+value="([^"]*)"', answer.text)
    assert seen is not None
    chosen = {
        "seen": plain(seen[1]),
        "presentation": "Le tien.",
        "website": "https://mien.example",
    }
    assert colleague.send(FORM, chosen).status_code == 302
    assert saved().presentation == "Le tien."  # type: ignore[union-attr]  # it is there


@on_sqlite
def test_both_write_the_first_page(manager: Person, colleague: Person) -> None:
    mine, theirs = opened(manager), opened(colleague)
    manager.send(FORM, mine | {"presentation": "Le mien."})
    assert colleague.send(FORM, theirs | {"presentation": "Le tien."}).status_code == 409


@on_sqlite
@pytest.mark.parametrize("seen", ["", "[]", "{", "\x00", "1" * 5000, "[" * 20_000])
def test_a_form_that_lost_what_it_had_seen_overwrites_nothing(manager: Person, seen: str) -> None:
    present(presentation="Avant.")
    answer = manager.send(FORM, {"seen": seen, "presentation": "Après."})
    assert answer.status_code in {200, 409}
    assert saved().presentation == "Avant."  # type: ignore[union-attr]  # it is there


@on_sqlite
def test_keeping_the_page_as_it_is_lets_go_of_what_was_typed(manager: Person) -> None:
    present(presentation="Avant.")
    html = manager.send(FORM, {"restart": "", "presentation": "Après."}).text
    assert "Avant.</textarea>" in html


@on_sqlite
@pytest.mark.parametrize("field", ["presentation", "charter"])
def test_a_shared_mailbox_may_be_told(manager: Person, field: str) -> None:
    manager.send(FORM, opened(manager) | {field: "Écrivez à contact@cress.example."})
    place = saved()
    assert place is not None
    assert "contact@cress.example" in getattr(place, field)


@on_sqlite
@pytest.mark.parametrize(
    ("said", "which"),
    [
        ("Ana : ana.martin@cress.example", "l’adresse e-mail"),
        ("contact@cress.example ou 06 12 34 56 78", "le mobile"),
        ("ana@cress.example, 06 12 34 56 78", "l’adresse e-mail et le mobile"),
    ],
)
def test_a_person_s_address_or_mobile_is_not_and_the_message_says_which(
    manager: Person, said: str, which: str
) -> None:
    answer = manager.send(FORM, opened(manager) | {"presentation": said})
    assert f"Retirez {which} :" in plain(answer.text)
    assert saved() is None
