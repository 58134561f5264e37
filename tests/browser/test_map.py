"""The maps: all results on one, in step with the list, by pointer, by keys and without scripts."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESKTOP, OpenPage
from tests.browser.test_journey import total

pytestmark = pytest.mark.browser

EVERYWHERE = "/recherche?q=entretien&vue=carte"


def marks(page: Page) -> Locator:
    return page.locator("[data-map-canvas] .mark")


def shown(page: Page) -> int:
    """How many suppliers the marks of the view stand for."""
    expect(marks(page).first).to_be_visible()
    texts = marks(page).all_inner_texts()
    return sum(int("".join(c for c in text if c.isdigit()) or 1) for text in texts)


def told(page: Page) -> int:
    """How many suppliers the view is said to hold."""
    words = page.locator("[data-map-told]").inner_text()
    return int("".join(c for c in words.split("sur")[0] if c.isdigit()) or 0)


def settle(page: Page) -> None:
    """Wait for a move to end and what it shows to come."""
    # A move begins at the next frame.
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(page.locator("[data-map-list]")).to_have_attribute("aria-busy", "false")


def unfold(page: Page) -> None:
    page.get_by_text("La carte en liste").click()


def test_it_works(open_page: OpenPage, viewport: dict[str, int]) -> None:
    page = open_page("/recherche?q=entretien", viewport)
    page.get_by_role("link", name="Carte", exact=True).click()
    expect(page).to_have_url(re.compile("vue=carte"))
    settle(page)
    unfold(page)
    assert shown(page) == told(page) > 20
    assert told(page) <= total(page)


def test_moving_it_follows_in_the_list_and_loses_nothing_of_the_search(
    open_page: OpenPage,
) -> None:
    page = open_page(EVERYWHERE)
    settle(page)
    unfold(page)
    before = told(page)
    page.get_by_role("button", name="Agrandir").click()
    settle(page)
    page.get_by_role("button", name="Agrandir").click()
    settle(page)
    assert shown(page) == told(page) < before
    expect(page).to_have_url(re.compile("q=entretien&vue=carte$"))
    expect(page.locator("#q")).to_have_value("entretien")


def test_a_mark_enlarges_until_its_suppliers_can_be_opened(open_page: OpenPage) -> None:
    page = open_page(EVERYWHERE)
    settle(page)
    for _ in range(12):
        if page.locator(".map-bubble").count():
            break
        marks(page).first.click()
        settle(page)
    name = page.locator(".map-bubble a").first
    expect(name).to_be_visible()
    expect(page.get_by_role("button", name="Fermer")).to_be_visible()
    told_name = name.inner_text()
    name.click()
    expect(page.locator("h1")).to_have_text(told_name)


def test_the_list_follows_the_map_when_asked_to(
    open_page: OpenPage, viewport: dict[str, int]
) -> None:
    page = open_page(EVERYWHERE, viewport)
    settle(page)
    ask = page.get_by_role("button", name="Chercher dans cette zone")
    expect(ask).to_be_hidden()
    page.get_by_role("button", name="Agrandir").click()
    settle(page)
    unfold(page)
    in_view = told(page)
    ask.click()
    expect(page).to_have_url(re.compile("zone="))
    expect(page.locator("[data-total]")).to_contain_text(f"{in_view} structure")
    expect(ask).to_be_hidden()
    expect(page.locator(".map-zone")).to_have_count(1)
    settle(page)
    assert shown(page) == in_view == total(page)


def test_the_map_follows_the_boxes_and_stays_where_it_is(open_page: OpenPage) -> None:
    page = open_page(EVERYWHERE)
    settle(page)
    page.get_by_role("button", name="Agrandir").click()
    settle(page)
    frame = page.locator("[data-map-canvas] .leaflet-map-pane").get_attribute("style")
    before = shown(page)
    page.locator("input[name=type]").first.check()
    expect(page.locator(".chip")).to_have_count(1)
    settle(page)
    assert 0 < shown(page) < before
    unfold(page)
    assert shown(page) == told(page)
    assert page.locator("[data-map-canvas] .leaflet-map-pane").get_attribute("style") == frame


def test_the_circle_searched_is_drawn_for_who_sits_there(open_page: OpenPage) -> None:
    page = open_page("/recherche?lieu=Lyon&rayon=20&vue=carte", DESKTOP)
    expect(page.locator(".map-circle")).to_have_count(1)
    page.locator("#lecture-intervient").check()
    expect(page.locator(".map-circle")).to_have_count(0)


def test_keys_alone_are_enough_to_search_elsewhere(open_page: OpenPage) -> None:
    page = open_page(EVERYWHERE)
    settle(page)
    ask = page.get_by_role("button", name="Chercher dans cette zone")
    page.locator("[data-map-canvas]").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        settle(page)
    expect(ask).to_be_visible()
    page.locator("input[name=type]").first.check()
    expect(page.locator(".chip")).to_have_count(1)
    settle(page)
    expect(ask).to_be_visible()
    in_view = told(page)
    ask.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("zone="))
    expect(page.locator("[data-total]")).to_contain_text(f"{in_view} structure")
    expect(page.locator("#resultats")).to_be_focused()


def test_a_map_that_cannot_follow_says_so(open_page: OpenPage) -> None:
    page = open_page(EVERYWHERE)
    settle(page)
    page.evaluate(
        """() => {
          const real = fetch;
          window.fetch = (address, ...options) =>
            address.includes("/recherche/carte")
              ? Promise.reject(new Error("coupé"))
              : real(address, ...options);
        }"""
    )
    page.get_by_role("button", name="Agrandir").click()
    expect(page.locator("[data-map-told]")).to_contain_text("n’a pas pu être mise à jour")
    expect(marks(page)).to_have_count(0)


def test_a_shared_zone_opens_on_the_same_results(open_page: OpenPage) -> None:
    first = open_page("/recherche?q=entretien&zone=44,3,46.5,6.5&vue=carte")
    settle(first)
    unfold(first)
    assert told(first) >= total(first) > 0
    expect(first.locator(".map-zone")).to_have_count(1)


def test_another_place_leaves_the_zone(open_page: OpenPage) -> None:
    page = open_page("/recherche?lieu=Lyon&zone=44,3,46.5,6.5&vue=carte")
    page.get_by_label("Où ?").fill("Nantes")
    page.get_by_role("button", name="Rechercher").click()
    expect(page).to_have_url(re.compile(r"lieu=Nantes&vue=carte$"))


def test_it_moves_by_the_keyboard_and_its_list_says_the_same(open_page: OpenPage) -> None:
    page = open_page(EVERYWHERE)
    settle(page)
    unfold(page)
    before = told(page)
    page.locator("[data-map-canvas]").focus()
    for key in ("+", "+", "ArrowRight"):
        page.keyboard.press(key)
        settle(page)
    assert shown(page) == told(page) != before
    link = page.locator(".marks a").first
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/fournisseur/|zone="))


def test_without_scripts_the_list_of_the_map_leads_to_every_result(open_page: OpenPage) -> None:
    page = open_page("/recherche?vue=carte", scripts=False)
    expect(page.locator("[data-map-canvas]")).to_be_hidden()
    area = page.locator(".marks a.counted").first
    if not area.is_visible():
        unfold(page)
    count = int("".join(c for c in area.locator(".count").inner_text() if c.isdigit()))
    area.click()
    expect(page).to_have_url(re.compile("zone=.*vue=carte"))
    assert total(page) == count
    page.locator(".chip").click()
    expect(page.locator(".chip")).to_have_count(0)


def test_the_home_map_leads_to_a_departement(open_page: OpenPage) -> None:
    page = open_page("/")
    page.locator("[data-home-map]").scroll_into_view_if_needed()
    shades = page.locator(".shaded")
    expect(shades.nth(90)).to_be_attached()
    expect(shades.first).to_have_attribute("tabindex", "-1")
    page.locator("[data-map-canvas]").click(position={"x": 300, "y": 300})
    expect(page).to_have_url(re.compile("/recherche\\?lieu="))
    assert total(page) > 0


def test_the_home_list_says_what_its_map_shows(open_page: OpenPage) -> None:
    page = open_page("/")
    page.locator(".regions summary").first.click()
    link = page.locator(".regions a[data-departement]").first
    count = int("".join(c for c in link.locator(".count").inner_text() if c.isdigit()))
    link.click()
    assert total(page) == count


def test_a_supplier_s_map_shows_it_and_its_zones(open_page: OpenPage) -> None:
    page = open_page("/recherche?q=entretien&lieu=Lyon&lecture=intervient")
    page.locator(".hit h3 a").first.click()
    expect(page.locator("[data-coverage-map] .mark-one")).to_have_count(1)
    expect(page.locator("[data-coverage-map] path.coverage").first).to_be_attached()


def test_a_long_list_of_boxes_is_searched_by_other_words_too(open_page: OpenPage) -> None:
    page = open_page("/recherche", DESKTOP)
    field = page.get_by_label("Chercher dans la liste : Service")
    field.fill("vigile")
    boxes = page.locator("input[name=service]:visible")
    expect(boxes).to_have_count(1)
    expect(page.get_by_role("status")).to_have_text("1 choix dans la liste")
    boxes.check()
    expect(page.locator(".chip")).to_contain_text("Gardiennage")
    expect(field).to_have_value("vigile")
    expect(page.get_by_role("status").last).to_contain_text("structure")
    expect(page.locator("input[name=service]:visible")).to_have_count(1)
    field.fill("rien de tel")
    expect(page.get_by_text("Aucun choix n’a ces mots.")).to_be_visible()
    field.fill("")
    expect(page.locator("input[name=service]:visible").nth(5)).to_be_visible()
