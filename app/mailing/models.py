"""Letters that wait to be sent."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from domain.models import Base, utcnow


class OutgoingMail(Base):
    """A letter to send: written in the transaction that it tells of, deleted once sent."""

    __tablename__ = "outgoing_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(default=utcnow)
    # After a failure, not before.
    send_after: Mapped[datetime] = mapped_column(default=utcnow, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
