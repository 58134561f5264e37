"""A network's page, what its managers write there, and its search in another site's page."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage, settled
from tests.browser.test_networks import MEMBERS, sign_in
from tests.browser.test_pages import violations

pytestmark = pytest.mark.browser

PAGE = "/reseaux/coorace"
OWN = "/reseau/coorace"


@pytest.mark.parametrize("path", ["/reseaux", PAGE, f"{PAGE}?q=nettoyage&vue=liste"])
def test_axe_finds_nothing_and_nothing_overflows(
    open_page: OpenPage, viewport: dict[str, int], path: str
) -> None:
    page = open_page(path, viewport)
    settled(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_members_are_searched_by_need_and_place(
    open_page: OpenPage, viewport: dict[str, int]
) -> None:
    page = open_page(PAGE, viewport)
    expect(page.locator(".mark").first).to_be_visible()
    page.get_by_label("Quel besoin").fill("nettoyage")
    page.get_by_label("Où").fill("France")
    page.get_by_label("Où").press("Enter")
    expect(page).to_have_url(f"{page.url.partition('/reseaux')[0]}{PAGE}?q=nettoyage&lieu=France")
    expect(page.locator("#resultats")).to_contain_text("structure")
    page.get_by_role("link", name="Liste", exact=True).click()
    expect(page).to_have_url(
        f"{page.url.partition('/reseaux')[0]}{PAGE}?q=nettoyage&lieu=France&vue=liste"
    )
    page.locator(".hit a").first.click()
    expect(page.get_by_role("link", name="Coorace")).to_have_attribute("href", PAGE)


def test_a_box_ticked_keeps_to_the_network(open_page: OpenPage) -> None:
    page = open_page(f"{PAGE}?vue=liste")
    members = page.locator("[data-total]").inner_text()
    page.get_by_label("Déclarés, par elle ou par un réseau").check()
    expect(page.locator(".chips")).to_contain_text("Déclarés, par elle ou par un réseau")
    assert page.url.partition("?")[0].endswith(PAGE)
    page.locator(".chip", has_text="Déclarés").click()
    expect(page.locator("[data-total]")).to_have_text(members)


def test_managers_present_their_network_and_vouch_for_members(
    open_page: OpenPage, instance: Path, viewport: dict[str, int]
) -> None:
    page = open_page("/connexion", viewport)
    sign_in(page, instance)
    page.goto(f"{OWN}/presentation")
    page.get_by_label("Qui vous êtes").fill("Un réseau **inventé**.")
    page.get_by_label("Votre territoire").fill("Pays de la Loire")
    page.get_by_label("Votre charte").fill("Nous nous engageons.")
    assert violations(page) == []
    page.get_by_role("button", name="Enregistrer", exact=True).last.click()
    expect(page.get_by_role("status").first).to_contain_text("en ligne")
    expect(page.locator(".network-facts")).to_contain_text("Pays de la Loire")
    assert violations(page) == []

    page.goto(MEMBERS)
    member = page.locator(".member").first
    name = member.locator("a").first.inner_text()
    member.locator("input[name=chosen]").check()
    page.get_by_role("button", name="Se porter garants").click()
    page.get_by_label("Nous les avons vérifiées").check()
    assert violations(page) == []
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".member", has_text=name)).to_contain_text("Vérifiée le")
    page.get_by_role("link", name=name).click()
    page.get_by_role("link", name="Voir la fiche publique").click()
    expect(page.locator(".proof-verifie", has_text="Coorace")).to_be_visible()


# Inside another site


@pytest.fixture
def other_site(site: str, open_page: OpenPage, instance: Path) -> Iterator[str]:
    """Another origin of this machine, whose one page holds the code that managers copy."""
    page = open_page("/connexion")
    sign_in(page, instance)
    page.goto(f"{OWN}/integration-code")
    assert violations(page) == []
    code = page.get_by_label("Le code à coller").input_value()

    class OtherPage(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            html = f"<!doctype html><title>Vergers</title><h1>Chez nous</h1>{code}".encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), OtherPage)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/page"
    server.shutdown()
    thread.join()
    server.server_close()


def height_of(page: Page) -> float:
    box = page.locator("iframe").bounding_box()
    assert box is not None
    return box["height"]


def test_the_search_lives_in_another_sites_page(
    chromium: Browser, other_site: str, viewport: dict[str, int]
) -> None:
    context = chromium.new_context(viewport=viewport, locale="fr-FR")
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    page.goto(other_site)
    frame = page.frame_locator("iframe")
    expect(frame.locator(".mark").first).to_be_visible()
    page.wait_for_function("document.querySelector('iframe').offsetHeight > 2000")
    page.frames[1].wait_for_function("document.documentElement.scrollHeight <= innerHeight + 1")
    whole = height_of(page)

    frame.get_by_label("Quel besoin").fill("nettoyage")
    frame.get_by_label("Où").fill("Nantes")
    # On a phone the suggestions may cover the button by then.
    frame.get_by_label("Où").press("Enter")
    expect(frame.locator("#resultats")).to_contain_text("nettoyage")
    page.wait_for_function(f"document.querySelector('iframe').offsetHeight < {whole}")
    with context.expect_page() as opened:
        frame.locator(".hit a").first.click()
    expect(opened.value).to_have_url(re.compile("/fournisseur/"))
    assert page.url == other_site
    assert context.cookies() == []
    assert faults == []
    context.close()


def test_another_page_of_results_is_read_from_its_top(chromium: Browser, other_site: str) -> None:
    context = chromium.new_context(viewport=PHONE, locale="fr-FR")
    page = context.new_page()
    page.goto(other_site)
    frame = page.frame_locator("iframe")
    page.wait_for_function("document.querySelector('iframe').offsetHeight > 2000")
    frame.locator(".pager-step").click()
    expect(frame.locator(".pager [aria-current]")).to_have_text("Page 2")
    page.wait_for_function("scrollY < 200")
    context.close()


def test_without_javascript_the_frame_keeps_its_height_and_searches(
    chromium: Browser, other_site: str
) -> None:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(other_site)
    frame = page.frame_locator("iframe")
    frame.get_by_label("Quel besoin").fill("nettoyage")
    frame.get_by_role("button", name="Rechercher").click()
    expect(frame.locator("#resultats")).to_contain_text("nettoyage")
    assert height_of(page) == 900
    assert context.cookies() == []
    context.close()


def test_other_pages_are_not_shown_in_another_sites_page(
    chromium: Browser, other_site: str, site: str
) -> None:
    context = chromium.new_context(viewport=DESKTOP)
    page = context.new_page()
    page.goto(other_site)
    expect(page.frame_locator("iframe").get_by_label("Quel besoin")).to_be_visible()
    with page.expect_console_message(lambda told: "frame-ancestors" in told.text):
        page.locator("iframe").evaluate("(frame, url) => { frame.src = url }", site + PAGE)
    context.close()
