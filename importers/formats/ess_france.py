"""The list of the enterprises of the ESS: a million bodies by their SIREN, without activities.

Each has its head office's commune, and no SIRET.
"""

from dataclasses import replace
from functools import partial

from domain.text import fold
from importers.cells import Cells
from importers.facts import RowFacts, RowResult
from importers.formats.base import (
    Binding,
    Format,
    keyless,
    known_columns,
    known_kind,
    named,
    nameless,
    siren_of,
)
from importers.places import locate
from importers.reading import Row

NAME, FAMILY = "nom ou raison sociale de l entreprise", "famille juridique de l entreprise"
CITY = "libelle de la commune de l etablissement"
DEPARTEMENT = "code du departement de l etablissement"
REQUIRED = (
    "SIREN",
    "Nom ou raison sociale de l'entreprise",
    "Famille juridique de l'entreprise",
    "Code postal",
    "Libellé de la commune de l'établissement",
    "Code du département de l'établissement",
)
USED = ("Département de l'établissement", "Région de l'établissement")


def read(cells: Cells) -> RowResult:
    if rejected := nameless(cells, NAME):
        return rejected
    siren = siren_of(cells, "siren")
    if siren is None:
        return keyless(cells, "siren")
    place = locate(
        cells,
        city_column=CITY,
        postcode_column="code postal",
        departement=_departement(cells.text(DEPARTEMENT)) or None,
    )
    return RowFacts(
        **named(cells, NAME),
        source_key=siren,
        siren=siren,
        kinds=_kinds(cells),
        place=place,
        notes=tuple(cells.notes),
    )


def _kinds(cells: Cells) -> tuple[str, ...]:
    if fold(cells.text(FAMILY)).startswith("societes commerciales"):
        return ("SOC_ESS",)
    return known_kind(cells, FAMILY)


def _departement(code: str) -> str:
    return code.zfill(2) if code else ""


def _bind(titles: tuple[str, ...]) -> Binding | None:
    binding = known_columns(REQUIRED, USED, read)(titles)
    if binding is None:
        return None
    rank = [fold(title) for title in titles].index(DEPARTEMENT)
    return replace(binding, departement=partial(_departement_at, rank))


def _departement_at(rank: int, row: Row) -> str:
    return _departement(row.cells[rank]) if rank < len(row.cells) else ""


FORMAT = Format("ess-france", "Liste des entreprises de l’ESS (ESS France)", "ess-france", _bind)
