"""What visitors report, what moderators do to many pages at once, what was erased."""

from datetime import datetime

from sqlalchemy import ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.models import Base, HistoryEntry, Supplier, utcnow


class Report(Base):
    """ "Signaler une erreur": what a visitor says is wrong with a page. No account is needed."""

    __tablename__ = "report"

    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    # A key of app.moderation.wording.REPORT_SUBJECTS.
    subject: Mapped[str]
    message: Mapped[str]
    # To answer; erased once the report is closed.
    email: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    outcome: Mapped[str | None]

    supplier: Mapped[Supplier] = relationship()


class Tagging(Base):
    """Services given at once to many structures that said nothing; taken back at once too."""

    __tablename__ = "tagging"

    id: Mapped[int] = mapped_column(primary_key=True)
    services: Mapped[list[str]]
    # The network that gives them to its members; None for a moderator, to any.
    network_slug: Mapped[str | None] = mapped_column(ForeignKey("network.slug"), index=True)
    # How the structures were chosen, in words.
    asked: Mapped[str]
    actor: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    # Once begun, it ends: what was interrupted is taken up again.
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]

    tagged: Mapped[list["TaggedSupplier"]] = relationship(
        cascade="all, delete-orphan", order_by="TaggedSupplier.supplier_id"
    )


class TaggedSupplier(Base):
    """One of them: `entry_id` is the change made to its page, None before and when spared."""

    __tablename__ = "tagged_supplier"

    tagging_id: Mapped[int] = mapped_column(ForeignKey("tagging.id"), primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), primary_key=True)
    is_done: Mapped[bool] = mapped_column(default=False, server_default=false())
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("history_entry.id"))
    is_undone: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Its page changed since, and was left as it is.
    is_spared: Mapped[bool] = mapped_column(default=False, server_default=false())

    supplier: Mapped[Supplier] = relationship()
    entry: Mapped[HistoryEntry | None] = relationship()


class ErasedValue(Base):
    """A personal datum that was erased: imports leave out what has this digest."""

    __tablename__ = "erased_value"

    digest: Mapped[str] = mapped_column(primary_key=True)
    erased_at: Mapped[datetime] = mapped_column(default=utcnow)
