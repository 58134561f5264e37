"""Coverages in words: "30 km", "Pas-de-Calais, Nord", "Hauts-de-France", "France entière"."""

import re
from functools import lru_cache

from domain.geography import gazetteer
from domain.text import fold
from importers.facts import ZoneFacts

MAX_RADIUS_KM = 500
LONGEST_PLACE = 100  # letters

_COUNTRY = re.compile(
    r"(?:toute )?(?:la )?france(?: entiere| metropolitaine)?|partout en france"
    r"|(?:(?:niveau|echelle) )?national(?:e|es)?"
    r"|(?:tout(?:e)? le )?territoire national|tout le territoire"
)
_RADIUS = re.compile(r"(?:.*\D)?(\d{1,3}) ?(?:km|kms|kilometres?)(?: autour.*)?")
_APART = re.compile(r"[,;/|\n]|\bet\b|\+")
_SAYS_REGION = re.compile(r"(?:toute )?(?:la )?region ")
_CODE_BEHIND = re.compile(r"\s*\(\d[\dAB]\d?\)$")
_LEAD = re.compile(
    r"^(?:(?:toute?|l|la|le|les|en|dans|sur|region|departements?|de|du|des|d|commune|ville) )+"
)


def read_zone(text: str) -> tuple[ZoneFacts | None, tuple[str, ...]]:
    """The coverage said, as the union of its parts, and the parts that say no known place."""
    country, radius = False, None
    territories: dict[str, None] = {}
    missed: list[str] = []
    for part in _parts(text):
        words = fold(part)
        if _COUNTRY.fullmatch(words):
            country = True
        elif kilometres := _radius(words):
            radius = max(radius or 0, kilometres)
        elif territory := read_territory(part):
            territories[territory] = None
        else:
            missed.append(part)
    if not (country or radius or territories):
        return None, tuple(missed)
    return ZoneFacts(country, radius, tuple(territories)), tuple(missed)


def _parts(text: str) -> list[str]:
    """A known place may hold a separator in its name ("Indre et Loire"): lines first."""
    parts: list[str] = []
    for piece in re.split(r"[,;/|\n]", text):
        stripped = " ".join(piece.split())
        if stripped and not read_territory(stripped):
            parts += filter(None, (part.strip(" .-") for part in _APART.split(stripped)))
        elif stripped:
            parts.append(stripped)
    return parts


def _radius(words: str) -> int | None:
    found = _RADIUS.fullmatch(words)
    return int(found[1]) if found and 0 < int(found[1]) <= MAX_RADIUS_KM else None


@lru_cache(maxsize=4096)  # a list says the same few territories on every row
def read_territory(text: str) -> str | None:
    """ "departement:62", "region:32", "commune:49007" or "epci:…"; None when none or unsure."""
    if len(text) > LONGEST_PLACE:
        return None
    said_region = bool(_SAYS_REGION.match(fold(text)))
    bare = _CODE_BEHIND.sub("", text)
    readings = dict.fromkeys((text, bare, _LEAD.sub("", fold(bare))))
    found = (_territory(words, said_region) for words in readings)
    return _exact_place(text) or next(filter(None, found), None)


def _territory(words: str, said_region: bool) -> str | None:
    """A département before a région of the same name, unless it says "région"."""
    places = gazetteer()
    communes = places.communes_named(words)
    region = None if words.isdigit() else places.region(words)
    departement = places.departement(words)
    if departement and len(communes) > 1:
        return None  # Saint-Martin: the island, or any of the villages
    place = (region or departement) if said_region else (departement or region)
    if place:
        return f"{place.level}:{place.code}"
    return f"commune:{communes[0].code_insee}" if len(communes) == 1 else None


def _exact_place(text: str) -> str | None:
    """ "Angers (49)" or an EPCI by its name: the best reading, when it bears that very name."""
    best = next(iter(gazetteer().find(text, limit=1)), None)
    if best is None or best.level not in {"epci", "commune"}:
        return None
    exact = {fold(best.label)} | ({fold(best.name)} if best.level == "epci" else set())
    return f"{best.level}:{best.code}" if fold(text) in exact else None
