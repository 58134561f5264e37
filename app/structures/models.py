"""Who says that a page is theirs, how they prove it, and who is invited."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import InvitationColumns, User
from domain.models import Base, Supplier, utcnow


class ClaimProof(StrEnum):
    """How a claim is proved."""

    SOURCE_EMAIL = "source_email"  # a code to the address that the source gave
    DOMAIN_EMAIL = "domain_email"  # an address of the structure's own domain
    INVITATION = "invitation"  # a network that lists it invited its holder
    DOCUMENT = "document"  # a moderator reads what was sent
    PROPOSAL = "proposal"  # its author proposed the page; settled with it


class ClaimStatus(StrEnum):
    OPEN = "open"  # a moderator is to decide
    SETTLED = "settled"  # its author has the page
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Claim(Base):
    """Somebody says that a page is theirs. Several may be open; one at most is settled."""

    __tablename__ = "claim"
    __table_args__ = (
        Index(
            "uq_claim_settled",
            "supplier_id",
            unique=True,
            sqlite_where=text("status = 'settled'"),
            postgresql_where=text("status = 'settled'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    # None once the account is deleted.
    user_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    proof: Mapped[ClaimProof]
    status: Mapped[ClaimStatus] = mapped_column(default=ClaimStatus.OPEN)
    # What its author says of their place in the structure, and what the present owner answers.
    statement: Mapped[str | None]
    answer: Mapped[str | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    decide_by: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    reason: Mapped[str | None]

    supplier: Mapped[Supplier] = relationship()
    user: Mapped[User | None] = relationship()


class Invitation(InvitationColumns, Base):
    """A letter to an address: its holder may edit that page once they accept."""

    __tablename__ = "invitation"

    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    # The network that invites, when it is one.
    network_slug: Mapped[str | None] = mapped_column(ForeignKey("network.slug"))

    supplier: Mapped[Supplier] = relationship()
