"""Places out of France, around which no search is: "Belgique", "Bruxelles", "Ardennes belges"."""

from functools import cache

from app.structures.proposals.countries import country_choices
from app.structures.sections.placing import FRANCE
from domain.geography import gazetteer
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
_ARTICLES = frozenset({"la", "le", "les", "l"})
_BEFORE = _ARTICLES | {"a", "au", "aux", "en"}
_TOWN = 2_000  # inhabitants of a commune that is meant by the name of a country: Grenade


def is_abroad(text: str) -> bool:
    """Whether the whole text names one: "en Belgique"; not the town of Grenade."""
    words = fold(text).split()
    while words and words[0] in _BEFORE:
        words.pop(0)
    return _is_of_a_people(words) or (" ".join(words) in _names() and not _is_a_town(text))


def _is_of_a_people(words: list[str]) -> bool:
    """ "Ardennes belges", not "rue des Belges"."""
    return len(words) > 1 and words[-1] in _PEOPLES and words[-2] not in _ARTICLES | {"des", "du"}


def _is_a_town(text: str) -> bool:
    return any(place.population >= _TOWN for place in gazetteer().named(text, limit=1))


@cache
def _names() -> frozenset[str]:
    countries = (name for code, name in country_choices() if code != FRANCE)
    return frozenset(map(fold, (*countries, *_KNOWN)))
