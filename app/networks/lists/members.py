"""Members that a network's last list named, and that the present one does not."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Text,
    and_,
    cast,
    delete,
    false,
    insert,
    or_,
    select,
    true,
    union,
)
from sqlalchemy import Row as SqlRow
from sqlalchemy.orm import Session, selectinload

from app.directory.wording import vouched_by
from app.importing.batches import batches
from app.networks.lists.models import ListRow, MemberList, RowOutcome
from app.networks.models import MemberNote
from app.structures.facts import read_fact
from app.templating import day
from domain.models import Membership, SourceRecord, Supplier
from domain.text import fold, fold_all

Told = dict[str, str]
UNSAID = {"choice": None, "chosen_by": None}
UNDECIDED = (RowOutcome.DOUBTFUL, RowOutcome.SKIPPED)
TO_KEEP_IT = "si elle est toujours membre, répondre « reste membre »"


def mark_gone(session: Session, one: MemberList, among: Collection[int]) -> None:
    """Have one row a member that only the network's earlier list says, and none of another.

    `among`: those looked at, when the others are as they were.
    """
    if not among:
        return
    gone, marked = gone_from(session, one, among), _marked(session, one, among)
    forget_rows(session, [id_ for id_, supplier in marked if supplier not in gone])
    told = {supplier for _, supplier in marked}
    for ids in batches(id_ for id_ in gone if id_ not in told):
        session.execute(insert(ListRow), list(_rows(session, one, ids)))


def gone_from(
    session: Session, one: MemberList, among: Collection[int] | None = None
) -> dict[int, None]:
    """Whom it no longer names, in their order. A complement says nothing of who is not in it."""
    if one.is_partial:
        return {}
    named = _named(session, one, among)
    return {id_: None for id_ in session.scalars(_members(one, among)) if id_ not in named}


def rows_of_others(session: Session, one: MemberList, gone: Collection[int]) -> list[int]:
    """Those of members who were found to be gone, and are not."""
    return [id_ for id_, supplier in _marked(session, one) if supplier not in gone]


def forget_rows(session: Session, rows: Iterable[int]) -> None:
    for group in batches(rows):
        session.execute(delete(ListRow).where(ListRow.id.in_(group)))


def mark_gone_anew(session: Session, one: MemberList, ids: Collection[int]) -> None:
    """The same of some members of a list that was read again: what a person said is kept."""
    marked = *_are_marked(one), ListRow.supplier_id.in_(ids)
    said = select(ListRow.supplier_id, ListRow.choice, ListRow.chosen_by).where(*marked)
    kept = {
        supplier_id: {"choice": choice, "chosen_by": by}
        for supplier_id, choice, by in session.execute(said)
    }
    session.execute(delete(ListRow).where(*marked))
    members = session.scalars(_members(one, ids)).all()  # one may have left since it was looked for
    told = [row | kept.get(row["supplier_id"], UNSAID) for row in _rows(session, one, members)]
    if told:
        session.execute(insert(ListRow), told)


def leaves_unshown(session: Session, one: MemberList) -> bool:
    """Whether members that it does not name came since it was read: nobody saw them leave."""
    shown = {supplier for _, supplier in _marked(session, one)}
    return not shown.issuperset(gone_from(session, one))


def _among(column: Any, among: Collection[int] | None) -> ColumnElement[bool]:
    return true() if among is None else column.in_(among)


def _members(one: MemberList, among: Collection[int] | None) -> Select[int]:
    """Those that the network's lists have named; a list undone leaves archived those it made."""
    ties = Membership.network_slug == one.network_slug, Membership.source == one.source
    members = select(Supplier.id).join(Membership, Membership.supplier_id == Supplier.id)
    members = members.where(*ties, Supplier.archived_at.is_(None), _among(Supplier.id, among))
    return members.order_by(Supplier.name, Supplier.id)


def known_by(session: Session, one: MemberList, row: ListRow) -> set[int]:
    """Who this row was found to be, or is asked whether it is."""
    return _who_is_known(session, one, ListRow.id == row.id, None)


def said_by(session: Session, row: ListRow) -> set[str]:
    """The names, folded, and the SIRET by which it seems to say a member, if it is not written."""
    return _said_unwritten(session, ListRow.id == row.id)


def members_called(session: Session, one: MemberList, said: Collection[str]) -> set[int]:
    """The members whose names or SIRET these are."""
    return {*_called_alike(session, one, said, None)}


def _named(session: Session, one: MemberList, among: Collection[int] | None) -> set[int]:
    """Who is in the list: whom a row says, or may say.

    A row that is rejected, or waits for a person, still says that its structure is there; so may
    it be any of those that it may be, until a person says that it is another.
    """
    of_list = ListRow.list_id == one.id
    alike = _called_alike(session, one, _said_unwritten(session, of_list), among)
    return {*_who_is_known(session, one, of_list, among), *alike}


def _who_is_known(
    session: Session,
    one: MemberList,
    of_rows: ColumnElement[bool],
    among: Collection[int] | None,
) -> set[int]:
    """Those that a row was found to be, or is asked whether it is."""
    named = session.scalars(named_in(one, of_rows, among))
    return {*(id_ for id_ in named if id_ is not None), *_perhaps(session, of_rows, among)}


def _perhaps(
    session: Session, of_rows: ColumnElement[bool], among: Collection[int] | None
) -> set[int]:
    undecided = of_rows, ListRow.outcome.in_(UNDECIDED), _may_be_among(among)
    asked = session.scalars(select(ListRow.candidates).where(*undecided))
    ids = (candidate["id"] for candidates in asked for candidate in candidates)
    return {id_ for id_ in ids if id_ is not None}


def kept_for_their_name(session: Session, one: MemberList) -> list[str]:
    """Members who stay for the one reason that a row which is not written seems to say them."""
    of_list = ListRow.list_id == one.id
    said = set[str]() if one.is_partial else _said_unwritten(session, of_list)
    alike = _called_alike(session, one, said, None)
    known = _perhaps(session, of_list, None) if alike else set[int]()
    for ids in batches(alike):
        known.update(filter(None, session.scalars(named_in(one, of_list, ids))))
    return [name for id_, name in alike.items() if id_ not in known]


def named_in(
    one: MemberList, of_rows: ColumnElement[bool], among: Collection[int] | None = None
) -> CompoundSelect[int]:
    """By their record, their SIRET, or what a row was found to be; a number may be none."""
    with_key = select(SourceRecord.supplier_id).join(
        ListRow, ListRow.key == SourceRecord.source_key
    )
    of_source = SourceRecord.source == one.source, _among(SourceRecord.supplier_id, among)
    with_siret = select(Supplier.id).join(ListRow, ListRow.key == Supplier.siret)
    found = select(ListRow.supplier_id).where(ListRow.outcome != RowOutcome.GONE)
    return union(
        with_key.where(*of_source, of_rows),
        with_siret.where(of_rows, _among(Supplier.id, among)),
        found.where(of_rows, _among(ListRow.supplier_id, among)),
    )


def _called_alike(
    session: Session, one: MemberList, said: Collection[str], among: Collection[int] | None
) -> dict[int, str]:
    """Members whose SIRET or name is said, each with its name."""
    if not said:
        return {}
    members = select(Supplier.id, Supplier.siret, Supplier.name, Supplier.brand)
    members = members.where(Supplier.id.in_(_members(one, among).order_by(None)))
    found = session.execute(members.order_by(Supplier.name)).all()
    names = fold_all(" ".join(member.name.split()) for member in found)
    brands = fold_all(" ".join((member.brand or "").split()) for member in found)
    return {
        member.id: member.name
        for member, name, brand in zip(found, names, brands, strict=True)
        if member.siret in said or name in said or (brand and brand in said)
    }


def _said_unwritten(session: Session, of_rows: ColumnElement[bool]) -> set[str]:
    """The names of rows that are not written, and what the cells say of those that could not be
    read at all.
    """
    return {*_names_not_written(session, of_rows), *_said_by_refused(session, of_rows)}


def _names_not_written(session: Session, of_rows: ColumnElement[bool]) -> Iterator[str]:
    """A total, a title or a legend is nobody's name."""
    is_left_out = and_(ListRow.outcome == RowOutcome.SKIPPED, ListRow.choice.is_not(None))
    is_asked = ListRow.outcome.in_((RowOutcome.DOUBTFUL, RowOutcome.REJECTED))
    names = session.scalars(select(ListRow.name).where(of_rows, or_(is_left_out, is_asked)))
    return (folded for name in names if (folded := fold(name)))


def _said_by_refused(session: Session, of_rows: ColumnElement[bool]) -> Iterator[str]:
    refused = of_rows, ListRow.outcome == RowOutcome.REJECTED, ListRow.key.is_(None)
    rows = session.execute(select(ListRow.cells, ListRow.corrected).where(*refused))
    told = (
        told for cells, corrected in rows for cell in corrected or cells for told in _told(cell)
    )
    return filter(None, told)


def _told(cell: str) -> tuple[str, str]:
    """The number, and the name, that a cell may be."""
    return re.sub(r"\W", "", cell), fold(cell)


def _may_be_among(among: Collection[int] | None) -> ColumnElement[bool]:
    """Rows whose candidates name one of them: a sieve, which lets through longer numbers."""
    if among is None:
        return true()
    said = cast(ListRow.candidates, Text)
    return or_(false(), *(said.contains(f'"id": {id_}') for id_ in among))


def _marked(
    session: Session, one: MemberList, among: Collection[int] | None = None
) -> Sequence[SqlRow[int, int | None]]:
    """The rows of those who were found to be gone, each with its supplier."""
    rows = select(ListRow.id, ListRow.supplier_id).where(*_are_marked(one))
    return session.execute(rows.where(_among(ListRow.supplier_id, among))).all()


def _are_marked(one: MemberList) -> tuple[ColumnElement[bool], ...]:
    return ListRow.list_id == one.id, ListRow.outcome == RowOutcome.GONE


def _rows(session: Session, one: MemberList, ids: Collection[int]) -> Iterator[dict[str, Any]]:
    members = select(Supplier).where(Supplier.id.in_(ids)).order_by(Supplier.name, Supplier.id)
    noted = _noted(session, one.network_slug, ids)
    for member in session.scalars(members.options(selectinload(Supplier.memberships))):
        yield _row(one, member, [*_vouched(member, one), *noted.get(member.id, ())])


def _row(one: MemberList, member: Supplier, told: list[Told]) -> dict[str, Any]:
    return {
        "list_id": one.id,
        "cells": [],
        "name": member.name,
        "outcome": RowOutcome.GONE,
        "supplier_id": member.id,
        "told": told,
        "changes": leaving(member, one.network_slug),
        "candidates": [],
        "decided": bond(member, one.network_slug),
    }


def leaving(member: Supplier, network: str) -> dict[str, list[Any]]:
    """What its page says no more once it has left: fact → [before, after].

    Who belongs comes first: what is vouched for can only be put back to a member.
    """
    networks, vouchings = read_fact(member, "networks"), read_fact(member, "vouchings")
    changes = {
        "networks": [networks, [slug for slug in networks if slug != network]],
        "vouchings": [vouchings, [said for said in vouchings if said["network"] != network]],
    }
    return {fact: told for fact, told in changes.items() if told[0] != told[1]}


def bond(supplier: Supplier, network: str) -> str | None:
    """What ties it to the network: who says so, and what is vouched for. None for no member."""
    said = (
        (m.source, m.degree, m.vouched_on)
        for m in supplier.memberships
        if m.network_slug == network
    )
    return next((" ".join(map(str, told)) for told in said), None)


# What leaving takes with it, told before


def _vouched(member: Supplier, one: MemberList) -> Iterator[Told]:
    for row in member.memberships:
        if row.network_slug == one.network_slug and row.degree and row.vouched_on:
            words = f"{vouched_by(one.network.name, row.degree)} le {day(row.vouched_on)}"
            message = f"votre réseau s’en porte garant (« {words} ») : quitter le réseau y met fin"
            yield {"message": message, "suggestion": TO_KEEP_IT}


def _noted(session: Session, network: str, ids: Collection[int]) -> dict[int, list[Told]]:
    """By supplier. The note is no part of the directory: nothing brings it back."""
    notes = select(MemberNote.supplier_id).where(
        MemberNote.network_slug == network, MemberNote.supplier_id.in_(ids)
    )
    message = "la note de votre réseau sur elle sera effacée, et l’annulation ne la rendra pas"
    return {id_: [{"message": message, "suggestion": TO_KEEP_IT}] for id_ in session.scalars(notes)}
