"""Members that a network's last list named, and that the present one does not."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, selectinload

from app.directory.wording import vouched_by
from app.importing.batches import batches
from app.networks.lists.models import ListRow, MemberList, RowOutcome
from app.networks.models import MemberNote
from app.structures.facts import read_fact
from app.templating import day
from domain.models import Membership, SourceRecord, Supplier

Told = dict[str, str]
TO_KEEP_IT = "si elle est toujours membre, répondre « reste membre »"


def gone_members(session: Session, one: MemberList) -> Iterator[list[dict[str, Any]]]:
    """Rows to keep, some at a time, one a member that only the network's earlier list says."""
    for ids in batches(session.scalars(_gone(one)).all()):
        members = select(Supplier).where(Supplier.id.in_(ids)).order_by(Supplier.name, Supplier.id)
        noted = _noted(session, one.network_slug, ids)
        yield [
            _row(one, member, [*_vouched(member, one), *noted.get(member.id, ())])
            for member in session.scalars(members.options(selectinload(Supplier.memberships)))
        ]


def _gone(one: MemberList) -> Select[int]:
    """Members by this source, none of whose records has its key among the rows.

    A row that is rejected, or waits for a person, still says that its structure is there; so does
    the supplier that a row was found to be.
    """
    of_source = (SourceRecord.source == one.source, SourceRecord.supplier_id == Supplier.id)
    rows = select(ListRow.key).where(ListRow.list_id == one.id, ListRow.key.is_not(None))
    still = exists().where(*of_source, SourceRecord.source_key.in_(rows))
    found = exists().where(ListRow.list_id == one.id, ListRow.supplier_id == Supplier.id)
    return (
        select(Supplier.id)
        .join(Membership, Membership.supplier_id == Supplier.id)
        .where(
            Membership.network_slug == one.network_slug,
            Membership.source == one.source,
            ~still,
            ~found,
        )
        .order_by(Supplier.name, Supplier.id)
    )


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
