"""Files that people gave: pictures, shown to all, and documents, that prove something.

Their bytes are rows too: one backup holds the whole directory, several machines share it, and
what is erased is gone with its transaction.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.models.base import Base, utcnow


class PictureKind(StrEnum):
    LOGO = "logo"
    PHOTO = "photo"


class Picture(Base):
    """A picture of a supplier, re-encoded by us; `alt` says in words what it shows."""

    __tablename__ = "picture"

    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    kind: Mapped[PictureKind]
    position: Mapped[int] = mapped_column(default=0)
    alt: Mapped[str]
    # Of the file's content: its address changes with it, and browsers keep it for good.
    sha256: Mapped[str] = mapped_column(ForeignKey("picture_file.sha256"), index=True)
    width: Mapped[int]
    height: Mapped[int]
    source: Mapped[str]
    added_at: Mapped[datetime] = mapped_column(default=utcnow)


class PictureFile(Base):
    """The bytes of a picture, apart: a page lists pictures without reading them."""

    __tablename__ = "picture_file"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    content: Mapped[bytes]
    added_at: Mapped[datetime] = mapped_column(default=utcnow)
    # "user:12": who sees it while no page shows it yet.
    added_by: Mapped[str]


class Document(Base):
    """A file that proves something (a certificate, a mandate): its owner and moderators see it."""

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    filename: Mapped[str]
    media_type: Mapped[str]
    content: Mapped[bytes] = mapped_column(deferred=True)
    added_at: Mapped[datetime] = mapped_column(default=utcnow)
    added_by: Mapped[str]
    checked_at: Mapped[datetime | None]
    checked_by: Mapped[str | None]
