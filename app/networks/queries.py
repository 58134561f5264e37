"""The members of a network: who keeps their pages, who is invited to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, exists, func, select

from app.accounts.models import Editorship
from app.db import db
from app.networks.addresses import known_addresses
from app.paging import page_within
from app.structures.models import Invitation
from domain.models import Membership, Supplier, utcnow
from domain.text import fold

PER_PAGE = 50
# A statement holds so many ids; no name is that common in a network.
MOST_NAMED = 10_000


class Keeping(StrEnum):
    """What the list is narrowed to; the values stand in addresses of pages."""

    KEPT = "tenues"
    FREE = "libres"  # invited or not
    INVITED = "invitees"


@dataclass(frozen=True, slots=True)
class Filters:
    """`words` are those of a name."""

    words: str = ""
    keeping: Keeping | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """`kept_since`: None when nobody keeps the page. `address`: where its network may write.

    `invitation`: the network's own that waits, the latest; it may have expired.
    """

    supplier: Supplier
    kept_since: datetime | None
    invitation: Invitation | None
    address: str

    @property
    def is_invited(self) -> bool:
        return self.invitation is not None and self.invitation.expires_at > utcnow()

    @property
    def is_ready(self) -> bool:
        """Whether there is somebody to invite, and nobody was."""
        return bool(self.address) and self.kept_since is None and not self.is_invited


@dataclass(frozen=True, slots=True)
class MembersPage:
    """`counts` are of each way of keeping, and of all (None), among those of that name."""

    members: Sequence[Member]
    counts: dict[Keeping | None, int]
    number: int
    last: int


def members_page(network: str, filters: Filters, number: int) -> MembersPage:
    """The page asked, or the last one; by name."""
    named = _named(network, filters.words)
    counts = _counts(network, named)
    number, last = page_within(number, counts[filters.keeping], PER_PAGE)
    shown = (*named, _conditions(network)[filters.keeping]) if filters.keeping else named
    by_name = func.lower(func.coalesce(Supplier.brand, Supplier.name))
    query = _listed(network).where(*shown).order_by(by_name, Supplier.id)
    rows = query.limit(PER_PAGE).offset((number - 1) * PER_PAGE)
    return MembersPage(_read(network, rows), counts, number, last)


def members_among(network: str, supplier_ids: Collection[int]) -> Sequence[Member]:
    """Those that are members of the network, by number."""
    among = Supplier.id.in_(supplier_ids)
    return _read(network, _listed(network).where(among).order_by(Supplier.id))


def _listed(network: str) -> Select[Supplier, datetime | None]:
    """Suppliers of the directory, and since when somebody has kept their pages."""
    since = select(func.min(Editorship.since)).where(Editorship.supplier_id == Supplier.id)
    return (
        select(Supplier, since.scalar_subquery())
        .join(Membership, Membership.supplier_id == Supplier.id)
        .where(Membership.network_slug == network, Supplier.is_listed)
    )


def _read(network: str, query: Select[Supplier, datetime | None]) -> list[Member]:
    rows = db.session.execute(query).all()
    ids = [supplier.id for supplier, _ in rows]
    invited, addresses = _invitations(network, ids), known_addresses(network, ids)
    return [
        Member(supplier, since, invited.get(supplier.id), addresses.get(supplier.id, ""))
        for supplier, since in rows
    ]


def _invitations(network: str, supplier_ids: Collection[int]) -> dict[int, Invitation]:
    waiting = select(Invitation).where(
        Invitation.supplier_id.in_(supplier_ids),
        Invitation.network_slug == network,
        Invitation.accepted_at.is_(None),
    )
    found = db.session.scalars(waiting.order_by(Invitation.expires_at, Invitation.id))
    return {invitation.supplier_id: invitation for invitation in found}


def _named(network: str, words: str) -> tuple[ColumnElement[bool], ...]:
    """Compared here: databases do not forgive a missing accent."""
    if not (typed := fold(words).split()):
        return ()
    names = _listed(network).with_only_columns(Supplier.id, Supplier.name, Supplier.brand)
    found = (
        id_
        for id_, name, brand in db.session.execute(names)
        if all(word in fold(f"{name} {brand or ''}") for word in typed)
    )
    return (Supplier.id.in_(list(found)[:MOST_NAMED]),)


def _conditions(network: str) -> dict[Keeping, ColumnElement[bool]]:
    kept = exists().where(Editorship.supplier_id == Supplier.id)
    invited = exists().where(
        Invitation.supplier_id == Supplier.id,
        Invitation.network_slug == network,
        Invitation.accepted_at.is_(None),
        Invitation.expires_at > utcnow(),
    )
    return {Keeping.KEPT: kept, Keeping.FREE: ~kept, Keeping.INVITED: and_(~kept, invited)}


def _counts(network: str, named: tuple[ColumnElement[bool], ...]) -> dict[Keeping | None, int]:
    conditions = _conditions(network)
    counted = [func.count(), *(func.count().filter(where) for where in conditions.values())]
    row = db.session.execute(_listed(network).where(*named).with_only_columns(*counted)).one()
    return dict(zip((None, *conditions), row, strict=True))
