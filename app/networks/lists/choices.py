"""What a person decides of the rows of a list: who a row is, what it says, whether it counts."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.importing.loading import known_supplier, load_suppliers
from app.networks.lists.doubts import Doubt, Doubts, lines_at_siret, reason_told
from app.networks.lists.members import mark_gone
from app.networks.lists.models import ListRow, ListState, MemberList, RowOutcome
from app.networks.lists.tables import mapped_list, of_network, table_of
from app.networks.lists.telling import digest_of, told
from app.networks.lists.turns import ask, hold_list
from domain.models import today
from importers.deciding import decide
from importers.decisions import Decision
from importers.facts import RowFacts, RowResult
from importers.keys import ListedKeys
from importers.known import Known, Links
from importers.reading import Row

Choice = dict[str, Any]
SKIP: Choice = {"skip": True}
APART: Choice = {"apart": True}
AS_READ: Choice = {"as_read": True}  # what was doubtful of the row itself is right


def attach(supplier_id: int) -> Choice:
    return {"attach": supplier_id}


def anyway(candidates: Iterable[Doubt]) -> Choice:
    """It is none of those that it may be; or, when it may be nobody, it is right."""
    return APART if any(candidate["id"] for candidate in candidates) else AS_READ


def links_of(rows: Iterable[ListRow]) -> Links:
    """Who a person found rows to be, by key."""
    return {
        row.key: row.choice.get("attach")
        for row in rows
        if row.key and row.choice and not row.choice.keys().isdisjoint(("attach", "apart"))
    }


def listed_keys(session: Session, one: MemberList) -> ListedKeys:
    """Those of its rows, as they were read."""
    keys = session.scalars(select(ListRow.key).where(ListRow.list_id == one.id)).all()
    return ListedKeys(filter(None, keys), is_whole=not one.is_partial)


def row_values(
    result: RowResult,
    decision: Decision,
    candidates: list[Doubt],
    before: ListRow | None,
) -> dict[str, Any]:
    """Columns of a row that depend on the file, the directory and what a person chose `before`."""
    values, choice = told(result, decision), before.choice if before else None
    if choice and "skip" in choice:
        values["outcome"] = RowOutcome.SKIPPED
    elif candidates and choice is None:
        values["outcome"] = RowOutcome.DOUBTFUL
        values["told"] = [*_untold(candidates, values["told"]), *values["told"]]
    if before and choice and "attach" in choice:  # kept, for it may be answered otherwise
        candidates = before.candidates
    return values | {
        "candidates": candidates,
        "choice": choice,
        "decided": digest_of(decision),
    }


def _untold(doubts: list[Doubt], told: list[Any]) -> list[dict[str, str]]:
    """Those of the row itself that no remark tells."""
    messages = {remark["message"] for remark in told}
    own = [doubt["reason"] for doubt in doubts if doubt["id"] is None]
    return [{"message": reason} for reason in own if reason not in messages]


def choose(session: Session, one: MemberList, row: ListRow, choice: Choice | None) -> None:
    """A person's word on one row. The caller commits. Raises SupersededError."""
    hold_list(session, one, ListState.READ)
    row.choice = choice
    if row.outcome is not RowOutcome.GONE:
        _decide_again(session, one, row)


def correct(session: Session, one: MemberList, row: ListRow, cells: list[str]) -> None:
    """The row says that instead of what the file says. The caller commits.

    What was chosen of it is asked again. Raises SupersededError.
    """
    hold_list(session, one, ListState.READ)
    row.corrected = None if cells == row.cells else cells
    row.choice = None
    _decide_again(session, one, row)


def choose_for_all(session: Session, one: MemberList, reason: str, outcome: RowOutcome) -> int:
    """The same word on every doubtful row that waits for that reason, as it was told.

    `outcome`: UPDATED (each is that candidate), CREATED (none is) or SKIPPED. How many there were;
    the list is then to be read again. The caller commits. Raises SupersededError.
    """
    held = hold_list(session, one, ListState.READ)
    doubtful = select(ListRow).where(
        ListRow.list_id == one.id, ListRow.outcome == RowOutcome.DOUBTFUL
    )
    rows = [r for r in session.scalars(doubtful) if reason_told(r.candidates) == reason]
    if outcome is RowOutcome.UPDATED:
        rows = [row for row in rows if row.candidates[0]["id"]]
    for row in rows:
        row.choice = _CHOICES[outcome](row)
    if rows:
        ask(held, ListState.READING, held.asked_by)
    return len(rows)


_CHOICES: Mapping[RowOutcome, Callable[[ListRow], Choice]] = {
    RowOutcome.UPDATED: lambda row: attach(row.candidates[0]["id"]),
    RowOutcome.CREATED: lambda row: anyway(row.candidates),
    RowOutcome.SKIPPED: lambda _row: SKIP,
}


def _decide_again(session: Session, one: MemberList, row: ListRow) -> None:
    result = read_again(one, row)
    if one.mapping and one.mapping.get("one_row_a_service"):
        ask(one, ListState.READING, one.asked_by)  # other lines say the rest of it
        return
    row.key = result.source_key if isinstance(result, RowFacts) else None
    known = Known(one.source, links_of([row]), listed=listed_keys(session, one))
    if row.key and (line := _same_key(session, row, row.key)):
        known.seen.first(row.key, line, {})
    for supplier in load_suppliers(session, one.source, [result], known.links):
        known.add(known_supplier(supplier, today()))
    decision = decide(result, known)
    corrected = [result.line] if row.corrected else []
    at_siret = lines_at_siret(session, one, result) if row.corrected else {}
    candidates = Doubts(session, [result], corrected, at_siret).of(result, decision)
    values = row_values(result, decision, candidates, row)
    for name, value in values.items():
        setattr(row, name, value)
    mark_gone(session, one)


def read_again(one: MemberList, row: ListRow) -> RowResult:
    """What the row says by itself. Raises UnreadableFileError."""
    table = table_of(one, [Row(row.line or 0, tuple(row.said))])
    return of_network(next(iter(mapped_list(one, table))), one)


def _same_key(session: Session, row: ListRow, key: str) -> int | None:
    """The line of another row of the list that has the key, and that counts.

    Not one that was refused for this one, or that says the same after it.
    """
    counts = ListRow.outcome.not_in((RowOutcome.REJECTED, RowOutcome.SKIPPED))
    is_first = or_(ListRow.line < (row.line or 0), ListRow.outcome != RowOutcome.UNCHANGED)
    same = select(ListRow.line).where(ListRow.list_id == row.list_id, ListRow.key == key)
    others = same.where(ListRow.id != row.id, counts, is_first)
    return session.scalar(others.order_by(ListRow.line).limit(1))
