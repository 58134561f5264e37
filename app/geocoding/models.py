"""What was answered about the address of each supplier: nothing is asked twice."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.models import Base, PointPrecision, utcnow


class GeocodedAddress(Base):
    """A supplier's address as it was last looked at, and where it was found, if it was.

    It goes with the address: a page that says another, or none, has another row.
    """

    __tablename__ = "geocoded_address"

    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), primary_key=True)
    # The version of the page: one that has changed since is looked at again.
    version: Mapped[int]
    # Folded, with its commune: others at the same address have the same. None: nothing to ask.
    address: Mapped[str | None] = mapped_column(index=True)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    point_precision: Mapped[PointPrecision | None]
    asked_at: Mapped[datetime] = mapped_column(default=utcnow)
