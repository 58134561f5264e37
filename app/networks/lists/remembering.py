"""What people said of the rows of a network's last list counts for the same rows of the next."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from app.networks.lists.choices import REMEMBERED, SKIP, Answered, Cells, Choice
from app.networks.lists.models import TOUCHED, ListRow, ListState, MemberList, is_left_out
from importers.reading import Row


class Said(NamedTuple):
    """What a person made of a row's cells, whether the row is left out, and who said it."""

    corrected: Cells | None
    choice: Choice | None
    chosen_by: str | None


NOTHING = Said(None, None, None)
Remembered = dict[Cells, list[Said]]  # by the cells of the file, one for each row that bears them


def remembered(session: Session, one: MemberList) -> Remembered:
    """Rows of the last lists of these titles that a person corrected, or left out.

    Each list took up what was said before it, unless a person said otherwise there.
    """
    known: Remembered = {}
    lists = _lists_before(session, one)
    for before in reversed(lists):
        for cells, each in _said_in(session, before, lists).items():
            known[cells] = each + known.get(cells, [])[len(each) :]
    return {cells: each for cells, each in known.items() if any(it != NOTHING for it in each)}


def _said_in(session: Session, list_id: int, lists: Collection[int]) -> Remembered:
    """Rows that say the same are as good as each other: those that count come first."""
    said = defaultdict[Cells, list[Said]](list)
    for cells, corrected, choice, by in session.execute(_touched_with_alike(list_id, lists)):
        said[tuple(cells)].append(_again(tuple(corrected or ()) or None, choice, by))
    return {cells: sorted(each, key=lambda it: it != NOTHING) for cells, each in said.items()}


def _again(corrected: Cells | None, choice: Choice | None, by: str | None) -> Said:
    left = SKIP if is_left_out(choice) else {}
    return Said(corrected, REMEMBERED | left, by) if corrected or left else NOTHING


def _touched_with_alike(
    list_id: int, lists: Collection[int]
) -> Select[list[str], list[str] | None, Choice | None, str | None]:
    """Rows of which a person said something, and those of the same key, which may say the same.

    In any of the lists: of a row left out in one, another may say nothing any more.
    """
    are_known = ListRow.list_id.in_(lists), ListRow.line.is_not(None), ListRow.key.is_not(None)
    are_alike = ListRow.key.in_(select(ListRow.key).where(*are_known, TOUCHED))
    rows = select(ListRow.cells, ListRow.corrected, ListRow.choice, ListRow.chosen_by)
    of_list = ListRow.list_id == list_id, ListRow.line.is_not(None)
    return rows.where(*of_list, or_(TOUCHED, are_alike)).order_by(ListRow.line)


def _lists_before(session: Session, one: MemberList) -> list[int]:
    """The last whole one, and the complements applied since."""
    own = MemberList.network_slug == one.network_slug, MemberList.state == ListState.APPLIED
    lists = select(MemberList).where(*own, MemberList.id < one.id).order_by(MemberList.id.desc())
    titles, found = one.header.get("titles"), []
    for before in session.scalars(lists):
        if before.header.get("titles") == titles:
            found.append(before.id)
            if not before.is_partial:
                break
    return found


def last_line(session: Session, one: MemberList) -> int:
    """The last that a reading of the list has kept: what it says of lines up to it counts."""
    return session.scalar(select(func.max(ListRow.line)).where(ListRow.list_id == one.id)) or 0


def taken_up(rows: Iterable[Row], known: Remembered, after: int) -> Iterator[tuple[int, Answered]]:
    """What is remembered of rows that are read for the first time, by line.

    One more row that says the same is as the last of them.
    """
    seen = Counter[Cells]()
    for row in rows:
        if (each := known.get(row.cells)) is None:
            continue
        said = each[min(seen[row.cells], len(each) - 1)]
        seen[row.cells] += 1
        if row.line > after and said != NOTHING:
            yield row.line, Answered.of(row.cells, **said._asdict())
