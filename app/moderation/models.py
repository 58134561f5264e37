"""What visitors report, and what is done of it."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.models import Base, Supplier, utcnow


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
