"""The GEIQ federation's list: head offices, then their branches, which often have no SIRET.

Head offices and branches are numbered apart: the key is the type and the number.
"""

import re

from domain.text import fold
from importers.cells import Cells
from importers.facts import Rejected, RowFacts, RowResult
from importers.formats.base import Format, keyless, known_columns, nameless
from importers.names import readable
from importers.places import locate

COLUMNS = ("id", "type", "id_siege", "nom", "siret", "cp", "ville")

# Rows that the federation's own people left while trying their software.
_TRIAL = re.compile(r"test (pour )?import( \d+)?|test antenne")


def read(cells: Cells) -> RowResult:
    rejected = nameless(cells, "nom") or _trial(cells)
    if rejected:
        return rejected
    number, level = cells.text("id"), fold(cells.text("type"))
    if not number or not level:
        return keyless(cells, "id")
    siret = cells.siret("siret")
    place = locate(cells, city_column="ville", postcode_column="cp")
    name = cells.text("nom")
    return RowFacts(
        line=cells.line,
        source_key=f"{level}:{number}",
        name=_name(name, level),
        original_name=name,
        siret=siret.value if siret else None,
        siret_problem=siret.problem if siret else None,
        kinds=_kinds(cells, level),
        is_secondary_site=level == "antenne",
        place=place,
        notes=tuple(cells.notes),
    )


def _name(given: str, level: str) -> str:
    """A branch is often called by its town alone."""
    name = readable(given)
    is_bare = level == "antenne" and "geiq" not in fold(given).split()
    return f"GEIQ – {name}" if is_bare else name


def _trial(cells: Cells) -> Rejected | None:
    if not _TRIAL.fullmatch(fold(cells.text("nom"))) or cells.text("siret"):
        return None
    return Rejected(
        cells.line,
        cells.title("nom"),
        cells.text("nom"),
        "ligne d’essai, qui ne désigne aucune structure",
        "retirer la ligne, ou donner le vrai nom",
    )


def _kinds(cells: Cells, level: str) -> tuple[str, ...]:
    """A branch is its head office's; a head office says GEIQ in its name, or is none."""
    words = fold(cells.text("nom")).split()
    if level == "antenne" or ("geiq" in words and "federation" not in words):
        return ("GEIQ",)
    cells.note("nom", "ce nom n’est pas celui d’un GEIQ : type laissé vide", "vérifier le type")
    return ()


FORMAT = Format("geiq", "Liste de la fédération des GEIQ", "geiq", known_columns(COLUMNS, (), read))
