"""Public lists of who holds a label: they give it to suppliers already there, and create nobody.

Titles other than the number are not published anywhere: dates and issuer are taken from columns
called so. A list that tells too little by its titles is read once somebody names its format.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from domain.identifiers import check_siret
from domain.text import fold
from importers.cells import Cells
from importers.columns import TITLES, guess_columns
from importers.facts import DEGREES, LabelFacts, Labelled, Rejected, RowResult
from importers.formats.base import Bind, Binding, Format, read_row, siren_of

STARTS = (
    *("date de debut", "date d effet", "date de decision", "date de l agrement", "date d agrement"),
    *("date d obtention", "date d attribution", "date de labellisation", "debut de validite"),
)
ENDS = (
    *("date de fin", "date de fin d agrement", "date de fin de l agrement", "date d echeance"),
    *("date d expiration", "date de fin de validite", "fin de validite", "echeance"),
)
ISSUERS = (
    *("autorite", "autorite de delivrance", "delivre par", "prefecture", "organisme"),
    *("organisme certificateur", "organisme evaluateur", "evaluateur"),
)

_FRENCH_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: 00:00(?::00)?)?")

# What a list of suppliers says, and a list of who holds a label does not.
DESCRIBES = frozenset({"city", "postcode", "address", "services", "kinds", "emails", "phones"})

IsOurs = Callable[[tuple[str, ...]], bool]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold what; "" is a title that no file has."""

    siren: str
    siret: str
    starts_on: str
    ends_on: str
    issuer: str

    @property
    def used(self) -> set[str]:
        return {self.siren, self.siret, self.starts_on, self.ends_on, self.issuer}


def columns_of(titles: tuple[str, ...]) -> Columns:
    folded = set(map(fold, titles))
    each = (TITLES["siren"], TITLES["siret"], STARTS, ENDS, ISSUERS)
    return Columns(*(next((name for name in names if name in folded), "") for names in each))


def listing(label: str, is_ours: IsOurs) -> Bind:
    """A `bind` for the list of one label, wherever a SIREN or a SIRET is told."""

    def bind(titles: tuple[str, ...]) -> Binding | None:
        columns = columns_of(titles)
        if not (columns.siren or columns.siret) or not is_ours(titles):
            return None
        read_it = partial(read, label=label, columns=columns)
        ignored = tuple(title for title in titles if fold(title) not in columns.used | {""})
        return Binding(lambda row: read_row(row, titles, read_it), ignored)

    return bind


def read(cells: Cells, label: str, columns: Columns) -> RowResult:
    number = _siret(cells, columns.siret) or siren_of(cells, columns.siren)
    column = columns.siret or columns.siren
    if number is None:
        given = cells.text(column)
        return Rejected(
            cells.line,
            cells.title(column),
            given,
            "numéro inexact" if given else "numéro absent",
            "donner le SIREN ou le SIRET, tel que sur l’avis de situation Insee",
            tuple(cells.notes),
        )
    said = LabelFacts(
        label,
        DEGREES[-1],
        cells.text(columns.issuer) or None,
        read_date(cells, columns.starts_on),
        read_date(cells, columns.ends_on),
    )
    return Labelled(cells.line, cells.title(column), number, (said,), tuple(cells.notes))


def _siret(cells: Cells, column: str) -> str | None:
    """When it is right; a wrong one gives way to the SIREN beside it."""
    checked = check_siret(cells.raw(column))
    return None if checked.problem else checked.value


def read_date(cells: Cells, column: str) -> date | None:
    """ "2024-03-31", "31/03/2024"; None, noted, for anything else."""
    text = cells.text(column)
    french = _FRENCH_DATE.fullmatch(text)
    iso = "-".join((french[3], french[2].zfill(2), french[1].zfill(2))) if french else text
    try:
        return date.fromisoformat(iso) if text else None
    except ValueError:
        cells.note(column, "date illisible, laissée de côté", "écrire la date jj/mm/aaaa")
        return None


def _bare_list_of(word: str) -> IsOurs:
    """Titles that say the word, and nothing of a supplier but its name and number.

    A hand-made list may well have a column "ESUS", or "SIREN" and "Périmètre".
    """

    def is_ours(titles: tuple[str, ...]) -> bool:
        said = any(word in fold(title).split() for title in titles)
        return said and not DESCRIBES & guess_columns(titles).by_field.keys()

    return is_ours


def _is_esus(titles: tuple[str, ...]) -> bool:
    """ "numero_siren" is how the list of the Trésor writes it, and no other known."""
    return "numero_siren" in titles or _bare_list_of("esus")(titles)


def _is_rfar(titles: tuple[str, ...]) -> bool:
    bare = _bare_list_of("perimetre")(titles) and "SIREN" in titles
    return bare or _bare_list_of("rfar")(titles)


def _any(_titles: tuple[str, ...]) -> bool:
    return True


ESUS = Format(
    "esus",
    "Liste des entreprises agréées ESUS",
    "esus",
    listing("esus", _is_esus),
    listing("esus", _any),
    certifies=True,
)
RSEI = Format(
    "rsei",
    "Liste des labellisés RSEi",
    "rsei",
    listing("rsei", _bare_list_of("rsei")),
    listing("rsei", _any),
    certifies=True,
)
RFAR = Format(
    "rfar",
    "Liste des labellisés Relations fournisseurs et achats responsables",
    "rfar",
    listing("rfar", _is_rfar),
    listing("rfar", _any),
    certifies=True,
)
