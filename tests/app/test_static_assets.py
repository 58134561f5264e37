"""Static files: light, ours or vendored with their version, hash and licence."""

import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from flask import Flask

from tests.app.cast import make_supplier
from tests.app.pages import on_sqlite, publish
from tests.app.people import editor_of, visitor

STATIC = Path(__file__).resolve().parents[2] / "app" / "static"
VENDOR = STATIC / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))


MAPS = ("leaflet.css", "leaflet.js")  # loaded by the pages that have a map


def weight(files: Iterable[str]) -> int:
    return sum((STATIC / file).stat().st_size for file in set(files) if Path(file).name not in MAPS)


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["file"])
def test_a_vendored_file_is_the_one_published(entry: dict[str, str]) -> None:
    content = (VENDOR / entry["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    assert entry["version"]
    assert entry["licence"] in ("OFL-1.1", "MIT", "BSD-2-Clause")


def test_nothing_vendored_is_left_out_of_the_manifest() -> None:
    listed = {entry["file"] for entry in MANIFEST} | {"manifest.json"}
    assert {path.name for path in VENDOR.iterdir()} == listed


@on_sqlite
def test_pages_are_light(app: Flask) -> None:
    supplier = make_supplier()
    publish(app, supplier)
    desk = editor_of(supplier, app)
    for path in ("/", "/recherche?vue=carte", "/connexion", f"/fournisseur/{supplier.id}"):
        assert weight(loaded(visitor(app).open(path, follow_redirects=True).text)) < 80_000, path
    section = desk.open(f"/structure/{supplier.id}/fiche/activites").text
    assert weight(loaded(section)) < 100_000


def loaded(page: str) -> list[str]:
    """The styles and scripts of a page."""
    return re.findall(r'(?:href|src)="/static/([^"?]+\.(?:css|js))', page)


def test_fonts_are_light() -> None:
    assert weight(str(path.relative_to(STATIC)) for path in STATIC.rglob("*.woff2")) < 120_000


def test_styles_and_scripts_load_nothing_from_elsewhere() -> None:
    for path in (*STATIC.rglob("*.css"), *STATIC.rglob("*.js")):
        if path.name == "leaflet.js":
            continue  # names SVG's namespace and its own site; browsers are watched loading it
        code = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.search(r"https?:|@import|url\([\"']?//", code), path
