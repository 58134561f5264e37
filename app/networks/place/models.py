"""What a network says of itself."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.models import Base, utcnow


class NetworkPlace(Base):
    """A network's presentation, once its managers have written one. Empty texts say nothing."""

    __tablename__ = "network_place"

    network_slug: Mapped[str] = mapped_column(ForeignKey("network.slug"), primary_key=True)
    # Markdown.
    presentation: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    # "departement:49", "region:52"
    territories: Mapped[list[str]] = mapped_column(default=list)
    # Families of services of the taxonomy: a network of a trade rather than of a place.
    groups: Mapped[list[str]] = mapped_column(default=list)
    # Markdown; `charter_on` is the day it was adopted.
    charter: Mapped[str] = mapped_column(default="")
    charter_on: Mapped[date | None]
    changed_at: Mapped[datetime] = mapped_column(default=utcnow, onupdate=utcnow)
    changed_by: Mapped[str]
