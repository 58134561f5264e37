"""What people said of the rows of a network's last list counts for the same rows of the next."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.networks.lists.choices import SKIP, Choice, is_left_out
from app.networks.lists.models import ListRow, ListState, MemberList
from importers.reading import Row


class Said(NamedTuple):
    """What a person made of a row's cells, and whether the row is left out."""

    corrected: list[str] | None
    choice: Choice | None


Remembered = dict[tuple[str, ...], Said]  # by the cells of the file


def remembered(session: Session, one: MemberList) -> Remembered:
    """Rows of the last lists of these titles that a person corrected, or left out.

    A whole list took up what was said before it, unless a person said otherwise there.
    """
    columns = select(ListRow.cells, ListRow.corrected, ListRow.choice)
    is_touched = or_(ListRow.corrected.is_not(None), ListRow.choice.is_not(None))
    of_lists = ListRow.list_id.in_(_lists_before(session, one))
    rows = session.execute(columns.where(of_lists, is_touched).order_by(ListRow.list_id))
    return {
        tuple(cells): Said(corrected, SKIP if is_left_out(choice) else None)
        for cells, corrected, choice in rows
        if corrected or is_left_out(choice)
    }


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


def taken_up(rows: Iterable[Row], known: Remembered, after: int) -> Iterator[tuple[int, ListRow]]:
    """What is remembered of rows that are read for the first time, by line."""
    for row in rows:
        if row.line > after and (said := known.get(row.cells)):
            yield row.line, ListRow(line=row.line, cells=list(row.cells), **said._asdict())
