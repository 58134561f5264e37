"""Coverages in words: "30 km", "Pas-de-Calais, Nord", "Hauts-de-France", "France entière"."""

import re

from domain.geography import gazetteer
from domain.text import fold
from importers.facts import PlaceFacts, ZoneFacts
from importers.territories import read_territory

MAX_RADIUS_KM = 500

_COUNTRY = re.compile(
    r"(?:(?:partout )?(?:dans|en|sur) )?(?:toute? )?(?:la )?france(?: entiere| metropolitaine)?"
    r"|partout|(?:en |toute )?(?:la )?metropole"
    r"|(?:(?:au |a l )?(?:niveau|echelle) )?nationale?s?"
    r"|(?:sur )?(?:tout )?(?:le )?territoire national|(?:sur )?tout le territoire"
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
_WIDE = ("departement:", "region:")
_APART = re.compile(r"(?<!-)\bet\b(?!-)|\+")
# "Nantes et 20 km autour": around Nantes, unless it says around whom.
_SAYS_AROUND = re.compile(r"\b(?:autour|alentours?|ronde|environs?|rayon|perimetre)\b")
_SAYS_OURS = re.compile(
    r"\b(?:nos|notre|nous|siege|adresse|agence|ateliers?|association|entreprise|etablissement"
    r"|local|locaux|site|structure|chez)\b"
)
# "Arras et ses environs": how far is not said.
_VAGUE = re.compile(
    r"(?:(?:a|aux?|des?|en|l|la|les|sa|ses|son|proches?) )*(?:(?:communes?|villes?|villages?) )?"
    r"(?:alentours?|autour|environs?|peripherie|proximite|couronne|voisinage|region"
    r"|voisin(?:e?s)?|proches?|limitrophes?|environnant(?:e?s)?)"
)


def read_zone(
    text: str, title: str = "", home: PlaceFacts | None = None
) -> tuple[ZoneFacts | None, tuple[str, ...]]:
    """The coverage said, as the union of its parts, and the parts that say no known place.

    Under a title that speaks of a radius a bare number is one, in km. A radius is around `home`,
    where the supplier sits: around any other place it is not understood. A commune "and around"
    says no coverage, unless a radius is said too: nothing wider is to be replaced by it.
    """
    said_radius = bool(_SAYS_RADIUS.search(fold(title)))
    country, radius = False, None
    territories: dict[str, None] = {}
    missed: list[str] = []
    for part in _parts(text, home):
        words = fold(part)
        if _is_country(words, home):
            country = True
        elif kilometres := _radius(words, home, bare=said_radius):
            radius = max(radius or 0, kilometres)
        elif found := read_territory(part, home):
            territories |= dict.fromkeys(found)
        else:
            missed.append(part)
    if radius:
        missed = [part for part in missed if not _is_around_home(fold(part), home)]
    if not (country or radius or territories):
        return None, tuple(missed)
    return ZoneFacts(country, radius, tuple(territories)), tuple(missed)


def _parts(text: str, home: PlaceFacts | None) -> list[str]:
    """A known place may hold a separator in its name ("Indre et Loire"): lines first."""
    parts: list[str] = []
    for piece in re.split(r"[,;/|\n]", text):
        stripped = " ".join(piece.split())
        whole = bool(read_territory(stripped, home))
        items = [stripped] if whole else [part.strip(" .-") for part in _APART.split(stripped)]
        for rank, item in enumerate(filter(None, items)):
            if parts and (
                _is_vague(parts[-1], item, home)
                or _is_around(parts[-1], item, home, joined=rank > 0)
            ):
                parts[-1] += f" et {item}"
            else:
                parts.append(item)
    return parts


def _is_vague(before: str, item: str, home: PlaceFacts | None) -> bool:
    """Whether it says around the commune before, and not how far."""
    if not _VAGUE.fullmatch(fold(item)):
        return False
    said, place = read_territory(before, home), fold(before)
    is_commune = bool(said) and all(code.startswith("commune:") for code in said)
    return is_commune or _is_home([place], place, home)


def _is_around_home(words: str, home: PlaceFacts | None) -> bool:
    place, _, around = words.rpartition(" et ")
    return bool(_VAGUE.fullmatch(around)) and _is_home([place], place, home)


def _is_around(before: str, item: str, home: PlaceFacts | None, *, joined: bool) -> bool:
    """Whether kilometres that say no centre are those around the place said just before."""
    words, place = fold(item), fold(before)
    found = _RADIUS.fullmatch(words)
    if not found or _SAYS_OURS.search(words) or _centre(found[1] + found[3]):
        return False
    if _RADIUS.fullmatch(place) or _COUNTRY.fullmatch(place):
        return False
    wide = any(code.startswith(_WIDE) for code in read_territory(before, home))
    around = bool(_SAYS_AROUND.search(words))
    return (joined and around) if wide else (joined or around)


def _is_country(words: str, home: PlaceFacts | None) -> bool:
    """ "Métropole" is the mainland, but for who sits in a métropole and may mean that one."""
    if not _COUNTRY.fullmatch(words):
        return False
    return not (words.endswith("metropole") and _in_metropole(home))


def _in_metropole(home: PlaceFacts | None) -> bool:
    commune = gazetteer().commune(home.code_insee) if home and home.code_insee else None
    epci = gazetteer().epci(commune.epci) if commune and commune.epci else None
    return bool(epci and "metropole" in fold(epci.name).split())


def _radius(words: str, home: PlaceFacts | None, *, bare: bool) -> int | None:
    """The kilometres, when they are around the supplier's own address."""
    if bare and _BARE_RADIUS.fullmatch(words):
        kilometres, around = int(words), ""
    elif found := _RADIUS.fullmatch(words):
        kilometres, around = int(found[2]), found[1] + found[3]
    else:
        return None
    centre = _centre(around)
    near = not centre or _is_home(centre, around, home)
    return kilometres if near and 0 < kilometres <= MAX_RADIUS_KM else None


def _centre(around: str) -> list[str]:
    return [word for word in around.split() if word not in _AROUND_US and not word.isdigit()]


def _is_home(centre: list[str], around: str, home: PlaceFacts | None) -> bool:
    """Whether the words name the supplier's own commune, whose name may hold small words."""
    if home is None:
        return False
    names = {fold(name) for name in (home.city, home.original_city) if name}
    named = " ".join(centre)
    if named in names or any(around.strip().endswith(f" {name}") for name in names):
        return True
    return any(c.code_insee == home.code_insee for c in gazetteer().communes_named(named))
