"""What administrators change without touching the settings of the machine."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from domain.models import Base, utcnow


class SiteText(Base):
    """A text of the site that replaces the one it comes with: its name, its legal notice."""

    __tablename__ = "site_text"

    # A key of app.administration.texts.TEXTS.
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(default=utcnow, onupdate=utcnow)
    changed_by: Mapped[str]


class WordReading(Base):
    """What an administrator says that words mean; every web process knows it within seconds."""

    __tablename__ = "word_reading"

    id: Mapped[int] = mapped_column(primary_key=True)
    # As typed, and as compared (search.understanding.form_of): these words have no other.
    words: Mapped[str]
    form: Mapped[str] = mapped_column(unique=True)
    # As a mention says it (search.understanding.What), and its values.
    what: Mapped[str]
    means: Mapped[list[str]]
    given_at: Mapped[datetime] = mapped_column(default=utcnow, onupdate=utcnow)
    given_by: Mapped[str]


class AdminEntry(Base):
    """What an administrator changed that is not a supplier's: who, when, what."""

    __tablename__ = "admin_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=utcnow)
    actor: Mapped[str]
    # "user:12 role admin", "network cress-bretagne", "text legal".
    subject: Mapped[str]
    change: Mapped[str]
