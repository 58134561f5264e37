"""What a format is: how its header is recognised, and how one of its rows is read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from domain.text import fold
from importers.cells import Cells, quotable
from importers.facts import Rejected, RowFacts, RowResult
from importers.reading import Row

MAX_NAME = 250


@dataclass(frozen=True, slots=True)
class Binding:
    """A format bound to one file's header: reads its rows, and knows which columns it ignores."""

    read: Callable[[Row], RowResult]
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file. `bind` answers None when the titles are not those of the format."""

    name: str
    label: str  # in French, for the summary
    source: str | None  # the default name of the source; None: a slug of the file's name
    bind: Callable[[tuple[str, ...]], Binding | None]


def known_columns(
    required: Iterable[str], used: Iterable[str], read: Callable[[Cells], RowResult]
) -> Callable[[tuple[str, ...]], Binding | None]:
    """A `bind` for a format whose titles never change; `required` ones make it recognised."""
    needed = frozenset(map(fold, required))
    known = needed | frozenset(map(fold, used))

    def bind(titles: tuple[str, ...]) -> Binding | None:
        if not needed <= set(map(fold, titles)):
            return None
        ignored = tuple(title for title in titles if title and fold(title) not in known)
        return Binding(lambda row: read_row(row, titles, read), ignored)

    return bind


def read_row(row: Row, titles: tuple[str, ...], read: Callable[[Cells], RowResult]) -> RowResult:
    """Read a row, unless it has more cells than the header: its columns may have shifted."""
    if any(row.cells[len(titles) :]):
        return Rejected(
            row.line,
            titles[-1],
            quotable(" ; ".join(row.cells[len(titles) - 1 :])),
            f"{len(row.cells)} cellules pour {len(titles)} colonnes",
            "mettre entre guillemets la cellule qui contient le séparateur",
        )
    cells = Cells(row.line, titles, row.cells)
    result = read(cells)
    return _with_moved_contacts(result, cells) if isinstance(result, RowFacts) else result


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
    """The rejection of a row whose name is missing or endless."""
    name = cells.text(column)
    if name and len(name) <= MAX_NAME:
        return None
    return Rejected(
        cells.line,
        cells.title(column),
        quotable(name),
        f"nom de plus de {MAX_NAME} caractères" if name else "nom absent",
        "donner le nom de la structure",
        tuple(cells.notes),
    )


def keyless(cells: Cells, column: str) -> Rejected:
    return Rejected(
        cells.line,
        cells.title(column),
        "",
        "identifiant absent",
        "donner l’identifiant de la ligne",
        tuple(cells.notes),
    )
