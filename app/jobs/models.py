"""What was done and asked, and when: a worker started again does not do it again."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.models import Base


class DailyJob(Base):
    """The day on which a job was last done, by whichever worker."""

    __tablename__ = "daily_job"

    # A key of app.jobs.daily.JOBS.
    name: Mapped[str] = mapped_column(primary_key=True)
    done_on: Mapped[date]


class ConfirmationRequest(Base):
    """ "Toujours exact ?": when the owner of a page was last asked, and reminded."""

    __tablename__ = "confirmation_request"

    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), primary_key=True)
    asked_on: Mapped[date]
    reminded_on: Mapped[date | None]
