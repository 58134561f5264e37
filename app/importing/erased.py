"""Personal data that was erased is not imported again.

What was erased is remembered as a keyed digest: it recognises the value, and tells it to nobody.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.secrets import digest
from app.moderation.models import ErasedValue
from importers.facts import RowFacts, RowResult

PURPOSE = "erased"


def remember_erased(session: Session, value: str) -> None:
    """The caller commits."""
    session.merge(ErasedValue(digest=_digest(value)))


def erased_digests(session: Session) -> frozenset[str]:
    return frozenset(session.scalars(select(ErasedValue.digest)))


def without_erased(row: RowResult, erased: frozenset[str]) -> RowResult:
    """The row without the contacts that were erased."""
    if not erased or not isinstance(row, RowFacts):
        return row
    said = (row.emails, row.phones, row.private)
    emails, phones, private = (_kept(values, erased) for values in said)
    return replace(row, emails=emails, phones=phones, private=private)


def _kept(values: Iterable[str], erased: frozenset[str]) -> tuple[str, ...]:
    return tuple(value for value in values if _digest(value) not in erased)


def _digest(value: str) -> str:
    return digest(significant(value), PURPOSE)


def significant(value: str) -> str:
    """What every way to write it has: words in lower case; of a number, its own digits."""
    if re.search("[a-z]", value, re.IGNORECASE):
        return value.strip().lower()
    return re.sub(r"^(?:0033|33(?=\d{9}$)|00|0)", "", re.sub(r"\D", "", value))
