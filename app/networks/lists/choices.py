"""What a person decides of the rows of a list: who a row is, what it says, whether it counts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy import Row as SqlRow
from sqlalchemy.orm import Session

from app.importing.loading import known_supplier, load_suppliers
from app.networks.lists.alike import Alike
from app.networks.lists.depending import (
    Identity,
    has_seat_of_others,
    has_siret_of_others,
    is_repeated,
    is_shared,
    is_told_by_others,
)
from app.networks.lists.doubts import Doubt, Doubts, Touched, others_of, reason_told
from app.networks.lists.members import known_by, mark_gone, members_called, said_by
from app.networks.lists.models import ListRow, ListState, MemberList, RowOutcome, is_left_out
from app.networks.lists.refused import says_otherwise
from app.networks.lists.tables import mapped_list, naming, of_network, table_of
from app.networks.lists.telling import digest_of, told
from app.networks.lists.turns import ask, hold_list
from domain.models import Supplier, today
from importers.deciding import decide
from importers.decisions import Decision
from importers.facts import Rejected, RowFacts, RowResult
from importers.headers import REMOVE
from importers.keys import ListedKeys, is_without_identifier
from importers.known import Answers, Known, Links
from importers.persons import PERSON
from importers.reading import Row

Choice = dict[str, Any]
Cells = tuple[str, ...]
KeyChoice = tuple[str | None, Choice | None]  # of a row
SKIP: Choice = {"skip": True}
REMEMBERED: Choice = {"remembered": True}  # the row was corrected, or left out, in the last list
APART: Choice = {"apart": True}
AS_READ: Choice = {"as_read": True}  # what was doubtful of the row itself is right
AT_ONCE = 1000  # doubtful rows that are answered in a transaction


@dataclass(slots=True)
class Answered:
    """Of a row of which a person said something, no more than that: there may be 100,000.

    `digest` is that of the cells that count; `cells` are the file's, when a person corrected them.
    """

    digest: int
    cells: Cells | None
    corrected: Cells | None
    choice: Choice | None
    chosen_by: str | None
    candidates: list[Doubt] = field(default_factory=list)
    key: str | None = None

    @classmethod
    def of(cls, cells: Cells, corrected: Cells | None, **others: Any) -> Self:
        """`others`: the choice, whose it is, and what else is known, by name."""
        kept = cells if corrected else None
        return cls(digest=hash(corrected or cells), cells=kept, corrected=corrected, **others)

    def is_of(self, row: Row) -> bool:
        """Whether it was said of that very row."""
        return self.digest == hash(row.cells)


def attach(supplier_id: int) -> Choice:
    return {"attach": supplier_id}


def anyway(candidates: Iterable[Doubt]) -> Choice:
    """It is none of those that it may be; or, when it may be nobody, it is right."""
    return APART if any(candidate["id"] for candidate in candidates) else AS_READ


def still_settled(choice: Choice | None, before: Choice | None) -> Choice | None:
    """The choice, with how conflicts were settled before: it stands, unless of another page."""
    choice, before = choice or {}, before or {}
    is_of_same = _who(choice) in ({}, _who(before))
    kept = {"settled": before["settled"]} if "settled" in before and is_of_same else {}
    return choice | kept or None


def _who(choice: Choice) -> Choice:
    return {name: choice[name] for name in ("attach", "apart") if name in choice}


def settles_who(choice: Choice | None) -> bool:
    """Whether a person has said who a row is, or whether it counts, and not only what it says."""
    return choice is not None and not choice.keys() <= {"settled", "remembered"}


def links_of(said: Iterable[KeyChoice]) -> Links:
    """Who a person found rows to be, by key."""
    return {key: choice.get("attach") for key, choice in said if key and choice and _who(choice)}


def answers_of(said: Iterable[KeyChoice]) -> Answers:
    """How a person settled the conflicts of rows that count, by key."""
    return {
        key: choice["settled"]
        for key, choice in said
        if key and choice and "settled" in choice and not is_left_out(choice)
    }


def said_of(session: Session, one: MemberList) -> Sequence[KeyChoice]:
    """What a person said of its rows, each with its key: 100,000 whole rows would be heavy."""
    chosen = ListRow.list_id == one.id, ListRow.choice.is_not(None)
    return [
        (key, choice)
        for key, choice in session.execute(select(ListRow.key, ListRow.choice).where(*chosen))
    ]


def lines_left_out(session: Session, one: MemberList) -> set[int]:
    """Of a structure on several rows, these say nothing."""
    chosen = select(ListRow.line, ListRow.choice).where(
        ListRow.list_id == one.id, ListRow.line.is_not(None), ListRow.choice.is_not(None)
    )
    return {line or 0 for line, choice in session.execute(chosen) if is_left_out(choice)}


def listed_keys(session: Session, one: MemberList) -> ListedKeys:
    """Those of its rows, as they were read."""
    keys = session.scalars(select(ListRow.key).where(ListRow.list_id == one.id)).all()
    return ListedKeys(filter(None, keys), is_whole=not one.is_partial)


def row_values(
    result: RowResult,
    decision: Decision,
    candidates: list[Doubt],
    before: "ListRow | Answered | None",
    called: str,
) -> dict[str, Any]:
    """Columns of a row that depend on the file, the directory and what a person chose `before`.

    `called` is what its cells call it.
    """
    values, choice = told(result, decision), before.choice if before else None
    if isinstance(result, Rejected):
        values["name"] = called or values["name"]
    if is_left_out(choice):
        values["outcome"] = RowOutcome.SKIPPED
    elif isinstance(result, Rejected) and result.suggestion == REMOVE:
        values["outcome"] = RowOutcome.SKIPPED  # a total, a title: nothing is to be mended
    elif candidates and not settles_who(choice):
        values["outcome"] = RowOutcome.DOUBTFUL
        values["told"] = [*_untold(candidates, values["told"]), *values["told"]]
    told_of_itself = [remark for remark in values["told"] if not _is_public(remark, candidates)]
    values["told"] = [*_told_before(choice), *told_of_itself]
    if before and choice and "attach" in choice:  # kept, for it may be answered otherwise
        candidates = before.candidates
    return values | {
        "candidates": candidates,
        "choice": choice,
        "decided": digest_of(decision),
    }


def _is_public(remark: dict[str, str], candidates: list[Doubt]) -> bool:
    """Whether it is of a person's name that the directory already shows."""
    return remark["message"] == PERSON and all(it["reason"] != PERSON for it in candidates)


def _told_before(choice: Choice | None) -> list[dict[str, str]]:
    """What nobody has said of the row in this list."""
    if not choice or "remembered" not in choice:
        return []
    done = "laissée de côté" if is_left_out(choice) else "corrigée"
    return [{"message": f"{done}, comme dans votre dernière liste"}]


def _untold(doubts: list[Doubt], told: list[Any]) -> list[dict[str, str]]:
    """Those of the row itself that no remark tells."""
    messages = {remark["message"] for remark in told}
    own = [str(doubt.get("told", doubt["reason"])) for doubt in doubts if doubt["id"] is None]
    return [{"message": reason} for reason in own if reason not in messages]


def choose(session: Session, one: MemberList, row: ListRow, choice: Choice | None, by: str) -> None:
    """A person's word on one row; the list is read again where others depend on it.

    `by` is "user:12". The caller commits. Raises SupersededError.
    """
    held = hold_list(session, one, ListState.READ)
    waited, was_left_out = _waits_to_be_met(row), is_left_out(row.choice)
    row.choice = choice
    _sign(row, by)
    if row.outcome is not RowOutcome.GONE:
        _decide_again(session, one, row)
    is_written_otherwise = waited != _waits_to_be_met(row)
    counts_otherwise = was_left_out != is_left_out(choice)
    if (is_written_otherwise and has_siret_of_others(session, row, _identity(one, row))) or (
        counts_otherwise and _others_look_at(session, one, row)
    ):
        ask(held, ListState.READING, held.asked_by)


def _others_look_at(session: Session, one: MemberList, row: ListRow) -> bool:
    """Whether what others do depends on whether it counts."""
    if row.line is None:  # who is gone is in no row
        return False
    is_seen = has_seat_of_others(session, row, _identity(one, row))
    return is_seen or is_repeated(session, row)


def _sign(row: ListRow, by: str) -> None:
    """Nobody's once nothing is left of what was said."""
    row.chosen_by = by if row.choice or row.corrected else None


def _waits_to_be_met(row: ListRow) -> bool:
    """Others of its SIRET wait beside one that would make a page, but where rows are numbered."""
    is_alone = row.supplier_id is not None or not is_without_identifier(row.key or "")
    return row.outcome is RowOutcome.DOUBTFUL and is_alone


def _identity(one: MemberList, row: ListRow) -> Identity:
    """Raises UnreadableFileError."""
    return Identity.of(read_again(one, row))


def correct(session: Session, one: MemberList, row: ListRow, cells: list[str], by: str) -> None:
    """The row says that instead of what the file says; the list is read again where others
    depend on what it said, or says. `by` is "user:12".

    The caller commits. What was chosen of it is asked again. Raises SupersededError.
    """
    held, before = hold_list(session, one, ListState.READ), _identity(one, row)
    row.corrected = None if cells == row.cells else cells
    row.choice = None
    _sign(row, by)
    _decide_again(session, one, row)
    said = {before, _identity(one, row)}
    if any(is_shared(session, row, each) for each in said):
        ask(held, ListState.READING, held.asked_by)


def choose_for_all(
    session: Session, one: MemberList, reason: str, outcome: RowOutcome, by: str
) -> int:
    """The same word, of `by`, on every doubtful row that waits for that reason, as it was told.

    `outcome`: UPDATED (each is its one candidate), CREATED (none is) or SKIPPED. How many there
    were; the list is then to be read again. Committed AT_ONCE rows at a time, so that nobody waits
    long to write: ended in the middle, the same word goes on. Raises SupersededError.
    """
    count, last = 0, 0
    held = hold_list(session, one, ListState.READ)
    while rows := _doubtful_after(session, one, last):
        count, last = count + _choose_each(session, rows, reason, outcome, by), rows[-1].id
        session.commit()
        held = hold_list(session, one, ListState.READ)
    if count:
        ask(held, ListState.READING, held.asked_by)
    session.commit()
    return count


def _doubtful_after(
    session: Session, one: MemberList, last: int
) -> Sequence[SqlRow[int, list[Doubt], Choice | None]]:
    """The next ones, which nothing has read again meanwhile."""
    doubtful = select(ListRow.id, ListRow.candidates, ListRow.choice).where(
        ListRow.list_id == one.id, ListRow.outcome == RowOutcome.DOUBTFUL, ListRow.id > last
    )
    return session.execute(doubtful.order_by(ListRow.id).limit(AT_ONCE)).all()


def _choose_each(
    session: Session,
    rows: Iterable[SqlRow[int, list[Doubt], Choice | None]],
    reason: str,
    outcome: RowOutcome,
    by: str,
) -> int:
    """The word on those of these rows that wait for that reason: how many."""
    chosen = [
        {
            "id": id_,
            "choice": still_settled(_CHOICES[outcome](doubts), before),
            "chosen_by": by,
        }
        for id_, doubts, before in rows
        if reason_told(doubts) == reason and _may_be_said_at_once(doubts, outcome)
    ]
    if chosen:
        session.execute(update(ListRow), chosen)
    return len(chosen)


def _may_be_said_at_once(doubts: list[Doubt], outcome: RowOutcome) -> bool:
    """Of two namesakes, a person says which."""
    pages = sum(doubt["id"] is not None for doubt in doubts)
    return outcome is not RowOutcome.UPDATED or pages == 1


_CHOICES: Mapping[RowOutcome, Callable[[list[Doubt]], Choice]] = {
    RowOutcome.UPDATED: lambda doubts: attach(doubts[0]["id"]),
    RowOutcome.CREATED: anyway,
    RowOutcome.SKIPPED: lambda _doubts: SKIP,
}


def _decide_again(session: Session, one: MemberList, row: ListRow) -> None:
    result = read_again(one, row)
    if is_told_by_others(one, row, result):
        ask(one, ListState.READING, one.asked_by)
        return
    named, said_before = known_by(session, one, row), said_by(session, row)
    row.key = result.source_key if isinstance(result, RowFacts) else None
    said = [(row.key, row.choice)]
    links = links_of(said)
    suppliers = load_suppliers(session, one.source, [result], links)
    listed = _keys_asked(session, one, row.key, suppliers)
    known = Known(one.source, links, answers_of(said), listed=listed)
    if row.key and (line := _same_key(session, row, row.key)):
        known.seen.first(row.key, line, {})
    for supplier in suppliers:
        known.add(known_supplier(supplier, today()))
    decision = decide(result, known)
    corrected = [result.line] if row.corrected else []
    otherwise = [result.line] if says_otherwise(one.header["titles"], row.said) else []
    alike, others = Alike(), others_of(session, one, result)
    alike.read(session, [result])
    doubts = Doubts(session, [result], Touched(corrected, otherwise), others, alike)
    candidates = doubts.of(result, decision)
    called = naming(one, one.header["titles"])(row.said)
    values = row_values(result, decision, candidates, row, called)
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()
    named |= known_by(session, one, row)
    said_alike = members_called(session, one, said_before | said_by(session, row))
    mark_gone(session, one, among=named | said_alike)


def _keys_asked(
    session: Session, one: MemberList, key: str | None, suppliers: Iterable[Supplier]
) -> ListedKeys:
    """Of the list's keys, those that a decision on this one asks about: a list may have 100,000."""
    siret = (key or "").partition("|")[0]
    theirs = {key, *(record.source_key for it in suppliers for record in it.records)}
    asked: ColumnElement[bool] = ListRow.key.in_(theirs - {None})
    if siret:
        asked = or_(asked, ListRow.key.startswith(f"{siret}|", autoescape=True))
    keys = session.scalars(select(ListRow.key).where(ListRow.list_id == one.id, asked)).all()
    return ListedKeys(filter(None, keys), is_whole=not one.is_partial)


def read_again(one: MemberList, row: ListRow) -> RowResult:
    """What the row says by itself. Raises UnreadableFileError."""
    table = table_of(one, [Row(row.line or 0, tuple(row.said))])
    return of_network(next(iter(mapped_list(one, table))), one)


def read_joined(session: Session, one: MemberList, row: ListRow) -> RowResult:
    """What it says with the rows that are read as one with it. Raises UnreadableFileError."""
    alike = select(ListRow).where(ListRow.list_id == one.id, ListRow.key == row.key)
    if not one.joins_rows or row.key is None:
        return read_again(one, row)
    others = session.scalars(alike.where(ListRow.id != row.id, ListRow.line.is_not(None)))
    rows = [row, *(other for other in others if not is_left_out(other.choice))]
    said = [Row(each.line or 0, tuple(each.said)) for each in rows]
    table = table_of(one, sorted(said, key=lambda each: each.line))
    results = (result for result in mapped_list(one, table) if result.line == row.line)
    return of_network(next(results), one)


def _same_key(session: Session, row: ListRow, key: str) -> int | None:
    """The line of another row of the list that has the key, and that counts.

    Not one that was refused for this one, or that says the same after it.
    """
    counts = ListRow.outcome.not_in((RowOutcome.REJECTED, RowOutcome.SKIPPED))
    is_first = or_(ListRow.line < (row.line or 0), ListRow.outcome != RowOutcome.UNCHANGED)
    same = select(ListRow.line).where(ListRow.list_id == row.list_id, ListRow.key == key)
    others = same.where(ListRow.id != row.id, counts, is_first)
    return session.scalar(others.order_by(ListRow.line).limit(1))
