"""Guessing what the columns of a hand-made list hold: from their titles, then their contents."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from domain.text import fold
from domain.words import plural
from importers.column_mapping import COLUMN_FIELDS, ColumnMapping
from importers.columns import PERSON_TITLES, SEVERAL, guess_columns, is_whole_title
from importers.contents import CODES, Look, are_names, are_ticks, coverages_in, looks_like
from importers.grouping import says_one_row_a_service
from importers.headers import Header, find_header, rows_of_list
from importers.reading import CheckedTable
from importers.ticks import ticked_words
from importers.wording import match_title

SAMPLE_ROWS = 300
SURE = 0.9  # of the cells
MOST = 0.5  # and more, of them
ENOUGH_KNOWN_TICKS = 2  # columns, for their neighbours to be taken for alike
SAMPLES = 3
LONGEST_SAMPLE = 80
# Years are codes of communes too, once their zero is given back: a title has to say it.
_INSEE_TITLES = frozenset({"code", "insee", "commune", "cog"})
_OUR_PERSONS = PERSON_TITLES | {"nom", "fonction", "contact", "dirigeant", "referent"}

Confidence = Literal["sure", "likely", "doubtful"]


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What a column may hold: a field of COLUMN_FIELDS or None, why, and up to three values."""

    rank: int
    title: str
    field: str | None
    confidence: Confidence
    reason: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guess:
    """A list's titles, what each column may hold, and the mapping that results."""

    header: Header
    columns: tuple[ColumnGuess, ...]
    mapping: ColumnMapping


def guess_mapping(table: CheckedTable) -> Guess:
    """From the titles and the first rows below. Raises UnreadableFileError."""
    header = find_header(table)
    rows = [row.cells for row in islice(rows_of_list(table, header), SAMPLE_ROWS)]
    columns = _Guessing(header, rows).columns()
    mapping = ColumnMapping({fold(c.title): c.field for c in columns if c.field})
    grouped = says_one_row_a_service(table, header, mapping)
    return Guess(header, columns, replace(mapping, one_row_a_service=grouped))


class _Guessing:
    """Titles are believed first, unless what is below is certainly something else."""

    def __init__(self, header: Header, rows: Sequence[tuple[str, ...]]) -> None:
        self.titles = header.titles
        self.rows = rows
        self.cells = [
            [row[rank] for row in rows if rank < len(row) and row[rank]]
            for rank in range(len(self.titles))
        ]
        self.looks = list(map(self._look, range(len(self.titles))))
        self.end = len(self.titles) if header.other_table is None else header.other_table
        self.found: dict[int, tuple[str, Confidence, str]] = {}

    def columns(self) -> tuple[ColumnGuess, ...]:
        self._by_certain_contents()
        self._by_titles()
        self._by_coverages()
        self._by_ticks()
        self._by_contents()
        self._name()
        self._drop_shared_id()
        return tuple(map(self._guess, range(len(self.titles))))

    def _look(self, rank: int) -> Look | None:
        look = looks_like(self.cells[rank])
        is_insee = look is not None and look.field == "code_insee"
        if is_insee and _INSEE_TITLES.isdisjoint(fold(self.titles[rank]).split()):
            return None
        return look

    def _guess(self, rank: int) -> ColumnGuess:
        nothing: tuple[None, Confidence, str] = (None, "doubtful", self._why_not(rank))
        field, confidence, reason = self.found.get(rank, nothing)
        return ColumnGuess(
            rank, self.titles[rank], field, confidence, reason, _samples(self.cells[rank])
        )

    def _why_not(self, rank: int) -> str:
        if rank >= self.end:
            return "un autre tableau commence à droite de la liste"
        if are_ticks(self.cells[rank]):
            return "des coches, sous un titre inconnu"
        return "rien de reconnu" if self.cells[rank] else "colonne vide"

    def _free(self, field: str) -> bool:
        return field in SEVERAL or all(held != field for held, _, _ in self.found.values())

    def _open(self) -> list[int]:
        return [rank for rank in range(self.end) if rank not in self.found]

    def _by_certain_contents(self) -> None:
        """Codes under a title that says something else: "N° adhérent" above SIRETs."""
        titled = guess_columns(self.titles[: self.end]).by_field
        for rank in self._open():
            look = self.looks[rank]
            if not (look and look.field in CODES and look.share > SURE and look.among > 1):
                continue
            is_named = look.field in titled and look.field not in SEVERAL
            says_so = fold(self.titles[rank]) in titled.get(look.field, ())
            if not says_so and not is_named and self._free(look.field):
                self.found[rank] = (look.field, "doubtful", _seen(look))

    def _by_titles(self) -> None:
        left = [rank for rank in self._open() if not self._is_ticks(rank)]
        titles = tuple(self.titles[rank] for rank in left)
        rank_of = {fold(self.titles[rank]): rank for rank in left}
        for field, named in guess_columns(titles).with_name().by_field.items():
            for title in named:
                rank = rank_of[title]
                if self._free(field) and not self._is_belied(rank, field):
                    self.found[rank] = (field, *self._trust(rank, field))

    def _by_coverages(self) -> None:
        """ "Secteur" says where as well as what: places below are no activities."""
        held = [rank for rank, (field, _, _) in self.found.items() if field == "services"]
        for rank in held:
            look = coverages_in(self.cells[rank])
            if look.among and look.share > MOST:
                del self.found[rank]
                if self._free("zone"):
                    self.found[rank] = ("zone", "doubtful", _seen(look))

    def _is_belied(self, rank: int, field: str) -> bool:
        """Words within a title say less than cells that are codes: "Code de la commune"."""
        look = self.looks[rank]
        if look is None or look.field == field or is_whole_title(self.titles[rank]):
            return False
        return look.field in CODES and look.share > SURE

    def _is_ticks(self, rank: int) -> bool:
        """Ticks say their title, unless lists use it for something ("Agrément : oui")."""
        title = self.titles[rank]
        return are_ticks(self.cells[rank]) and match_title(ticked_words(title)) is not None

    def _trust(self, rank: int, field: str) -> tuple[Confidence, str]:
        """How far the title is believed, once the cells were looked at."""
        cells, look = self.cells[rank], self.looks[rank]
        if field in CODES and cells and not any(map(CODES[field], cells)):
            return "doubtful", "d’après son titre, mais ses cellules n’y ressemblent pas"
        if look and look.field == field:
            return "sure", f"d’après son titre, et {_seen(look)}"
        return ("sure" if is_whole_title(self.titles[rank]) else "likely"), "d’après son titre"

    def _by_ticks(self) -> None:
        known = [rank for rank in self._open() if self._is_ticks(rank)]
        beside = [rank for rank in self._open() if self._is_among_ticks(rank, known)]
        for rank in known:
            self.found[rank] = ("ticked", "sure", "une coche par ligne sous un titre connu")
        for rank in beside:
            self.found[rank] = ("ticked", "doubtful", "des coches, parmi celles de titres connus")

    def _is_among_ticks(self, rank: int, known: Sequence[int]) -> bool:
        """Within columns of ticks that follow one another, some titles of which are known."""
        if rank in known or not are_ticks(self.cells[rank]):
            return False
        apart = [at for at in self._open() if not are_ticks(self.cells[at])] + [*self.found]
        first = max((at for at in apart if at < rank), default=-1)
        last = min((at for at in apart if at > rank), default=self.end)
        return sum(first < at < last for at in known) >= ENOUGH_KNOWN_TICKS

    def _by_contents(self) -> None:
        """Of two columns alike, the one that is most so."""
        looks = [(rank, look) for rank in self._open() if (look := self.looks[rank])]
        for rank, look in sorted(looks, key=lambda seen: -seen[1].share):
            if self._free(look.field) and not are_ticks(self.cells[rank]):
                self.found[rank] = (look.field, "doubtful", _seen(look))

    def _name(self) -> None:
        """Failing a title, the first column of short texts that hardly repeat."""
        for rank in self._open():
            is_person = bool(_OUR_PERSONS & set(fold(self.titles[rank]).split()))
            if self._free("name") and not is_person and are_names(self.cells[rank]):
                reason = "des textes courts, presque tous différents"
                self.found[rank] = ("name", "doubtful", reason)

    def _drop_shared_id(self) -> None:
        """What several structures share names none of them."""
        rank_of = {field: rank for rank, (field, _, _) in self.found.items()}
        if not {"id", "name"} <= rank_of.keys():
            return
        pairs = {(_at(row, rank_of["id"]), _at(row, rank_of["name"])) for row in self.rows}
        ids = [identifier for identifier, _ in pairs if identifier]
        if len(ids) > len(set(ids)):
            del self.found[rank_of["id"]]


def _at(row: tuple[str, ...], rank: int) -> str:
    return fold(row[rank]) if rank < len(row) else ""


def _seen(look: Look) -> str:
    return f"{plural(look.count, 'cellule')} sur {look.among} : {COLUMN_FIELDS[look.field]}"


def _samples(cells: Sequence[str]) -> tuple[str, ...]:
    """The first values that differ, cut short."""
    shown = (" ".join(cell.split())[:LONGEST_SAMPLE] for cell in cells)
    return tuple(islice(dict.fromkeys(shown), SAMPLES))
