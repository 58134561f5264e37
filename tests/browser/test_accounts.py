"""An account, on a phone and on a desk: opened by a code, closed elsewhere, deleted."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.letters import code_sent
from tests.browser.test_pages import violations

pytestmark = pytest.mark.browser

SignIn = Callable[..., Page]


@pytest.fixture
def sign_in(open_page: OpenPage, instance: Path) -> SignIn:
    """Sign in as somebody would; the page that follows."""

    def sign_in_(email: str, viewport: dict[str, int] = PHONE, *, scripts: bool = True) -> Page:
        page = open_page("/connexion", viewport, scripts=scripts)
        ask_for_code(page, email)
        page.get_by_label("Code reçu par e-mail").fill(code_sent(instance, email))
        page.get_by_role("button", name="Continuer").click()
        return page

    return sign_in_


def ask_for_code(page: Page, email: str) -> None:
    page.get_by_label("Votre adresse e-mail").fill(email)
    page.get_by_role("button", name="Recevoir un code").click()
    see(page, "Votre code")


def see(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_one_signs_in_by_a_code(sign_in: SignIn, scripts: bool) -> None:
    page = sign_in(f"camille-{scripts:d}@atelier.example", scripts=scripts)
    see(page, "Mon compte")


def test_the_keyboard_is_where_one_types(open_page: OpenPage, instance: Path) -> None:
    page = open_page("/connexion", PHONE)
    expect(page.get_by_label("Votre adresse e-mail")).to_be_focused()
    page.keyboard.type("clavier@atelier.example")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Code reçu par e-mail")).to_be_focused()
    page.keyboard.type(code_sent(instance, "clavier@atelier.example"))
    page.keyboard.press("Enter")
    see(page, "Mon compte")


def test_another_code_is_asked_for(open_page: OpenPage, instance: Path) -> None:
    page = open_page("/connexion", PHONE)
    ask_for_code(page, "lente@atelier.example")
    page.get_by_role("button", name="Envoyer un autre code").click()
    expect(page.get_by_role("status")).to_contain_text("Un nouveau code vient de partir")
    page.get_by_label("Code reçu par e-mail").fill(code_sent(instance, "lente@atelier.example"))
    page.get_by_role("button", name="Continuer").click()
    see(page, "Mon compte")


def test_other_sessions_are_closed_from_a_phone(sign_in: SignIn) -> None:
    phone = sign_in("deux@atelier.example")
    desk = sign_in("deux@atelier.example", DESKTOP)
    phone.reload()
    phone.get_by_role("button", name="Fermer partout ailleurs").click()
    expect(phone.get_by_role("status")).to_contain_text("Toutes les autres sessions")
    desk.goto("/compte")
    see(desk, "Se connecter")


def test_an_account_is_deleted(sign_in: SignIn) -> None:
    page = sign_in("partante@atelier.example")
    page.get_by_role("link", name="Supprimer mon compte…").click()
    page.get_by_role("button", name="Supprimer mon compte").click()
    expect(page.get_by_role("status")).to_contain_text("Votre compte est supprimé")
    page.goto("/compte")
    see(page, "Se connecter")


@pytest.mark.parametrize("path", ["/connexion", "/connexion/mot-de-passe"])
def test_axe_finds_nothing_before_one_signs_in(
    open_page: OpenPage, viewport: dict[str, int], path: str
) -> None:
    assert faults_of(open_page(path, viewport), viewport) == []


def test_axe_finds_nothing_where_the_code_is_typed(
    open_page: OpenPage, viewport: dict[str, int]
) -> None:
    page = open_page("/connexion", viewport)
    ask_for_code(page, f"axe-{viewport['width']}@atelier.example")
    assert faults_of(page, viewport) == []
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert faults_of(page, viewport) == []


def test_axe_finds_nothing_in_one_s_account(sign_in: SignIn, viewport: dict[str, int]) -> None:
    page = sign_in(f"compte-{viewport['width']}@atelier.example", viewport)
    for path in ("/compte", "/compte/adresse", "/compte/mot-de-passe", "/compte/supprimer"):
        page.goto(path)
        assert faults_of(page, viewport) == [], path
    page.goto("/compte/confirmer")
    assert faults_of(page, viewport) == []


def faults_of(page: Page, viewport: dict[str, int]) -> list[str]:
    """What axe finds, and whether the page is wider than the screen."""
    found = violations(page)
    is_wider = page.evaluate("document.documentElement.scrollWidth") > viewport["width"]
    return [*found, *(["wider than the screen"] if is_wider else [])]
