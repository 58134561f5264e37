"""A buyer's way through the site: need and place, results, filter, supplier, back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage

pytestmark = pytest.mark.browser

RESULTS = re.compile(r"/recherche\?q=entretien&lieu=Lyon&rayon=200$")


def total(page: Page) -> int:
    words = page.locator("[data-total]").inner_text()
    return int("".join(c for c in words if c.isdigit()) or 0)


def search_from_home(page: Page) -> None:
    page.get_by_label("Quel besoin ?").fill("entretien")
    page.get_by_label("Où ?").fill("Lyon")
    page.get_by_label("Distance").focus()  # as whoever chooses one: the suggestions close
    page.get_by_label("Distance").select_option("200")
    page.get_by_role("button", name="Rechercher").click()


def unfold_filters(page: Page) -> None:
    """On a phone the filters are folded."""
    page.wait_for_load_state("load")
    summary = page.locator(".filters-fold > summary")
    if summary.is_visible():
        summary.click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_it_works(open_page: OpenPage, viewport: dict[str, int], scripts: bool) -> None:
    page = open_page("/", viewport, scripts=scripts)
    search_from_home(page)
    expect(page).to_have_url(RESULTS)
    found = total(page)
    assert found > 1

    unfold_filters(page)
    box = page.locator("input[name=type]").first
    kind = box.get_attribute("value")
    box.check()
    if not scripts:
        page.get_by_role("button", name="Appliquer").click()
    expect(page).to_have_url(re.compile(f"type={kind}"))
    expect(page.locator(".chip")).to_have_count(1)
    assert 0 < total(page) < found
    filtered = page.url

    hit = page.locator(".hit h3 a").first
    name = hit.inner_text()
    hit.click()
    expect(page.locator("h1")).to_have_text(name)
    expect(page.get_by_text("Structure inventée.")).to_be_visible()

    page.get_by_role("link", name="Retour aux résultats").click()
    expect(page).to_have_url(filtered)
    page.locator(".chip").click()
    expect(page).to_have_url(RESULTS)
    assert total(page) == found


def test_by_keyboard_alone(open_page: OpenPage, viewport: dict[str, int]) -> None:
    page = open_page("/", viewport)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Quel besoin ?")).to_be_focused()
    page.keyboard.type("entretien")
    page.keyboard.press("Tab")
    page.keyboard.type("Lyon")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=entretien&lieu=Lyon"))
    reach(page, "input[name=lecture]:checked" if viewport != PHONE else ".filters-fold > summary")
    if viewport == PHONE:
        page.keyboard.press("Enter")
    reach(page, "input[name=type]")
    page.keyboard.press("Space")
    expect(page.locator(".chip")).to_have_count(1)
    expect(page.locator("input[name=type]:focus")).to_be_checked()
    reach(page, ".hit h3 a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page).to_have_url(re.compile("/fournisseur/"))


def reach(page: Page, selector: str) -> None:
    """Tab until the first element of that sort has the focus, and is seen to have it."""
    page.wait_for_load_state("load")
    for _ in range(150):
        page.keyboard.press("Tab")
        focused = page.locator(f"{selector}:focus")
        if focused.count():
            assert focused.evaluate("node => getComputedStyle(node).outlineStyle") != "none"
            return
    pytest.fail(f"{selector} cannot be reached by keyboard")


def test_the_browsers_back_button_finds_the_earlier_search(open_page: OpenPage) -> None:
    page = open_page("/recherche?q=entretien")
    found = total(page)
    page.locator("input[name=type]").first.check()
    expect(page.locator(".chip")).to_have_count(1)
    page.go_back()
    expect(page.locator(".chip")).to_have_count(0)
    assert total(page) == found


def test_a_change_of_results_is_told_to_screen_readers(open_page: OpenPage) -> None:
    page = open_page("/recherche?q=entretien")
    page.locator("input[name=type]").first.check()
    expect(page.get_by_role("status")).not_to_be_empty()
    expect(page.get_by_role("status")).to_have_text(page.locator("[data-total]").inner_text())


def test_results_open_where_the_folds_were_left(open_page: OpenPage) -> None:
    page = open_page("/recherche")
    page.locator("#plus-service > summary").click()
    page.locator("#plus-service input").first.check()
    expect(page.locator(".chip")).to_have_count(1)
    expect(page.locator("#plus-service")).to_have_attribute("open", "")


def test_a_shared_address_shows_the_same_search(open_page: OpenPage) -> None:
    first = open_page("/recherche")
    search_from_home(first)
    expect(first).to_have_url(RESULTS)
    second = open_page(first.url)
    assert total(first) == total(second)
    expect(second.get_by_label("Où ?")).to_have_value("Lyon")


def test_nothing_found_leads_to_something(open_page: OpenPage, viewport: dict[str, int]) -> None:
    page = open_page("/recherche?q=entretien+zeppelin&lieu=Lyon", viewport)
    offer = page.locator(".next-searches li a").first
    promised = int("".join(c for c in offer.locator(".count").inner_text() if c.isdigit()))
    offer.click()
    expect(page.locator(".hit").first).to_be_visible()
    assert total(page) == promised > 0


def test_an_ambiguous_place_is_settled_in_one_click(open_page: OpenPage) -> None:
    page = open_page("/recherche?q=entretien&lieu=Saint-Denis")
    page.get_by_role("link", name="Saint-Denis (93)").click()
    expect(page.get_by_label("Où ?")).to_have_value("Saint-Denis (93)")
