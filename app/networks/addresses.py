"""Where a network may write to its members: what its own list gave, or what everybody sees.

The rest is not shown to it: the addresses of persons that other sources gave are not its own.
"""

from collections.abc import Collection, Iterator

from sqlalchemy import ColumnElement, Text, cast, exists, or_, select

from app.db import db
from app.networks.lists.models import list_source
from app.structures.claiming.proofs import readable
from app.structures.facts import STRUCTURE
from domain.models import Contact, ContactKind, SourceRecord, Supplier, Visibility

_IS_PUBLIC = (
    Contact.kind == ContactKind.EMAIL,
    Contact.visibility == Visibility.PUBLIC,
    Contact.source != STRUCTURE,
)


def known_addresses(network: str, supplier_ids: Collection[int]) -> dict[int, str]:
    """One for each supplier that has any, as accounts write theirs; its own list's comes first.

    Never one that a page's editors wrote: who has left the page would be invited back.
    """
    found: dict[int, str] = {}
    for supplier_id, value in (*_listed(network, supplier_ids), *_public(supplier_ids)):
        for address in readable(value):
            found.setdefault(supplier_id, address)
    return found


def has_address(network: str) -> ColumnElement[bool]:
    """Whether a supplier has any, as the database can tell: those that nobody could read are."""
    said = cast(SourceRecord.facts["emails"], Text)
    listed = exists().where(
        SourceRecord.supplier_id == Supplier.id,
        SourceRecord.source == list_source(network),
        said.is_not(None),
        said.not_in(("[]", "null", "")),
    )
    public = exists().where(Contact.supplier_id == Supplier.id, *_IS_PUBLIC)
    return or_(listed, public)


def _listed(network: str, supplier_ids: Collection[int]) -> Iterator[tuple[int, str]]:
    """Told by whose list it is: another's may well name this network, and nobody but it."""
    records = select(SourceRecord.supplier_id, SourceRecord.facts).where(
        SourceRecord.supplier_id.in_(supplier_ids), SourceRecord.source == list_source(network)
    )
    for supplier_id, facts in db.session.execute(records.order_by(SourceRecord.id)):
        for value in facts.get("emails", ()):
            yield supplier_id, value


def _public(supplier_ids: Collection[int]) -> Iterator[tuple[int, str]]:
    contacts = select(Contact.supplier_id, Contact.value).where(
        Contact.supplier_id.in_(supplier_ids), *_IS_PUBLIC
    )
    yield from db.session.execute(contacts.order_by(Contact.id))
