"""Places out of France, around which no search is: "Belgique", "Bruxelles", "Ardennes belges"."""

from functools import cache

from app.structures.proposals.countries import country_choices
from app.structures.sections.placing import FRANCE
from domain.geography import ARTICLES, TOWN, gazetteer
from domain.text import fold

# Whose name no commune bears that people know.
_KNOWN = (
    *("Afrique", "Anvers", "Bâle", "Barcelone", "Berlin", "Bilbao", "Bruxelles", "Charleroi"),
    *("étranger", "Europe", "Fribourg", "Genève", "Lausanne", "Liège", "Londres", "Lugano"),
    *("Madrid", "Milan", "Mons", "Mouscron", "Namur", "Neuchâtel", "Québec", "Rome", "Sarrebruck"),
    *("Tournai", "Turin", "Wallonie", "Zurich"),
)
_PEOPLES = frozenset(
    """
    allemand allemande allemandes allemands belge belges espagnol espagnole espagnoles espagnols
    italien italienne italiennes italiens luxembourgeois luxembourgeoise suisse suisses
    """.split()  # noqa: SIM905 a block of words reads better than twenty quoted ones
)
# That lie in France too, or are named after what does; a villa and a caterer are Italian in France.
_SHARED = frozenset(
    """
    alpes ardenne ardennes ballons brabant catalogne cerdagne cote flandre flandres hainaut jura
    lorraine luxembourg pyrenees riviera tyrol vosges
    """.split()  # noqa: SIM905 as above
) | {"pays basque"}
_BEFORE = ARTICLES | {"a", "au", "aux", "en", "dans"}


def is_abroad(text: str) -> bool:
    """Whether the whole text names one: "en Belgique"; not the town of Grenade."""
    words = fold(text).split()
    while words and words[0] in _BEFORE:
        words.pop(0)
    named = " ".join(words)
    return _is_of_a_people(named) or (named in _names() and not _is_a_town(text))


def _is_of_a_people(named: str) -> bool:
    """ "Ardennes belges", "Genève suisse"; neither "rue des Belges" nor "traiteur italien"."""
    place, _, people = named.rpartition(" ")
    return people in _PEOPLES and (place in _SHARED or place in _names())


def _is_a_town(text: str) -> bool:
    """That is meant by the name of a country: Grenade."""
    return any(place.population >= TOWN for place in gazetteer().named(text, limit=1))


@cache
def _names() -> frozenset[str]:
    countries = (name for code, name in country_choices() if code != FRANCE)
    return frozenset(map(fold, (*countries, *_KNOWN)))
