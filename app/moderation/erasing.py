"""Erase an e-mail address, a telephone number or a picture wherever the directory has it.

Histories and imports keep what was said: a person's own data leaves them too. What a later
import says again of it is left out (`app.importing`), by a digest that tells nobody the value.
"""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, cast, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.importing.erased import remember_erased, significant
from app.moderation.models import Report
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

ERASED = "[effacé]"

# Rows that are nothing else; they go with it, before the others are read.
ROWS: tuple[InstrumentedAttribute[Any], ...] = (Contact.value, Invitation.email)
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
    Supplier.address,
    Supplier.cocontracting_note,
    Supplier.own_words,
    Contact.label,
    ClientReference.client,
    ClientReference.work,
    SupplierLabel.issuer,
    Picture.alt,
    Document.filename,
    Report.message,
    Report.email,
    Report.outcome,
    Claim.statement,
    Claim.answer,
    Claim.reason,
)


def erase_personal(session: Session, value: str) -> int:
    """How many rows said it. The caller commits."""
    pattern = pattern_of(value)
    found = sum(_delete(session, column, value, pattern) for column in ROWS)
    found += sum(_clean(session, column, value, pattern) for column in COLUMNS)
    remember_erased(session, value)
    session.flush()
    return found


def erase_picture(session: Session, sha256: str) -> int:
    """How many rows had it: no page shows it any more, no history brings it back.

    The caller commits.
    """
    shown = session.scalars(select(Picture).where(Picture.sha256 == sha256)).all()
    for picture in shown:
        session.delete(picture)
    session.flush()
    file = session.get(PictureFile, sha256)
    if file is not None:
        session.delete(file)
    pattern = re.compile(sha256)
    told = sum(
        _clean(session, column, sha256, pattern) for column in (HistoryEntry.changes, Merge.moved)
    )
    session.flush()
    return len(shown) + told + (file is not None)


def pattern_of(value: str) -> re.Pattern[str]:
    """However it is written: the case of an address, the spaces and the prefix of a number."""
    if "@" in value:
        longer = r"(?![\w-]|\.\w)"
        return re.compile(rf"(?<![\w.+-]){re.escape(value.strip())}{longer}", re.IGNORECASE)
    spaced = r"[\s.\-/]*".join(significant(value))
    is_foreign = re.match(r"\s*(?:\+|00)(?!33)", value)
    prefix = r"(?:\+|00)" if is_foreign else r"(?:\+33|0033|0)?"
    return re.compile(rf"(?<![\d+]){prefix}[\s.\-/]*(?:\(0\))?[\s.\-/]*{spaced}(?!\d)")


def _delete(
    session: Session, column: InstrumentedAttribute[Any], value: str, pattern: re.Pattern[str]
) -> int:
    rows = _candidates(session, column, value)
    wanted = [row for row in rows if pattern.search(getattr(row, column.key))]
    for row in wanted:
        session.delete(row)
    return len(wanted)


def _clean(
    session: Session, column: InstrumentedAttribute[Any], value: str, pattern: re.Pattern[str]
) -> int:
    """How many rows the column said it in."""
    changed = 0
    for row in _candidates(session, column, value):
        said = getattr(row, column.key)
        if (cleaned := _without(said, pattern)) != said:
            setattr(row, column.key, cleaned)
            changed += 1
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


def _without(said: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(said, str):
        return pattern.sub(ERASED, said)
    if isinstance(said, list):
        return [_without(item, pattern) for item in said]
    if isinstance(said, dict):
        return {_without(name, pattern): _without(item, pattern) for name, item in said.items()}
    return said
