"""What a search asked for and found nobody to do: what the directory lacks, there."""

from collections.abc import Collection

from app.directory.asked import Asked
from app.directory.forms import NEED_FACETS, Criteria
from importers.persons import may_name_a_person
from search.port import Facet, Reading, SearchResults, ServicesKnown
from search.understanding import What, unread_words

# Read in the words: by whom, as opposed to what and where.
NARROWING = (What.KIND, What.LABEL, What.NETWORK, What.LEGAL, What.CODE)

DIGITS_OF_A_POSTCODE = 5


def unmet_services(asked: Asked, found: SearchResults) -> Collection[str]:
    """The services that it names, "" when its words name none; () when somebody declares one.

    Asked by kind, label, network, part of a map or reading, a search that finds nobody does not
    tell that nobody does it there; nor does a page further on.
    """
    if not _is_of_everybody(asked.criteria) or not asked.criteria.says_a_need:
        return ()
    return () if _is_met(asked.services, found) else asked.services or ("",)


def words_unread(asked: Asked, found: SearchResults) -> Collection[str]:
    """The words that nothing reads, and by which it finds nobody.

    () for a text that may name a person or hold a number of theirs, whatever the word.
    """
    typed = asked.criteria.text
    is_answered = found.total and not asked.leaves_words_out
    if is_answered or not _is_of_everybody(asked.criteria) or _may_be_personal(typed):
        return ()
    return unread_words(asked.criteria.understood.text)


def _may_be_personal(typed: str) -> bool:
    """A postcode has five digits; what has more is a telephone, or the number of somebody."""
    digits = sum(map(str.isdigit, typed))
    return "@" in typed or digits > DIGITS_OF_A_POSTCODE or may_name_a_person(typed)


def _is_of_everybody(criteria: Criteria) -> bool:
    is_narrowed = (
        criteria.filters.keys() - NEED_FACETS
        or any(criteria.understood.values(what) for what in NARROWING)
        or criteria.zone
        or criteria.network
    )
    return not is_narrowed and criteria.reading is Reading.EITHER and criteria.page == 1


def _is_met(services: Collection[str], found: SearchResults) -> bool:
    """Words that name no service are met by whoever they find."""
    if not services:
        return found.total > 0
    offered = {count.value for count in found.facets[Facet.SERVICE]}
    known = {count.value for count in found.facets[Facet.SERVICES_KNOWN]}
    return ServicesKnown.DECLARED.value in known and not offered.isdisjoint(services)
