"""The members of a network as a table: what everybody sees; for its managers, who keeps the pages.

Read by batches, from what pages show: no contact that is not everybody's is ever asked for.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from flask import Response, request
from sqlalchemy import select
from sqlalchemy.orm import raiseload, selectinload

from app.db import db
from app.directory.presenters.common import (
    commune_of,
    kinds_of,
    service_name,
    shown_name,
    supplier_url,
)
from app.directory.presenters.contacts import shown_phone, website_address
from app.exporting.suppliers import exported
from app.networks.place.vouching import VOUCHED
from app.networks.queries import (
    Filters,
    Member,
    member_ids,
    members_among,
    network_or_404,
    read_filters,
)
from app.spreadsheets import day_cell, spreadsheet
from app.structures.advice import ESSENTIALS
from app.templating import NARROW_NBSP, NBSP
from domain.models import (
    Contact,
    ContactKind,
    Membership,
    Network,
    Supplier,
    Visibility,
    today,
)
from importers.columns import MISSING
from importers.formats import own

BATCH = 500
# Rows of a table, the first by name; pages that offer it say so of a larger network.
MOST = 50_000
SEVERAL = " | "  # between the values of one cell

HEADER = (
    "Nom",
    "SIRET",
    "Types",
    "Services",
    "Adresse",
    "Code postal",
    "Commune",
    "Téléphone",
    "Courriel",
    "Site",
    own.VOUCHED,
    own.VOUCHED_SINCE,
    own.PAGE,
)
MANAGERS_HEADER = (
    own.KEPT_SINCE,
    own.INVITED,
    own.WRITES_TO,
    *(f"{MISSING}{essential.name}" for essential in ESSENTIALS),
    own.NOTE,
)

Row = Sequence[str]
Batch = Mapping[int, Supplier]
RowsOf = Callable[[Network, Batch], Mapping[int, Row]]


def export(network: str, extension: str) -> Response:
    """For everybody, as "csv" or "xlsx"."""
    known = network_or_404(network)
    return spreadsheet(_named(known), extension, HEADER, _rows(known, Filters(), public_rows))


def export_for_managers(network: str, extension: str) -> Response:
    """The list as it is filtered, with what only its network knows of each."""
    known, header = network_or_404(network), (*HEADER, *MANAGERS_HEADER)
    rows = _rows(known, read_filters(request.args), managers_rows)
    return spreadsheet(_named(known), extension, header, rows)


def export_for_directories(network: str, extension: str) -> Response:
    """The list as it is filtered, in the directory's own format: another one imports it."""
    known = network_or_404(network)
    ids = member_ids(known.slug, read_filters(request.args), MOST)
    table = own.rows(exported(db.session, ids, today()))
    return spreadsheet(f"annuaire-{known.slug}", extension, next(table), table)


def _named(known: Network) -> str:
    return f"membres-{known.slug}"


def _rows(known: Network, filters: Filters, rows_of: RowsOf) -> Iterator[Row]:
    """By name."""
    ids = member_ids(known.slug, filters, MOST)
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        rows = rows_of(known, _suppliers(batch))
        yield from (rows[id_] for id_ in batch if id_ in rows)


def _suppliers(ids: Collection[int]) -> Batch:
    """With what a row tells of them, and no more: there may be thousands."""
    query = (
        select(Supplier)
        .where(Supplier.id.in_(ids), Supplier.is_listed)
        .options(selectinload(Supplier.kinds), selectinload(Supplier.activities), raiseload("*"))
    )
    return {supplier.id: supplier for supplier in db.session.scalars(query)}


def public_rows(known: Network, batch: Batch) -> Mapping[int, Row]:
    contacts, vouched = _public_contacts(batch), _vouchings(known, batch)
    return {
        id_: tuple(map(_plain, _public_row(supplier, contacts[id_], vouched.get(id_, ("", "")))))
        for id_, supplier in batch.items()
    }


def managers_rows(known: Network, batch: Batch) -> Mapping[int, Row]:
    members = {member.supplier.id: member for member in members_among(known.slug, list(batch))}
    public = public_rows(known, batch)
    return {id_: (*public[id_], *_known(member)) for id_, member in members.items()}


def _public_row(
    supplier: Supplier, contacts: Mapping[ContactKind, list[str]], vouched: tuple[str, str]
) -> Row:
    return (
        shown_name(supplier),
        _in_groups(supplier.shown_siret or ""),
        SEVERAL.join(kind.short for kind in kinds_of(supplier)),
        SEVERAL.join(_services(supplier)),
        supplier.address or "",
        supplier.postcode or "",
        supplier.city or commune_of(supplier),
        SEVERAL.join(map(shown_phone, contacts[ContactKind.PHONE])),
        SEVERAL.join(contacts[ContactKind.EMAIL]),
        website_address(supplier.website),
        *vouched,
        supplier_url(supplier, external=True),
    )


def _services(supplier: Supplier) -> list[str]:
    """Declared, in the taxonomy's words and in its own; what texts let guess is left to pages."""
    declared = [service_name(activity.service) for activity in supplier.activities]
    return [*declared, *(supplier.own_words or ())]


def _in_groups(siret: str) -> str:
    """As it is read, "823 123 456 00012": spreadsheets would make a number of it."""
    groups = siret[:3], siret[3:6], siret[6:9], siret[9:]
    return " ".join(filter(None, groups))


def _known(member: Member) -> Row:
    """What its network alone knows of a member."""
    invited_until = member.invitation.expires_at if member.invitation else None
    return (
        day_cell(member.kept_since),
        day_cell(invited_until),
        member.address,
        *("oui" if essential in member.missing else "" for essential in ESSENTIALS),
        member.note,
    )


def _public_contacts(ids: Collection[int]) -> Mapping[int, Mapping[ContactKind, list[str]]]:
    found: dict[int, dict[ContactKind, list[str]]] = defaultdict(lambda: defaultdict(list))
    query = select(Contact.supplier_id, Contact.kind, Contact.value).where(
        Contact.supplier_id.in_(ids), Contact.visibility == Visibility.PUBLIC
    )
    for supplier_id, kind, value in db.session.execute(query.order_by(Contact.id)):
        found[supplier_id][kind].append(value)
    return found


def _vouchings(known: Network, ids: Collection[int]) -> Mapping[int, tuple[str, str]]:
    query = select(Membership.supplier_id, Membership.degree, Membership.vouched_on).where(
        Membership.supplier_id.in_(ids),
        Membership.network_slug == known.slug,
        Membership.degree.is_not(None),
    )
    rows = db.session.execute(query)
    return {id_: (VOUCHED[degree], day_cell(since)) for id_, degree, since in rows if degree}


def _plain(cell: str) -> str:
    """Without the spaces that only a page needs: who sorts or searches a table types none."""
    return cell.replace(NBSP, " ").replace(NARROW_NBSP, " ")
