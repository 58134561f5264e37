"""Static files: light, ours or vendored with their version, hash and licence."""

import hashlib
import json
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "app" / "static"
VENDOR = STATIC / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))


MAPS = ("leaflet.css", "leaflet.js")  # loaded by the pages that have a map


def weight(pattern: str) -> int:
    files = (path for path in STATIC.rglob(pattern) if path.name not in MAPS)
    return sum(path.stat().st_size for path in files)


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["file"])
def test_a_vendored_file_is_the_one_published(entry: dict[str, str]) -> None:
    content = (VENDOR / entry["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    assert entry["version"]
    assert entry["licence"] in ("OFL-1.1", "MIT", "BSD-2-Clause")


def test_nothing_vendored_is_left_out_of_the_manifest() -> None:
    listed = {entry["file"] for entry in MANIFEST} | {"manifest.json"}
    assert {path.name for path in VENDOR.iterdir()} == listed


def test_pages_are_light() -> None:
    assert weight("*.css") + weight("*.js") < 100_000
    assert weight("*.woff2") < 120_000


def test_styles_and_scripts_load_nothing_from_elsewhere() -> None:
    for path in (*STATIC.rglob("*.css"), *STATIC.rglob("*.js")):
        if path.name == "leaflet.js":
            continue  # names SVG's namespace and its own site; browsers are watched loading it
        code = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.search(r"https?:|@import|url\([\"']?//", code), path
