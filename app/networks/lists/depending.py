"""Whether other rows of a list depend on what one of them says: then the list is read again."""

from collections.abc import Iterator
from typing import NamedTuple, Self

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from app.networks.lists.doubts import Seat, lines_at, seat_of, siret_of
from app.networks.lists.models import ListRow, MemberList
from domain.models import Supplier
from importers.facts import RowFacts, RowResult
from importers.headers import OUT_OF_LIST, is_of_list
from importers.keys import name_and_commune

BLANKS = (" ", r"\u00a0", r"\u202f")  # as JSON writes those of a number


class Identity(NamedTuple):
    """By what other rows may be the same structure as a row; all None of one that says none."""

    key: str | None = None
    siret: str | None = None
    named: str | None = None  # its name and commune
    seat: Seat | None = None

    @classmethod
    def of(cls, result: RowResult) -> Self:
        if not isinstance(result, RowFacts):
            return cls()
        named = name_and_commune(result.source_key)
        return cls(result.source_key, siret_of(result), named, seat_of(result))


def is_told_by_others(one: MemberList, row: ListRow, result: RowResult) -> bool:
    """Whether what a row is, as it was read or as it says now, is not to be told from it alone.

    Others say the rest of its structure; or those above tell that it is not of the list, as all
    that follows the titles of another table.
    """
    was_out = any(remark.get("suggestion") in OUT_OF_LIST for remark in row.told)
    return one.joins_rows or was_out or not is_of_list(result)


def is_shared(session: Session, row: ListRow, said: Identity) -> bool:
    """Whether other rows depend on one that says so, or said so before."""
    shared = [*_later(row, said)]
    if said.siret:
        shared.append(_bears(said.siret))
    has_other = bool(shared) and _has_other(session, row, or_(*shared))
    return has_other or has_seat_of_others(session, row, said)


def has_seat_of_others(session: Session, row: ListRow, said: Identity) -> bool:
    """Whether others sit where it does: the first of two near names is believed."""
    if said.seat is None:
        return False
    return any(line.number != row.line for line in lines_at(session, row.list_id, said.seat))


def has_siret_of_others(session: Session, row: ListRow, said: Identity) -> bool:
    """Whether others bear its SIRET: what they do depends on whether it is written before them."""
    return said.siret is not None and _has_other(session, row, _bears(said.siret))


def is_repeated(session: Session, row: ListRow) -> bool:
    """Whether later rows have its key: the first that counts is the one that is written."""
    return row.line is not None and _has_other(session, row, _after(row, ListRow.key == row.key))


def _later(row: ListRow, said: Identity) -> Iterator[ColumnElement[bool]]:
    """The first of several rows is believed; the later ones are judged by it."""
    if said.key:
        yield _after(row, ListRow.key == said.key)
    if said.named:
        yield _after(row, ListRow.key.endswith(f"|{said.named}", autoescape=True))


def _after(row: ListRow, same: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(ListRow.line > (row.line or 0), same)


def _bears(siret: str) -> ColumnElement[bool]:
    """Rows that say it, in their key or where rows are numbered in a cell, by fours or not; and
    those of a page that has it.
    """
    said: ColumnElement[str] = cast(func.coalesce(ListRow.corrected, ListRow.cells), Text)
    for blank in BLANKS:
        said = func.replace(said, blank, "", type_=Text)
    return or_(
        ListRow.key.startswith(f"{siret}|", autoescape=True),
        said.contains(f'"{siret}"'),
        ListRow.supplier_id.in_(select(Supplier.id).where(Supplier.siret == siret)),
    )


def _has_other(session: Session, row: ListRow, same: ColumnElement[bool]) -> bool:
    of_file = ListRow.list_id == row.list_id, ListRow.line.is_not(None), ListRow.id != row.id
    return session.scalar(select(ListRow.id).where(*of_file, same).limit(1)) is not None
