"""Coverages in words: "30 km", "Pas-de-Calais, Nord", "Hauts-de-France", "France entière"."""

import re
from functools import lru_cache

from domain.geography import gazetteer
from domain.text import fold
from importers.facts import PlaceFacts, ZoneFacts

MAX_RADIUS_KM = 500
LONGEST_PLACE = 100  # letters

_COUNTRY = re.compile(
    r"(?:toute )?(?:la )?france(?: entiere| metropolitaine)?|partout en france"
    r"|(?:(?:niveau|echelle) )?national(?:e|es)?"
    r"|(?:tout(?:e)? le )?territoire national|tout le territoire"
)
_RADIUS = re.compile(r"(.*?)\b(\d{1,3}) ?(?:kms?|kilometres?)\b(.*)")
_BARE_RADIUS = re.compile(r"\d{1,3}")
_SAYS_RADIUS = re.compile(r"\b(?:rayon|kms?|kilometres?|distance)\b")
# What goes with a radius without naming a place: "dans un rayon de 10 à 30 km autour du siège".
_AROUND_US = frozenset(
    """
    a adresse agence alentour alentours alentours association atelier ateliers au autour aux chez
    commune d dans de deplacement des distance du en entre entreprise environ environs et
    etablissement l la le les local locaux max maximum moins nos notre nous ou par perimetre plus
    rayon ronde route siege site soit sur structure un ville zone jusqu implantation intervention
    """.split()  # noqa: SIM905 reads better than sixty quoted words
)
_APART = re.compile(r"[,;/|\n]|\bet\b|\+")
_SAYS_REGION = re.compile(r"(?:toute )?(?:la )?region ")
_CODE_BEHIND = re.compile(r"\s*\(\d[\dAB]\d?\)$")
_LEAD = re.compile(
    r"^(?:(?:toute?|l|la|le|les|en|dans|sur|region|departements?|dep|dept|depts|dpt"
    r"|de|du|des|d|commune|ville) )+"
)


def read_zone(
    text: str, title: str = "", home: PlaceFacts | None = None
) -> tuple[ZoneFacts | None, tuple[str, ...]]:
    """The coverage said, as the union of its parts, and the parts that say no known place.

    Under a title that speaks of a radius a bare number is one, in km. A radius is around `home`,
    where the supplier sits: around any other place it is not understood.
    """
    said_radius = bool(_SAYS_RADIUS.search(fold(title)))
    country, radius = False, None
    territories: dict[str, None] = {}
    missed: list[str] = []
    for part in _parts(text):
        words = fold(part)
        if _COUNTRY.fullmatch(words):
            country = True
        elif kilometres := _radius(words, home, bare=said_radius):
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


def _radius(words: str, home: PlaceFacts | None, *, bare: bool) -> int | None:
    """The kilometres, when they are around the supplier's own address."""
    if bare and _BARE_RADIUS.fullmatch(words):
        kilometres, around = int(words), ""
    elif found := _RADIUS.fullmatch(words):
        kilometres, around = int(found[2]), found[1] + found[3]
    else:
        return None
    centre = [word for word in around.split() if word not in _AROUND_US and not word.isdigit()]
    near = not centre or _is_home(centre, around, home)
    return kilometres if near and 0 < kilometres <= MAX_RADIUS_KM else None


def _is_home(centre: list[str], around: str, home: PlaceFacts | None) -> bool:
    """Whether the words name the supplier's own commune, whose name may hold small words."""
    if home is None:
        return False
    names = {fold(name) for name in (home.city, home.original_city) if name}
    named = " ".join(centre)
    if named in names or any(around.strip().endswith(f" {name}") for name in names):
        return True
    return any(c.code_insee == home.code_insee for c in gazetteer().communes_named(named))


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
