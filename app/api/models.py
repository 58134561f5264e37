"""Keys that a network gives its programs."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.models import Base, utcnow


class ApiKey(Base):
    """It acts for whoever made it, in one network, while its pages are theirs to open."""

    __tablename__ = "api_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    network_slug: Mapped[str] = mapped_column(ForeignKey("network.slug"), index=True)
    name: Mapped[str]
    key_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime] = mapped_column(default=utcnow)
    made_by: Mapped[str]  # "user:12"
    used_at: Mapped[datetime | None]  # to the hour
