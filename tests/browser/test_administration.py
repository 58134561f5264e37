"""Administration, a structure's figures and its yearly question, in a browser."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.letters import code_sent
from tests.browser.test_accounts import ask_for_code
from tests.browser.test_pages import violations

pytestmark = pytest.mark.browser

BOSS = "administratrice@atelier.example"
OWNER = "blanchisserie@atelier.example"
SUPPLIER = 5  # invented, and claimed by no other test

ADMINISTRATION = (
    "/administration",
    "/administration/comptes",
    "/administration/comptes/1",
    "/administration/besoins",
    "/administration/reseaux",
    "/administration/reseaux/coorace",
    "/administration/textes",
    "/administration/textes/legal_notice",
    "/administration/mots",
    "/administration/lectures?mots=ploufin",
    "/administration/journal",
)
STRUCTURE = (f"/structure/{SUPPLIER}/audience", f"/structure/{SUPPLIER}/toujours-exact")

Enter = Callable[..., Page]


@pytest.fixture
def enter(open_page: OpenPage, instance: Path) -> Enter:
    """Sign in with the charges that a test needs."""

    def enter_(email: str, viewport: dict[str, int] = PHONE) -> Page:
        page = open_page("/connexion", viewport)
        ask_for_code(page, email)
        page.get_by_label("Code reçu par e-mail").fill(code_sent(instance, email))
        page.get_by_role("button", name="Continuer").click()
        expect(page.get_by_role("heading", level=1)).not_to_have_text("Votre code")
        grant(instance, email)
        return page

    return enter_


def grant(instance: Path, email: str) -> None:
    """As the command line and a settled claim would; the site reads it at the next page."""
    with closing(sqlite3.connect(instance / "reperess.sqlite3")) as database, database:
        (user_id,) = database.execute("SELECT id FROM account WHERE email = ?", [email]).fetchone()
        if email == BOSS:
            database.execute("INSERT OR IGNORE INTO role (name) VALUES ('admin')")
            database.execute(
                "INSERT OR IGNORE INTO user_role SELECT ?, id FROM role WHERE name = 'admin'",
                [user_id],
            )
            return
        database.execute(
            "INSERT OR IGNORE INTO editorship VALUES (?, ?, 1, CURRENT_TIMESTAMP)",
            [user_id, SUPPLIER],
        )
        database.execute(
            "INSERT OR IGNORE INTO supplier_count VALUES (?, date('now'), 'found', 7)", [SUPPLIER]
        )


@pytest.mark.parametrize(("who", "paths"), [(BOSS, ADMINISTRATION), (OWNER, STRUCTURE)])
def test_axe_finds_nothing_and_a_phone_scrolls_one_way(
    enter: Enter, viewport: dict[str, int], who: str, paths: tuple[str, ...]
) -> None:
    page = enter(who, viewport)
    for path in paths:
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_a_word_is_added_and_found(enter: Enter) -> None:
    page = enter(BOSS, DESKTOP)
    page.goto("/administration/mots")
    page.get_by_label("Mot ou expression").fill("gourbillage")
    page.get_by_label("Service qu’il désigne").select_option(label="Repassage")
    page.get_by_role("button", name="Voir ce que cela change").click()
    expect(page.get_by_role("status")).to_contain_text("se trouveront aussi par ce mot")
    page.get_by_role("button", name="Ajouter ce mot").click()
    expect(page.get_by_text("« gourbillage » désigne Repassage")).to_be_visible()
    page.get_by_role("link", name="Retirer « gourbillage »").click()
    page.get_by_role("button", name="Retirer ce mot").click()
    expect(page.get_by_role("status")).to_contain_text("est retiré")


def test_what_a_word_means_is_seen_then_saved(enter: Enter) -> None:
    page = enter(BOSS, DESKTOP)
    page.goto("/administration/lectures?mots=ploufin")
    expect(page.get_by_label("Lieu", exact=True)).to_be_hidden()
    page.get_by_label("Un lieu").check()
    page.get_by_label("Lieu", exact=True).fill("Angers")
    page.get_by_role("button", name="Voir ce que cela change").click()
    expect(page.get_by_role("heading", name="« ploufin », lu comme Angers (49)")).to_be_focused()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("« ploufin » est lu comme Angers (49)")).not_to_have_count(0)
    page.get_by_role("link", name="Ne plus lire ainsi « ploufin »").click()
    page.get_by_role("button", name="Ne plus lire ainsi").click()
    expect(page.get_by_role("status")).to_contain_text("se lit de nouveau")


def test_a_page_is_confirmed_in_one_tap(enter: Enter) -> None:
    page = enter(OWNER)
    page.goto(STRUCTURE[1])
    page.get_by_role("button", name="Oui, tout est exact").click()
    expect(page.get_by_role("status")).to_contain_text("toujours exacte")
    page.goto(STRUCTURE[1])
    expect(page.get_by_text("Vous l’avez confirmée le")).to_be_visible()
