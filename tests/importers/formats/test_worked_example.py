"""The worked example of docs/importing.md: its format recognises its file, and its tests pass."""

import re
from pathlib import Path
from typing import Any

import pytest

from importers import mapping
from importers.formats import FORMATS

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "importing.md"
EXAMPLE = DOCUMENT.read_text(encoding="utf-8").split("\n## Adding a format\n")[1].split("\n## ")[0]
FORMAT_CODE, TEST_CODE = re.findall(r"^```python\n(.*?)^```", EXAMPLE, re.DOTALL | re.MULTILINE)


def run(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "example"}
    exec(compile(code, str(DOCUMENT), "exec"), names)
    return names


TESTS = {name: test for name, test in run(TEST_CODE).items() if name.startswith("test_")}


@pytest.mark.parametrize("name", TESTS)
def test_the_example_of_the_document_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    example = run(FORMAT_CODE)["FORMAT"]
    monkeypatch.setattr(mapping, "FORMATS", (example, *FORMATS))
    TESTS[name](tmp_path)


def test_every_known_format_is_in_the_document() -> None:
    named = set(re.findall(r"`([a-z0-9-]+)`", DOCUMENT.read_text(encoding="utf-8")))
    assert {known.name for known in FORMATS} <= named
