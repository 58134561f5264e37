"""A list of SIRETs and nothing else: who belongs to a network."""

from domain.text import fold
from importers.cells import Cells
from importers.columns import TITLES
from importers.facts import Member, Rejected, RowResult
from importers.formats.base import Binding, Format, read_row


def bind(titles: tuple[str, ...]) -> Binding | None:
    named = [title for title in titles if title]
    if len(named) != 1 or fold(named[0]) not in TITLES["siret"]:
        return None
    column = fold(named[0])
    return Binding(lambda row: read_row(row, titles, lambda cells: read(cells, column)))


def read(cells: Cells, column: str) -> RowResult:
    siret = cells.siret(column)
    if siret and not siret.problem:
        return Member(cells.line, cells.title(column), siret.value, notes=tuple(cells.notes))
    return Rejected(
        cells.line,
        cells.title(column),
        cells.text(column),
        siret.problem or "" if siret else "SIRET absent",
        "vérifier le numéro sur l’avis de situation Insee",
    )


FORMAT = Format("sirets", "Liste de SIRET d’un réseau", "sirets", bind)
