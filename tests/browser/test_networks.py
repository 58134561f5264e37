"""A network's manager invites its members, in a browser."""

import re
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from domain.geography import gazetteer
from domain.models import today
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.letters import code_sent, last_letter
from tests.browser.test_accounts import ask_for_code
from tests.browser.test_pages import violations

pytestmark = pytest.mark.browser

MEMBERS = "/reseau/coorace/membres"


def sign_in(page: Page, instance: Path) -> None:
    """As a manager, whom administrators gave that network.

    One a test: an address is sent a few codes an hour.
    """
    manager = f"reseau-{secrets.token_hex(4)}@atelier.example"
    ask_for_code(page, manager)
    page.get_by_label("Code reçu par e-mail").fill(code_sent(instance, manager))
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Votre code")
    with closing(sqlite3.connect(instance / "reperess.sqlite3")) as database, database:
        database.execute(
            "INSERT OR IGNORE INTO network_manager"
            " SELECT id, 'coorace', CURRENT_TIMESTAMP FROM account WHERE email = ?",
            [manager],
        )


def test_members_are_invited_and_axe_finds_nothing(
    open_page: OpenPage, instance: Path, viewport: dict[str, int]
) -> None:
    page = open_page("/connexion", viewport)
    sign_in(page, instance)
    page.goto("/compte")
    page.get_by_role("link", name="Membres du réseau « Coorace »").click()
    first = page.locator(".member", has_text="contact@").first
    first.get_by_text("Inviter").click()
    page.get_by_role("button", name="Tout cocher").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    guest = f"direction-{viewport['width']}@verger.example"
    first.get_by_label("Adresse e-mail").fill(guest)
    first.get_by_role("button", name="Envoyer l’invitation").click()
    expect(page.get_by_role("status")).to_contain_text(f"part vers {guest}")
    assert "Le réseau" in last_letter(instance, guest)[1]


def test_what_to_do_with_those_ticked_follows_the_list(
    open_page: OpenPage, instance: Path, viewport: dict[str, int]
) -> None:
    page = open_page("/connexion", viewport)
    sign_in(page, instance)
    page.goto(MEMBERS)
    send = page.get_by_role("button", name="Envoyer les invitations")
    expect(send).not_to_be_in_viewport()
    boxes = page.locator("input[name=chosen]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    expect(send).to_be_in_viewport()
    expect(page.locator(".ticked")).to_contain_text("2 cochées")
    assert violations(page) == []
    boxes.nth(0).uncheck()
    boxes.nth(1).uncheck()
    expect(send).not_to_be_in_viewport()


def test_members_are_ticked_without_javascript(open_page: OpenPage, instance: Path) -> None:
    page = open_page("/connexion", PHONE, scripts=False)
    sign_in(page, instance)
    page.goto(MEMBERS)
    page.locator(".member", has_text="contact@").first.locator("input[name=chosen]").check()
    page.get_by_role("button", name="Envoyer les invitations").click()
    expect(page.get_by_role("status")).to_contain_text("Invitations envoyées : 1.")


PAGES = (
    "/reseau/coorace",
    MEMBERS,
    f"{MEMBERS}/ajouter?q=atelier",
    "/reseau/coorace/services",
    "/reseau/coorace/besoins",
    "/reseau/coorace/evolution",
    "/reseau/coorace/cles",
    "/reseau/coorace/equipe",
)


def test_axe_finds_nothing_and_a_phone_scrolls_one_way(
    open_page: OpenPage, instance: Path, viewport: dict[str, int]
) -> None:
    unmet(instance)
    page = open_page("/connexion", viewport)
    sign_in(page, instance)
    page.goto(MEMBERS)
    member = page.locator(".member-name a").first.get_attribute("href")
    for path in (*PAGES, member):
        page.goto(str(path))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
        assert (path, violations(page)) == (path, [])
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_the_tabs_are_one_line_open_on_the_page(
    open_page: OpenPage, instance: Path, scripts: bool
) -> None:
    page = open_page("/connexion", PHONE, scripts=scripts)
    sign_in(page, instance)
    page.goto("/reseau/coorace/equipe")
    expect(page.locator(".tabs a[aria-current]")).to_be_in_viewport(ratio=1)
    box = page.locator(".tabs").bounding_box()
    assert box is not None
    assert box["height"] < 60


def unmet(instance: Path) -> None:
    """Somebody searched, everywhere, what nobody does."""
    with closing(sqlite3.connect(instance / "reperess.sqlite3")) as database, database:
        database.executemany(
            "INSERT OR IGNORE INTO unmet_need VALUES (?, ?, 'repassage', 9)",
            [
                (today().replace(day=1).isoformat(), code)
                for code in gazetteer().all_of("departement")
            ],
        )


def test_a_member_is_noted_and_removed_without_javascript(
    open_page: OpenPage, instance: Path
) -> None:
    page = open_page("/connexion", PHONE, scripts=False)
    sign_in(page, instance)
    page.goto(MEMBERS)
    page.locator(".member-name a").last.click()
    name = page.get_by_role("heading", level=1).inner_text()
    page.get_by_label("Note du réseau").fill("Rappeler en mai.")
    page.get_by_role("button", name="Enregistrer la note").click()
    expect(page.get_by_role("status")).to_contain_text("Note enregistrée")
    expect(page.get_by_label("Note du réseau")).to_have_value("Rappeler en mai.")
    page.get_by_text("Retirer du réseau").first.click()
    page.get_by_role("button", name="Retirer du réseau").click()
    expect(page.get_by_role("status")).to_contain_text(f"« {name} » n’est plus membre du réseau")


def test_a_colleague_is_invited_and_accepts_on_a_phone(open_page: OpenPage, instance: Path) -> None:
    page = open_page("/connexion", PHONE)
    sign_in(page, instance)
    page.goto("/reseau/coorace/equipe")
    page.get_by_label("Son adresse e-mail").fill("collegue@reseau.example")
    page.get_by_role("button", name="Envoyer l’invitation").click()
    expect(page.get_by_role("status")).to_contain_text("L’invitation part vers")
    letter = last_letter(instance, "collegue@reseau.example")[1]
    link = re.search(r"/invitation-reseau/[\w-]+", letter)
    assert link is not None
    guest = open_page(link[0], PHONE)
    assert violations(guest) == []
    guest.get_by_role("link", name="Se connecter").last.click()
    guest.get_by_label("Votre adresse e-mail").fill("collegue@reseau.example")
    guest.get_by_role("button", name="Recevoir un code").click()
    guest.get_by_label("Code reçu par e-mail").fill(code_sent(instance, "collegue@reseau.example"))
    guest.get_by_role("button", name="Continuer").click()
    guest.get_by_role("button", name="Accepter").click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("Coorace")
