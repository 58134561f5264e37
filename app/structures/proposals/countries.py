"""The countries of the world by their French names (data/README.md)."""

import json
from functools import cache
from pathlib import Path

from app.structures.sections.placing import FRANCE

_DATA = Path(__file__).resolve().parents[3] / "data" / "countries.json"


@cache
def country_choices() -> tuple[tuple[str, str], ...]:
    """(code, name): France, then the others in alphabetical order."""
    names: dict[str, str] = json.loads(_DATA.read_text(encoding="utf-8"))
    france = (FRANCE, names.pop(FRANCE))
    return (france, *names.items())
