"""A structure says what it does on a phone, in a few taps, and buyers find it at once."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.accounts.models import Editorship, User
from domain.models import Supplier
from tests.app.cast import make_supplier
from tests.app.running import Site, running_site, sessions_of, until
from tests.browser.conftest import DESKTOP, PHONE, Watched
from tests.browser.test_pages import violations
from tests.commands import reperess
from tools.chromium import close

pytestmark = pytest.mark.browser

EMAIL = "atelier@verger.example"
NAME = "Zélie Repassage et blanchisserie"
SAYS = "Nous faisons aussi de la mise sous pli."


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with its worker, over some invented suppliers."""
    instance = tmp_path_factory.mktemp("activities")
    assert reperess(instance, "demo", "--size", 40, "--no-serve").returncode == 0
    with running_site(instance, "serve") as site:
        yield site


@pytest.fixture(scope="module")
def signed_in(running: Site, chromium: Browser) -> Iterator[BrowserContext]:
    """A browser whose person typed the code that their e-mail address received.

    It must end with no fault, and nothing asked elsewhere.
    """
    address = f"http://127.0.0.1:{running.port}"
    context = chromium.new_context(base_url=address, locale="fr-FR")
    watched = Watched(context, address)
    page = context.new_page()
    page.goto("/connexion")
    page.get_by_label("Adresse").fill(EMAIL)
    page.get_by_role("button", name="Recevoir un code").click()
    page.get_by_label("Code").fill(code_received(running.settings.mail_path))
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url(lambda url: "/connexion" not in url)
    yield context
    context.close()
    assert not watched.faults
    assert not watched.elsewhere


def code_received(letters: Path) -> str:
    assert until(lambda: any(letters.glob("*.txt")))
    found = re.search(r"\b\d{6}\b", max(letters.glob("*.txt")).read_text(encoding="utf-8"))
    assert found is not None
    return found[0]


@dataclass
class Desk:
    """The section of a page that says nothing yet, in a browser; `taps` are counted."""

    page: Page
    supplier_id: int
    taps: int = field(default=0)

    def open(self) -> None:
        self.page.goto(f"/structure/{self.supplier_id}/fiche/activites")

    def tap(self, words: str) -> None:
        """What is labelled so: a box, an answer, a button, an option."""
        target = self.page.locator("label.tap, .picker-option, .desk-actions button, summary")
        target.filter(has_text=words, visible=True).first.click()
        self.taps += 1

    def save(self) -> None:
        with self.page.expect_navigation():
            self.tap("Enregistrer")

    def finds(self, **asked: str) -> bool:
        """Whether the results show this supplier."""
        answer = self.page.request.get(f"/recherche?{urlencode(asked)}").text()
        return f"/fournisseur/{self.supplier_id}-" in answer

    def finds_within_a_second(self, **asked: str) -> bool:
        return until(lambda: self.finds(**asked), seconds=1)


@pytest.fixture
def desk(running: Site, signed_in: BrowserContext) -> Iterator[Desk]:
    page = signed_in.new_page()
    page.set_default_timeout(10_000)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # Playwright's own dictionary
    opened = Desk(page, store(running))
    opened.open()
    yield opened
    close(page)


def store(running: Site) -> int:
    """A supplier of Angers that says nothing, whose page the person holds; its number."""
    with sessions_of(running.settings) as sessions, sessions.begin() as session:
        supplier = make_supplier(NAME, services=[], description=SAYS)
        supplier.records[0].source_key = secrets.token_hex(8)
        session.add(supplier)
        session.flush()
        user = session.query(User).filter_by(email=EMAIL).one()
        user.editorships.append(Editorship(supplier_id=supplier.id, is_owner=True))
        return supplier.id


def stored(running: Site, supplier_id: int) -> tuple[list[str], list[str]]:
    """The services and the words of a page."""
    with sessions_of(running.settings) as sessions, sessions() as session:
        supplier = session.get_one(Supplier, supplier_id)
        return [activity.service for activity in supplier.activities], supplier.own_words or []


def test_three_services_and_a_radius_take_five_taps(running: Site, desk: Desk) -> None:
    for words in ("Repassage", "Blanchisserie et entretien du linge", "Mise sous pli", "30 km"):
        desk.tap(words)
    desk.save()
    assert desk.taps == 5
    services, _ = stored(running, desk.supplier_id)
    assert services == ["repassage", "blanchisserie", "mise-sous-pli"]


def test_words_of_its_own_are_found_within_a_second(running: Site, desk: Desk) -> None:
    desk.page.get_by_label("Chercher un service").fill("toilettes sèches")
    desk.tap("Ajouter « toilettes sèches »")
    assert not desk.finds(q="toilettes sèches")
    desk.save()
    assert desk.finds_within_a_second(q="toilettes sèches")
    assert stored(running, desk.supplier_id) == ([], ["toilettes sèches"])


def test_a_service_is_found_where_its_zone_reaches_alone(desk: Desk) -> None:
    desk.page.get_by_label("Chercher un service").fill("elagueur")
    desk.tap("Élagage")
    desk.tap("30 km")
    desk.save()
    there = {"q": "élagage", "rayon": "5"}
    assert desk.finds_within_a_second(**there, lieu="Chalonnes-sur-Loire (49)")
    assert not desk.finds(**there, lieu="Cholet (49)")


def test_the_keyboard_alone_is_enough(running: Site, desk: Desk) -> None:
    desk.page.get_by_label("Chercher un service").fill("repasage")
    expect(desk.page.get_by_role("option", name="Repassage")).to_be_visible()
    keys = desk.page.keyboard
    keys.press("ArrowDown")
    expect(desk.page.get_by_role("option", selected=True)).to_have_text("Repassage")
    keys.press("Enter")
    expect(desk.page.locator("[data-chosen] [data-service=repassage]")).to_be_visible()
    expect(desk.page.get_by_role("listbox", name="Services trouvés")).to_be_hidden()
    keys.type("yourtes")
    expect(desk.page.get_by_role("option", name="Ajouter « yourtes »")).to_be_visible()
    keys.press("Escape")
    expect(desk.page.get_by_role("listbox", name="Services trouvés")).to_be_hidden()


def test_what_was_chosen_can_be_taken_off(running: Site, desk: Desk) -> None:
    desk.tap("Repassage")
    desk.tap("Mise sous pli")
    desk.page.get_by_role("button", name="Retirer Repassage").click()
    desk.save()
    assert stored(running, desk.supplier_id)[0] == ["mise-sous-pli"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("toilette seche", "materiel-evenementiel"),
        ("plommberrie", "plomberie-chauffage"),
        ("tonte", "entretien-espaces-verts"),
        ("nettoyage de bureaux", "nettoyage-locaux"),
    ],
)
def test_the_script_finds_what_the_server_finds(desk: Desk, typed: str, first: str) -> None:
    """The rules of tests/app/structures/activities/test_finding.py."""
    desk.page.get_by_label("Chercher un service").fill(typed)
    desk.page.get_by_role("option").first.click()
    expect(desk.page.locator("[data-chosen] > li")).to_have_attribute("data-service", first)


def test_territories_are_looked_for_and_drawn(running: Site, desk: Desk) -> None:
    desk.tap("Repassage")
    desk.tap("Certains territoires")
    desk.page.get_by_label("Commune, intercommunalité").first.fill("sarthe")
    desk.tap("Sarthe (72)")
    expect(desk.page.locator(".zone-map path.coverage")).to_have_count(1)
    desk.save()
    desk.open()
    expect(desk.page.get_by_role("checkbox", name="Sarthe (72)")).to_be_checked()
    expect(desk.page.locator(".zone-map path.coverage")).to_have_count(1)


def test_a_service_may_have_a_zone_of_its_own(running: Site, desk: Desk) -> None:
    desk.tap("Repassage")
    desk.tap("Mise sous pli")
    desk.tap("30 km")
    expect(desk.page.get_by_label("Zone de : Mise sous pli")).to_be_hidden()
    desk.tap("Une autre zone")
    desk.page.get_by_label("Zone de : Mise sous pli").select_option("Deuxième zone")
    desk.page.get_by_role("group", name="Deuxième zone").get_by_label("Toute la France").check()
    desk.save()
    with sessions_of(running.settings) as sessions, sessions() as session:
        supplier = session.get_one(Supplier, desk.supplier_id)
        assert [zone.whole_country for zone in supplier.zones] == [False, True]


def test_a_search_left_in_its_box_is_told_and_kept(desk: Desk) -> None:
    desk.page.get_by_label("Chercher un service").fill("yourtes")
    desk.save()
    expect(desk.page.get_by_role("alert")).to_contain_text("ajoutez celui-ci avec vos mots")
    expect(desk.page.get_by_label("Chercher un service")).to_have_value("yourtes")


def test_it_works_without_script(
    running: Site, signed_in: BrowserContext, chromium: Browser
) -> None:
    state = signed_in.storage_state()
    with chromium.new_context(
        base_url=f"http://127.0.0.1:{running.port}",
        storage_state=state,
        viewport=PHONE,  # type: ignore[arg-type]  # Playwright's own dictionary
        java_script_enabled=False,
    ) as context:
        desk = Desk(context.new_page(), store(running))
        desk.open()
        desk.tap("Repassage")
        desk.page.get_by_label("Chercher un service").fill("toilettes sèches")
        desk.page.get_by_role("button", name="Chercher").first.click()
        desk.tap("« toilettes sèches »")
        desk.tap("50 km")
        desk.save()
        assert stored(running, desk.supplier_id) == (["repassage"], ["toilettes sèches"])


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_axe_finds_nothing(desk: Desk, size: dict[str, int]) -> None:
    desk.page.set_viewport_size(size)  # type: ignore[arg-type]  # Playwright's own dictionary
    desk.tap("Repassage")
    desk.page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    desk.page.get_by_label("Chercher un service").fill("tonte")
    expect(desk.page.get_by_role("option").first).to_be_visible()
    assert violations(desk.page) == []
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= size["width"]
