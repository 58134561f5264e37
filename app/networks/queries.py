"""The members of a network: who keeps their pages, who is invited to, what their pages lack."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import compress
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, Select, and_, exists, func, select

from app.accounts.models import Editorship
from app.db import db
from app.forms import number_in
from app.networks.addresses import has_address, known_addresses
from app.networks.lists.models import WRITTEN, ListRow, MemberList
from app.networks.models import MemberNote
from app.paging import page_within
from app.structures.advice import ESSENTIALS, IS_COMPLETE, IS_EMPTY, Essential
from app.structures.models import Invitation
from domain.models import Membership, Network, Supplier, utcnow
from domain.text import fold

PER_PAGE = 50
# A statement holds so many ids; no name is that common in a network.
MOST_NAMED = 10_000


class Keeping(StrEnum):
    """What the list is narrowed to; the values stand in addresses of pages."""

    KEPT = "tenues"
    FREE = "libres"  # invited or not
    INVITED = "invitees"
    EXPIRED = "expirees"  # invited, and nobody has answered in time
    COMPLETE = "completes"
    EMPTY = "vides"
    VOUCHED = "garanties"  # by this network
    UNINVITED = "a-inviter"  # never invited, at an address that is known
    UNREACHED = "sans-adresse"  # nor invited: nobody knows where to write


@dataclass(frozen=True, slots=True)
class Filters:
    """`words` are those of a name; `list_id` a list of the network, for who was written by it."""

    words: str = ""
    keeping: Keeping | None = None
    list_id: int | None = None


def read_filters(asked: Mapping[str, str]) -> Filters:
    """What an address asks; what it asks amiss is left aside."""
    words = " ".join(asked.get("q", "").split())[:100]
    keeping = asked.get("fiches", "")
    is_known = keeping in {known.value for known in Keeping}
    list_id = number_in(asked.get("liste", ""))
    return Filters(words, Keeping(keeping) if is_known else None, list_id)


@dataclass(frozen=True, slots=True)
class Member:
    """`kept_since`: None when nobody keeps the page. `address`: where its network may write.

    `membership` says how far the network vouches for it. `invitation`: the network's own that
    waits, the latest; it may have expired. `missing`: what its page does not say yet. `note`: the
    network's own, "" without one.
    """

    supplier: Supplier
    membership: Membership
    kept_since: datetime | None
    invitation: Invitation | None
    address: str
    missing: tuple[Essential, ...]
    note: str

    @property
    def is_invited(self) -> bool:
        return self.invitation is not None and self.invitation.expires_at > utcnow()

    @property
    def to_write_to(self) -> str:
        """Where it was invited or, before that, where its network may write."""
        return self.invitation.email if self.invitation else self.address


@dataclass(frozen=True, slots=True)
class MembersPage:
    """`counts` are of each way of keeping, and of all (None), among those of that name."""

    members: Sequence[Member]
    counts: dict[Keeping | None, int]
    number: int
    last: int


def network_or_404(slug: str) -> Network:
    return db.session.get(Network, slug) or abort(404)


def members_page(network: str, filters: Filters, number: int) -> MembersPage:
    """The page asked, or the last one; by name."""
    named = _among(network, filters)
    counts = _counts(network, named)
    number, last = page_within(number, counts[filters.keeping], PER_PAGE)
    first = (number - 1) * PER_PAGE
    ids = _by_name(network, filters.keeping, named)[first : first + PER_PAGE]
    members = {member.supplier.id: member for member in members_among(network, ids)}
    return MembersPage([members[id_] for id_ in ids if id_ in members], counts, number, last)


def member_ids(network: str, filters: Filters, most: int) -> Sequence[int]:
    """Those of every page, by name."""
    return _by_name(network, filters.keeping, _among(network, filters))[:most]


def member_counts(network: str) -> Mapping[Keeping | None, int]:
    """As `MembersPage.counts`, whatever the name."""
    return _counts(network, ())


def _by_name(
    network: str, keeping: Keeping | None, named: tuple[ColumnElement[bool], ...]
) -> list[int]:
    """Sorted here: databases do not know the alphabet, or each its own."""
    shown = (*named, _conditions(network)[keeping]) if keeping else named
    names = _listed(network).with_only_columns(Supplier.id, Supplier.name, Supplier.brand)
    rows = db.session.execute(names.where(*shown))
    return [id_ for _, id_ in sorted((fold(brand or name), id_) for id_, name, brand in rows)]


def members_among(network: str, supplier_ids: Collection[int]) -> Sequence[Member]:
    """Those that are members of the network, by number."""
    among = Supplier.id.in_(supplier_ids)
    return _read(network, _listed(network).where(among).order_by(Supplier.id))


def _listed(network: str) -> Select[*tuple[Any, ...]]:
    """Suppliers and memberships, since when somebody has kept the pages, what these lack."""
    since = select(func.min(Editorship.since)).where(Editorship.supplier_id == Supplier.id)
    return (
        select(
            Supplier,
            Membership,
            since.scalar_subquery(),
            *(essential.is_missing for essential in ESSENTIALS),
        )
        .join(Membership, Membership.supplier_id == Supplier.id)
        .where(Membership.network_slug == network, Supplier.is_listed)
    )


def _read(network: str, query: Select[*tuple[Any, ...]]) -> list[Member]:
    rows = db.session.execute(query).all()
    ids = [row[0].id for row in rows]
    invited, addresses = _invitations(network, ids), known_addresses(network, ids)
    notes = _notes(network, ids)
    return [
        Member(
            supplier=supplier,
            membership=membership,
            kept_since=since,
            invitation=invited.get(supplier.id),
            address=addresses.get(supplier.id, ""),
            missing=tuple(compress(ESSENTIALS, lacks)),
            note=notes.get(supplier.id, ""),
        )
        for supplier, membership, since, *lacks in rows
    ]


def _notes(network: str, supplier_ids: Collection[int]) -> dict[int, str]:
    notes = select(MemberNote.supplier_id, MemberNote.text).where(
        MemberNote.supplier_id.in_(supplier_ids), MemberNote.network_slug == network
    )
    return dict(db.session.execute(notes).all())


def _invitations(network: str, supplier_ids: Collection[int]) -> dict[int, Invitation]:
    waiting = select(Invitation).where(
        Invitation.supplier_id.in_(supplier_ids),
        Invitation.network_slug == network,
        Invitation.accepted_at.is_(None),
    )
    found = db.session.scalars(waiting.order_by(Invitation.expires_at, Invitation.id))
    return {invitation.supplier_id: invitation for invitation in found}


def _among(network: str, filters: Filters) -> tuple[ColumnElement[bool], ...]:
    named = _named(network, filters.words)
    return named if filters.list_id is None else (*named, _written_by(network, filters.list_id))


def _written_by(network: str, list_id: int) -> ColumnElement[bool]:
    """Suppliers of the rows that the list has written; none of the list of another network."""
    rows = (
        select(ListRow.supplier_id)
        .join(MemberList, MemberList.id == ListRow.list_id)
        .where(
            MemberList.network_slug == network,
            MemberList.id == list_id,
            ListRow.is_applied,
            ListRow.outcome.in_(WRITTEN),
        )
    )
    return Supplier.id.in_(rows)


def _says_all(typed: Iterable[str], said: str, postcode: str) -> bool:
    """ "49" begins the postcodes of a département."""
    return all(word in said or (word.isdigit() and postcode.startswith(word)) for word in typed)


def _named(network: str, words: str) -> tuple[ColumnElement[bool], ...]:
    """Compared here: databases do not forgive a missing accent."""
    if not (typed := fold(words).split()):
        return ()
    said = Supplier.name, Supplier.brand, Supplier.city
    columns = _listed(network).with_only_columns(Supplier.id, Supplier.postcode, *said)
    found = (
        id_
        for id_, postcode, *words_said in db.session.execute(columns)
        if _says_all(typed, fold(" ".join(filter(None, words_said))), postcode or "")
    )
    return (Supplier.id.in_(list(found)[:MOST_NAMED]),)


def _conditions(network: str) -> dict[Keeping, ColumnElement[bool]]:
    kept = exists().where(Editorship.supplier_id == Supplier.id)
    waits = exists().where(
        Invitation.supplier_id == Supplier.id,
        Invitation.network_slug == network,
        Invitation.accepted_at.is_(None),
    )
    invited = waits.where(Invitation.expires_at > utcnow())
    is_left = and_(~kept, ~waits)
    return {
        Keeping.KEPT: kept,
        Keeping.FREE: ~kept,
        Keeping.INVITED: and_(~kept, invited),
        Keeping.EXPIRED: and_(~kept, waits, ~invited),
        Keeping.COMPLETE: IS_COMPLETE,
        Keeping.EMPTY: IS_EMPTY,
        Keeping.VOUCHED: Membership.degree.is_not(None),
        Keeping.UNINVITED: and_(is_left, has_address(network)),
        Keeping.UNREACHED: and_(is_left, ~has_address(network)),
    }


def _counts(network: str, named: tuple[ColumnElement[bool], ...]) -> dict[Keeping | None, int]:
    conditions = _conditions(network)
    counted = [func.count(), *(func.count().filter(where) for where in conditions.values())]
    row = db.session.execute(_listed(network).where(*named).with_only_columns(*counted)).one()
    return dict(zip((None, *conditions), row, strict=True))
