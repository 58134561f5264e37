"""People: accounts, their sessions, the codes that open one, and what they have charge of.

Nothing else in the directory names a person: its history keeps an account's number.
"""

from datetime import datetime

from flask_security import RoleMixin, UserMixin
from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, Table, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.models import Base, utcnow

user_role = Table(
    "user_role",
    Base.metadata,
    Column("user_id", Integer, ForeignKey("account.id"), primary_key=True),
    Column("role_id", Integer, ForeignKey("role.id"), primary_key=True),
)


class Role(Base, RoleMixin):
    """A charge over the whole site: "moderator" or "admin"."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class User(Base, UserMixin):
    """An account. Its address was proved by a code; everybody with one is at least a buyer."""

    __tablename__ = "account"  # "user" is a reserved word of PostgreSQL

    id: Mapped[int] = mapped_column(primary_key=True)
    # Normalised by app.accounts.addresses.
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str | None]
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    # What Flask-Security keeps in the cookie instead of the number.
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    last_sign_in_at: Mapped[datetime | None]

    roles: Mapped[list[Role]] = relationship(secondary=user_role)  # type: ignore[assignment]  # Flask-Security wants a list of any role
    editorships: Mapped[list["Editorship"]] = relationship(
        back_populates="user", cascade="all, delete-orphan", order_by="Editorship.since"
    )
    networks: Mapped[list["NetworkManager"]] = relationship(
        back_populates="user", cascade="all, delete-orphan", order_by="NetworkManager.since"
    )
    sessions: Mapped[list["AccountSession"]] = relationship(
        back_populates="user", cascade="all, delete-orphan", order_by="AccountSession.id"
    )

    @property
    def actor(self) -> str:
        """How the history names this account."""
        return f"user:{self.id}"

    @property
    def shown_name(self) -> str:
        return self.name or self.email


class AccountSession(Base):
    """A browser that is signed in. Deleting the row signs it out."""

    __tablename__ = "account_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    # Of the key that the browser's cookie holds.
    key_hash: Mapped[str] = mapped_column(unique=True)
    # "Firefox sur Android": never the whole string, which would tell one person from others.
    browser: Mapped[str]
    opened_at: Mapped[datetime] = mapped_column(default=utcnow)
    seen_at: Mapped[datetime] = mapped_column(default=utcnow)
    # When its holder last typed a code or their password.
    proved_at: Mapped[datetime] = mapped_column(default=utcnow)

    user: Mapped[User] = relationship(back_populates="sessions")


class EmailCode(Base):
    """A code sent to an address, which proves that whoever types it reads that address."""

    __tablename__ = "email_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(index=True)
    # What the code is for: "sign-in", "claim:12"… A code proves nothing else.
    purpose: Mapped[str]
    code_hash: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    expires_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class Editorship(Base):
    """A person who may edit a supplier's page. One of them owns it: who invites and hands over."""

    __tablename__ = "editorship"
    __table_args__ = (
        Index(
            "uq_editorship_owner",
            "supplier_id",
            unique=True,
            sqlite_where=text("is_owner"),
            postgresql_where=text("is_owner"),
        ),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), primary_key=True)
    is_owner: Mapped[bool] = mapped_column(default=False)
    since: Mapped[datetime] = mapped_column(default=utcnow)

    user: Mapped[User] = relationship(back_populates="editorships")


class NetworkManager(Base):
    """A person who manages a network's members."""

    __tablename__ = "network_manager"

    user_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    network_slug: Mapped[str] = mapped_column(ForeignKey("network.slug"), primary_key=True)
    since: Mapped[datetime] = mapped_column(default=utcnow)

    user: Mapped[User] = relationship(back_populates="networks")


class InvitationColumns:
    """A letter to an address, and what its link opens; each kind of invitation adds to what."""

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(index=True)
    # Of the key that the link holds.
    key_hash: Mapped[str] = mapped_column(unique=True)
    # "user:12"
    invited_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]


class HeldForm(Base):
    """What somebody typed while their session had ended; given back once they sign in.

    `user_id` is None while nobody knows whose it is: the browser had lost its cookie too.
    """

    __tablename__ = "held_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    key_hash: Mapped[str] = mapped_column(unique=True)
    path: Mapped[str]
    # Name, value; in the order of the form.
    fields: Mapped[list[list[str]]] = mapped_column(JSON)
    had_files: Mapped[bool] = mapped_column(default=False)
    held_at: Mapped[datetime] = mapped_column(default=utcnow)
