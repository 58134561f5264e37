"""What happened to the directory: imports, changes, and pairs a person should look at."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.models.base import Base, utcnow


class ImportRun(Base):
    """One run of one file. `finished_at` is empty while it runs, and for ever if it was killed."""

    __tablename__ = "import_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    format: Mapped[str]
    filename: Mapped[str]
    file_sha256: Mapped[str]
    started_at: Mapped[datetime] = mapped_column(default=utcnow)
    finished_at: Mapped[datetime | None]
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)


class HistoryAction(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    MATCHED = "matched"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    ARCHIVED = "archived"
    RESTORED = "restored"
    CONFIRMED = "confirmed"
    REVERTED = "reverted"
    MERGED = "merged"
    UNMERGED = "unmerged"
    TEAM = "team"  # who keeps the page changed


class HistoryEntry(Base):
    """A change to a supplier: `changes` maps a field to [before, after].

    `actor` is "user:<id>", "import:<source>" or the name of a command: never a person's name.
    """

    __tablename__ = "history_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))
    at: Mapped[datetime] = mapped_column(default=utcnow)
    actor: Mapped[str]
    action: Mapped[HistoryAction]
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # The version of the supplier that the change made; of imports before version 0.1, unknown.
    version: Mapped[int | None]
    # The entry whose changes this one takes back.
    reverts_id: Mapped[int | None] = mapped_column(ForeignKey("history_entry.id"))


class DuplicateStatus(StrEnum):
    OPEN = "open"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class ProbableDuplicate(Base):
    """Two suppliers that may be one; a person decides, once. The lower id comes first."""

    __tablename__ = "probable_duplicate"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    reason: Mapped[str]
    noticed_at: Mapped[datetime] = mapped_column(default=utcnow)
    status: Mapped[DuplicateStatus] = mapped_column(
        default=DuplicateStatus.OPEN, server_default=DuplicateStatus.OPEN.value
    )
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]


class Merge(Base):
    """Two suppliers made one. `moved` tells what the kept one received, to give it back."""

    __tablename__ = "merge"

    id: Mapped[int] = mapped_column(primary_key=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    merged_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    moved: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(default=utcnow)
    actor: Mapped[str]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]
