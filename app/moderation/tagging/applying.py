"""Give the services, and take them back: batch after batch, taken up again if interrupted."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.db import db
from app.moderation.holding import hold
from app.moderation.models import TaggedSupplier, Tagging
from app.moderation.tagging.scope import MODERATORS, Scope, source_of
from app.structures.colleagues.inviting import is_member
from app.structures.facts import Origin, read_fact
from app.structures.reverting import put_back
from app.structures.saving import write_facts
from domain.models import HistoryEntry, Supplier, utcnow

# As the fact tells activities: zones, each with its own (app.structures.facts).
Groups = Sequence[Mapping[str, Any]]

# Written in a second or two: no proxy gives up on the request.
BATCH = 100


def prepare(
    services: list[str], supplier_ids: list[int], asked: str, actor: str, scope: Scope = MODERATORS
) -> Tagging:
    """Remember the choice, to look at before anything is written. Commits."""
    known = select(Supplier.id).where(Supplier.id.in_(supplier_ids), scope.suppliers)
    tagged = [TaggedSupplier(supplier_id=id_) for id_ in sorted(db.session.scalars(known))]
    made = Tagging(
        services=services, asked=asked, actor=actor, network_slug=scope.slug, tagged=tagged
    )
    db.session.add(made)
    db.session.commit()
    return made


def apply(tagging: Tagging) -> bool:
    """Give them to the next BATCH; whether that was the last one. Commits.

    Those done are not done again, nor those taken back meanwhile.
    """
    tagging.applied_at = tagging.applied_at or utcnow()
    left = [tagged for tagged in tagging.tagged if not (tagged.is_done or tagged.is_undone)]
    for tagged, supplier in _held(left[:BATCH]):
        if not (tagged.is_done or tagged.is_undone):
            _tag(tagged, supplier, tagging)
    db.session.commit()
    return len(left) <= BATCH


def _held(batch: Sequence[TaggedSupplier]) -> list[tuple[TaggedSupplier, Supplier]]:
    """Read anew, once other writers are kept waiting: nothing changes until the commit."""
    suppliers = hold(tagged.supplier_id for tagged in batch)
    anew = (
        select(TaggedSupplier)
        .where(
            TaggedSupplier.tagging_id.in_({tagged.tagging_id for tagged in batch}),
            TaggedSupplier.supplier_id.in_(suppliers),
        )
        .options(joinedload(TaggedSupplier.entry))
        .order_by(TaggedSupplier.supplier_id)
        .execution_options(populate_existing=True)
    )
    return [(tagged, suppliers[tagged.supplier_id]) for tagged in db.session.scalars(anew)]


def _tag(tagged: TaggedSupplier, supplier: Supplier, tagging: Tagging) -> None:
    """A structure that has said meanwhile what it does, or left the network, is left alone."""
    tagged.is_done = True
    groups = read_fact(supplier, "activities")
    new = [it for it in tagging.services if it not in services_of(groups)]
    if why_spared(supplier, tagging) or not new:
        tagged.is_spared = True
        return
    origin = Origin.now(source_of(tagging))
    said = {"activities": _with_services(groups, new)}
    entry = write_facts(supplier, said, origin, tagging.actor)
    tagged.entry_id = entry.id if entry else None


def why_spared(supplier: Supplier, tagging: Tagging) -> str | None:
    """Why it is given nothing, in French; None while it is.

    A moderator speaks for who says nothing. A network adds its own word to that of other sources,
    as its lists do, never to what the structure itself has said.
    """
    if not supplier.is_listed:
        return "N’est plus dans l’annuaire"
    if tagging.network_slug and not is_member(supplier, tagging.network_slug):
        return "N’est plus membre du réseau"
    if supplier.says_its_services or (supplier.activities and not tagging.network_slug):
        return "Dit elle-même ce qu’elle fait" if tagging.network_slug else "Dit ce qu’elle fait"
    return None


def services_of(groups: Groups) -> list[str]:
    return [activity["service"] for group in groups for activity in group["activities"]]


def _with_services(groups: Groups, services: Sequence[str]) -> Groups:
    """In its one zone; of several, which one is theirs is not known: they have none."""
    new = [{"service": service, "delivery": None} for service in services]
    zoned = [group for group in groups if group["zone"] is not None]
    if len(zoned) == len(groups) == 1:
        return [{**zoned[0], "activities": [*zoned[0]["activities"], *new]}]
    lost = [it for group in groups if group["zone"] is None for it in group["activities"]]
    return [*zoned, {"zone": None, "activities": [*lost, *new]}]


def undo(tagging: Tagging, actor: str) -> bool:
    """Take back from the next BATCH what nobody has changed since; whether it was the last one.

    Commits.
    """
    tagging.undone_at = tagging.undone_at or utcnow()
    left = [tagged for tagged in tagging.tagged if not tagged.is_undone]
    for tagged, supplier in _held(left[:BATCH]):
        if not tagged.is_undone:
            tagged.is_undone = True
            tagged.is_spared = not _take_back(tagged, supplier, tagging, actor)
    db.session.commit()
    return len(left) <= BATCH


def _take_back(tagged: TaggedSupplier, supplier: Supplier, tagging: Tagging, actor: str) -> bool:
    """Whether all went. Of one merged since, the other page has the services too."""
    if tagged.entry is None:
        return not tagged.is_spared
    if supplier.merged_into_id is not None:
        return False
    origin = Origin.now(source_of(tagging))
    if not put_back(supplier, tagged.entry, origin, actor, certifies=True).left:
        return True
    return bool(tagging.network_slug) and _withdraw(supplier, tagged.entry, origin, actor)


def _withdraw(supplier: Supplier, entry: HistoryEntry, origin: Origin, actor: str) -> bool:
    """Of a page that changed since: the services given, where they are the network's word still."""
    if supplier.says_its_services:
        return False
    before, after = entry.changes["activities"]
    given = set(services_of(after)) - set(services_of(before))
    own = {it.service for it in supplier.activities if it.source == origin.source} & given
    groups = [
        {**group, "activities": [it for it in group["activities"] if it["service"] not in own]}
        for group in read_fact(supplier, "activities")
    ]
    kept = [group for group in groups if group["zone"] or group["activities"]]
    write_facts(supplier, {"activities": kept}, origin, actor)
    return own == given
