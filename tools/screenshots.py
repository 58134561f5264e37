"""Picture every page of the demo, at both widths: `make screenshots`.

Pictures go to build/screenshots; that of the results page also to docs/images/results.png, for
the README. With `--instance FOLDER`, the pages of another directory, and not that of the README.
"""

import argparse
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select

from app import create_app
from app.accounts.charges import give_role, new_account
from app.accounts.models import Editorship, NetworkManager, User
from app.accounts.permissions import Role
from app.config import LogLevel, Settings
from app.db import db
from app.demo.generator import DEFAULT_SIZE
from app.structures.sections import SECTIONS
from tools.chromium import launch
from tools.demo_site import demo_site
from tools.import_pictures import picture_import

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
    "results-nobody": "/recherche?q=coiffeur+Guéret",
    "results-from-afar": "/recherche?q=lombricompostage+à+La+Souterraine",
    "results-understood": "/recherche?q=ea+imprimerie+paca",
    "results-ambiguous": "/recherche?q=restauration+Vitry",
    "results-two-trades": "/recherche?q=un+vieux+chêne+menace+de+s’écrouler+en+Bretagne",
    "results-family": "/recherche?q=GEIQ+du+bâtiment",
    "results-two-places": "/recherche?q=menuisiers+à+Angers&lieu=Nantes",
    "results-unknown-services": "/recherche?q=menuiserie+à+Rennes&rayon=20",
    "results-odd-address": "/recherche?page=abc&rayon=-1&type=XX",
    "networks": "/reseaux",
    "network": "/reseaux/coorace",
    "network-search": "/reseaux/coorace?q=nettoyage&lieu=Nantes&vue=liste",
    "network-embedded": "/reseaux/coorace/integration",
    "glossary": "/glossaire",
    "about": "/a-propos",
    "legal": "/mentions-legales",
    "privacy": "/donnees-personnelles",
    "error-404": "/nulle-part",
    "sign-in": "/connexion",
    "claim-find": "/ma-structure",
    "report": "/fournisseur/2/signaler",
    "meetings": "/rencontres",
    "meeting": "/rencontres/1",
}

# Of who keeps the page of KEPT, manages MANAGED, moderates and administers.
KEEPER = "camille@verger.example"
KEPT = 2
MANAGED = "coorace"
MEETING = f"/reseau/{MANAGED}/rencontres/1"
NETWORK_PAGES = (
    "membres",
    "membres/ajouter",
    "listes",
    "cles",
    "services",
    "besoins",
    "evolution",
    "presentation",
    "integration-code",
    "rencontres",
    "equipe",
)
KEEPER_PAGES = {
    "account": "/compte",
    "claim": "/structure/3/revendiquer",
    "propose": "/proposer",
    "desk": f"/structure/{KEPT}",
    **{f"desk-{slug}": f"/structure/{KEPT}/fiche/{slug}" for slug in SECTIONS},
    "desk-colleagues": f"/structure/{KEPT}/equipe",
    "desk-history": f"/structure/{KEPT}/historique",
    "desk-audience": f"/structure/{KEPT}/audience",
    "network-home": f"/reseau/{MANAGED}",
    **{f"network-{page.replace('/', '-')}": f"/reseau/{MANAGED}/{page}" for page in NETWORK_PAGES},
    "moderation": "/moderation",
    "moderation-services": "/moderation/services",
    "administration": "/administration",
    "administration-readings": "/administration/lectures",
    "administration-needs": "/administration/besoins",
    "meeting-register": "/rencontres/1/inscription",
    "meeting-managed": MEETING,
    "meeting-participants": f"{MEETING}/participants",
    "meeting-appointments": f"{MEETING}/rendez-vous",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instance", type=Path, help="a folder of data, served as it is")
    instance: Path | None = parser.parse_args().instance
    PICTURES.mkdir(parents=True, exist_ok=True)
    size = None if instance else DEFAULT_SIZE
    with demo_site(instance or INSTANCE, size) as url:
        is_demo = instance is None
        if is_demo:
            make_keeper(INSTANCE)
        with sync_playwright() as playwright:
            picture_site(launch(playwright), url, is_demo=is_demo)


def picture_site(browser: Browser, url: str, *, is_demo: bool) -> None:
    """Every page and, on the demo directory, those of its keeper and the README's picture."""
    for path in picture_all(browser, url):
        print(path.relative_to(ROOT))
    if is_demo:
        for path in picture_desk(browser, url):
            print(path.relative_to(ROOT))
        picture_for_readme(browser, url)
    browser.close()


def make_keeper(instance: Path) -> None:
    """Give the demo directory who keeps a page of it, and manages a network."""
    app = create_app(Settings(instance_path=instance, log_level=LogLevel.WARNING))
    with app.app_context():
        user = db.session.scalar(select(User).filter_by(email=KEEPER)) or new_account(KEEPER)
        give_role(user, Role.ADMIN, "screenshots")
        if not user.editorships:
            user.editorships.append(Editorship(supplier_id=KEPT, is_owner=True))
        if not user.networks:
            user.networks.append(NetworkManager(network_slug=MANAGED))
        db.session.commit()


def _last_code() -> str:
    """Read in the file: no application is used beside Playwright's loop."""
    newest = "SELECT subject FROM outgoing_mail WHERE recipient = ? ORDER BY id DESC LIMIT 1"
    with closing(sqlite3.connect(INSTANCE / "reperess.sqlite3")) as database:
        (subject,) = database.execute(newest, [KEEPER]).fetchone()
    return re.sub(r"\D", "", subject)


def picture_desk(browser: Browser, url: str) -> Iterator[Path]:
    page = browser.new_page(locale="fr-FR")
    page.goto(f"{url}/connexion")
    page.get_by_label("Adresse").fill(KEEPER)
    page.get_by_role("button", name="Recevoir un code").click()
    page.get_by_label("Code").fill(_last_code())
    page.get_by_role("button", name="Continuer").click()
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        for name, address in KEEPER_PAGES.items():
            _open(page, url + address)
            yield _picture(page, f"{name}-{width}")
    lists = f"{url}/reseau/{MANAGED}/listes"
    for paths in picture_import(page, lists, INSTANCE, lambda name: _both(page, f"import-{name}")):
        yield from paths
    yield from _appointments(page, f"{url}{MEETING}")
    page.close()


def _appointments(page: Page, meeting: str) -> Iterator[Path]:
    """Once made, by a press that an earlier run may have done: one changed, and one's sheet."""
    page.goto(f"{meeting}/rendez-vous")
    make = page.get_by_role("button", name="Faire les rendez-vous")
    if make.count():
        make.click()
    yield from _both(page, "meeting-appointments-made")
    page.get_by_role("link", name="Changer").first.click()
    yield from _both(page, "meeting-appointment")
    page.goto(f"{meeting}/participants")
    page.get_by_role("link", name="Imprimer sa feuille").first.click()
    yield from _both(page, "meeting-sheet")


def _both(page: Page, name: str) -> list[Path]:
    """The same page at each width: what it shows cannot be come back to."""
    paths = []
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        paths.append(_picture(page, f"{name}-{width}"))
    return paths


def picture_all(browser: Browser, url: str) -> Iterator[Path]:
    for width, height in WIDTHS.items():
        page = browser.new_page(viewport={"width": width, "height": height})
        for name, address in PAGES.items():
            _open(page, url + address)
            yield _picture(page, f"{name}-{width}")
        yield from _folds(page, url, width)
        yield from _suppliers(page, url, width)
        page.close()


def _open(page: Page, address: str) -> None:
    """Raises AssertionError for a page that fails: its picture would pass for another."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status < 500, address


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
    """The map as a list, why a result is there, suggestions; on a phone, the filters."""
    page.goto(url + PAGES["results-map-country"])
    page.locator(".map-list > summary").click()
    yield _picture(page, f"results-map-list-{width}")
    page.goto(url + PAGES["results"])
    page.locator(".hit details > summary").first.click()
    yield _picture(page, f"results-why-{width}")
    page.goto(url)
    page.get_by_label("Quel besoin ?").press_sequentially("menui")
    page.get_by_role("option").first.wait_for()
    yield _picture(page, f"suggestions-{width}")
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
