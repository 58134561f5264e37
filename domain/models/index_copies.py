"""The copies of the index: how far each has come, who feeds it, what it refuses."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from domain.models.base import Base, utcnow


class IndexCursor(Base):
    """How far one copy of an index ("embedded@host", "meilisearch") has read the outbox."""

    __tablename__ = "index_cursor"

    copy: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    settings_hash: Mapped[str]
    # The day whose kinds and labels in force the copy holds.
    day: Mapped[date]
    # The day on which the whole copy was last compared with the database.
    compared_on: Mapped[date | None]
    updated_at: Mapped[datetime] = mapped_column(default=utcnow, onupdate=utcnow)

    # What a server was sent and has not acknowledged yet: its task, and the last entry in it.
    task: Mapped[int | None]
    sent_position: Mapped[int | None]

    # Why the copy is not fed, until it is again.
    error: Mapped[str | None]
    error_at: Mapped[datetime | None]

    # Of several workers, the one that feeds a copy they share, and until when unless it says so
    # again.
    holder: Mapped[str | None]
    held_until: Mapped[datetime | None]


class ParkedDocument(Base):
    """A supplier whose document a copy refuses: the others go on without it."""

    __tablename__ = "parked_document"

    copy: Mapped[str] = mapped_column(primary_key=True)
    # No foreign key: a supplier may be deleted meanwhile.
    supplier_id: Mapped[int] = mapped_column(primary_key=True)
    error: Mapped[str]
    parked_at: Mapped[datetime] = mapped_column(default=utcnow)
