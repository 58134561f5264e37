"""Give the services, and take them back: batch after batch, taken up again if interrupted."""

from collections.abc import Sequence

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
from domain.models import Supplier, utcnow

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
    has_left = tagging.network_slug and not is_member(supplier, tagging.network_slug)
    if supplier.activities or not supplier.is_listed or has_left:
        tagged.is_spared = True
        return
    groups = read_fact(supplier, "activities")
    new = [{"service": service, "delivery": None} for service in tagging.services]
    # Of several zones, which one is theirs is not known.
    if len(groups) == 1:
        activities = [groups[0] | {"activities": new}]
    else:
        activities = [*groups, {"zone": None, "activities": new}]
    origin = Origin.now(source_of(tagging))
    entry = write_facts(supplier, {"activities": activities}, origin, tagging.actor)
    tagged.entry_id = entry.id if entry else None


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
    return not put_back(supplier, tagged.entry, origin, actor, certifies=True).left
