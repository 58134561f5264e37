"""What a format is: how its header is recognised, and how one of its rows is read."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from domain.identifiers import is_siren
from domain.kinds import kind_for
from domain.text import fold
from domain.words import plural
from importers.cells import Cells, quotable
from importers.facts import SIREN_LENGTH, Rejected, RowFacts, RowResult
from importers.formulas import is_formula
from importers.keys import is_without_identifier
from importers.names import readable
from importers.reading import Row

MAX_NAME = 250
# Letters. PostgreSQL indexes no more than 2,704 bytes, which 500 letters of four bytes are not.
MAX_CODE = 200
MAX_KEY = 500


@dataclass(frozen=True, slots=True)
class Binding:
    """A format bound to one file's header: reads its rows, and knows which columns it ignores.

    `concerns` tells rows that are no supplier's by nature, such as the hospitals of FINESS: they
    get no result. `departement` tells where a row sits without reading it whole.
    """

    read: Callable[[Row], RowResult]
    ignored: tuple[str, ...] = ()
    concerns: Callable[[Row], bool] | None = None
    departement: Callable[[Row], str] | None = None


Bind = Callable[[tuple[str, ...]], Binding | None]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file. `bind` answers None when the titles are not those of the format.

    `bind_wanted` binds titles that tell too little by themselves, once somebody named the format.
    `certifies`: its rows prove something, and are believed of whoever administers alone.
    """

    name: str
    label: str  # in French, for the summary
    source: str | None  # the default name of the source; None: a slug of the file's name
    bind: Bind
    bind_wanted: Bind | None = None
    certifies: bool = False


def known_columns(
    required: Iterable[str],
    used: Iterable[str],
    read: Callable[[Cells], RowResult],
    concerns: Callable[[Cells], bool] | None = None,
) -> Bind:
    """A `bind` for a format whose titles never change; `required` ones make it recognised."""
    needed = frozenset(map(fold, required))
    known = needed | frozenset(map(fold, used))

    def bind(titles: tuple[str, ...]) -> Binding | None:
        if not needed <= set(map(fold, titles)):
            return None
        ignored = tuple(title for title in titles if title and fold(title) not in known)
        bound = Binding(lambda row: read_row(row, titles, read), ignored)
        if concerns is None:
            return bound
        return replace(bound, concerns=lambda row: concerns(Cells(row.line, titles, row.cells)))

    return bind


def read_row(row: Row, titles: tuple[str, ...], read: Callable[[Cells], RowResult]) -> RowResult:
    """Read a row, unless it has more cells than the header: its columns may have shifted."""
    if any(row.cells[len(titles) :]):
        return Rejected(
            row.line,
            titles[-1],
            quotable(" ; ".join(row.cells[len(titles) - 1 :])),
            f"{len(row.cells)} cellules pour {plural(len(titles), 'colonne')}",
            "mettre entre guillemets la cellule qui contient le séparateur",
        )
    cells = Cells(row.line, titles, row.cells)
    result = read(cells)
    if not isinstance(result, RowFacts):
        return result
    return _endless(result, cells) or _with_moved_contacts(result, cells)


def _endless(row: RowFacts, cells: Cells) -> Rejected | None:
    """The rejection of a row that is known by more than a database indexes."""
    siret, key = row.siret or "", row.source_key
    if len(siret) > MAX_CODE:
        return _too_long(siret, f"SIRET de plus de {MAX_CODE} caractères", cells)
    if not is_without_identifier(key):
        why = f"identifiant de plus de {MAX_CODE} caractères"
        return _too_long(key, why, cells) if len(key) > MAX_CODE else None
    why = f"SIRET, nom et commune de plus de {MAX_KEY} caractères à eux trois"
    return _too_long(row.original_name, why, cells) if len(key) > MAX_KEY else None


def _too_long(said: str, why: str, cells: Cells) -> Rejected:
    suggestion = "vérifier que chaque colonne contient bien ce qui en est dit"
    return Rejected(
        cells.line, cells.saying(said), quotable(said), why, suggestion, tuple(cells.notes)
    )


def _with_moved_contacts(row: RowFacts, cells: Cells) -> RowFacts:
    """The e-mails and mobile numbers that stood in texts, as contacts like the others."""
    if not (cells.moved_emails or cells.moved_phones):
        return row
    return replace(
        row,
        emails=tuple(dict.fromkeys((*row.emails, *cells.moved_emails))),
        phones=tuple(dict.fromkeys((*row.phones, *cells.moved_phones))),
    )


def nameless(cells: Cells, column: str) -> Rejected | None:
    """The rejection of a row whose name is missing, endless or a formula."""
    name = cells.text(column)
    if not name:
        return without_name(cells, column, mend=NAME_OR_REPEAT)
    if len(name) > MAX_NAME:
        return without_name(cells, column, f"nom de plus de {MAX_NAME} caractères")
    if is_formula(name):
        return without_name(cells, column, "ce nom est une formule de tableur")
    return None


NAME = "donner le nom de la structure"
NAME_OR_REPEAT = f"{NAME} ; si la ligne continue celle du dessus, y répéter son nom"


def without_name(cells: Cells, column: str, why: str = "nom absent", mend: str = NAME) -> Rejected:
    return Rejected(
        cells.line,
        cells.title(column),
        quotable(cells.text(column)),
        why,
        mend,
        tuple(cells.notes),
    )


def named(cells: Cells, name_column: str, siret_column: str | None = None) -> dict[str, Any]:
    """What every format says in the same way: the line, the name made readable, the SIRET."""
    name = cells.text(name_column)
    siret = cells.siret(siret_column) if siret_column else None
    return {
        "line": cells.line,
        "name": readable(name),
        "original_name": name,
        "siret": siret.value if siret else None,
        "siret_problem": siret.problem if siret else None,
    }


def siren_of(cells: Cells, column: str) -> str | None:
    """The nine digits of a body, the zeros that a spreadsheet took given back; else noted."""
    given = re.sub(r"[\s.]|[.,]0+$", "", cells.raw(column))
    digits = given.zfill(SIREN_LENGTH)
    if not given:
        return None
    if not is_siren(digits):
        cells.note(column, "SIREN inexact", "vérifier le numéro sur l’avis de situation Insee")
        return None
    if digits != given:
        cells.note(column, f"zéro de tête rendu : {digits}", rule="siren_zero")
    return digits


def known_kind(cells: Cells, column: str, suggestion: str | None = None) -> tuple[str, ...]:
    """The kind that the cell names; one that nothing names is noted."""
    said = cells.text(column)
    kind = kind_for(said)
    if said and kind is None:
        cells.note(column, "type inconnu, laissé de côté", suggestion)
    return (kind.code,) if kind else ()


def rewritten(bind: Bind, rewrite: Callable[[str, str], str]) -> Bind:
    """The same format, whose cells are rewritten first, given their folded titles."""

    def bound(titles: tuple[str, ...]) -> Binding | None:
        binding = bind(titles)
        if binding is None:
            return None
        columns = [fold(title) for title in titles]

        def read(row: Row) -> RowResult:
            pairs = zip_longest(columns[: len(row.cells)], row.cells, fillvalue="")
            return binding.read(Row(row.line, tuple(rewrite(*pair) for pair in pairs)))

        return replace(binding, read=read)

    return bound


def keyless(cells: Cells, column: str) -> Rejected:
    return Rejected(
        cells.line,
        cells.title(column),
        "",
        "identifiant absent",
        "donner l’identifiant de la ligne",
        tuple(cells.notes),
    )
