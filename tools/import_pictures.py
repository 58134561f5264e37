"""Picture a network's import of its members, step after step, on the demo directory."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect

TITLES = "Nom;N° SIRET;Adresse;CP;Ville;Métiers;Statut;Contact"
TOWNS = ("49000;Angers", "44000;Nantes", "1000;Bourg-en-Bresse", "59000;Lille")
TRADES = ("Repassage", "Menuiserie", "Menuisserie", "Gourbillage", "Espaces verts")
ROWS = 40
LAST_ROWS = (
    ";;2 rue Haute;49000;Angers;Repassage;EI;contact@sans-nom.example",
    "Le Ponton;8,34E+13;3 rue Haute;44000;Nantes;Traiteur;ESAT;",
    "DUPONT Jeanne;;4 rue Haute;59000;Lille;Couture;EI;jeanne.dupont@perso.example",
)
# Rows of a preview, as it calls them.
KINDS = {"created": "À créer", "doubtful": "À décider", "rejected": "Refusées"}
NEXT_KINDS = {"updated": "À modifier", "gone": "Plus dans la liste"}
WORK_MILLISECONDS = 60_000

# Of a step, at each width.
Picture = Callable[[str], list[Path]]


def picture_import(
    page: Page, lists: str, instance: Path, picture: Picture
) -> Iterator[list[Path]]:
    """From the file to its undoing. `lists`: the address of the network's lists."""
    page.goto(lists)
    yield from _choose(page, instance, picture)
    yield from _read(page, instance, picture)
    yield from _rows(page, page.url, picture)
    yield from _apply(page, instance, picture)
    report = page.url
    page.goto(lists)
    yield from _next(page, instance, picture)
    page.goto(report)
    yield from _undo(page, instance, picture)


def _choose(page: Page, instance: Path, picture: Picture) -> Iterator[list[Path]]:
    yield picture("1-drop")
    _send(page, _list(instance))
    yield picture("2-columns")


def _send(page: Page, content: bytes) -> None:
    file = FilePayload(name="adherents.csv", mimeType="text/csv", buffer=content)
    page.get_by_label("Votre fichier").set_input_files(file)
    _press(page, "Lire cette liste")
    page.wait_for_url("**/colonnes")


def _read(page: Page, instance: Path, picture: Picture) -> Iterator[list[Path]]:
    _press(page, "Voir ce qui changerait")
    yield picture("3-reading")
    _worked(page, instance, "Ce qui changerait")
    yield picture("4-preview")


def _rows(page: Page, preview: str, picture: Picture) -> Iterator[list[Path]]:
    page.goto(f"{preview}/mots")
    yield picture("5-words")
    for name, called in KINDS.items():
        _narrow(page, preview, called)
        yield picture(f"6-rows-{name}")
        page.locator(".row-name a").first.click()
        yield picture(f"7-row-{name}")
    page.goto(f"{preview}?remarques=oui")
    yield picture("6-rows-with-a-remark")
    page.get_by_role("button", name="Laisser").last.click()
    yield picture("7-row-left-out")
    page.goto(preview)


def _apply(page: Page, instance: Path, picture: Picture) -> Iterator[list[Path]]:
    _press(page, "Appliquer cette liste")
    yield picture("8-applying")
    _worked(page, instance, "La liste est appliquée")
    yield picture("9-report")
    report = page.url
    page.get_by_role("link", name="Inviter les structures").click()
    yield picture("10-invite")
    page.goto(report)
    page.locator(".row-name a").first.click()
    yield picture("11-row-written")
    page.goto(report)


def _next(page: Page, instance: Path, picture: Picture) -> Iterator[list[Path]]:
    """A shorter list, with addresses that changed; it is not applied."""
    shorter = b"\r\n".join(_list(instance).splitlines()[: ROWS // 2])
    _send(page, shorter.replace(b"quai Vert", b"quai Bleu", 3))
    _press(page, "Voir ce qui changerait")
    _worked(page, instance, "Ce qui changerait")
    preview = page.url
    for name, called in NEXT_KINDS.items():
        _narrow(page, preview, called)
        yield picture(f"12-next-rows-{name}")
        page.locator(".row-name a").first.click()
        yield picture(f"12-next-row-{name}")
    page.goto(preview)
    _press(page, "Appliquer cette liste")
    yield picture("12-next-apply")
    page.goto(preview)
    _press(page, "Supprimer cette liste")
    yield picture("12-next-delete")
    _press(page, "Oui, la supprimer")


def _undo(page: Page, instance: Path, picture: Picture) -> Iterator[list[Path]]:
    _press(page, "Annuler tout l’import")
    yield picture("13-undo")
    _press(page, "Oui, l’annuler")
    _worked(page, instance, "L’import est annulé")
    yield picture("14-undone")


def _narrow(page: Page, preview: str, called: str) -> None:
    """To the rows that the page calls so."""
    page.goto(preview)
    page.get_by_role("link", name=called).click()


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def _list(instance: Path) -> bytes:
    """Rows to create, to decide and to mend; the words of some are unknown."""
    new = (
        f"Atelier du Bélier {n};;{n + 1} quai Vert;{TOWNS[n % 4]};{TRADES[n % 5]};"
        f"{'EI' if n % 2 else 'ESAT'};contact@belier{n}.example"
        for n in range(ROWS)
    )
    rows = [TITLES, *new, *_known(instance), *LAST_ROWS]
    return "\r\n".join(rows).encode()


def _known(instance: Path) -> list[str]:
    """Names of the directory, without what would tell who they are."""
    some = "SELECT name, postcode, city FROM supplier WHERE brand IS NULL ORDER BY id LIMIT 3"
    with closing(sqlite3.connect(instance / "reperess.sqlite3")) as database:
        return [f"{name};;;{cp};{city};Tri;;" for name, cp, city in database.execute(some)]


def _worked(page: Page, instance: Path, title: str) -> None:
    """Only now is there a worker: before, the page that waits can be pictured."""
    with _worker(instance):
        expect(page.get_by_role("heading", level=1)).to_have_text(title, timeout=WORK_MILLISECONDS)


@contextmanager
def _worker(instance: Path) -> Iterator[None]:
    environment = os.environ | {"INSTANCE_PATH": str(instance)}
    process = subprocess.Popen([sys.executable, "-m", "app.worker"], env=environment)
    try:
        yield
    finally:
        process.terminate()
        process.wait()
