"""See what a list would do: each row read, matched and decided as an import would, and kept."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.orm import Session, sessionmaker

from app.importing.batches import batches, leaving_room, tidied
from app.importing.rehearsing import Rehearsal
from app.importing.turns import write
from app.networks.lists.alike import Alike
from app.networks.lists.choices import (
    Answered,
    Choice,
    answers_of,
    links_of,
    row_values,
    settles_who,
)
from app.networks.lists.doubts import Doubt, Doubts, Others, Touched
from app.networks.lists.members import (
    forget_rows,
    gone_from,
    mark_gone_anew,
    rows_of_others,
)
from app.networks.lists.models import TOUCHED, ListRow, ListState, MemberList, is_left_out
from app.networks.lists.refused import says_otherwise
from app.networks.lists.remembering import last_line, remembered, taken_up
from app.networks.lists.tables import (
    READ_AT_ONCE,
    header_of,
    mapped_list,
    naming,
    of_network,
    opened_table,
    sifting,
    with_corrections,
)
from app.networks.lists.turns import hold_work
from domain.models import today
from importers.column_mapping import ColumnMapping
from importers.decisions import Decision
from importers.facts import RowFacts, RowResult
from importers.headers import is_of_list
from importers.keys import ListedKeys
from importers.known import Known
from importers.mapping import Mapped
from importers.reading import CheckedTable, Row
from importers.tally import AskedWord, Tally

Read = tuple[Row, RowResult]
Numbers = dict[tuple[int | None, tuple[str, ...]], int]  # of rows, by line and cells


@dataclass(slots=True)
class Previewing:
    """One reading of one list. What people said of its lines is kept.

    A row takes the place of the one that an earlier reading made of its line: killed anywhere,
    nobody's word is lost.
    """

    sessions: sessionmaker[Session]
    one: MemberList
    said: dict[int, Answered] = field(default_factory=dict)
    last: int = 0  # line that is kept

    def run(self) -> None:
        """Raises UnreadableFileError, and SupersededError when something else is asked."""
        with self.sessions() as session:
            self.said = _said(session, self.one.id)
            known, after = remembered(session, self.one), last_line(session, self.one)
            with opened_table(session, self.one) as table:
                session.close()  # all is read: nothing is held while it is worked on
                if known:
                    self.said |= dict(taken_up(table, known, after))
                words = self._read(with_corrections(table, self._corrections()))
        write(self.sessions, self._forget_later_lines)
        self._tell_gone()
        write(self.sessions, lambda session: self._finish(session, words))

    def _read(self, table: CheckedTable) -> list[Any]:
        """Keep every row; the words that match nothing."""
        mapped = mapped_list(self.one, table, self._counts)
        write(self.sessions, lambda session: self._begin(session, mapped))
        tally = self._tally(mapped)
        self._decide_all(mapped, tally)
        return _told(tally.words()) if tally else []

    def _tally(self, mapped: Mapped) -> Tally | None:
        """Of the words of a hand-made list; those of known formats are known."""
        if self.one.mapping is None:
            return None
        return Tally(mapped.header.cells, ColumnMapping.from_json(self.one.mapping))

    def _corrections(self) -> dict[Row, tuple[str, ...]]:
        return {
            Row(line, row.cells): row.corrected
            for line, row in self.said.items()
            if row.cells and row.corrected
        }

    def _begin(self, session: Session, mapped: Mapped) -> None:
        one = hold_work(session, self.one, ListState.READING)
        one.format, one.header = mapped.format.name, header_of(mapped)
        one.row_count, one.done, one.words = mapped.row_count, 0, []

    def _decide_all(self, mapped: Mapped, tally: Tally | None) -> None:
        keys, others = self._survey(mapped) if self.said else (_keys(mapped, self.one), Others())
        listed = ListedKeys(keys, is_whole=not self.one.is_partial)
        known = self._known(listed)
        rehearsal = Rehearsal(self.sessions, known(), today())
        sift, titles = sifting(self.sessions, self.one), header_of(mapped)["titles"]
        alike, called = Alike(), naming(self.one, titles)
        for batch in tidied(batches(_tallied(mapped.with_rows(), tally))):
            results = [sift(result) for _, result in batch]
            said = {row.line: self._said_of(row) for row, _ in batch}
            touched = Touched(
                [line for line, row in said.items() if row and row.corrected],
                [row.line for row, _ in batch if says_otherwise(titles, row.cells)],
            )
            if not self.said:
                for result in results:
                    others.add(result)
            with self.sessions() as session:
                alike.read(session, results)
                doubts = Doubts(session, results, touched, others, alike)
            reading = _Batch(results, said, doubts)
            decisions = reading.decided(rehearsal, Rehearsal(self.sessions, known(), today()))
            values = [
                self._values(row, result, decisions[row.line], reading, called(row.cells))
                for (row, _), result in zip(batch, results, strict=True)
            ]
            write(self.sessions, partial(self._keep, values))
            self.last = values[-1]["line"]

    def _known(self, listed: ListedKeys) -> Callable[[], Known]:
        """What is known of the rows before any supplier is, anew for each rehearsal."""
        said = [(row.key, row.choice) for row in self.said.values()]
        links, answers = links_of(said), answers_of(said)
        return partial(Known, self.one.source, links, answers, listed=listed)

    def _survey(self, mapped: Mapped) -> tuple[Iterable[str], Others]:
        """The keys of every row, and the lines that count, before any is decided.

        What an earlier reading made of later lines may be of another sheet, or of other columns.
        """
        keys, others = list[str](), Others()
        for row, read in mapped.with_rows():
            result, said = of_network(read, self.one), self._said_of(row)
            if not isinstance(result, RowFacts):
                continue
            keys.append(result.source_key)
            if said:
                said.key = result.source_key  # other columns make another of it
            if self._counts(row):
                others.add(result)
        return keys, others

    def _counts(self, row: Row) -> bool:
        said = self._said_of(row)
        return not (said and is_left_out(said.choice))

    def _said_of(self, row: Row) -> Answered | None:
        """What an earlier reading kept of the row, if a person said something of that very row."""
        before = self.said.get(row.line)
        return before if before and before.is_of(row) else None

    def _values(
        self, row: Row, result: RowResult, decision: Decision, reading: "_Batch", called: str
    ) -> dict[str, Any]:
        before = reading.said[row.line]
        return {
            "list_id": self.one.id,
            "line": row.line,
            "cells": list((before and before.cells) or row.cells),
            "corrected": list(before.corrected) if before and before.corrected else None,
            "chosen_by": before.chosen_by if before else None,
            **row_values(result, decision, reading.candidates(result, decision), before, called),
        }

    def _keep(self, values: list[dict[str, Any]], session: Session) -> None:
        one = hold_work(session, self.one, ListState.READING)
        lines = ListRow.line > self.last, ListRow.line <= values[-1]["line"]
        known = self._known_rows(session, *lines)
        self._forget(session, *lines)
        for rows in filter(None, _numbered(values, known)):
            session.execute(insert(ListRow), rows)
        one.done += len(values)  # not for good: a reading begins anew

    def _known_rows(self, session: Session, *lines: ColumnElement[bool]) -> Numbers:
        """What an earlier reading made of the same rows: their pages keep their addresses."""
        rows = select(ListRow.line, ListRow.cells, ListRow.id)
        kept = session.execute(rows.where(ListRow.list_id == self.one.id, *lines))
        return {(line, tuple(cells)): number for line, cells, number in kept}

    def _forget(self, session: Session, *lines: ColumnElement[bool]) -> None:
        """What an earlier reading made of these."""
        session.execute(delete(ListRow).where(ListRow.list_id == self.one.id, *lines))

    def _forget_later_lines(self, session: Session) -> None:
        hold_work(session, self.one, ListState.READING)
        self._forget(session, ListRow.line > self.last)

    def _tell_gone(self) -> None:
        """A batch at a time: they may be thousands, and others write meanwhile."""
        with self.sessions() as session:
            gone = gone_from(session, self.one)
            others = rows_of_others(session, self.one, gone)
        for rows in batches(others):
            with leaving_room():
                write(self.sessions, partial(self._forget_rows, rows))
        for ids in batches(gone):
            with leaving_room():
                write(self.sessions, partial(self._mark_gone, ids))

    def _forget_rows(self, rows: list[int], session: Session) -> None:
        hold_work(session, self.one, ListState.READING)
        forget_rows(session, rows)

    def _mark_gone(self, ids: list[int], session: Session) -> None:
        mark_gone_anew(session, hold_work(session, self.one, ListState.READING), ids)

    def _finish(self, session: Session, words: list[Any]) -> None:
        one = hold_work(session, self.one, ListState.READING)
        one.words, one.state, one.problem = words, ListState.READ, None


@dataclass(frozen=True, slots=True)
class _Batch:
    """Rows being read, with what was said of them and whom they may be."""

    results: list[RowResult]
    said: dict[int, Answered | None]  # by line
    doubts: Doubts
    found: dict[int, list[Doubt]] = field(default_factory=dict)  # by line

    def decided(self, rehearsal: Rehearsal, apart: Rehearsal) -> dict[int, Decision]:
        """By line. Only what will be written is met by later rows; what is left out is not."""
        left = [result for result in self.results if is_left_out(self._choice(result))]
        kept = [result for result in self.results if not is_left_out(self._choice(result))]
        decisions = [*self._decided(rehearsal, kept), *apart.decide(left)]
        return {decision.line: decision for decision in decisions}

    def _decided(self, rehearsal: Rehearsal, kept: list[RowResult]) -> list[Decision]:
        return rehearsal.decide(kept, self.doubts.may_be_of, self._is_settled)

    def _choice(self, result: RowResult) -> Choice | None:
        before = self.said[result.line]
        return before.choice if before else None

    def _is_settled(self, result: RowResult, decision: Decision) -> bool:
        """Whether no person is to say first who it is."""
        return settles_who(self._choice(result)) or not self.candidates(result, decision)

    def candidates(self, result: RowResult, decision: Decision) -> list[Doubt]:
        if result.line not in self.found:
            self.found[result.line] = self.doubts.of(result, decision)
        return self.found[result.line]


def _numbered(values: list[dict[str, Any]], known: Numbers) -> tuple[list[Any], list[Any]]:
    """The rows that have a number already, with it, and the others."""
    again, new = [], []
    for row in values:
        number = known.get((row["line"], tuple(row["cells"])))
        if number:
            again.append(row | {"id": number})
        else:
            new.append(row)
    return again, new


def _said(session: Session, list_id: int) -> dict[int, Answered]:
    """Rows of which a person said something, by line."""
    columns = ListRow.line, ListRow.cells, ListRow.corrected, ListRow.choice, ListRow.chosen_by
    rows = select(*columns, ListRow.candidates, ListRow.key).where(
        ListRow.list_id == list_id, ListRow.line.is_not(None), TOUCHED
    )
    read = session.execute(rows.execution_options(yield_per=READ_AT_ONCE))
    return {
        line or 0: Answered.of(
            tuple(cells),
            tuple(corrected or ()) or None,
            choice=choice,
            chosen_by=by,
            candidates=candidates,
            key=key,
        )
        for line, cells, corrected, choice, by, candidates, key in read
    }


def _keys(mapped: Mapped, one: MemberList) -> Iterator[str]:
    """Read when they are first asked about: where nothing was known before, never."""
    rows = (of_network(result, one) for result in mapped)
    return (row.source_key for row in rows if isinstance(row, RowFacts))


def _tallied(rows: Iterable[Read], tally: Tally | None) -> Iterator[Read]:
    """The same; their words are counted on the way."""
    for row, result in rows:
        if tally and is_of_list(result):
            tally.add(row)
        yield row, result


def _told(words: Iterable[AskedWord]) -> list[Any]:
    return [
        {
            "held": word.held,
            "title": word.title,
            "words": word.words,
            "rows": word.rows,
            "meaning": word.meaning,
        }
        for word in words
    ]
