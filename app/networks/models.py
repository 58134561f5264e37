"""What a network keeps of its own: notes on members, managers who are invited, its growth."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import InvitationColumns
from domain.models import Base, Network, utcnow


class MemberNote(Base):
    """What the managers of a network write of a member for themselves.

    It goes with the membership, whoever ends it: the database sees to it.
    """

    __tablename__ = "member_note"
    __table_args__ = (
        ForeignKeyConstraint(
            ["supplier_id", "network_slug"],
            ["membership.supplier_id", "membership.network_slug"],
            ondelete="CASCADE",
        ),
    )

    supplier_id: Mapped[int] = mapped_column(primary_key=True)
    network_slug: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(default=utcnow)
    changed_by: Mapped[str]


class ManagerInvitation(InvitationColumns, Base):
    """A letter to an address: its holder manages the network once they accept."""

    __tablename__ = "manager_invitation"

    network_slug: Mapped[str] = mapped_column(ForeignKey("network.slug"), index=True)

    network: Mapped[Network] = relationship()


class NetworkMonth(Base):
    """How many members a network had when a month ended, and how many kept their page."""

    __tablename__ = "network_month"

    network_slug: Mapped[str] = mapped_column(ForeignKey("network.slug"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    members: Mapped[int]
    kept: Mapped[int]
