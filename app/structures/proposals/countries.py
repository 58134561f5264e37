"""The countries of the world by their French names (data/README.md)."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from app.structures.sections.placing import FRANCE

_DATA = Path(__file__).resolve().parents[3] / "data" / "countries.json"


# Where most structures from abroad are, and the map to show of each: south, west, north, east.
NEIGHBOURS: Mapping[str, tuple[float, float, float, float]] = {
    "DE": (47.2, 5.8, 55.1, 15.1),
    "BE": (49.4, 2.5, 51.6, 6.5),
    "ES": (35.9, -9.4, 43.8, 4.4),
    "IT": (36.6, 6.6, 47.1, 18.6),
    "LU": (49.4, 5.7, 50.2, 6.6),
    "MC": (43.7, 7.4, 43.8, 7.5),
    "GB": (49.9, -8.2, 59.4, 1.8),
    "CH": (45.8, 5.9, 47.9, 10.5),
}


@cache
def country_choices() -> tuple[tuple[str, str], ...]:
    """(code, name): France, its neighbours, then the others, each in alphabetical order."""
    names: dict[str, str] = json.loads(_DATA.read_text(encoding="utf-8"))
    first = [(code, names.pop(code)) for code in (FRANCE, *NEIGHBOURS)]
    return (*first, *names.items())
