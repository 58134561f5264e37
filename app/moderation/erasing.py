"""Erase an e-mail address, a telephone number or a picture wherever the directory has it.

Histories and imports keep what was said: a person's own data leaves them too. What a later
import says again of it is left out (`app.importing`), by a digest that tells nobody the value.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, cast, delete, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.api.models import ApiKey
from app.importing.erased import remember_erased, significant
from app.meetings.models import Meeting, Participant, Standing
from app.meetings.seats import fill_all_seats
from app.moderation.models import Report
from app.networks.lists.keeping import LET_GO, opened_file
from app.networks.lists.models import ListPiece, ListRow, ListState, MemberList
from app.networks.models import ManagerInvitation, MemberNote
from app.networks.place.models import NetworkPlace
from app.structures.models import Claim, Invitation
from domain.models import (
    ClientReference,
    Contact,
    Document,
    HistoryEntry,
    Merge,
    Picture,
    PictureFile,
    SourceRecord,
    Supplier,
    SupplierLabel,
)
from domain.text import fold
from importers.searching import may_say

ERASED = "[effacé]"

# Rows that are nothing else; they go with it, before the others are read.
ROWS: tuple[InstrumentedAttribute[Any], ...] = (
    Contact.value,
    Invitation.email,
    ManagerInvitation.email,
    Participant.email,  # of a guest who has not answered
)
# Where people or imports may have written it.
COLUMNS: tuple[InstrumentedAttribute[Any], ...] = (
    HistoryEntry.changes,
    SourceRecord.facts,
    SourceRecord.original_name,
    Merge.moved,
    Supplier.name,
    Supplier.brand,
    Supplier.description,
    Supplier.website,
    Supplier.legal_form,
    Supplier.address,
    Supplier.postcode,
    Supplier.city,
    Supplier.cocontracting_note,
    Supplier.own_words,
    Contact.label,
    ClientReference.client,
    ClientReference.work,
    SupplierLabel.issuer,
    Picture.alt,
    Document.filename,
    NetworkPlace.presentation,
    NetworkPlace.website,
    NetworkPlace.charter,
    Report.message,
    Report.email,
    Report.outcome,
    Claim.statement,
    Claim.answer,
    Claim.reason,
    MemberNote.text,
    ApiKey.name,
    MemberList.filename,
    MemberList.choices,
    MemberList.found,
    MemberList.header,
    MemberList.mapping,
    MemberList.words,
    MemberList.problem,
    ListRow.name,
    ListRow.cells,
    ListRow.corrected,
    ListRow.told,
    ListRow.changes,
    ListRow.before,
    ListRow.after,
    Participant.name,
    Participant.organisation,
    Participant.looks_for,
    Meeting.title,
    Meeting.presentation,
    Meeting.venue,
    Meeting.address,
    Meeting.cancellation,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where it was: a row of `table`, of that supplier; 0 for what is of none."""

    table: type[Any]
    supplier_id: int


def erase_personal(session: Session, value: str) -> list[Place]:
    """Each row that said it. The caller commits."""
    pattern = pattern_of(value)
    found = _forget_files(session, value, pattern)
    found += _forget_addresses(session, value, pattern)
    found += _clean_mappings(session, value)
    found += [it for column in ROWS for it in _delete(session, column, value, pattern)]
    found += [it for column in COLUMNS for it in _clean(session, column, value, pattern)]
    remember_erased(session, value)
    session.flush()
    fill_all_seats()
    return found


def _forget_addresses(session: Session, value: str, pattern: re.Pattern[str]) -> list[Place]:
    """Of those whom a network registered: they come all the same, as who gave none."""
    said = _candidates(session, Participant.email, value)
    come = [it for it in said if it.standing is not Standing.INVITED and pattern.search(it.email)]
    for participant in come:
        participant.email = None
    may_call = _candidates(session, Participant.phone, value)
    called = [it for it in may_call if pattern.search(it.phone)]
    for participant in called:
        participant.phone = ""
    session.flush()
    return [*map(_place, [*come, *called])]


def _forget_files(session: Session, value: str, pattern: re.Pattern[str]) -> list[Place]:
    """The files of lists that may say it, anywhere, go whole; their rows stay, without it."""
    rows = _candidates(session, ListRow.cells, value)
    said = {row.list_id for row in rows if _without(row.cells, pattern) != row.cells}
    kept = session.scalars(select(ListPiece.list_id).distinct().order_by(ListPiece.list_id)).all()
    lists = [id_ for id_ in kept if id_ in said or _file_may_say(session, id_, value)]
    session.execute(delete(ListPiece).where(ListPiece.list_id.in_(lists)))
    forgotten = update(MemberList).where(MemberList.id.in_(lists))
    session.execute(forgotten.values(found=None))
    # Whoever is reading one would write it again.
    is_read = MemberList.state == ListState.READING
    session.execute(forgotten.where(is_read).values(state=ListState.DROPPED, problem=LET_GO))
    return [Place(ListPiece, 0) for _ in lists]


def _file_may_say(session: Session, list_id: int, value: str) -> bool:
    with opened_file(session, list_id) as path:
        return may_say(path, significant(value))


def _clean_mappings(session: Session, value: str) -> list[Place]:
    """A list's titles and words are folded there: an address without its signs."""
    pattern, changed = re.compile(rf"\b{re.escape(fold(value))}\b"), []
    for one in session.scalars(select(MemberList).where(MemberList.mapping.is_not(None))):
        if (cleaned := _without(one.mapping, pattern, fold(ERASED))) != one.mapping:
            one.mapping = cleaned
            changed.append(_place(one))
    return changed


def erase_picture(session: Session, sha256: str) -> list[Place]:
    """Each row that had it: no page shows it any more, no history brings it back.

    The caller commits.
    """
    found = []
    for picture in session.scalars(select(Picture).where(Picture.sha256 == sha256)).all():
        found.append(_place(picture))
        session.delete(picture)
    session.flush()
    if (file := session.get(PictureFile, sha256)) is not None:
        found.append(Place(PictureFile, 0))
        session.delete(file)
    pattern = re.compile(sha256)
    for column in (HistoryEntry.changes, Merge.moved):
        found += _clean(session, column, sha256, pattern)
    session.flush()
    return found


def _place(row: Any) -> Place:
    if isinstance(row, Supplier):
        return Place(Supplier, row.id)
    concerned = row.kept_id if isinstance(row, Merge) else getattr(row, "supplier_id", None)
    return Place(type(row), concerned or 0)


def pattern_of(value: str) -> re.Pattern[str]:
    """However it is written: the case of an address, the spaces and the prefix of a number."""
    if "@" in value:
        longer = r"(?![\w-]|\.\w)"
        return re.compile(rf"(?<![\w.+-]){re.escape(value.strip())}{longer}", re.IGNORECASE)
    between = r"[\s.\-/]{0,4}"  # bounded: a text may hold thousands of spaces
    spaced = between.join(significant(value))
    is_foreign = re.match(r"\s*(?:\+|00)(?!33)", value)
    # Spreadsheets take the sign of a number away.
    prefix = r"(?:\+|00)" if is_foreign else r"(?:\+?33|0033|0)?"
    return re.compile(rf"(?<![\d+]){prefix}{between}(?:\(0\))?{between}{spaced}(?!\d)")


def _delete(
    session: Session, column: InstrumentedAttribute[Any], value: str, pattern: re.Pattern[str]
) -> list[Place]:
    rows = _candidates(session, column, value)
    wanted = [row for row in rows if pattern.search(getattr(row, column.key))]
    for row in wanted:
        session.delete(row)
    return [*map(_place, wanted)]


def _clean(
    session: Session, column: InstrumentedAttribute[Any], value: str, pattern: re.Pattern[str]
) -> list[Place]:
    """The rows that the column said it in."""
    changed = []
    for row in _candidates(session, column, value):
        said = getattr(row, column.key)
        if (cleaned := _without(said, pattern)) != said:
            setattr(row, column.key, cleaned)
            changed.append(_place(row))
    return changed


def _candidates(session: Session, column: InstrumentedAttribute[Any], value: str) -> Sequence[Any]:
    """Rows that may say it: the database sifts, the pattern judges."""
    words, said = significant(value), cast(column, String)
    may_say: ColumnElement[bool] = (
        said.like("%".join(["", *words, ""]))
        if words.isdigit()
        else said.icontains(words, autoescape=True)
    )
    return session.scalars(select(column.class_).where(may_say)).all()


def _without(said: Any, pattern: re.Pattern[str], left: str = ERASED) -> Any:
    if isinstance(said, str):
        return pattern.sub(left, said)
    if isinstance(said, list):
        return [_without(item, pattern, left) for item in said]
    if isinstance(said, dict):
        items = said.items()
        return {_without(name, pattern, left): _without(it, pattern, left) for name, it in items}
    return said
