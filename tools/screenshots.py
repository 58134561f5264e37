"""Picture every page of the demo, at both widths: `make screenshots`.

Pictures go to build/screenshots; that of the results page also to docs/images/results.png, for
the README. With `--instance FOLDER`, the pages of another directory, and not that of the README.
"""

import argparse
import shutil
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from app.demo.generator import DEFAULT_SIZE
from tools.chromium import launch
from tools.demo_site import demo_site

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "build" / "screenshots"
INSTANCE = ROOT / "build" / "screenshots-instance"
README_PICTURE = ROOT / "docs" / "images" / "results.png"
WIDTHS = {1280: 800, 390: 844}
README_SIZE = (1280, 860)

PAGES = {
    "home": "/",
    "results": "/recherche?q=nettoyage&lieu=Lille",
    "results-bands": "/recherche?q=menuiserie&lieu=Nantes&rayon=20",
    "results-map": "/recherche?q=nettoyage&lieu=Lille&vue=carte",
    "results-map-country": "/recherche?vue=carte",
    "results-map-zone": "/recherche?q=entretien&zone=47,-3,48.6,-0.2&vue=carte",
    "results-filtered": "/recherche?q=repassage&lieu=Nantes&type=ESAT&type=EA&cadre=oeth",
    "results-all": "/recherche",
    "results-ambiguous-place": "/recherche?q=traiteur&lieu=Saint-Martin",
    "results-unknown-place": "/recherche?q=traiteur&lieu=Xyzzy",
    "results-none": "/recherche?q=menuiserie+tapisserie&lieu=Guéret&rayon=10&type=ETTI&label=esus",
    "results-odd-address": "/recherche?page=abc&rayon=-1&type=XX",
    "glossary": "/glossaire",
    "about": "/a-propos",
    "legal": "/mentions-legales",
    "error-404": "/nulle-part",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instance", type=Path, help="a folder of data, served as it is")
    instance: Path | None = parser.parse_args().instance
    PICTURES.mkdir(parents=True, exist_ok=True)
    size = None if instance else DEFAULT_SIZE
    with demo_site(instance or INSTANCE, size) as url, sync_playwright() as playwright:
        browser = launch(playwright)
        for path in picture_all(browser, url):
            print(path.relative_to(ROOT))
        if instance is None:
            picture_for_readme(browser, url)
        browser.close()


def picture_all(browser: Browser, url: str) -> Iterator[Path]:
    for width, height in WIDTHS.items():
        page = browser.new_page(viewport={"width": width, "height": height})
        for name, address in PAGES.items():
            page.goto(url + address)
            yield _picture(page, f"{name}-{width}")
        yield from _folds(page, url, width)
        yield from _suppliers(page, url, width)
        page.close()


def _suppliers(page: Page, url: str, width: int) -> Iterator[Path]:
    """The first found, and one that tells no service."""
    page.goto(url + PAGES["results"])
    page.locator(".hit a").first.click()
    yield _picture(page, f"supplier-{width}")
    page.emulate_media(media="print")
    yield _picture(page, f"supplier-print-{width}")
    page.emulate_media(media="screen")
    page.goto(f"{url}/recherche?tri=nom")
    silent = page.locator(".hit", has_text="Services non renseignés").locator("h3 a")
    if silent.count():
        silent.first.click()
        yield _picture(page, f"supplier-silent-{width}")


def _folds(page: Page, url: str, width: int) -> Iterator[Path]:
    """The map as a list; on a phone, the filters."""
    page.goto(url + PAGES["results-map-country"])
    page.locator(".map-list > summary").click()
    yield _picture(page, f"results-map-list-{width}")
    page.goto(url + PAGES["results"])
    if width < 600:
        page.locator(".filters-fold > summary").click()
        yield _picture(page, f"results-filters-{width}")


def _picture(page: Page, name: str) -> Path:
    path = PICTURES / f"{name}.png"
    page.wait_for_load_state("networkidle")  # what maps ask for
    page.screenshot(path=path, full_page=True)
    return path


def picture_for_readme(browser: Browser, url: str) -> None:
    width, height = README_SIZE
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(url + PAGES["results"])
    README_PICTURE.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / "readme.png")
    shutil.copyfile(PICTURES / "readme.png", README_PICTURE)


if __name__ == "__main__":
    main()
