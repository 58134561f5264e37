"""Photos sent from a phone, with script and without; papers; a telephone that is followed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, FilePayload, Page, expect

from tests.app.structures.sending import BLUE, PDF, RED, picture
from tests.browser.conftest import DESKTOP, PHONE, OpenPage, Watched
from tests.browser.letters import code_sent
from tests.browser.test_pages import violations
from tools.chromium import close

pytestmark = pytest.mark.browser

EMAIL = "photos@verger.example"
SUPPLIER = 7
PHOTOS = f"/structure/{SUPPLIER}/fiche/photos"
PROOFS = f"/structure/{SUPPLIER}/fiche/preuves"


def image(colour: tuple[int, int, int], name: str = "IMG_0001.jpg") -> FilePayload:
    return {
        "name": name,
        "mimeType": "image/jpeg",
        "buffer": picture(colour, (800, 600)).getvalue(),
    }


@pytest.fixture(scope="module")
def signed_in(site: str, chromium: Browser, instance: Path) -> Iterator[BrowserContext]:
    """The browser of who owns the page. It must end with no fault, and nothing asked elsewhere."""
    context = chromium.new_context(base_url=site, locale="fr-FR")
    watched = Watched(context, site)
    page = context.new_page()
    page.goto("/connexion")
    page.get_by_label("Adresse").fill(EMAIL)
    page.get_by_role("button", name="Recevoir un code").click()
    page.get_by_label("Code").fill(code_sent(instance, EMAIL))
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url(lambda url: "/connexion" not in url)
    own_page(instance)
    yield context
    context.close()
    assert not watched.faults
    assert not watched.elsewhere


def own_page(instance: Path) -> None:
    query = (
        "INSERT INTO editorship (user_id, supplier_id, is_owner, since)"
        " SELECT id, ?, 1, created_at FROM account WHERE email = ?"
    )
    with closing(sqlite3.connect(instance / "reperess.sqlite3")) as database:
        database.execute(query, [SUPPLIER, EMAIL])
        database.commit()


@pytest.fixture
def desk(signed_in: BrowserContext) -> Iterator[Page]:
    page = signed_in.new_page()
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    yield page
    close(page)


def test_photos_chosen_on_a_phone_are_described_saved_and_shown(desk: Page) -> None:
    desk.goto(PHOTOS)
    desk.get_by_label("Vos photos").set_input_files([image(RED), image(BLUE, "IMG_0002.jpg")])
    expect(desk.get_by_alt_text("Photo 2")).to_be_visible()
    words = desk.get_by_label("Ce que l’on voit")
    expect(words.first).to_be_focused()
    words.first.fill("L’atelier de repassage")
    words.last.fill("Une livraison de linge")
    desk.get_by_role("button", name="Avancer la photo 2").click()
    expect(words.first).to_have_value("Une livraison de linge")
    assert violations(desk) == []
    desk.get_by_role("button", name="Enregistrer", exact=True).last.click()
    desk.goto(f"/fournisseur/{SUPPLIER}")
    photos = desk.locator(".photos img")
    expect(photos.first).to_have_attribute("alt", "Une livraison de linge")
    expect(photos).to_have_count(2)
    assert photos.first.evaluate("image => image.decode().then(() => image.naturalWidth)") == 800
    assert violations(desk) == []


def test_what_is_no_photo_is_told_beside_its_field(desk: Page) -> None:
    desk.goto(PHOTOS)
    drawing: FilePayload = {"name": "a.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"}
    desk.get_by_label("Votre logo").set_input_files([drawing])
    expect(desk.get_by_label("Votre logo")).to_have_attribute("aria-invalid", "true")
    assert violations(desk) == []


def test_images_too_heavy_together_are_told_before_they_are_sent(desk: Page) -> None:
    desk.goto(PHOTOS)
    told = desk.get_by_text("pèsent trop pour un seul envoi")
    told.evaluate("notice => { notice.dataset.tooHeavy = 100; }")
    desk.get_by_label("Votre logo").set_input_files([image(RED)])
    expect(told).to_be_visible()
    expect(desk.get_by_label("Votre logo")).to_have_value("")


def test_a_section_changed_and_not_saved_asks_before_it_is_left(desk: Page) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    desk.on("dialog", stay)
    desk.goto(f"/structure/{SUPPLIER}/fiche/description")
    desk.get_by_label("Votre présentation").fill("Des tables en chêne.")
    desk.locator(".back a").click()
    expect(desk.get_by_label("Votre présentation")).to_have_value("Des tables en chêne.")
    assert asked == ["beforeunload"]
    desk.get_by_role("button", name="Enregistrer", exact=True).last.click()
    expect(desk.get_by_text("c’est enregistré")).to_be_visible()
    assert asked == ["beforeunload"]


def test_without_script_a_button_sends_them(
    signed_in: BrowserContext, chromium: Browser, site: str
) -> None:
    plain = chromium.new_context(
        base_url=site,
        java_script_enabled=False,
        storage_state=signed_in.storage_state(),
        locale="fr-FR",
    )
    page = plain.new_page()
    page.goto(PHOTOS)
    page.get_by_label("Votre logo").set_input_files([image(RED, "logo.png")])
    page.get_by_role("button", name="Ajouter ces images").click()
    expect(page.get_by_alt_text("Votre logo")).to_be_visible()
    plain.close()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_a_label_is_given_with_its_paper(desk: Page, size: dict[str, int]) -> None:
    desk.set_viewport_size({"width": size["width"], "height": size["height"]})
    desk.goto(PROOFS)
    desk.get_by_role("button", name="Ajouter un label").click()
    desk.get_by_label("Label, agrément ou charte").last.select_option("Ecocert")
    paper: FilePayload = {"name": "Ecocert.pdf", "mimeType": "application/pdf", "buffer": PDF}
    desk.get_by_label("Justificatif").last.set_input_files([paper])
    assert violations(desk) == []
    assert desk.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_a_telephone_that_is_followed_is_counted(open_page: OpenPage) -> None:
    page = open_page(f"/fournisseur/{SUPPLIER}", PHONE)
    link = page.locator("a[data-follow]").first
    # The browser has no telephone to open: only what is told to the site matters here.
    link.evaluate("link => link.addEventListener('click', (event) => event.preventDefault())")
    with page.expect_response("**/joindre/*") as told:
        link.click()
    assert told.value.status == 204
