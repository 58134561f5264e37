"""Why a row that would create a structure, or name it anew, waits for a person's word."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Text, cast, select, union_all
from sqlalchemy.orm import Session

from app.networks.lists.alike import SAME_NAME, Alike
from app.networks.lists.models import ListRow, MemberList, RowOutcome
from app.networks.lists.refused import SAID_OTHERWISE
from app.structures.proposals.nearby import SAME_SIRET
from domain.likeness import are_alike
from domain.models import SourceRecord, Supplier
from domain.text import fold
from importers.decisions import Decision, Effect
from importers.facts import RowFacts, RowResult
from importers.keys import is_without_identifier, name_and_commune
from importers.persons import PERSON
from importers.places import DOUBTFUL_PLACES

# "id" is the structure of the directory that the row may be; None when it may be wrong by itself.
Doubt = dict[str, Any]
Lines = Mapping[str, Collection[int]]
WOULD_CREATE = (RowOutcome.CREATED, RowOutcome.DOUBTFUL)


class Line(NamedTuple):
    """A line of the list that may say the same structure as another."""

    number: int
    name: str
    says_siret: bool


class _Lines:
    """Lines by what they say: most say it alone, and of 100,000 a list each would weigh."""

    def __init__(self) -> None:
        self._first: dict[Hashable, Line] = {}
        self._more: defaultdict[Hashable, list[Line]] = defaultdict(list)

    def add(self, said: Hashable, line: Line) -> None:
        if self._first.setdefault(said, line) is not line:
            self._more[said].append(line)

    def of(self, said: Hashable) -> Iterator[Line]:
        """One at a time: a network may write its own SIRET on every row."""
        if first := self._first.get(said):
            yield first
            yield from self._more.get(said, ())


@dataclass(frozen=True, slots=True)
class Others:
    """Lines of the list that may say the same structure: by the SIRET that they say, by the name
    and the commune of their key, by where they sit (see `seat_of`).
    """

    at_siret: _Lines = field(default_factory=_Lines)
    named: _Lines = field(default_factory=_Lines)
    at_seat: _Lines = field(default_factory=_Lines)

    def add(self, row: RowResult) -> None:
        if not isinstance(row, RowFacts):
            return
        line = Line(row.line, row.name, bool(row.siret))
        if siret := siret_of(row):
            self.at_siret.add(siret, line)
        if name := name_and_commune(row.source_key):
            self.named.add(name, line)
        if seat := seat_of(row):
            self.at_seat.add(hash(seat), line)  # of 100,000 rows, each address would weigh


class Seat(NamedTuple):
    """Of a structure: its commune, and its address folded."""

    commune: str
    address: str


def seat_of(row: RowFacts) -> Seat | None:
    commune, address = row.place.code_insee, row.address
    return Seat(commune, fold(address)) if commune and address else None


class Touched(NamedTuple):
    """Lines that a person has written, and those refused before since another said it otherwise."""

    corrected: Collection[int]
    otherwise: Collection[int]


class Doubts:
    """Those of a batch's rows. `others` may say the same structures; `alike` has read the communes
    of the rows.
    """

    def __init__(
        self,
        session: Session,
        rows: Collection[RowResult],
        touched: Touched,
        others: Others,
        alike: Alike,
    ) -> None:
        facts = [row for row in rows if isinstance(row, RowFacts)]
        self._alike = alike
        self._persons = _Persons(session, facts)
        self._corrected, self._otherwise = touched
        told_apart = [row for row in facts if self._is_told_by_siret(row)]
        self._same_siret = _SameSiret(session, told_apart, touched.corrected, others)

    def _is_told_by_siret(self, row: RowFacts) -> bool:
        """Unless the file numbers its structures, and says so which are two."""
        return row.line in self._corrected or is_without_identifier(row.source_key)

    def may_be_of(self, row: RowResult) -> bool:
        """Whether it may wait though it makes no page: for its name, another's, its place."""
        is_told = row.line in self._otherwise or row.line in self._persons.lines
        return is_told or (isinstance(row, RowFacts) and any(_nowhere(row)))

    def of(self, row: RowResult, decision: Decision) -> list[Doubt]:
        """Whom the row may be first, for one word may settle all that wait for the same reason."""
        if not isinstance(row, RowFacts):
            return []
        own = [*self._persons.of(row, decision), *self._said_otherwise(row, decision)]
        if not any(effect.creates for effect in decision.effects):
            return [*own, *_moved_amiss(row, decision)]
        own += _nowhere(row)
        likely = self._alike.candidates(row, decision)
        same = self._same_siret.of(row) if self._is_told_by_siret(row) else ()
        return sorted([*_told_once(likely, same), *own], key=lambda doubt: doubt["id"] is None)

    def _said_otherwise(self, row: RowFacts, decision: Decision) -> Iterator[Doubt]:
        """Alone in the list that takes it up, it would pass for the structure's last word."""
        if row.line in self._otherwise and any(effect.changes for effect in decision.effects):
            yield {"id": None, "reason": SAID_OTHERWISE}


def _told_once(likely: Sequence[Doubt], same: Iterable[Doubt]) -> Iterator[Doubt]:
    """Each structure with all that makes it likely: its SIRET hides behind no name."""
    by_siret = list(same)
    said = {doubt["id"] for doubt in by_siret}
    for doubt in likely:
        is_told = doubt["id"] not in said or "SIRET" in doubt["reason"]
        yield doubt if is_told else {**doubt, "reason": f"{SAME_SIRET}, {doubt['reason']}"}
    known = {doubt["id"] for doubt in likely} - {None}
    yield from (doubt for doubt in by_siret if doubt["id"] not in known)


def reason_told(doubts: Sequence[Doubt]) -> str:
    """Whom a row may be, and all that is doubtful of itself: one word settles the whole."""
    first, *others = doubts
    own = (doubt["reason"] for doubt in others if doubt["id"] is None)
    return " ; ".join(dict.fromkeys([first["reason"], *own]))


def _moved_amiss(row: RowFacts, decision: Decision) -> Iterator[Doubt]:
    """A page that is there would go to a place that is none, or that the row contradicts."""
    if any(not _PLACE.isdisjoint(effect.changes) for effect in decision.effects):
        yield from _nowhere(row)


_PLACE = frozenset({"city", "postcode"})


def _nowhere(row: RowFacts) -> Iterator[Doubt]:
    """A place that is said and is none: the page would be on no map, or far from where it sits.

    One never said is no doubt.
    """
    messages = {note.message for note in row.notes}
    for doubtful in DOUBTFUL_PLACES:
        if doubtful in messages:
            yield {"id": None, "reason": doubtful}


class _Persons:
    """Names of persons that would be public as soon as the list is applied."""

    def __init__(self, session: Session, rows: Iterable[RowFacts]) -> None:
        named = [row for row in rows if any(note.message == PERSON for note in row.notes)]
        self.lines = {row.line for row in named}
        names = {name for row in named for name in (row.name, row.original_name)}
        self._public = set(_public(session, names)) if names else set()

    def of(self, row: RowFacts, decision: Decision) -> Iterator[Doubt]:
        """A page shows its own name, and that of each of its records."""
        if row.line in self.lines and any(self._is_new(row, e) for e in decision.effects):
            yield {"id": None, "reason": PERSON}

    def _is_new(self, row: RowFacts, effect: Effect) -> bool:
        shown = ((effect.supplier.ref, name) for name in (row.name, row.original_name))
        return effect.record is not None and self._public.isdisjoint(shown)


def _public(session: Session, names: Collection[str]) -> Iterator[tuple[int, str]]:
    """Who bears them already."""
    own = select(Supplier.id, Supplier.name).where(Supplier.name.in_(names))
    record = SourceRecord.supplier_id, SourceRecord.original_name
    given = select(*record).where(SourceRecord.original_name.in_(names))
    yield from ((id_, name) for id_, name in session.execute(union_all(own, given)))


class _SameSiret:
    """Who else has the SIRET of a row, in the directory or in the list, or its name and commune.

    Files write several sites under one SIRET, and a member twice: a person says which.
    """

    def __init__(
        self,
        session: Session,
        rows: Iterable[RowFacts],
        corrected: Collection[int],
        others: Others,
    ) -> None:
        self._corrected, self._others = corrected, others
        self._pages: defaultdict[str | None, list[int]] = defaultdict(list)
        sirets = {siret for row in rows if (siret := siret_of(row))}
        if sirets:
            self._read_pages(session, sirets)

    def _read_pages(self, session: Session, sirets: Collection[str]) -> None:
        pages = select(Supplier.siret, Supplier.id).where(Supplier.siret.in_(sirets))
        for siret, id_ in session.execute(pages.where(Supplier.is_listed).order_by(Supplier.id)):
            self._pages[siret].append(id_)

    def of(self, row: RowFacts) -> Iterator[Doubt]:
        """Lines of the list count where their page is still to be made."""
        siret = siret_of(row)
        if siret in self._pages:
            yield from ({"id": id_, "reason": SAME_SIRET} for id_ in self._pages[siret])
        elif siret:
            is_later = row.line not in self._corrected
            lines = self._others.at_siret.of(siret)
            yield from _as_line(SAME_SIRET, _but(row.line, lines, is_later=is_later))
        if name := name_and_commune(row.source_key):
            others = self._others.named.of(name)
            lines = (line for line in others if line.says_siret != bool(row.siret))
            yield from _as_line(SAME_NAME, _but(row.line, lines, is_later=True))
        yield from _as_line(SAME_SEAT, _but(row.line, self._next_door(row), is_later=True))

    def _next_door(self, row: RowFacts) -> Iterator[Line]:
        """Those of its address whose name is nearly its own; two SIRET tell two structures.

        Where many sit, a house of associations or a town hall, an address tells nothing.
        """
        here = self._others.at_seat.of(hash(seat_of(row)))
        lines = list(islice(here, MOST_AT_A_SEAT + 1))
        for line in lines if len(lines) <= MOST_AT_A_SEAT else ():
            are_told_apart = line.says_siret and row.siret
            is_same = fold(line.name) == fold(row.name)
            if not (is_same or are_told_apart) and are_alike(line.name, row.name):
                yield line


MOST_AT_A_SEAT = 50
SAME_SEAT = "même adresse et même nom, ou presque,"


def _but(line: int, lines: Iterable[Line], *, is_later: bool) -> Iterator[int]:
    """The first of several rows is believed; the later ones are asked about."""
    numbers = (other.number for other in lines)
    return (other for other in numbers if other != line and (other < line or not is_later))


def _as_line(what: str, lines: Iterator[int]) -> Iterator[Doubt]:
    """One word settles all that wait for the same reason, whatever the line that is told."""
    if line := next(lines, None):
        told = f"{what} que la ligne {line}"
        yield {"id": None, "reason": f"{what} qu’une autre ligne", "told": told}


def siret_of(row: RowResult) -> str | None:
    """That of a row that may make a page; none that is wrong."""
    return row.siret if isinstance(row, RowFacts) and not row.siret_problem else None


def others_of(session: Session, one: MemberList, row: RowResult) -> Others:
    """Of a list that is read, the lines whose page is still to be made."""
    found, siret = Others(), siret_of(row)
    if siret:
        said = cast(ListRow.changes, Text).contains(siret)  # to read few: others may hold it
        for line, told in _lines(session, one.id, said):
            if _said_siret(told) == siret:
                found.at_siret.add(siret, line)
    if isinstance(row, RowFacts) and (name := name_and_commune(row.source_key)):
        for line, _ in _lines(session, one.id, ListRow.key.endswith(f"|{name}", autoescape=True)):
            found.named.add(name, line)
    if isinstance(row, RowFacts) and (seat := seat_of(row)):
        for line in lines_at(session, one.id, seat):
            found.at_seat.add(hash(seat), line)
    return found


def lines_at(session: Session, list_id: int, seat: Seat) -> Iterator[Line]:
    """Of those whose page is still to be made, those that sit there."""
    here = cast(ListRow.changes, Text).contains(f'"{seat.commune}"')  # to read few
    for line, told in _lines(session, list_id, here):
        commune, address = _after(told, "code_insee"), _after(told, "address")
        if commune == seat.commune and fold(address or "") == seat.address:
            yield line


def _lines(
    session: Session, list_id: int, said: ColumnElement[bool]
) -> Iterator[tuple[Line, dict[str, Any]]]:
    """Of those that would make a page, with what they say."""
    columns = select(ListRow.line, ListRow.name, ListRow.changes)
    of_list = ListRow.list_id == list_id, ListRow.outcome.in_(WOULD_CREATE)
    rows = columns.where(*of_list, said).order_by(ListRow.line)
    for number, name, told in session.execute(rows):
        yield Line(number, name, bool(_said_siret(told))), told


def _said_siret(changes: dict[str, Any]) -> str | None:
    said, _ = _after(changes, "siret") or (None, None)
    return str(said) if said else None


def _after(changes: dict[str, Any], field: str) -> Any:
    _, after = changes.get(field, (None, None))
    return after
