"""Where the titles of a hand-made list are, and which rows below are not of the list."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, dropwhile, islice, pairwise

from domain.text import fold
from importers.asides import Aside, aside_of
from importers.cells import quotable
from importers.columns import PERSON_TITLES, guess_columns, is_whole_title
from importers.contents import is_data, says_siret
from importers.facts import Rejected, RowResult
from importers.limits import UnreadableFileError
from importers.reading import CheckedTable, Row
from importers.ticks import ticked_words
from importers.wording import match_title

# Hand-made lists have a title, a date or a logo's blank lines above their header.
HEADER_WITHIN = 10
SAMPLE_ROWS = 300  # below it, by which columns are judged
UNTITLED = "Colonne"
LONGEST_TITLE = 60  # letters, of those that lists use
_HELP = frozenset(
    """
    exemple format obligatoire obligatoires facultatif facultative optionnel saisir saisissez
    indiquer indiquez renseigner renseignez preciser precisez chiffres caracteres maximum choisir
    """.split()  # noqa: SIM905 reads better than twenty quoted words
)
# "Aide" alone begins the name of many a structure.
_BEGINS_HELP = ("ex ", "exemple ", "aide a la saisie ", "obligatoire ", "facultatif ")
ELSEWHERE = "le mettre sur sa propre feuille, ou choisir ses titres pour l’importer"
REMOVE = "retirer la ligne"
OUT_OF_LIST = (ELSEWHERE, REMOVE)  # what to do of a row that those around it tell from the list
# Columns that we put before those of rows given back to be corrected: they say nothing of it.
GIVEN_BACK = WHY, LINE = "À corriger (Repèr’ESS)", "Ligne du fichier"
# Folded, without blanks: programs that save it in their own letters lose or change "À", "è", "’".
_WHY = re.compile(r"a?corrigerrep\w{0,2}r\w{0,2}ess")
_SAYS_IGNORE = frozenset({"vrai", "true", "oui", "x", "1"})


@dataclass(frozen=True, slots=True)
class Header:
    """The titles of a list, one a column, each different; `line` 0 when the file has none.

    `other_table` is the rank of the column where another table begins beside the list.
    """

    line: int
    titles: tuple[str, ...]
    other_table: int | None = None


def find_header(table: CheckedTable) -> Header:
    """The row that a person chose, else the one whose cells are most like titles.

    Raises UnreadableFileError when the line chosen holds nothing.
    """
    if table.header_line == 0:
        return _without_titles(table)
    if table.header_line is not None:
        return _with_titles(table, row_at(table, table.header_line))
    first = list(islice(table, HEADER_WITHIN))
    named = next((rank for rank, row in enumerate(first) if _names_suppliers(row)), None)
    if named is not None:
        return _with_titles(table, finest_titles(first[named:]))
    best = max(first, key=_likeness)  # the first of equals
    if _likeness(best) > 0:
        return _with_titles(table, best)
    rows = list(dropwhile(_is_lone, first)) or first
    return _without_titles(table) if _is_of_list(*rows[:2]) else _with_titles(table, rows[0])


def row_at(table: CheckedTable, line: int) -> Row:
    for row in table:
        if row.line == line:
            return row
    raise UnreadableFileError(f"La ligne {line} est vide : choisissez celle des titres.")


def _is_lone(row: Row) -> bool:
    """Whether one cell alone says something."""
    return sum(map(bool, row.cells)) == 1


def _names_suppliers(row: Row) -> bool:
    """Whether the row would be taken for the header of a hand-made list."""
    columns = guess_columns(row.cells).with_name()
    return columns.has("name") and len(columns) > 1 and not any(map(is_data, row.cells))


def finest_titles(rows: Sequence[Row]) -> Row:
    """The first row, or the titles right below that say more: titles of groups stand above them.

    A group of columns has one title, and blanks beside it.
    """
    best = rows[0]
    for row in rows[1:]:
        has_blanks = sum(map(bool, best.cells)) < sum(map(bool, row.cells))
        says_more = _names_suppliers(row) and _told_by(row) > _told_by(best)
        if not (has_blanks and says_more) or _is_help(row):
            break
        best = row
    return best


def _told_by(row: Row) -> int:
    """How many fields the titles tell, and activities, kinds or networks that are ticked below."""
    return len(guess_columns(row.cells)) + sum(
        match_title(ticked_words(cell)) is not None for cell in row.cells if cell
    )


def _likeness(row: Row) -> int:
    """How many cells are titles; a row of data has none, whatever its words."""
    return 0 if any(map(is_data, row.cells)) else len(guess_columns(row.cells))


def _is_of_list(row: Row, below: Row | None = None) -> bool:
    """Whether the first row is data; one datum may stand among titles, unless it has its like."""
    data = [rank for rank, cell in enumerate(row.cells) if is_data(cell)]
    if len(data) != 1:
        return bool(data)
    (rank,) = data
    has_like = below is not None and rank < len(below.cells) and is_data(below.cells[rank])
    return has_like or says_siret(row.cells[rank]) or not any(map(is_whole_title, row.cells))


def _with_titles(table: CheckedTable, row: Row) -> Header:
    below = [other for other in islice(table, 10 * HEADER_WITHIN) if other.line > row.line]
    width = max(len(row.cells), _usual_width(below))
    written = [*row.cells, *[""] * (width - len(row.cells))]
    return Header(row.line, distinct(written), _other_table(row.cells))


def _without_titles(table: CheckedTable) -> Header:
    return Header(0, distinct([""] * _usual_width(islice(table, 10 * HEADER_WITHIN))))


def _usual_width(rows: Iterable[Row]) -> int:
    """How many cells most rows fill: a row longer than the others has its cells shifted."""
    widths = sorted(max((n for n, cell in enumerate(r.cells, 1) if cell), default=0) for r in rows)
    return widths[len(widths) // 2] if widths else 0


def distinct(titles: Iterable[str]) -> tuple[str, ...]:
    """A title for each column, as folded titles differ: "Activité", "Activité (2)", "Colonne C"."""
    made: dict[str, str] = {}
    for rank, title in enumerate(titles):
        plain = title if fold(title) else f"{UNTITLED} {column_letters(rank)}"
        named, number = plain, 2
        while fold(named) in made:
            named, number = f"{plain} ({number})", number + 1
        made[fold(named)] = named
    return tuple(made.values())


def is_untitled(title: str) -> bool:
    """Whether the column is called after its place alone, where others come in other lists."""
    return re.fullmatch(rf"{UNTITLED} [A-Z]+", title) is not None


def column_letters(rank: int) -> str:
    """As spreadsheets name columns: A, B… Z, AA."""
    letters = ""
    while rank >= 0:
        letters = chr(65 + rank % 26) + letters
        rank = rank // 26 - 1
    return letters


def _other_table(titles: tuple[str, ...]) -> int | None:
    """Where the title that names suppliers comes again, below which another table is.

    A column without a title parts it from the list, or its titles are those of the list again:
    titles doubled two by two ("Nom;Nom;Ville;Ville") are columns of one table.
    """
    folded = [fold(title) for title in titles]
    named = guess_columns(titles).all("name")
    ranks = [rank for rank, title in enumerate(folded) if title in named]
    if len(ranks) < 2:
        return None
    first, second = ranks[:2]
    return second if "" in folded[first:second] or _repeats(folded, first, second) else None


def _repeats(folded: Sequence[str], first: int, second: int) -> bool:
    """Whether what follows the second begins as what follows the first, or says no more."""
    run, again = folded[first:second], folded[second:]
    return min(len(run), len(again)) > 1 and (
        again[: len(run)] == run or set(filter(None, again)) <= set(run)
    )


def is_why(title: str) -> bool:
    """Whether the column says why we gave the rows back, whatever a program made of its title."""
    return _WHY.fullmatch(fold(title).replace(" ", "")) is not None


def is_put_before(title: str) -> bool:
    """Whether it is a column that we put before those of rows given back: one of them tells."""
    return fold(title) == fold(LINE) or is_why(title)


def ranks_beside(titles: Sequence[str]) -> set[int]:
    """Of the columns that we put before those of rows given back."""
    return {rank for rank, title in enumerate(titles) if is_put_before(title)}


class OtherRows:
    """Tells rows below the header that are not of the list, each once and in order.

    They are help, titles again, another table, totals and remarks.
    """

    def __init__(self, header: Header) -> None:
        self._titles = tuple(map(fold, header.titles))
        self._ignore = self._titles.index("ignore") if "ignore" in self._titles else None
        self._beside = ranks_beside(header.titles)
        self._help_may_come = header.line > 0
        self._is_above_list = header.line == 0 and len(header.titles) > 1
        self._next_line = header.line + 1
        self._other_line: int | None = None
        self._is_under_caption = False
        self._aside: Aside | None = None

    def judged(self, rows: Iterable[Row]) -> Iterator[tuple[Row, Rejected | None]]:
        """Each row, with why it is refused when it is not of the list."""
        for row, below in pairwise(chain(rows, [None])):
            if row is not None:
                yield row, self._refuse(self._as_given(row), below and self._as_given(below))
                self._next_line = row.line + 1

    def _as_given(self, row: Row) -> Row:
        """A total is one whatever we wrote beside it."""
        if not self._beside:
            return row
        cells = ("" if rank in self._beside else cell for rank, cell in enumerate(row.cells))
        return replace(row, cells=tuple(cells))

    def _refuse(self, row: Row, below: Row | None) -> Rejected | None:
        may_be_help, self._help_may_come = self._help_may_come, False
        if (may_be_help and _is_help(row)) or self._says_ignore(row):
            return _refused(row, "aide à la saisie, pas une structure")
        if self._are_ours(row):
            self._other_line = None
            return _refused(row, "titres des colonnes, répétés")
        if self._begins_another(row):
            self._other_line = row.line
        if self._other_line is not None:
            # What it says may be about persons: it is not quoted.
            message = f"un autre tableau commence à la ligne {self._other_line}"
            return Rejected(row.line, "", "", message, ELSEWHERE)
        self._is_under_caption = below is not None and self._is_caption(row, below)
        if self._is_under_caption:
            return _refused(row, "titre au-dessus d’un tableau, pas une structure")
        return self._refuse_aside(row)

    def _refuse_aside(self, row: Row) -> Rejected | None:
        """A legend goes on while its rows say one thing."""
        goes_on = self._aside and self._aside.goes_on and _is_lone(row)
        self._aside = aside_of(row.cells) or (self._aside if goes_on else None)
        return _refused(row, f"{self._aside.called}, pas une structure") if self._aside else None

    def _says_ignore(self, row: Row) -> bool:
        """A column of some templates, "__ignore__", marks the rows of help and of examples."""
        rank = self._ignore
        return rank is not None and rank < len(row.cells) and fold(row.cells[rank]) in _SAYS_IGNORE

    def _are_ours(self, row: Row) -> bool:
        """Most rows are told apart by their first cell."""
        said = 0
        for cell, title in zip(row.cells, self._titles, strict=False):
            if cell and fold(cell) != title:
                return False
            said += bool(cell)
        return said > 1

    def _begins_another(self, row: Row) -> bool:
        """Below blank rows, or what stands alone above them, fewer titles tell."""
        is_apart = self._is_under_caption or row.line > self._next_line
        return is_titles(row) or (is_apart and _are_like_titles(row))

    def _is_caption(self, row: Row, below: Row) -> bool:
        self._is_above_list &= _is_lone(row)
        if self._is_above_list:
            return True
        if not _is_lone(row):
            return False
        if self._are_ours(below) or is_titles(below) or _are_only_titles(below):
            return True
        is_apart = row.line > self._next_line or below.line > row.line + 1
        return is_apart and _are_like_titles(below)


def rows_of_list(table: CheckedTable, header: Header) -> Iterator[Row]:
    """The rows below the header that are of the list."""
    below = (row for row in table if row.line > header.line)
    return (row for row, refused in OtherRows(header).judged(below) if refused is None)


def is_of_list(result: RowResult) -> bool:
    """Whether the row of that result is of the list, be it refused."""
    return not (isinstance(result, Rejected) and result.suggestion in OUT_OF_LIST)


def _refused(row: Row, message: str) -> Rejected:
    said = next(filter(None, row.cells), "")
    return Rejected(row.line, "", quotable(said), message, REMOVE)


def is_titles(row: Row) -> bool:
    """Whether most cells are whole titles that lists use, of suppliers or of persons."""
    said = [cell for cell in row.cells if cell]
    if len(said) < 2 or sum(map(_is_title, said[:3])) < 2:  # nearly every row of data ends here
        return False
    cells = list(map(fold, said))
    columns, persons = guess_columns(tuple(cells)), PERSON_TITLES & set(cells)
    if persons:  # whose "nom" is no column of the list
        persons |= {"nom"} & set(cells)
    known = sum(map(_is_title, cells))
    is_of_somebody = columns.has("name") or columns.has("siret") or persons
    return len(columns) + len(persons) >= 3 and bool(is_of_somebody) and known >= 0.75 * len(cells)


def _are_like_titles(row: Row) -> bool:
    """Whether the first cell, or half of them, are whole titles, and name somebody."""
    said = [cell for cell in row.cells if cell]
    known = [cell for cell in said if _is_title(cell)]
    if len(said) < 2 or not _names_somebody(known) or any(map(is_data, said)):
        return False
    return _names_somebody(said[:1]) or (len(known) > 1 and 2 * len(known) >= len(said))


def _are_only_titles(row: Row) -> bool:
    """Two are enough where nothing else is said."""
    said = [cell for cell in row.cells if cell]
    return len(said) > 1 and all(map(_is_title, said)) and _names_somebody(said)


def _names_somebody(titles: list[str]) -> bool:
    folded = tuple(map(fold, titles))
    return guess_columns(folded).has("name") or not PERSON_TITLES.isdisjoint(folded)


def _is_title(cell: str) -> bool:
    return len(cell) < LONGEST_TITLE and (fold(cell) in PERSON_TITLES or is_whole_title(cell))


def _is_help(row: Row) -> bool:
    """Several cells tell how to fill them, or one begins so, and none is a datum."""
    cells = [fold(cell) for cell in row.cells if cell]
    if len(cells) < 2 or any(map(is_data, row.cells)):
        return False
    told = sum(not _HELP.isdisjoint(cell.split()) for cell in cells)
    told += sum(cell.startswith("(") and cell.endswith(")") for cell in row.cells)
    return told > 1 or any(f"{cell} ".startswith(_BEGINS_HELP) for cell in cells)
