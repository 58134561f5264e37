"""A page filled on a phone, previewed as it is typed, changed by two colleagues at once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app.accounts.models import Editorship, User
from app.structures.sections import SECTIONS
from domain.models import Supplier
from tests.app.cast import make_supplier
from tests.browser.conftest import DESKTOP, PHONE, OpenPage, settled
from tests.browser.letters import code_sent
from tests.browser.test_pages import violations

pytestmark = pytest.mark.browser

# From claim to published, 25 are allowed: filling takes its share of them.
MOST_TAPS = 12

OpenDesk = Callable[..., "Desk"]


@dataclass
class Desk:
    """The desk of a supplier in a browser; what a finger would touch is counted."""

    page: Page
    supplier_id: int
    taps: int = field(default=0)

    def tap(self, target: Locator) -> None:
        target.click()
        self.taps += 1

    def tap_button(self, name: str) -> None:
        with self.page.expect_navigation():
            self.tap(self.page.get_by_role("button", name=name, exact=True))

    def write(self, label: str, text: str) -> None:
        """Touch a field, then type."""
        self.tap(self.page.get_by_label(label).first)
        self.page.keyboard.type(text)

    def open(self, section: str = "") -> None:
        home = f"/structure/{self.supplier_id}"
        self.page.goto(f"{home}/fiche/{section}" if section else home)

    @property
    def preview(self) -> Locator:
        return self.page.locator("#apercu")


@pytest.fixture
def session(instance: Path, site: str) -> Iterator[Session]:
    """The database of the site that is served."""
    engine = create_engine(f"sqlite:///{instance / 'reperess.sqlite3'}")
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def open_desk(open_page: OpenPage, instance: Path, session: Session) -> OpenDesk:
    """Sign in by a code, with a page in charge; that of `beside` when it is a colleague's."""

    def open_(
        email: str,
        viewport: dict[str, int] = PHONE,
        *,
        scripts: bool = True,
        beside: Desk | None = None,
    ) -> Desk:
        page = open_page("/connexion", viewport, scripts=scripts, expected=(409,))
        page.get_by_label("Votre adresse e-mail").fill(email)
        page.get_by_role("button", name="Recevoir un code").click()
        page.get_by_label("Code reçu par e-mail").fill(code_sent(instance, email))
        page.get_by_role("button", name="Continuer").click()
        page.wait_for_url("**/compte")
        desk = Desk(page, give_page(session, email, beside))
        desk.open()
        return desk

    return open_


def give_page(session: Session, email: str, beside: Desk | None) -> int:
    """The number of the supplier that this account edits from now on."""
    user = session.query(User).filter_by(email=email).one()
    supplier = session.get_one(Supplier, beside.supplier_id) if beside else silent_supplier(email)
    session.add(supplier)
    session.flush()
    user.editorships.append(Editorship(supplier_id=supplier.id, is_owner=beside is None))
    session.commit()
    return supplier.id


def silent_supplier(of: str) -> Supplier:
    """One that only lists know: its name is all that it says."""
    supplier = make_supplier("Atelier de repassage du Verger", services=[])
    supplier.records[0].source_key = of
    return supplier


def test_a_page_is_filled_on_a_phone_in_one_run(open_desk: OpenDesk, session: Session) -> None:
    desk = open_desk("remplir@atelier.example")
    page = desk.page
    with page.expect_navigation():
        desk.tap(page.get_by_role("link", name="Dites ce que vous faites"))
    desk.tap(page.locator("label.tap", has_text="Repassage").first)
    desk.tap(page.locator("label.tap", has_text="30 km").first)
    desk.tap_button("Enregistrer et continuer")
    desk.write("Votre présentation", "Nous repassons le linge des hôtels d’Angers.")
    desk.tap_button("Enregistrer et continuer")
    desk.write("Téléphone ou adresse e-mail", "0241000000")
    desk.tap_button("Enregistrer")
    expect(page.get_by_role("status")).to_contain_text("Votre fiche est en ligne")
    assert desk.taps <= MOST_TAPS, desk.taps
    supplier = session.get_one(Supplier, desk.supplier_id, populate_existing=True)
    assert [activity.service for activity in supplier.activities] == ["repassage"]
    assert [contact.value for contact in supplier.contacts] == ["02 41 00 00 00"]


@pytest.mark.parametrize(
    ("section", "label"),
    [("activites", "Avec vos propres mots"), ("description", "Votre présentation")],
)
def test_a_very_long_word_widens_no_page(open_desk: OpenDesk, section: str, label: str) -> None:
    desk = open_desk(f"long-{section}@atelier.example", scripts=False)
    desk.open(section)
    desk.page.get_by_label(label).fill("a" * 60)
    desk.page.get_by_role("button", name="Enregistrer", exact=True).last.click()
    home = f"/structure/{desk.supplier_id}"
    read = (
        f"/fournisseur/{desk.supplier_id}",
        home,
        f"{home}/historique",
        f"{home}/toujours-exact",
    )
    for path in (*read, f"{home}/fiche/{section}"):
        desk.page.goto(path)
        assert desk.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path


def test_the_preview_follows_what_is_typed(open_desk: OpenDesk) -> None:
    desk = open_desk("apercu@atelier.example", DESKTOP)
    desk.open("description")
    desk.page.get_by_label("Votre présentation").press_sequentially("Des **draps**")
    expect(desk.preview.locator("strong")).to_have_text("draps")
    expect(desk.page.locator(".counter")).to_contain_text("3 987".replace(" ", "\u202f"))


def test_a_preview_that_a_session_ended_says_so(open_desk: OpenDesk) -> None:
    desk = open_desk("fini@atelier.example", DESKTOP)
    desk.open("description")
    stopped = desk.preview.locator("[data-preview-stopped]")
    expect(stopped).to_be_hidden()
    desk.page.context.clear_cookies()
    desk.page.get_by_label("Votre présentation").press_sequentially("Des draps")
    expect(stopped).to_contain_text("rien de ce que vous avez saisi ne sera perdu")
    expect(desk.page.get_by_label("Votre présentation")).to_have_value("Des draps")


def test_on_a_phone_it_is_asked_when_it_is_opened(open_desk: OpenDesk) -> None:
    desk = open_desk("telephone@atelier.example")
    desk.open("description")
    desk.page.get_by_label("Votre présentation").fill("Des draps")
    expect(desk.preview.locator(".preview-page")).to_be_hidden()
    desk.preview.locator("summary").click()
    expect(desk.preview).to_contain_text("Des draps")


def test_without_script_a_button_shows_it_and_rows_are_added(open_desk: OpenDesk) -> None:
    desk = open_desk("sans-script@atelier.example", scripts=False)
    desk.open("references")
    desk.write("Client", "Ville d’Angers")
    desk.tap_button("Ajouter une référence")
    desk.page.get_by_label("Client").nth(1).fill("Lycée Renoir")
    desk.tap_button("Voir l’aperçu")
    expect(desk.preview).to_contain_text("Lycée Renoir")
    desk.tap_button("Enregistrer")
    expect(desk.page.get_by_role("main")).to_contain_text("Ville d’Angers, Lycée Renoir")


def test_the_enter_key_saves(open_desk: OpenDesk) -> None:
    desk = open_desk("clavier-fiche@atelier.example", DESKTOP)
    desk.open("contacts")
    desk.page.get_by_label("Téléphone ou adresse e-mail").first.fill("02 41 00 00 00")
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("main")).to_contain_text("1 contact, 1 visible de tous")


def test_the_second_of_two_editors_sees_both_and_chooses(open_desk: OpenDesk) -> None:
    first = open_desk("premiere@atelier.example")
    second = open_desk("seconde@atelier.example", beside=first)
    for desk, words in ((first, "Nous lavons."), (second, "Nous repassons.")):
        desk.open("description")
        desk.page.get_by_label("Votre présentation").fill(words)
    first.tap_button("Enregistrer et continuer")
    second.page.get_by_role("button", name="Enregistrer et continuer", exact=True).click()
    both = second.page.locator(".version")
    expect(both.nth(0)).to_contain_text("Nous lavons.")
    expect(both.nth(1)).to_contain_text("Nous repassons.")
    second.tap_button("Garder celle de la fiche")
    expect(second.page.get_by_label("Votre présentation")).to_have_value("Nous lavons.")


def test_every_section_is_accessible_and_fits(
    open_desk: OpenDesk, viewport: dict[str, int]
) -> None:
    desk = open_desk(f"axe-{viewport['width']}@atelier.example", viewport)
    for section in ("", *SECTIONS):
        desk.open(section)
        desk.page.evaluate(
            "for (const fold of document.querySelectorAll('details')) fold.open = true"
        )
        settled(desk.page)
        assert violations(desk.page) == [], section
        width = desk.page.evaluate("document.documentElement.scrollWidth")
        assert width <= viewport["width"], section
