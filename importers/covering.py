"""Whether the coverages that a row says are written, beside those of other sources."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.coverage import MAX_ZONES
from importers.changes import Change, Conflict
from importers.facts import Note
from importers.known import Facts, KnownSupplier, coverages, served_zones


@dataclass(frozen=True, slots=True)
class JudgedZone:
    change: dict[str, Change] = field(default_factory=dict)
    conflict: tuple[Conflict, ...] = ()
    note: tuple[Note, ...] = ()


def judged_zone(
    facts: Facts, base: Facts, supplier: KnownSupplier, source: str, changes: dict[str, Change]
) -> JudgedZone:
    """Coverages belong to the source that says them, and are those of the services it brought.

    Beside those of other sources they need such services, and room.
    """
    said, before = facts.get("zone"), base.get("zone")
    if said in (None, before) or "zone" in supplier.held:
        return JudgedZone()
    wanted, own = coverages(said), supplier.coverages(source)
    has_come_to = not _same_coverages(own, coverages(before))
    if has_come_to and _same_coverages(own, wanted):
        return JudgedZone()
    services = changes["services"].after if "services" in changes else supplier.several["services"]
    brings_some = source in services.values()
    left = _left_zone(wanted, coverages(before), supplier, source, brings_some=brings_some)
    return left or JudgedZone({"zone": Change(before if own else None, said)})


def completed_zone(said: Facts, base: Facts) -> Any:
    """The fact "zone" of a row that completes what its source said: that of the services that the
    row names is the row's, that of the others stays. A row that names none says it of all.
    """
    if not (said.get("zone") and said.get("services") and base.get("zone")):
        return said.get("zone")
    before = _by_service(base)
    after = before | _by_service(said)
    services = {*base.get("services", ()), *said["services"]}
    return base["zone"] if after == before else _zone_of(after, services)


def _by_service(facts: Facts) -> dict[str, Any]:
    """Where each of its services is done; a service has one coverage."""
    found: dict[str, Any] = {}
    served = sorted(served_zones(facts["zone"]), key=lambda zone: zone[1] is None)
    for coverage, services in served:
        for service in facts.get("services", ()) if services is None else services:
            found.setdefault(service, coverage)
    return found


def _zone_of(by_service: Mapping[str, Any], services: Collection[str]) -> Any:
    """The fact that says it; one coverage of all these services is that of the structure."""
    served: dict[str, list[Any]] = {}
    for service, coverage in by_service.items():
        served.setdefault(repr(coverage), [coverage, []])[1].append(service)
    (coverage, named), *others = served.values()
    return coverage if not others and len(named) == len(services) else [*served.values()]


def _left_zone(
    wanted: list[Any],
    before: list[Any],
    supplier: KnownSupplier,
    source: str,
    *,
    brings_some: bool,
) -> JudgedZone | None:
    """Why these coverages are not written, if they are not."""
    own = supplier.coverages(source)
    others = [zone for theirs, zone in supplier.zones if theirs != source]
    if own and not _same_coverages(own, before):
        return JudgedZone(conflict=(Conflict("zone", wanted, own),))
    if others and not own and not brings_some:
        return JudgedZone(note=(_NO_SERVICE_OF_ITS_OWN,))
    if others and not own and before:
        return JudgedZone(conflict=(Conflict("zone", wanted, others),))
    if len(others) + len(wanted) > MAX_ZONES:
        reason = f"{MAX_ZONES} zones au plus"
        return JudgedZone(conflict=(Conflict("zone", wanted, others, reason),))
    return None


def _same_coverages(some: list[Any], others: list[Any]) -> bool:
    """They have no order of their own."""
    return sorted(map(repr, some)) == sorted(map(repr, others))


_NO_SERVICE_OF_ITS_OWN = Note(
    "zone d’intervention",
    "",
    "zone d’intervention laissée de côté : les activités viennent d’une autre source, avec la leur",
)
