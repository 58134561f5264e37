"""Guessing what the columns of a hand-made list hold: from their titles, then their contents."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from domain.text import fold
from domain.words import plural
from importers.column_mapping import COLUMN_FIELDS, MAY_REPEAT, ColumnMapping
from importers.columns import PERSON_TITLES, SEVERAL, guess_columns, is_whole_title
from importers.contents import CODES, Look, are_names, are_ticks, coverages_in, looks_like
from importers.formats.own import told_beside
from importers.grouping import says_one_row_a_service
from importers.headers import SAMPLE_ROWS, Header, find_header, is_put_before, rows_of_list
from importers.reading import CheckedTable
from importers.recalling import ColumnGuess, Confidence, EarlierList, Recalled, recall
from importers.ticks import ticked_words
from importers.wording import match_title

SURE = 0.9  # of the cells
MOST = 0.5  # and more, of them
AS_MANY = 0.5  # ticks as other words, where the title is known
ENOUGH_KNOWN_TICKS = 2  # columns, for their neighbours to be taken for alike
SAMPLES = 3
LONGEST_SAMPLE = 80
# Years are codes of communes too, once their zero is given back: a title has to say it.
_INSEE_TITLES = frozenset({"code", "insee", "commune", "cog"})
# What cells may be like under a title that would say where.
_SAY_WHAT = frozenset({"services", "kinds", "labels", "networks", "description"})
_OUR_PERSONS = PERSON_TITLES | {"nom", "fonction", "contact", "dirigeant", "referent"}


@dataclass(frozen=True, slots=True)
class Guess:
    """A list's titles, what each column may hold, and the mapping that results."""

    header: Header
    columns: tuple[ColumnGuess, ...]
    mapping: ColumnMapping


def guess_mapping(table: CheckedTable, earlier: Sequence[EarlierList] = ()) -> Guess:
    """From the titles and the first rows below, but for what people said of `earlier` lists.

    Of these the latest come first; words mean what they last meant, whatever the titles.

    Raises UnreadableFileError.
    """
    header = find_header(table)
    rows = [row.cells for row in islice(rows_of_list(table, header), SAMPLE_ROWS)]
    columns = _guess_columns(_Sample(header, rows), recall(header.titles, earlier))
    mapping = ColumnMapping({fold(c.title): c.field for c in columns if c.field})
    grouped = says_one_row_a_service(table, header, mapping)
    mapping = replace(mapping, one_row_a_service=grouped)
    return Guess(header, columns, mapping.taking_up([one.mapping for one in earlier]))


def _guess_columns(sample: "_Sample", recalled: Mapping[str, Recalled]) -> tuple[ColumnGuess, ...]:
    """Nothing said of earlier lists takes away the one column that may name the structure."""
    alone = _Guessing(sample, {}).columns()
    columns = _Guessing(sample, recalled).columns()
    if not any(column.field == "name" for column in columns):
        names = {fold(column.title) for column in alone if column.field == "name"}
        others = {title: said for title, said in recalled.items() if title not in names}
        columns = _Guessing(sample, others, put_back=names & recalled.keys()).columns()
    return tuple(
        replace(column, guessed=guess.field) for column, guess in zip(columns, alone, strict=True)
    )


class _Sample:
    """The first rows of a list, column by column, and what these are like."""

    def __init__(self, header: Header, rows: Sequence[tuple[str, ...]]) -> None:
        self.titles = header.titles
        self.rows = rows
        self.cells = [
            [row[rank] for row in rows if rank < len(row) and row[rank]]
            for rank in range(len(self.titles))
        ]
        self.looks = list(map(self._look, range(len(self.titles))))
        self.end = len(self.titles) if header.other_table is None else header.other_table

    def _look(self, rank: int) -> Look | None:
        look = looks_like(self.cells[rank])
        is_insee = look is not None and look.field == "code_insee"
        if is_insee and _INSEE_TITLES.isdisjoint(fold(self.titles[rank]).split()):
            return None
        return look


class _Guessing:
    """What people said goes first, then titles, unless what is below is certainly something else.

    A column without cells is given what no other may hold. `put_back` are folded titles of which
    nothing was said to be kept, and that are needed all the same.
    """

    def __init__(
        self,
        sample: _Sample,
        recalled: Mapping[str, Recalled],
        put_back: Collection[str] = (),
    ) -> None:
        self.titles, self.rows, self.end = sample.titles, sample.rows, sample.end
        self.cells, self.looks = sample.cells, sample.looks
        self.recalled = recalled
        self.put_back = put_back
        self.ours = {*filter(is_put_before, self.titles), *told_beside(self.titles)}
        self.found: dict[int, tuple[str | None, Confidence, str]] = {}

    def columns(self) -> tuple[ColumnGuess, ...]:
        filled = [rank for rank, cells in enumerate(self.cells) if cells]
        empty = [rank for rank, cells in enumerate(self.cells) if not cells]
        self._by_memory(filled)
        self._by_certain_contents()
        self._by_titles(filled)
        self._by_coverages()
        self._by_ticks()
        self._by_contents()
        self._by_memory(empty)
        self._by_titles(empty)
        self._name()
        self._drop_shared_id()
        return tuple(map(self._guess, range(len(self.titles))))

    def _by_memory(self, ranks: Iterable[int]) -> None:
        for rank in ranks:
            said = self.recalled.get(fold(self.titles[rank]))
            if said and (said.field is None or self._free(said.field)):
                self.found[rank] = (said.field, *self._trust_memory(rank, said))

    def _trust_memory(self, rank: int, said: Recalled) -> tuple[Confidence, str]:
        """How far what was said holds for these cells, which may be others than it was said of."""
        reason, look = f"comme dans votre liste « {said.list_name} »", self.looks[rank]
        if said.field and self._is_unlike(rank, said.field):
            return "doubtful", f"{reason}, mais ses cellules n’y ressemblent pas"
        is_known = look is None or look.field in (said.field, said.guessed)
        if look and not is_known and look.field in CODES and look.share > SURE:
            return "doubtful", f"{reason}, mais {_seen(look)}"
        return "sure", reason

    def _guess(self, rank: int) -> ColumnGuess:
        nothing: tuple[None, Confidence, str] = (None, "likely", self._why_not(rank))
        field, confidence, reason = self.found.get(rank, nothing)
        if fold(self.titles[rank]) in self.put_back:
            confidence, reason = "doubtful", f"{reason} : sans elle, aucun nom de structure"
        return ColumnGuess(
            rank, self.titles[rank], field, confidence, reason, _samples(self.cells[rank])
        )

    def _why_not(self, rank: int) -> str:
        if rank >= self.end:
            return "un autre tableau commence à droite de la liste"
        if self.titles[rank] in self.ours:
            return "une colonne de nos tableaux, qui ne dit rien de la structure"
        if are_ticks(self.cells[rank]):
            return "des coches, sous un titre inconnu"
        if not self.cells[rank]:
            return "colonne vide"
        return (
            "le titre d’une autre colonne, répété" if self._is_repeated(rank) else "rien de reconnu"
        )

    def _is_repeated(self, rank: int) -> bool:
        plain = re.sub(r" \(\d+\)$", "", self.titles[rank])
        return plain != self.titles[rank] and plain in self.titles

    def _free(self, field: str) -> bool:
        return field in MAY_REPEAT or all(held != field for held, _, _ in self.found.values())

    def _open(self) -> list[int]:
        open_ranks = (rank for rank in range(self.end) if rank not in self.found)
        return [rank for rank in open_ranks if self.titles[rank] not in self.ours]

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

    def _by_titles(self, ranks: Iterable[int]) -> None:
        open_ranks = set(self._open()).intersection(ranks)
        left = [rank for rank in sorted(open_ranks) if not self._is_left_to_others(rank)]
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
        for rank in filter(self._is_guessed, held):
            look = coverages_in(self.cells[rank])
            if look.among and look.share > MOST:
                del self.found[rank]
                if self._free("zone"):
                    self.found[rank] = ("zone", "doubtful", _seen(look))

    def _is_left_to_others(self, rank: int) -> bool:
        return self._is_ticks(rank) or self._is_person(rank)

    def _is_guessed(self, rank: int) -> bool:
        return fold(self.titles[rank]) not in self.recalled

    def _is_person(self, rank: int) -> bool:
        """A bare "nom" beside a "prénom", whatever was said of that one."""
        is_name = fold(self.titles[rank]) == "nom"
        return is_name and not PERSON_TITLES.isdisjoint(map(fold, self.titles[: self.end]))

    def _is_unlike(self, rank: int, field: str) -> bool:
        """Whether the field is a code, which no cell is."""
        cells = self.cells[rank]
        return field in CODES and bool(cells) and not any(map(CODES[field], cells))

    def _is_belied(self, rank: int, field: str) -> bool:
        """Words within a title say less than cells that are codes: "Code de la commune".

        "Secteur professionnel" is no coverage where activities are below.
        """
        look = self.looks[rank]
        if look is None or look.field == field or is_whole_title(self.titles[rank]):
            return False
        is_what = field == "zone" and look.field in _SAY_WHAT
        return is_what or (look.field in CODES and look.share > SURE)

    def _is_ticks(self, rank: int) -> bool:
        """Ticks say their title, unless lists use it for something ("Agrément : oui").

        A word among few ticks is one too many: "à venir".
        """
        title = self.titles[rank]
        return are_ticks(self.cells[rank], AS_MANY) and match_title(ticked_words(title)) is not None

    def _trust(self, rank: int, field: str) -> tuple[Confidence, str]:
        """How far the title is believed, once the cells were looked at."""
        look = self.looks[rank]
        if self._is_unlike(rank, field):
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
        if len(ids) > len(set(ids)) and self._is_guessed(rank_of["id"]):
            del self.found[rank_of["id"]]


def _at(row: tuple[str, ...], rank: int) -> str:
    return fold(row[rank]) if rank < len(row) else ""


def _seen(look: Look) -> str:
    return f"{plural(look.count, 'cellule')} sur {look.among} : {COLUMN_FIELDS[look.field]}"


def _samples(cells: Sequence[str]) -> tuple[str, ...]:
    """The first values that differ, cut short."""
    shown = (" ".join(cell.split())[:LONGEST_SAMPLE] for cell in cells)
    return tuple(islice(dict.fromkeys(shown), SAMPLES))
