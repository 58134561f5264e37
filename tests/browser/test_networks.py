"""A network's manager invites its members, in a browser."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.letters import code_sent, last_letter
from tests.browser.test_accounts import ask_for_code
from tests.browser.test_pages import violations

pytestmark = pytest.mark.browser

MANAGER = "reseau@atelier.example"
MEMBERS = "/reseau/coorace/membres"


def sign_in(page: Page, instance: Path) -> None:
    """As the manager, whom administrators gave that network."""
    ask_for_code(page, MANAGER)
    page.get_by_label("Code reçu par e-mail").fill(code_sent(instance, MANAGER))
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Votre code")
    with closing(sqlite3.connect(instance / "reperess.sqlite3")) as database, database:
        database.execute(
            "INSERT OR IGNORE INTO network_manager"
            " SELECT id, 'coorace', CURRENT_TIMESTAMP FROM account WHERE email = ?",
            [MANAGER],
        )


def test_members_are_invited_and_axe_finds_nothing(
    open_page: OpenPage, instance: Path, viewport: dict[str, int]
) -> None:
    page = open_page("/connexion", viewport)
    sign_in(page, instance)
    page.goto("/compte")
    page.get_by_role("link", name="Membres de Coorace").click()
    first = page.locator(".member", has=page.locator("input[type=checkbox]")).first
    first.get_by_text("Inviter").click()
    page.get_by_role("button", name="Cocher toutes celles").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    guest = f"direction-{viewport['width']}@verger.example"
    first.get_by_label("Adresse e-mail").fill(guest)
    first.get_by_role("button", name="Envoyer l’invitation").click()
    expect(page.get_by_role("status")).to_contain_text(f"part vers {guest}")
    assert "Le réseau" in last_letter(instance, guest)[1]


def test_members_are_ticked_without_javascript(open_page: OpenPage, instance: Path) -> None:
    page = open_page("/connexion", PHONE, scripts=False)
    sign_in(page, instance)
    page.goto(MEMBERS)
    page.locator("input[name=chosen]").first.check()
    page.get_by_role("button", name="Envoyer les invitations").click()
    expect(page.get_by_role("status")).to_contain_text("Invitations envoyées : 1.")
