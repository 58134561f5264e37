"""What a search asked for and found nobody to do: what the directory lacks, there."""

from collections.abc import Collection

from app.directory.asked import Asked
from app.directory.forms import NEED_FACETS
from search.port import Facet, Reading, SearchResults, ServicesKnown
from search.understanding import What

# Read in the words: by whom, as opposed to what and where.
NARROWING = (What.KIND, What.LABEL, What.NETWORK, What.LEGAL, What.CODE)


def unmet_services(asked: Asked, found: SearchResults) -> Collection[str]:
    """The services that it names, "" when its words name none; () when somebody declares one.

    Asked by kind, label, network, part of a map or reading, a search that finds nobody does not
    tell that nobody does it there; nor does a page further on.
    """
    criteria = asked.criteria
    is_narrowed = (
        criteria.filters.keys() - NEED_FACETS
        or any(criteria.understood.values(what) for what in NARROWING)
        or criteria.zone
        or criteria.network
    )
    is_whole = criteria.reading is Reading.EITHER and criteria.page == 1
    if is_narrowed or not is_whole or not criteria.says_a_need:
        return ()
    return () if _is_met(asked.services, found) else asked.services or ("",)


def _is_met(services: Collection[str], found: SearchResults) -> bool:
    """Words that name no service are met by whoever they find."""
    if not services:
        return found.total > 0
    offered = {count.value for count in found.facets[Facet.SERVICE]}
    known = {count.value for count in found.facets[Facet.SERVICES_KNOWN]}
    return ServicesKnown.DECLARED.value in known and not offered.isdisjoint(services)
