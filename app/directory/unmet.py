"""What a search asked for and found nobody to do: what the directory lacks, there."""

import re
from collections.abc import Collection

from app.directory.asked import Asked
from app.directory.forms import NEED_FACETS, Criteria
from app.directory.personal import may_be_personal
from domain.text import fold
from search.port import Facet, Reading, SearchResults, ServicesKnown
from search.understanding import Understood, What, unread_words

# Read in the words: by whom, as opposed to what and where.
NARROWING = (What.KIND, What.LABEL, What.NETWORK, What.LEGAL, What.CODE)

# What is done, as French names it: "crapahutage", "brumisation". Few family names end so.
_OF_A_TRADE = re.compile(
    r"(?:.{5,}age|.{4,}(?:erie|ement|[st]ion|isme|iste|logie|therapie|graphie|culture|euse|trice))s?"
)
_WORD = re.compile(r"[^\W\d_]+")


def unmet_services(asked: Asked, found: SearchResults) -> Collection[str]:
    """The services that it names, "" when its words name none; () when somebody declares one.

    Asked by kind, label, network, part of a map or reading, a search that finds nobody does not
    tell that nobody does it there; nor does a page further on.
    """
    if not _is_of_everybody(asked.criteria) or not asked.criteria.says_a_need:
        return ()
    return () if _is_met(asked.services, found) else asked.services or ("",)


def words_unread(asked: Asked, found: SearchResults) -> Collection[str]:
    """The word that nothing reads, and by which it finds nobody; () when it may name somebody.

    A name is strange to French too: so the word is the only strange one of its text, and says by
    its ending what is done, or stands in small letters beside a need.
    """
    criteria = asked.criteria
    is_answered = found.total and not asked.leaves_words_out
    if is_answered or not _is_of_everybody(criteria) or may_be_personal(criteria):
        return ()
    unread = unread_words(criteria.understood.text)
    return unread if len(unread) == 1 and _is_of_a_need(unread[0], criteria.understood) else ()


def _is_of_a_need(word: str, understood: Understood) -> bool:
    """Names have a capital; so has what is typed in capitals, or first."""
    typed = understood.typed
    spelt = next((said for said in _WORD.findall(typed) if fold(said) == word), "")
    if spelt.islower():
        return _is_of_a_trade(word) or _tells_a_need(understood)
    return _is_of_a_trade(word) and (typed.isupper() or typed.startswith(spelt))


def _is_of_a_trade(word: str) -> bool:
    return _OF_A_TRADE.fullmatch(word) is not None


def _tells_a_need(understood: Understood) -> bool:
    """Surely, or as what may be meant."""
    offered = (other.instead for other in understood.alternatives)
    return any(m and m.what is What.SERVICE for m in (*understood.mentions, *offered))


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
