"""A town and its postcode that one cell says together, alone or behind a street."""

import re
from typing import NamedTuple

from domain.geography import gazetteer
from domain.text import fold
from importers.cells import Cells

_LONGEST = 300  # letters; beyond, a text
_AFTER = r"[\s,;:/–—-]+"
_POSTCODE = r"\d\d ?\d{3}"
_TOWN = r"[^\W\d_](?:(?!\d{3}).)*"  # "PARIS 13", "LILLE CEDEX 9"; no other number
_TOWN_LAST = re.compile(
    rf"((?:(?!BP|CS|Z[AI])[A-Z]{{1,2}}[ -]?)?(?:{_POSTCODE}|\d{{4}})){_AFTER}({_TOWN})",
    re.IGNORECASE,
)
_TOWN_FIRST = re.compile(rf"({_TOWN}?)(?:\s*\(\s*|{_AFTER})({_POSTCODE})\s*\)?")
_TOWN_BEHIND = re.compile(
    rf"(.*?)\b(?:FR?[ -]?)?({_POSTCODE}){_AFTER}({_TOWN}?)(?:{_AFTER}\(?france\)?)?",
    re.IGNORECASE,
)
_EDGES = " ,;:/–—-"


class Town(NamedTuple):
    """As it is written."""

    city: str
    postcode: str


class Seat(NamedTuple):
    """A street, and the town behind it."""

    street: str
    town: Town


def town_in(cell: str) -> Town | None:
    """ "59000 LILLE", "62130 - Saint-Pol-sur-Ternoise", "Arras (62000)"; None of one alone."""
    if len(cell) > _LONGEST:
        return None
    if found := _TOWN_LAST.fullmatch(cell):
        return Town(found[2], found[1])
    found = _TOWN_FIRST.fullmatch(cell)
    return Town(found[1], found[2]) if found else None


def seat_in(address: str) -> Seat | None:
    """ "12 rue de Lille 59000 LILLE"; None unless the postcode is that of the town."""
    found = _TOWN_BEHIND.fullmatch(address) if len(address) <= _LONGEST else None
    if found is None:
        return None
    town = Town(found[3].rstrip(" .,;"), found[2].replace(" ", ""))
    return Seat(found[1].strip(_EDGES), town) if _is_certain(town) else None


def _is_certain(town: Town) -> bool:
    places = gazetteer()
    served = places.communes_at_postcode(town.postcode)
    if served or "cedex" not in fold(town.city):
        return any(places.bears(commune, town.city) for commune in served)
    commune = places.resolve(name=town.city, postcode=town.postcode)
    return commune is not None and places.bears(commune, town.city)


def tell_apart(cells: Cells, city_column: str, postcode_column: str) -> None:
    """Read the town and its postcode as if each had its column, where one cell says both."""
    city, postcode = cells.text(city_column), cells.text(postcode_column)
    of_city, of_postcode = town_in(city), town_in(postcode)
    if both := of_city or of_postcode:
        code = of_postcode.postcode if of_postcode else postcode or both.postcode
        name = of_city.city if of_city else city or both.city
        cells.say(city_column, name, of=city_column if city else postcode_column)
        cells.say(postcode_column, code, of=postcode_column if postcode else city_column)
