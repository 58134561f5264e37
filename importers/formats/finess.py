"""FINESS, the register of health and social establishments: its ESAT alone are suppliers.

The file has no titles: its first row says what it is, the columns are known by their rank. An ESAT
keeps there the number that the official list of ESAT gives it: both are one source.
"""

import re

from importers.cells import Cells
from importers.facts import RowFacts, RowResult
from importers.formats.base import (
    Binding,
    Format,
    keyless,
    named,
    nameless,
    read_row,
)
from importers.formats.esat import FORMAT as ESAT
from importers.formats.esat import read_address
from importers.places import locate
from importers.reading import Row

OPENING = ("finess", "etalab")
TITLES = tuple(
    """
    typeet nofinesset nofinessej rs rslongue complrs compldistrib numvoie typvoie voie compvoie
    lieuditbp commune departement libdepartement ligneacheminement telephone telecopie categetab
    libcategetab categagretab libcategagretab siret codeape codemft libmft codesph libsph dateouv
    dateautor datemaj numuai
    """.split()  # noqa: SIM905 reads better than thirty-two quoted words
)
# Parted from `ligneacheminement`: "97400 ST DENIS CEDEX".
PARTED = ("code postal", "ville")
CATEGORY, ESTABLISHMENT, KIND = TITLES.index("categetab"), "structureet", {"246": "ESAT"}

_ROUTING = re.compile(r"(\d{5})\s+(.*)")
# Overseas départements, which FINESS numbers 9A to 9F.
_OVERSEAS = re.compile(r"9[A-F]")


def bind(titles: tuple[str, ...]) -> Binding | None:
    if tuple(title.lower() for title in titles[:2]) != OPENING:
        return None
    return Binding(_read_row, concerns=_concerns)


def _concerns(row: Row) -> bool:
    cells = row.cells
    return cells[0] == ESTABLISHMENT and len(cells) > CATEGORY and cells[CATEGORY] in KIND


def _read_row(row: Row) -> RowResult:
    cells = (*row.cells, *[""] * (len(TITLES) - len(row.cells)))
    if len(cells) > len(TITLES):
        return read_row(row, TITLES, read)
    routing = _ROUTING.fullmatch(cells[TITLES.index("ligneacheminement")])
    parted = routing.groups() if routing else ("", "")
    return read_row(Row(row.line, (*cells, *parted)), (*TITLES, *PARTED), read)


def read(cells: Cells) -> RowResult:
    name_column = "rslongue" if cells.text("rslongue") else "rs"
    if rejected := nameless(cells, name_column):
        return rejected
    number = cells.zeros("nofinesset", 9, "finess_zero")
    if not number:
        return keyless(cells, "nofinesset")
    place = locate(
        cells,
        city_column="ville",
        postcode_column="code postal",
        code_insee=_code_insee(cells) or None,
        departement=_OVERSEAS.sub("97", cells.text("departement")) or None,
    )
    return RowFacts(
        **named(cells, name_column, "siret"),
        source_key=number,
        kinds=(KIND[cells.text("categetab")],),
        naf=cells.naf("codeape"),
        phones=cells.phones("telephone"),
        address=_address(cells),
        place=place,
        notes=tuple(cells.notes),
    )


def _code_insee(cells: Cells) -> str:
    """ "9A" and "105" are 97105."""
    departement, commune = cells.text("departement"), cells.text("commune")
    return _OVERSEAS.sub("97", departement) + commune if departement and commune else ""


def _address(cells: Cells) -> str | None:
    street = " ".join(map(cells.text, ("numvoie", "compvoie", "typvoie", "voie")))
    parts = (read_address(" ".join(street.split())), cells.text("lieuditbp").capitalize())
    return ", ".join(filter(None, parts)) or None


FORMAT = Format("finess", "Établissements FINESS (les ESAT)", ESAT.source, bind)
