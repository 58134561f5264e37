"""Towns whose name is also a word, typed after what is needed: "traiteur cannes"."""

from collections.abc import Callable, Collection, Iterator, Sequence

from domain.geography import Place
from search.french import all_tokens
from search.understanding.lexicon import forces_of
from search.understanding.needs import Need
from search.understanding.places import (
    ARTICLES,
    LONGEST,
    SMALL_WORDS,
    has_its_accents,
    places_called,
)
from search.understanding.words import Word

Run = tuple[int, int]  # of words, the last excluded
NeedsOf = Callable[[Sequence[Word]], list[Need]]

_TOWN = 2_000  # inhabitants of one that is said alone
_TOWN_OF_A_WORD = 5_000  # whose name is one word, that tells a need elsewhere
_TOWN_WITHOUT_ITS_ARTICLE = 20_000  # "Mans", not the "couronne" of La Couronne
# After these, a word is what is cleaned, hired or sold: "nettoyage fontaine".
_OF_SOMETHING = frozenset(
    """
    achat broyage collecte conception conditionnement construction creation culture debarras
    decoration demontage depannage destruction distribution elagage enlevement entretien fabricant
    fabrication fourniture fournitures installation lavage livraison location maintenance montage
    nettoyage peinture plantation pose production ramassage recyclage rehabilitation renovation
    reparateur reparation restauration stockage taille tonte transport tri valorisation vente
    """.split()  # noqa: SIM905 a block of words reads better than fifty quoted ones
)


def towns_in(words: Sequence[Word]) -> Iterator[tuple[Run, tuple[Place, ...]]]:
    """Runs of words that are the whole name of a town that people know, its accents as typed."""
    for first in range(len(words)):
        if _is_a_part(words, first):
            continue
        for last in range(first + 1, min(first + LONGEST, len(words)) + 1):
            run = words[first:last]
            places = places_called(" ".join(word.surface for word in run))
            if places and _is_a_town(places[0], run):
                yield (first, last), places


def _is_a_part(words: Sequence[Word], first: int) -> bool:
    """Of what stands before it: "coffre-fort"."""
    before = words[first - 1]
    return words[first].is_joined and (before.is_joined or not before.is_stop)


def ends_with(
    words: Sequence[Word], run: Run, town: Place, needs_of: NeedsOf, read: Collection[Run]
) -> bool:
    """Whether the text ends with this town, after something else that is needed or `read`.

    The word is one when it goes with the need ("menuiserie bois", "nettoyage fosses"), tells
    another and but begins the name of the town ("ménage salon"), or is counted: "trois rivières".
    """
    first, last = run
    if not first or last < len(words) or words[first - 1].says_nothing or words[first].is_quantity:
        return False
    needs = [need for need in needs_of(words[:first]) if need.is_sure]
    is_after_another = needs or any(end <= first for _, end in read)
    return bool(is_after_another) and not _is_a_word(words, run, town, needs)


def _is_a_word(words: Sequence[Word], run: Run, town: Place, needs: Collection[Need]) -> bool:
    first, last = run
    told = _told(words[first:last])
    is_begun = last - first < len(_words_of(town.name, words[first:last]))
    is_bare = not any(word.is_stop for word in words[first:last])
    takes_it = is_begun or (is_bare and words[first - 1].surface in _OF_SOMETHING)
    services = {service for need in needs for service in (*need.services, *need.less_sure)}
    return bool(told) and (takes_it or not services.isdisjoint(told))


def _told(run: Sequence[Word]) -> set[str]:
    return {service for word in run if not word.is_stop for service in forces_of(word.form)}


def _is_a_town(place: Place, run: Sequence[Word]) -> bool:
    if place.level != "commune" or place.population < _TOWN:
        return False
    if place.population < _TOWN_OF_A_WORD and len(run) == 1 and _told(run):
        return False
    is_bare = len(_words_of(place.name, run)) < len(list(all_tokens(place.name)))
    if is_bare and place.population < _TOWN_WITHOUT_ITS_ARTICLE:
        return False
    return _is_its_name(run, place.name) and has_its_accents(run, place.name)


def _is_its_name(run: Sequence[Word], name: str) -> bool:
    """Whole, or to the small words that its end begins with: "Romans" of "Romans-sur-Isère"."""
    words = _words_of(name, run)
    rest = words[len(run) :]
    is_begun = words[: len(run)] == [word.surface for word in run]
    return is_begun and (not rest or rest[0] in SMALL_WORDS)


def _words_of(name: str, run: Sequence[Word]) -> list[str]:
    """Without its article where none is said: "Mans"."""
    words = [token.surface for token in all_tokens(name)]
    is_bare = words[0] in ARTICLES and run[0].surface != words[0]
    return words[1:] if is_bare else words
