"""Coverages that the rows of a supplier say apart, each with its services → those that it has."""

from collections.abc import Iterable, Sequence

from importers.facts import ServedZone, ZoneFacts

Services = tuple[str, ...] | None  # as in ServedZone


def served_apart(said: Iterable[ServedZone]) -> list[ServedZone]:
    """One a service, for a service has one coverage: those that share any are joined.

    What says no service is of all.
    """
    apart: list[ServedZone] = []
    for one in said:
        shared = [other for other in apart if _share(one, other)]
        apart = [*(other for other in apart if other not in shared), joined([*shared, one])]
    return apart


def joined(zones: Sequence[ServedZone]) -> ServedZone:
    """One that covers them all, for the services of all."""
    covers = [one.zone for one in zones]
    radii = [zone.radius_km for zone in covers if zone.radius_km]
    territories = dict.fromkeys(code for zone in covers for code in zone.territories)
    whole = any(zone.whole_country for zone in covers)
    return ServedZone(
        ZoneFacts(whole, max(radii, default=None), tuple(territories)),
        _all([one.services for one in zones]),
    )


def covers_all(services: Sequence[str], served: Sequence[ServedZone]) -> bool:
    """Whether there is one coverage, that of all these services."""
    return len(served) == 1 and not without_zone(services, served)


def without_zone(services: Sequence[str], served: Sequence[ServedZone]) -> list[str]:
    """Those of these services that no coverage is of; none where nothing is covered."""
    named = _all([one.services for one in served]) if served else None
    return [] if named is None else [service for service in services if service not in named]


def _share(one: ServedZone, other: ServedZone) -> bool:
    """ "Sarthe" and "72" are one zone; a service has one."""
    if one.zone == other.zone or one.services is None or other.services is None:
        return True
    return not set(one.services).isdisjoint(other.services)


def _all(each: Sequence[Services]) -> Services:
    if None in each:
        return None
    return tuple(dict.fromkeys(service for services in each for service in services or ()))
