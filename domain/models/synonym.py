"""Words that this directory's people use, beside those of the taxonomy."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.models.base import Base, utcnow


class Synonym(Base):
    """A word that people use for a service; every process knows it within seconds."""

    __tablename__ = "synonym"
    __table_args__ = (UniqueConstraint("words", "service"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # As typed; compared folded.
    words: Mapped[str]
    service: Mapped[str]
    added_at: Mapped[datetime] = mapped_column(default=utcnow)
    added_by: Mapped[str]
