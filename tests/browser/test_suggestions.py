"""Suggestions as one types, at the keyboard and with a finger; the form without them."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_pages import violations

pytestmark = pytest.mark.browser

HERE = "**/recherche/suggestions*"


def need(page: Page) -> Locator:
    return page.get_by_label("Quel besoin")


def option(page: Page, name: str) -> Locator:
    return page.locator("[role=option]").filter(has_text=name)


def suggestions_asked(page: Page) -> list[str]:
    """The addresses asked for from now on."""
    asked: list[str] = []

    def note(route: Route) -> None:
        asked.append(route.request.url)
        route.continue_()

    page.route(HERE, note)
    return asked


def test_a_need_is_typed_chosen_and_searched_at_the_keyboard(open_page: OpenPage) -> None:
    page = open_page("/")
    need(page).press_sequentially("vitres nante")
    chosen = option(page, "Nettoyage de vitres, Nantes (44)")
    expect(chosen).to_have_attribute("aria-selected", "false")
    expect(need(page)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(need(page)).to_have_attribute("aria-activedescendant", "q-suggestions-0")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/recherche?q=vitres+Nantes+(44)")
    expect(page.locator(".understood")).to_contain_text("Nettoyage de vitres")


def test_a_service_fills_the_box_and_a_place_then_sends_both(
    open_page: OpenPage, viewport: dict[str, int]
) -> None:
    page = open_page("/", viewport)
    need(page).press_sequentially("repass")
    page.get_by_role("option", name="Repassage", exact=True).click()
    expect(need(page)).to_have_value("Repassage")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.get_by_label("Où ?").press_sequentially("nant")
    option(page, "Nantes (44)").click()
    expect(page).to_have_url("/recherche?q=Repassage&lieu=Nantes+(44)")


def test_a_structure_opens_its_page(open_page: OpenPage) -> None:
    page = open_page("/")
    need(page).press_sequentially("ateliers")
    structures = page.get_by_role("group", name="Structures").get_by_role("option")
    structures.first.click()
    expect(page).to_have_url(re.compile("/fournisseur/"))


def test_arrows_walk_round_and_other_keys_come_back_to_the_text(open_page: OpenPage) -> None:
    page = open_page("/")
    need(page).press_sequentially("nett")
    options = page.locator("[role=option]")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Home")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(need(page)).to_have_value("nett")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    page.keyboard.press("Tab")
    expect(options).to_have_count(0)
    expect(page.get_by_label("Où ?")).to_be_focused()


def test_what_is_typed_is_sent_when_nothing_is_chosen(open_page: OpenPage) -> None:
    page = open_page("/")
    need(page).press_sequentially("vitres")
    expect(page.locator("[role=option]").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url("/recherche?q=vitres")


def test_how_many_there_are_is_told(open_page: OpenPage) -> None:
    page = open_page("/")
    need(page).press_sequentially("vitres nante")
    expect(page.locator("[role=status]")).to_have_text(re.compile(r"^\d choix dans la liste"))
    need(page).fill("zzzzzz")
    expect(page.locator("[role=status]")).to_have_text("Aucun choix dans la liste")


def test_an_answer_that_comes_too_late_is_dropped(open_page: OpenPage) -> None:
    page = open_page("/")
    held: list[Route] = []
    page.route("**/recherche/suggestions*q=vitres", lambda route: held.append(route))  # noqa: PLW0108 Playwright marks what it is given
    need(page).fill("vitres")
    page.wait_for_timeout(300)
    need(page).fill("repassage")
    expect(option(page, "Repassage").first).to_be_visible()
    assert len(held) == 1
    page.wait_for_timeout(200)
    expect(option(page, "vitres")).to_have_count(0)


def test_the_same_words_are_asked_once(open_page: OpenPage) -> None:
    page = open_page("/")
    asked = suggestions_asked(page)
    need(page).fill("repas")
    need(page).fill("repassage")
    expect(option(page, "Repassage").first).to_be_visible()
    need(page).fill("repassage ")
    page.wait_for_timeout(300)
    assert [url.rpartition("q=")[2] for url in asked] == ["repassage"]


@pytest.mark.parametrize("status", [500, 429])
def test_a_server_that_fails_leaves_the_form(open_page: OpenPage, status: int) -> None:
    page = open_page("/", expected=(status,))
    page.route(HERE, lambda route: route.fulfill(status=status))
    need(page).fill("vitres")
    page.wait_for_timeout(300)
    page.get_by_role("button", name="Rechercher").click()
    expect(page).to_have_url("/recherche?q=vitres")


def test_a_place_chosen_on_the_results_page_searches_again(open_page: OpenPage) -> None:
    page = open_page("/recherche?q=vitres&lieu=Lyon&zone=44,3,46.5,6.5")
    page.get_by_label("Où ?").fill("nant")
    option(page, "Nantes (44)").click()
    expect(page).to_have_url("/recherche?q=vitres&lieu=Nantes+(44)")


def test_members_alone_are_offered_in_a_network(open_page: OpenPage) -> None:
    page = open_page("/reseaux/coorace/integration")
    asked = suggestions_asked(page)
    need(page).fill("repassage")
    expect(option(page, "Repassage").first).to_be_visible()
    assert "reseau=coorace" in asked[0]


def test_axe_finds_nothing_and_nothing_overflows(
    open_page: OpenPage, viewport: dict[str, int]
) -> None:
    page = open_page("/", viewport)
    need(page).fill("ate")
    expect(page.locator("[role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_the_form_works_without_scripts(open_page: OpenPage) -> None:
    page = open_page("/", scripts=False)
    expect(need(page)).not_to_have_attribute("role", "combobox")
    expect(need(page)).not_to_have_attribute("autocomplete", "off")
    need(page).fill("vitres")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("structure")
