"""A network imports a damaged list of 300 rows, from the file to the directory and back."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.app.networks.lists.damaged import damaged_list
from tests.browser.conftest import OpenPage, settled
from tests.browser.test_networks import sign_in
from tests.browser.test_pages import violations
from tests.commands import environment

pytestmark = pytest.mark.browser

LISTS = "/reseau/coorace/listes"


@contextmanager
def worker(instance: Path) -> Iterator[None]:
    """The site's own, which advances lists and feeds the index; it sends the letters too."""
    process = subprocess.Popen([sys.executable, "-m", "app.worker"], env=environment(instance))
    try:
        yield
    finally:
        process.terminate()
        assert process.wait(timeout=30) == 0


def check(page: Page) -> None:
    """Accessible, and scrolls one way only."""
    settled(page)
    assert violations(page) == []
    assert page.viewport_size is not None
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def ends_as(page: Page, title: str) -> None:
    """The page that waits shows the end of the work by itself."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title, timeout=60_000)


def test_a_damaged_list_goes_the_whole_way(
    open_page: OpenPage, instance: Path, viewport: dict[str, int]
) -> None:
    page = open_page("/connexion", viewport)
    sign_in(page, instance)
    word = f"Zigouillis {viewport['width']}"  # what a network settles is remembered
    with worker(instance):
        dropped(page, damaged_list().replace(b"Zigouillis", word.encode()))
        words_settled(page, word)
        row_corrected(page)
        applied(page)
        undone(page)


def test_a_file_being_sent_says_so_and_is_sent_once(open_page: OpenPage, instance: Path) -> None:
    page = open_page("/connexion")
    sign_in(page, instance)
    page.goto(LISTS)
    sent: list[Route] = []

    def hold(route: Route) -> None:
        sent.append(route)

    page.route(f"**{LISTS}", hold)
    chosen(page, b"Nom;Ville\nLe Verger;Angers\n")
    press(page, "Lire cette liste")
    expect(page.get_by_text("Ne fermez pas cette page")).to_be_visible()
    expect(page.get_by_role("button", name="Lire cette liste")).to_be_disabled()
    sent.pop().continue_()
    expect(page.get_by_text("titres à la ligne 1")).to_be_visible()
    assert sent == []


def test_a_file_that_is_refused_says_why_on_the_page(open_page: OpenPage, instance: Path) -> None:
    page = open_page("/connexion")
    sign_in(page, instance)
    page.goto(LISTS)
    for content in (b"", b"PK\x03\x04torn"):  # the page that comes back sends as the first did
        chosen(page, content)
        press(page, "Lire cette liste")
        expect(page.get_by_role("alert").first).to_be_focused()
    expect(page.get_by_role("alert").first).to_contain_text("abîmé")


def chosen(page: Page, content: bytes) -> None:
    file = FilePayload(name="adherents.csv", mimeType="text/csv", buffer=content)
    page.get_by_label("Votre fichier").set_input_files(file)


def dropped(page: Page, content: bytes) -> None:
    page.goto(LISTS)
    check(page)
    chosen(page, content)
    press(page, "Lire cette liste")
    expect(page.get_by_text("titres à la ligne 3")).to_be_visible()
    check(page)
    press(page, "Voir ce qui changerait")
    ends_as(page, "Ce qui changerait")
    check(page)


def words_settled(page: Page, word: str) -> None:
    page.get_by_role("link", name="Dire ce qu").click()
    check(page)
    page.get_by_role("group", name=word).get_by_label("Autre chose").fill("Repassage")
    press(page, "Retenir ces réponses")
    ends_as(page, "Ce qui changerait")
    expect(page.get_by_role("link", name="Dire ce qu")).not_to_be_visible()


def row_corrected(page: Page) -> None:
    page.get_by_role("link", name="Refusées").click()
    page.get_by_role("link", name="Ligne sans nom").first.click()
    expect(page.get_by_text("nom absent")).to_be_visible()
    check(page)
    page.get_by_label("Nom de la structure").fill("La Loutre Retrouvée")
    press(page, "Corriger cette ligne")
    expect(page.get_by_role("status")).to_contain_text("La ligne est corrigée")
    page.get_by_role("link", name="adherents.csv").click()


def applied(page: Page) -> None:
    press(page, "Appliquer cette liste")
    ends_as(page, "La liste est appliquée")
    check(page)
    page.goto("/recherche?q=loutre+retrouvée")
    expect(page.get_by_role("link", name="La Loutre Retrouvée")).to_be_visible()


def undone(page: Page) -> None:
    page.goto(LISTS)
    page.get_by_role("link", name="adherents.csv").first.click()
    press(page, "Annuler tout l’import")
    check(page)
    press(page, "Oui, l’annuler")
    ends_as(page, "L’import est annulé")
    page.goto("/recherche?q=loutre+retrouvée")
    expect(page.get_by_role("link", name="La Loutre Retrouvée")).not_to_be_visible()
