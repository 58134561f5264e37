"""Why a row that would create a structure, or name it anew, waits for a person's word."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Text, cast, or_, select, union_all
from sqlalchemy.orm import Session

from app.networks.lists.alike import Alike
from app.networks.lists.models import ListRow, MemberList, RowOutcome
from domain.models import SourceRecord, Supplier
from importers.decisions import Decision, Effect
from importers.facts import RowFacts, RowResult
from importers.persons import PERSON

# "id" is the structure of the directory that the row may be; None when it may be wrong by itself.
Doubt = dict[str, Any]
WOULD_CREATE = (RowOutcome.CREATED, RowOutcome.DOUBTFUL)


class Doubts:
    """Those of a batch's rows; `corrected` are lines that a person has written."""

    def __init__(
        self,
        session: Session,
        one: MemberList,
        rows: Collection[RowResult],
        corrected: Collection[int],
    ) -> None:
        facts = [row for row in rows if isinstance(row, RowFacts)]
        self._alike = Alike(session, rows)
        self._persons = _Persons(session, facts)
        self._corrected = corrected
        mended = [row for row in facts if row.line in corrected]
        self._same_siret = _SameSiret(session, one, mended)

    def of(self, row: RowResult, decision: Decision) -> list[Doubt]:
        """Whom the row may be first, for one word may settle all that wait for the same reason."""
        if not isinstance(row, RowFacts):
            return []
        own = self._persons.of(row, decision)
        if not any(effect.creates for effect in decision.effects):
            return [*own]
        likely = self._alike.candidates(row, decision)
        same = self._same_siret.of(row) if row.line in self._corrected else ()
        known = {doubt["id"] for doubt in likely}
        others = (doubt for doubt in same if doubt["id"] is None or doubt["id"] not in known)
        return sorted([*likely, *others, *own], key=lambda doubt: doubt["id"] is None)


def reason_told(doubts: Sequence[Doubt]) -> str:
    """Whom a row may be, and all that is doubtful of itself: one word settles the whole."""
    first, *others = doubts
    own = (doubt["reason"] for doubt in others if doubt["id"] is None)
    return " ; ".join(dict.fromkeys([first["reason"], *own]))


class _Persons:
    """Names of persons that would be public as soon as the list is applied."""

    def __init__(self, session: Session, rows: Iterable[RowFacts]) -> None:
        named = [row for row in rows if any(note.message == PERSON for note in row.notes)]
        self._lines = {row.line for row in named}
        names = {name for row in named for name in (row.name, row.original_name)}
        self._public = set(_public(session, names)) if names else set()

    def of(self, row: RowFacts, decision: Decision) -> Iterator[Doubt]:
        """A page shows its own name, and that of each of its records."""
        if row.line in self._lines and any(self._is_new(row, e) for e in decision.effects):
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
    """Who else has the SIRET that a person gave a row, in the directory or in the list.

    Files write several sites under one SIRET; who types one more means one of them, or mistypes.
    """

    def __init__(self, session: Session, one: MemberList, rows: Iterable[RowFacts]) -> None:
        sirets = {row.siret for row in rows if row.siret and not row.siret_problem}
        self._pages: defaultdict[str | None, list[int]] = defaultdict(list)
        self._lines: defaultdict[str | None, list[int]] = defaultdict(list)
        if sirets:
            self._read_pages(session, sirets)
            self._read_lines(session, one, sirets)

    def _read_pages(self, session: Session, sirets: Collection[str]) -> None:
        pages = select(Supplier.siret, Supplier.id).where(Supplier.siret.in_(sirets))
        for siret, id_ in session.execute(pages.where(Supplier.is_listed).order_by(Supplier.id)):
            self._pages[siret].append(id_)

    def _read_lines(self, session: Session, one: MemberList, sirets: Collection[str]) -> None:
        """Of rows whose page is still to be made."""
        changes = cast(ListRow.changes, Text)
        named = or_(*(changes.contains(siret) for siret in sirets))
        of_list = ListRow.list_id == one.id, ListRow.outcome.in_(WOULD_CREATE)
        lines = select(ListRow.line, ListRow.changes).where(*of_list, named)
        for line, changed in session.execute(lines.order_by(ListRow.line)):
            _, (siret, _) = changed.get("siret", (None, (None, None)))
            self._lines[siret].append(line)

    def of(self, row: RowFacts) -> Iterator[Doubt]:
        yield from ({"id": id_, "reason": "même SIRET"} for id_ in self._pages[row.siret])
        for line in self._lines[row.siret]:
            if line != row.line:
                yield {"id": None, "reason": f"même SIRET que la ligne {line}"}
