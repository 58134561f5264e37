"""Counts by day. No row tells of a person: who searched is never known."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.models import Base


class Event(StrEnum):
    FOUND = "found"  # shown in a page of results
    READ = "read"  # its page opened
    CONTACTED = "contacted"  # its site, telephone or e-mail followed


class SupplierCount(Base):
    """How many times an event happened to a supplier on a day."""

    __tablename__ = "supplier_count"

    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    event: Mapped[Event] = mapped_column(primary_key=True)
    count: Mapped[int]


class SearchCount(Base):
    """How many times a supplier was found in a month for a service, from a département.

    Services and départements are closed lists: what people type is never kept. "" is neither.
    """

    __tablename__ = "search_count"

    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    service: Mapped[str] = mapped_column(primary_key=True)
    departement: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class UnmetNeed(Base):
    """How many searches of a month, in a département, found nobody who declares a service.

    The same closed lists: "" is a need that names no service, or a place that is no département.
    """

    __tablename__ = "unmet_need"

    month: Mapped[date] = mapped_column(primary_key=True)
    departement: Mapped[str] = mapped_column(primary_key=True)
    service: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class UnreadWord(Base):
    """On how many days a word that nothing reads was typed, alone or not, and nobody was found.

    Until it was on UNREAD_DAYS of them, only its keyed digest is kept, and `word` is "".
    """

    __tablename__ = "unread_word"

    digest: Mapped[str] = mapped_column(primary_key=True)
    word: Mapped[str]
    days: Mapped[int]
    last_on: Mapped[date]
