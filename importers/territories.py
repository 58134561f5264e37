"""One territory in words: "Nord", "dept 49", "Rhône-Alpes", "Angers (49)", "49000", "CC …"."""

import re
from functools import lru_cache

from domain.geography import FORMER_REGIONS, Commune, distance_km, gazetteer
from domain.text import fold
from importers.facts import PlaceFacts

LONGEST_PLACE = 100  # letters
# Beyond, a bare name is likelier to mean something else than a commune of that name.
FAR_KM = 100

_FORMERLY = {fold(region.name): region.departements for region in FORMER_REGIONS.values()}
# Lands better known than the one village that bears their name.
LANDS = frozenset(
    {"anjou", "beauce", "bresse", "caux", "combrailles", "corbieres", "crau", "faucigny", "larzac"}
    | {"leon", "marche", "marsan", "millevaches", "perche", "plaine", "puisaye", "razes"}
    | {"tarentaise", "vallee"}
)

_SAYS_REGION = re.compile(r"(?:toute )?(?:la )?(?:ancienne |ex )?region ")
_CODE_BEHIND = re.compile(r"(.+?)\s*\((\d[\dAB]\d{0,3})\)", re.DOTALL)
_LEAD = re.compile(
    r"^(?:(?:toute?|l|la|le|les|en|dans|sur|ancienne|ex|region|departements?|dep|dept|depts|dpt"
    r"|de|du|des|d|commune|ville) )+"
)


def read_territory(text: str, home: PlaceFacts | None = None) -> tuple[str, ...]:
    """ "departement:62", "region:32", "commune:49007", "epci:…"; none when unknown or unsure.

    Several for an old région and for a postcode. A commune's bare name is unsure when that
    commune is far from `home`, where the supplier sits, or less known than the land around it.
    """
    found = _read(text)
    communes = [code for code in found if code.startswith("commune:")]
    bare = len(communes) == 1 and not any(letter.isdigit() for letter in text)
    if bare and _is_unsure(communes[0].removeprefix("commune:"), text, home):
        return ()
    return found


def _is_unsure(code_insee: str, text: str, home: PlaceFacts | None) -> bool:
    if home and home.code_insee == code_insee:
        return False
    commune = gazetteer().commune(code_insee)
    if _LEAD.sub("", fold(text)) in LANDS or commune is None:
        return True
    if home is None or home.point is None or commune.point is None:
        return False
    return distance_km(home.point, commune.point) > FAR_KM


@lru_cache(maxsize=4096)  # a list says the same few territories on every row
def _read(text: str) -> tuple[str, ...]:
    if len(text) > LONGEST_PLACE:
        return ()
    qualified = _CODE_BEHIND.fullmatch(text)
    if qualified:
        return _commune_with(*qualified.groups()) or _whole(qualified[1], communes=False)
    return _whole(text) or tuple(
        f"commune:{commune.code_insee}" for commune in gazetteer().communes_at_postcode(text)
    )


def _commune_with(name: str, code: str) -> tuple[str, ...]:
    """ "Angers (49)", "Angers (49000)"."""
    bearing = gazetteer().communes_named(name)
    return _only([c for c in bearing if code == c.departement or code in c.postcodes])


def _whole(text: str, *, communes: bool = True) -> tuple[str, ...]:
    said_region = bool(_SAYS_REGION.match(fold(text)))
    for words in dict.fromkeys((fold(text), _LEAD.sub("", fold(text)))):
        if departements := _FORMERLY.get(words):
            return tuple(f"departement:{code}" for code in departements)
        if found := _named(words, said_region=said_region, communes=communes):
            return found
    return ()


def _named(words: str, *, said_region: bool, communes: bool) -> tuple[str, ...]:
    """A département before a région of the same name, unless it says "région"."""
    places = gazetteer()
    bearing = places.communes_named(words)
    region = None if words.isdigit() else places.region(words)
    departement = places.departement(words)
    if departement and len(bearing) > 1:
        return ()  # Saint-Martin: the island, or any of the villages
    place = (region or departement) if said_region else (departement or region)
    if place:
        return (f"{place.level}:{place.code}",)
    if bearing:
        return _only(bearing) if communes else ()
    groups = places.epci_named(words)
    return (f"epci:{groups[0].code}",) if len(groups) == 1 else ()


def _only(communes: list[Commune]) -> tuple[str, ...]:
    return (f"commune:{communes[0].code_insee}",) if len(communes) == 1 else ()
