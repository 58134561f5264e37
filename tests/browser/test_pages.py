"""Every page, seen by a browser: accessible, inside its width, silent outside, fit to print."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage, Windows, opening, settled

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "results": "/recherche?q=entretien&lieu=Lyon&rayon=200",
    "results-filtered": "/recherche?q=entretien&type=ESAT&type=EA",
    "results-none": "/recherche?q=entretien+zeppelin&lieu=Lyon&type=ESAT",
    "results-nobody": "/recherche?q=lombricompostage+Guéret&lecture=implante&rayon=1",
    "results-ambiguous-place": "/recherche?lieu=Saint-Denis",
    "results-unknown-place": "/recherche?lieu=Zzyzx",
    "results-odd-address": "/recherche?page=abc&type=XX&rayon=-1",
    "results-map": "/recherche?q=entretien&vue=carte",
    "results-zone": "/recherche?lieu=Lyon&zone=44,3,46.5,6.5&vue=carte",
    "supplier": "/fournisseur/2",
    "glossary": "/glossaire",
    "about": "/a-propos",
    "legal": "/mentions-legales",
    "privacy": "/donnees-personnelles",
}

WIDTHS = {"1280": DESKTOP, "390": PHONE}


@pytest.fixture(scope="module", params=WIDTHS)
def width(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def violations(page: Page) -> list[str]:
    """Every rule is tried; the thousands of nodes that pass are not told one by one."""
    page.wait_for_load_state("load")  # a click is over as soon as its page begins
    told = Axe().run(page, options={"resultTypes": ["violations"]}).response
    return [
        f"{found['id']}: {node['html']}" for found in told["violations"] for node in found["nodes"]
    ]


@pytest.fixture(scope="module", params=PAGES.values(), ids=PAGES)
def shown(
    chromium: Browser, site: str, windows: Windows, width: str, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """One of the pages, opened once for all that is asked of it."""
    with opening(chromium, site, windows) as open_page:
        page = open_page(request.param, WIDTHS[width])
        settled(page)
        yield page


def test_it_scrolls_one_way_only(shown: Page, width: str) -> None:
    assert shown.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width]["width"]


def test_it_prints_without_controls(shown: Page) -> None:
    shown.emulate_media(media="print")
    expect(shown.get_by_role("navigation", name="Navigation principale")).to_be_hidden()
    expect(shown.locator("h1")).to_be_visible()
    assert shown.locator("button:visible").count() == 0
    shown.emulate_media(media="screen")


def test_what_nobody_does_is_printed_with_what_to_search_next(open_page: OpenPage) -> None:
    page = open_page(PAGES["results-nobody"])
    page.emulate_media(media="print")
    expect(page.get_by_text("aucune structure implantée ici ne propose")).to_be_visible()
    expect(page.locator(".next-searches li").first).to_be_visible()


def test_axe_finds_nothing_when_all_is_unfolded(shown: Page) -> None:
    shown.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    assert violations(shown) == []


def test_axe_finds_a_planted_fault(open_page: OpenPage) -> None:
    page = open_page("/")
    page.evaluate("document.querySelector('label[for=q]').remove()")
    page.evaluate("document.querySelector('#q').removeAttribute('placeholder')")
    assert any(found.startswith("label:") for found in violations(page))


def test_the_policy_stops_what_is_not_ours(open_page: OpenPage, site: str) -> None:
    page = open_page("/")
    policy = page.request.get(site).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_filters_are_folded_on_a_phone_and_open_on_a_desk(open_page: OpenPage) -> None:
    boxes = "input[name=type]"
    expect(open_page("/recherche", DESKTOP).locator(boxes).first).to_be_visible()
    expect(open_page("/recherche", PHONE).locator(boxes).first).to_be_hidden()


def test_those_who_want_no_motion_have_none(open_page: OpenPage) -> None:
    page = open_page("/")
    page.emulate_media(reduced_motion="reduce")
    button = page.get_by_role("button", name="Rechercher")
    assert button.evaluate("node => getComputedStyle(node).transitionDuration") == "0s"


def test_titles_are_set_in_the_vendored_font(open_page: OpenPage) -> None:
    page = open_page("/")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('700 32px \"Bricolage Grotesque\"')")
