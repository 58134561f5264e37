"""A list of members that a network dropped: its file, its rows, what became of each."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, false, or_, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.structures.facts import NETWORK_LIST
from domain.models import Base, Network, Supplier, utcnow
from importers.report import JOINS

# Absent is NULL, which both databases can ask about, and not the JSON null.
OPTIONAL = JSON(none_as_null=True)


class ListState(StrEnum):
    """Where a list is. Of those that a worker advances, the name ends in "ing"."""

    DROPPED = "dropped"  # its columns are to be matched
    READING = "reading"
    READ = "read"  # what would happen is there to see
    APPLYING = "applying"
    STOPPED = "stopped"  # by a person, between two batches: what is applied stays
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"


# What a worker has to do.
AT_WORK = (ListState.READING, ListState.APPLYING, ListState.UNDOING)


class RowOutcome(StrEnum):
    """What would become, or became, of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DOUBTFUL = "doubtful"  # perhaps a structure of the directory: a person decides
    CONFLICT = "conflict"
    REJECTED = "rejected"
    SKIPPED = "skipped"  # a person left it out, or it is no structure: a total, a title
    GONE = "gone"  # of the last list, and no longer of this one


# Those that write something when they are applied.
WRITTEN = (RowOutcome.CREATED, RowOutcome.UPDATED, RowOutcome.UNCHANGED, RowOutcome.CONFLICT)


# Why undoing spares all that a row wrote, beside the parts that it may spare alone.
WHOLE_PAGE = "page"  # created by the list, and kept since somebody else says something on it
CLAIMED = "claimed"  # the same, since somebody looks after it
NAMED_LATER = "list"  # kept as long as a later list of the network names it
MERGED = "merged"  # made one with another page, whose rows tell what is left
# With the first two: it stays a member, whom a hand added or the network vouches for.
STILL_MEMBER = "networks"
# Why undoing has nothing to put back.
NO_PAGE = "archived"  # the page is not online any more
UNNAMED = "unnamed"  # whom undone lists alone had made a member comes back to nothing
NOTHING_LEFT = (NO_PAGE, UNNAMED)


class Stage(StrEnum):
    """Where something of a row went wrong."""

    READING = "reading"
    MATCHING = "matching"  # with the directory
    APPLYING = "applying"  # the directory changed meanwhile


class MemberList(Base):
    """One file that a network dropped. Its bytes are `ListPiece` rows, its rows `ListRow`.

    `choices` and `mapping`: how a person wants it read (importers.choices, column_mapping).
    `header`: the line of its titles and the titles. `found`: what a look at the file told
    (matching.Look); None for a list dropped before that was kept.
    `words`: those that match nothing, then those that a person has answered (importers.tally).
    `is_partial`: it completes another list, and says nothing of who is not in it. `done`: rows
    that the present work has dealt with.
    `failures`: its processes that died one after the other, and got nowhere.
    """

    __tablename__ = "member_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    network_slug: Mapped[str] = mapped_column(ForeignKey("network.slug"), index=True)
    filename: Mapped[str]
    file_sha256: Mapped[str]
    dropped_at: Mapped[datetime] = mapped_column(default=utcnow)
    dropped_by: Mapped[str]  # "user:12"
    is_partial: Mapped[bool] = mapped_column(default=False, server_default=false())

    format: Mapped[str | None]
    choices: Mapped[dict[str, Any]] = mapped_column(default=dict)
    mapping: Mapped[dict[str, Any] | None] = mapped_column(OPTIONAL)
    found: Mapped[dict[str, Any] | None] = mapped_column(OPTIONAL)
    header: Mapped[dict[str, Any]] = mapped_column(default=dict)
    words: Mapped[list[Any]] = mapped_column(default=list)

    state: Mapped[ListState] = mapped_column(default=ListState.DROPPED, index=True)
    asked_at: Mapped[datetime] = mapped_column(default=utcnow)
    asked_by: Mapped[str]
    row_count: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0, server_default="0")
    # Of several workers, the one that works on it, and until when unless it says so again.
    holder: Mapped[str | None]
    held_until: Mapped[datetime | None]
    # Why the last work could not be done, in French, for who asked.
    problem: Mapped[str | None]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    # When its network was told that it has grown old.
    reminded_at: Mapped[datetime | None]

    network: Mapped[Network] = relationship()

    @property
    def source(self) -> str:
        return list_source(self.network_slug)

    @property
    def joins_rows(self) -> bool:
        """Whether a structure may have several rows, read as one: see importers.grouping."""
        return self.mapping is not None and bool(self.mapping.get("one_row_a_service"))

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK

    def get_on(self, rows: int) -> None:
        """So many rows are dealt with for good: the work gets somewhere."""
        self.done += rows
        self.failures = 0


def list_source(network: str) -> str:
    """The source under which the directory keeps what a network's own lists say."""
    return NETWORK_LIST + network


class ListPiece(Base):
    """Some of the bytes of a dropped file, in order: none is ever whole in memory."""

    __tablename__ = "list_piece"

    list_id: Mapped[int] = mapped_column(
        ForeignKey("member_list.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes]


def is_left_out(choice: Mapping[str, Any] | None) -> bool:
    return choice is not None and "skip" in choice


class ListRow(Base):
    """A row of the file (`line` as a person counts it), or a member that is gone from it.

    `cells` are the file's, `corrected` what a person made of them. `told` are remarks, each
    {field, value, message, suggestion}; `changes` maps a field to [before, after], and contacts to
    those that the row says are private too, if any; `candidates` are why it waits for a person,
    each {id, reason}: the supplier that it may be, or none.
    `choice`, of a person: {"attach": id}, {"apart": true}, {"as_read": true} or {"skip": true};
    with any or alone, {"settled": {field: "file" or "directory"}}: whose value counts, and
    {"remembered": true}: the network's last list says that the row is left out, or corrected.
    `chosen_by`: "user:12", whose choice or correction is the last, while any is left.
    `decided` is a digest of what was shown: nothing else is applied. `before` and `after`: the
    suppliers around the import, by number, to undo it; nothing of those that it makes, which go
    whole.
    """

    __tablename__ = "list_row"
    __table_args__ = (
        UniqueConstraint("list_id", "line"),
        Index("ix_list_row_outcome", "list_id", "outcome"),
        Index("ix_list_row_key", "list_id", "key"),
        # Undoing goes through a list from its last row, and through what older undoings spared.
        Index("ix_list_row_order", "list_id", "id"),
        Index(
            *("ix_list_row_spared", "list_id", "id"),
            sqlite_where=text("spared IS NOT NULL"),
            postgresql_where=text("spared IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("member_list.id", ondelete="CASCADE"))
    line: Mapped[int | None]
    cells: Mapped[list[str]] = mapped_column(default=list)
    corrected: Mapped[list[str] | None] = mapped_column(OPTIONAL)

    key: Mapped[str | None]
    name: Mapped[str] = mapped_column(default="")
    outcome: Mapped[RowOutcome]
    stage: Mapped[Stage | None]
    told: Mapped[list[Any]] = mapped_column(default=list)
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    candidates: Mapped[list[Any]] = mapped_column(default=list)
    choice: Mapped[dict[str, Any] | None] = mapped_column(OPTIONAL)
    chosen_by: Mapped[str | None]
    decided: Mapped[str | None]

    supplier_id: Mapped[int | None] = mapped_column(
        ForeignKey("supplier.id", ondelete="SET NULL"), index=True
    )
    is_applied: Mapped[bool] = mapped_column(default=False, server_default=false())
    before: Mapped[dict[str, Any] | None] = mapped_column(OPTIONAL)
    after: Mapped[dict[str, Any] | None] = mapped_column(OPTIONAL)
    is_undone: Mapped[bool] = mapped_column(default=False, server_default=false())
    # What the undoing left: one of the reasons above, or the parts that somebody changed since.
    spared: Mapped[list[str] | None] = mapped_column(OPTIONAL)

    supplier: Mapped[Supplier | None] = relationship()

    @property
    def is_partly_written(self) -> bool:
        """Whether it is in conflict, and its other fields are, or would be, written."""
        is_written = not self.is_applied or self.after is not None
        return self.outcome is RowOutcome.CONFLICT and bool(self.changes) and is_written

    @property
    def is_joined(self) -> bool:
        """Whether another row of the same structure says what it says."""
        is_read_so = any(JOINS in remark for remark in self.told)
        return self.outcome is RowOutcome.UNCHANGED and is_read_so

    @property
    def said(self) -> list[str]:
        """The cells that count."""
        return self.corrected or self.cells


# Rows of which a person said something.
TOUCHED = or_(ListRow.corrected.is_not(None), ListRow.choice.is_not(None))
