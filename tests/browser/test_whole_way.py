"""From the public page of a silent structure to its own words online: one run, on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from domain.models import Contact, ContactKind, Supplier, Visibility
from tests.app.cast import TODAY, make_supplier
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.letters import code_sent

pytestmark = pytest.mark.browser

MOST_TAPS = 25
ADDRESS = "contact@repassage-du-verger.example"


@pytest.fixture
def silent(instance: Path, site: str) -> Iterator[int]:
    """The number of a supplier of whom a list gave the name and an address, and no more."""
    supplier = make_supplier("Atelier de repassage du Verger", services=[])
    supplier.records[0].source_key = "whole-way"
    contact = {"kind": ContactKind.EMAIL, "value": ADDRESS, "visibility": Visibility.PUBLIC}
    supplier.contacts = [Contact(source="test", as_of=TODAY, **contact)]
    engine = create_engine(f"sqlite:///{instance / 'reperess.sqlite3'}")
    with Session(engine) as session:
        session.add(supplier)
        session.commit()
        yield supplier.id
        assert session.get_one(Supplier, supplier.id, populate_existing=True).activities
    engine.dispose()


def test_claimed_filled_and_published_in_a_break(
    open_page: OpenPage, instance: Path, silent: int
) -> None:
    page = open_page(f"/fournisseur/{silent}", PHONE)
    taps = 0

    def tap(touched: Locator) -> None:
        nonlocal taps
        touched.click()
        taps += 1

    tap(page.get_by_role("link", name="C’est ma structure").first)
    expect(page.get_by_label("Votre adresse e-mail")).to_be_focused()
    page.keyboard.type(ADDRESS)
    tap(button(page, "Recevoir un code"))
    expect(page.get_by_label("Code reçu par e-mail")).to_be_focused()
    page.keyboard.type(code_sent(instance, ADDRESS))
    tap(button(page, "Continuer"))
    tap(button(page, "Oui, tenir cette fiche"))
    tap(page.get_by_role("link", name="Dites ce que vous faites"))
    tap(page.locator("label.tap", has_text="Repassage").first)
    tap(page.locator("label.tap", has_text="30 km").first)
    tap(button(page, "Enregistrer et continuer"))
    tap(page.get_by_label("Votre présentation"))
    page.keyboard.type("Nous repassons le linge des hôtels d’Angers, livré le lendemain.")
    tap(button(page, "Enregistrer"))
    expect(page.get_by_role("status")).to_contain_text("Votre fiche est en ligne")
    assert taps <= MOST_TAPS, taps

    page.goto(f"/fournisseur/{silent}")
    expect(page.get_by_role("heading", name="Ce qu’elle fait")).to_be_visible()
    expect(page.locator("main")).to_contain_text("livré le lendemain")
    expect(page.locator("main")).to_contain_text("Dit par la structure")


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)
