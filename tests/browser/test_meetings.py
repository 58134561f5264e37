"""The demo's meeting of 112 invented people, from registration to printed sheets, in a browser."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.demo.meeting import NETWORK, WISHED
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.letters import code_sent, last_letter
from tests.browser.test_accounts import ask_for_code
from tests.browser.test_pages import violations

pytestmark = pytest.mark.browser

MANAGER = "rencontres@atelier.example"
MEETINGS = f"/reseau/{NETWORK}/rencontres"
MANAGED = f"{MEETINGS}/1"


def sign_in(page: Page, instance: Path, email: str) -> Page:
    ask_for_code(page, email)
    page.get_by_label("Code reçu par e-mail").fill(code_sent(instance, email))
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Votre code")
    return page


def sign_in_as_manager(page: Page, instance: Path) -> Page:
    sign_in(page, instance, MANAGER)
    with closing(sqlite3.connect(instance / "reperess.sqlite3")) as database, database:
        database.execute(
            "INSERT OR IGNORE INTO network_manager"
            " SELECT id, ?, CURRENT_TIMESTAMP FROM account WHERE email = ?",
            [NETWORK, MANAGER],
        )
    return page


def leave(page: Page) -> None:
    page.get_by_text("Annuler mon inscription").click()
    page.get_by_role("button", name="Oui, annuler").click()


def make_appointments(page: Page) -> None:
    page.goto(f"{MANAGED}/rendez-vous")
    fold = page.locator("details.fold").first
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    again = page.get_by_label("Oui, remplacer tous les rendez-vous")
    if again.count():
        again.check()
    page.get_by_role("button", name="aire les rendez-vous").click()
    expect(page.get_by_role("status")).to_contain_text("rendez-vous faits sur")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_one_registers_wishes_and_cancels_on_a_phone(
    open_page: OpenPage, instance: Path, scripts: bool
) -> None:
    email = f"mairie-{scripts:d}@atelier.example"
    page = sign_in(open_page("/connexion", PHONE, scripts=scripts), instance, email)
    page.get_by_role("contentinfo").get_by_role("link", name="Rencontres").click()
    page.get_by_role("link", name="Rencontres des achats responsables").click()
    page.get_by_role("link", name="S’inscrire").click()
    page.get_by_label("Votre organisation").fill("Mairie de Brévigny")
    page.get_by_label("Vos prénom et nom").fill("Camille Essai")
    page.get_by_role("button", name="Je viens").click()
    expect(page.get_by_role("status")).to_have_text("Votre inscription est confirmée.")
    assert "Votre inscription est confirmée" in last_letter(instance, email)[1]
    page.get_by_role("link", name="Dire mes souhaits").click()
    ranks = page.locator(".wish-rank select")
    expect(ranks.first).to_be_visible()
    page.wait_for_load_state("load")  # a count waits for no page
    everybody = ranks.count()
    ranks.first.select_option("1er")
    page.get_by_label("Nom, commune, service, type…").fill("ménage")
    page.keyboard.press("Enter")  # narrows, and sends nothing
    expect(page.get_by_role("status")).to_contain_text(f"sur {everybody}")
    expect(ranks.locator("option:checked", has_text="1er")).to_have_count(1)
    assert ranks.count() < everybody
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="Enregistrer mes souhaits").click()
    expect(page.get_by_text("Vous avez 1 souhait.")).to_be_visible()
    leave(page)
    expect(page.get_by_role("status")).to_contain_text("vous ne venez pas")


def test_the_network_makes_the_appointments_and_prints_a_sheet_for_each(
    open_page: OpenPage, instance: Path
) -> None:
    page = sign_in_as_manager(open_page("/connexion"), instance)
    make_appointments(page)
    expect(page.get_by_role("status")).to_contain_text(f"{WISHED} rendez-vous faits")
    page.goto(f"{MANAGED}/imprimer")
    page.emulate_media(media="print")
    sheets = page.locator(".printed")
    with closing(sqlite3.connect(instance / "reperess.sqlite3")) as database:
        query = "SELECT COUNT(DISTINCT participant_id) FROM attendee"
        (meeting_somebody,) = database.execute(query).fetchone()
    assert sheets.count() == 1 + meeting_somebody
    assert sheets.last.evaluate("it => getComputedStyle(it).breakBefore") == "page"
    expect(page.locator(".site-header")).to_be_hidden()


def test_the_network_prepares_a_meeting(open_page: OpenPage, instance: Path) -> None:
    page = sign_in_as_manager(open_page("/connexion", PHONE), instance)
    page.goto(MEETINGS)
    page.get_by_role("link", name="Préparer une rencontre").click()
    for label, typed in {
        "Titre": "Rencontre du soir",
        "Date": "2030-06-03",
        "Début": "14:00",
        "Fin": "17:00",
        "Lieu": "Salle des fêtes",
        "Adresse": "1 place du Marché",
        "Places": "",
    }.items():
        page.get_by_label(label, exact=True).fill(typed)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("Donnez un nombre")
    page.get_by_label("Places", exact=True).fill("40")
    page.get_by_text("Propreté et hygiène").click()
    page.get_by_label("Toute la famille").locator("visible=true").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("Relisez-la, puis publiez-la")
    expect(page.get_by_text("Lundi 3 juin 2030")).to_be_visible()


PAGES = (
    "/rencontres",
    "/rencontres/1",
    "/rencontres/1/inscription",
    MEETINGS,
    f"{MEETINGS}/nouvelle",
    MANAGED,
    f"{MANAGED}/modifier",
    f"{MANAGED}/participants",
    f"{MANAGED}/rendez-vous",
    f"{MANAGED}/imprimer",
)


@contextmanager
def begun(instance: Path) -> Iterator[None]:
    """The meeting, as from its first hour on."""
    move = "UPDATE meeting SET starts_at = ? WHERE id = 1"
    with closing(sqlite3.connect(instance / "reperess.sqlite3", isolation_level=None)) as database:
        (starts_at,) = database.execute("SELECT starts_at FROM meeting WHERE id = 1").fetchone()
        database.execute(move, ["2020-01-01 13:00:00.000000"])
        try:
            yield
        finally:
            database.execute(move, [starts_at])


def test_axe_finds_nothing_and_pages_scroll_one_way(
    open_page: OpenPage, instance: Path, viewport: dict[str, int]
) -> None:
    page = sign_in_as_manager(open_page("/connexion", viewport), instance)
    make_appointments(page)
    page.get_by_role("link", name="Changer").first.click()
    for path in (page.url, *PAGES):
        assert_reads_well(page, path)
    with begun(instance):
        assert_reads_well(page, f"{MANAGED}/suites")


def assert_reads_well(page: Page, path: str) -> None:
    answer = page.goto(path)
    assert answer is not None, path
    assert answer.ok, path
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    assert violations(page) == [], path
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_axe_finds_nothing_on_one_s_own_pages(
    open_page: OpenPage, instance: Path, viewport: dict[str, int]
) -> None:
    email = f"axe-{viewport['width']}@atelier.example"
    page = sign_in(open_page("/connexion", viewport), instance, email)
    page.goto("/rencontres/1/inscription")
    page.get_by_label("Votre organisation").fill("Mairie de Brévigny")
    page.get_by_label("Vos prénom et nom").fill("Camille Essai")
    page.get_by_role("button", name="Je viens").click()
    for path in ("/rencontres/1/ma-participation", "/rencontres/1/souhaits"):
        page.goto(path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], path
    page.goto("/rencontres/1/ma-participation")
    leave(page)
