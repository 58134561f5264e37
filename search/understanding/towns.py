"""Towns whose name is also a word, typed after what is needed: "traiteur cannes", "à Romans"."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from domain.geography import ARTICLES, LARGE_TOWN, TOWN, Place
from search.french import all_tokens
from search.understanding.lexicon import forces_of
from search.understanding.needs import Need
from search.understanding.places import (
    LONGEST,
    has_its_accents,
    is_written_as,
    places_called,
)
from search.understanding.words import AT, LISTING, SMALL_WORDS, Run, Word

NeedsOf = Callable[[Sequence[Word]], list[Need]]

_TOWN_OF_A_WORD = 5_000  # whose name is one word, that tells a need elsewhere
_ARTICLE_WITHIN = {"au": "le", "aux": "les"}
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


def towns_in(
    words: Sequence[Word], starts: Iterable[int] | None = None
) -> Iterator[tuple[Run, tuple[Place, ...]]]:
    """Runs of words that are the whole name of a town that people know, its accents as typed;
    those that begin at `starts`, when they are given.
    """
    for first in range(len(words)) if starts is None else starts:
        if _is_a_part(words, first):
            continue
        before = _at_before(words, first)
        for last in range(first + 1, min(first + LONGEST, len(words)) + 1):
            run = words[first:last]
            places = _places_called(run, before)
            if places and _is_a_town(places[0], run, before):
                yield (first, last), places


def _at_before(words: Sequence[Word], first: int) -> str:
    """ "a", "au" or "aux"; "" where none stands before."""
    before = words[first - 1].surface if first and not words[first].follows_a_sign else ""
    return before if before in AT else ""


def _places_called(run: Sequence[Word], before: str) -> tuple[Place, ...]:
    """After "à", one that is called just so before a longer name; after "au", one with "Le"."""
    said = " ".join(word.surface for word in run)
    article = _ARTICLE_WITHIN.get(before)
    places = places_called(f"{article} {said}" if article else said)
    if not before or not places or _is_its_name(run, places[0].name, before):
        return places
    return tuple(sorted(places, key=lambda place: not _is_its_name(run, place.name, before)))


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
    After "à", see `_is_meant_after_at`.
    """
    first, last = run
    before = _at_before(words, first)
    if not first or not _is_last(words, last, before) or words[first].is_quantity:
        return False
    if words[first - 1].says_nothing and not before:
        return False
    needs = [need for need in needs_of(words[:first]) if need.is_sure]
    if not (needs or any(end <= first for _, end in read)):
        return False
    if before:
        return _is_meant_after_at(words[first:last], town, before, needs)
    return not _is_a_word(words, run, town, needs)


def is_listed_with(words: Sequence[Word], town: Run, place: Run) -> bool:
    """In a list of places: "Nice et Cannes", "à Nice et à cannes", "Rennes, Vitré"."""
    first, last = (town, place) if town < place else (place, town)
    is_parted = any(word.is_listed for word in words[first[1] : last[0] + 1])
    return is_parted and all(word.says_nothing for word in words[first[1] : last[0]])


def is_written_as_listed(
    words: Sequence[Word], run: Run, beside: Run, town: Place, needs_of: NeedsOf
) -> bool:
    """ "nettoyage lille et tours", "Nettoyage Tours, Orléans": a large town in the case of the
    place `beside`, that the need says nothing of. In small letters, or in capitals, it stands last.
    """
    case = _case(words, run)
    if town.population < LARGE_TOWN or case != _case(words, beside):
        return False
    if not (needs := [need for need in needs_of(words) if need.is_sure]):
        return False
    if any(case):
        return beside < run and not _is_a_word(words, run, town, needs)
    return _services_of(needs).isdisjoint(_told(words[slice(*run)]))


def _case(words: Sequence[Word], run: Run) -> tuple[bool, bool]:
    """Whether all is in small letters, or in capitals."""
    typed = "".join(word.typed for word in words[slice(*run)])
    return typed.islower(), typed.isupper()


def starts_of_listed(words: Sequence[Word]) -> list[int]:
    """Where a town of a list may begin: as in `is_told_in_a_list`, and after what parts it, or in
    words that all have a capital.
    """
    if not any(word.is_listed for word in words):
        return []
    return [
        at
        for at, word in enumerate(words)
        if is_told_in_a_list(words, at) or _follows_a_mark(words, at) or _is_titled(word)
    ]


def is_told_in_a_list(words: Sequence[Word], at: int) -> bool:
    """With a capital, or after "à"."""
    is_article = words[at].surface in ARTICLES
    is_capital = any(word.is_capital for word in words[at : at + 1 + is_article])
    return is_capital or bool(_at_before(words, at))


def _follows_a_mark(words: Sequence[Word], at: int) -> bool:
    is_after = words[at].is_listed or words[max(0, at - 1)].surface in LISTING
    return is_after and not words[at].says_nothing


def _is_titled(word: Word) -> bool:
    return word.typed[0].isupper() and not word.typed.isupper()


def bears_accents(run: Sequence[Word], name: str) -> bool:
    """Those of its name, which other words have not: "Vitré" is no "vitre"."""
    return is_written_as(run, name) and not "".join(word.typed for word in run).isascii()


def is_told_apart(words: Sequence[Word], run: Run, town: Place) -> bool:
    """From a longer term that its word would end: "nettoyage Vitré" from "nettoyage de vitres",
    "nettoyage au Blanc" and "à Le Blanc" from "nettoyage à blanc".
    """
    first, last = run
    typed, before = words[first:last], _at_before(words, first)
    is_capital = typed[0].typed[0].isupper()
    if typed[0].surface in ARTICLES:
        return before == "a" and typed[0].surface in _ARTICLE_WITHIN.values()
    if before in _ARTICLE_WITHIN:
        return is_capital
    return bool(is_capital or before) and bears_accents(typed, town.name)


def _is_last(words: Sequence[Word], last: int, before: str) -> bool:
    """After "à", but for how many, when, or another sentence: "à Romans pour 80 personnes"."""
    if last == len(words):
        return True
    after = words[last]
    goes_on = after.surface in SMALL_WORDS or not (after.is_stop or after.is_circumstance)
    return bool(before) and (after.follows_a_sign or not goes_on)


def _is_meant_after_at(
    run: Sequence[Word], town: Place, before: str, needs: Collection[Need]
) -> bool:
    """Its capitals or its accents say so, or that its word tells nothing of what is needed.

    In small letters, the beginning of a name is that of a large town: a stove "à bois" is not at
    Bois-d’Arcy. "À la crèche" and "au port" are no towns there, for anybody says so.
    """
    telling = [word for word in run if word.surface not in SMALL_WORDS or word is run[0]]
    if all(word.typed[0].isupper() and not word.typed.isupper() for word in telling):
        return True
    if run[0].surface in ARTICLES or before in _ARTICLE_WITHIN:
        return not _told(run) and has_its_accents(run, town.name)
    if bears_accents(run, town.name):
        return True
    is_begun = len(run) < len(_words_of(town.name, run))
    enough = LARGE_TOWN if is_begun else _TOWN_OF_A_WORD
    told = _told(run)
    is_known = town.population >= enough and is_written_as(run, town.name)
    return not told or (is_known and _services_of(needs).isdisjoint(told))


def _is_a_word(words: Sequence[Word], run: Run, town: Place, needs: Collection[Need]) -> bool:
    first, last = run
    told = _told(words[first:last])
    is_begun = last - first < len(_words_of(town.name, words[first:last]))
    is_bare = not any(word.is_stop for word in words[first:last])
    takes_it = is_begun or (is_bare and words[first - 1].surface in _OF_SOMETHING)
    return bool(told) and (takes_it or not _services_of(needs).isdisjoint(told))


def _services_of(needs: Collection[Need]) -> set[str]:
    return {service for need in needs for service in (*need.services, *need.less_sure)}


def _told(run: Sequence[Word]) -> set[str]:
    return {service for word in run if not word.is_stop for service in forces_of(word.form)}


def _is_a_town(place: Place, run: Sequence[Word], before: str) -> bool:
    """Le Mans is "Mans", La Couronne no "couronne"."""
    if place.level != "commune" or place.population < TOWN:
        return False
    is_alone = len(run) == 1 and not before
    if place.population < _TOWN_OF_A_WORD and is_alone and _told(run):
        return False
    is_bare = before not in _ARTICLE_WITHIN and len(_words_of(place.name, run)) < len(
        list(all_tokens(place.name))
    )
    if is_bare and place.population < LARGE_TOWN:
        return False
    return _is_its_name(run, place.name, before) and has_its_accents(run, place.name)


def _is_its_name(run: Sequence[Word], name: str, before: str) -> bool:
    """Whole, or to the small words that its end begins with: "Romans" of "Romans-sur-Isère".

    After "au", whole and with its article: "au Blanc".
    """
    words = _words_of(name, run)
    rest = words[len(run) :]
    is_begun = words[: len(run)] == [word.surface for word in run]
    if article := _ARTICLE_WITHIN.get(before):
        return is_begun and not rest and next(all_tokens(name)).surface == article
    return is_begun and (not rest or rest[0] in SMALL_WORDS)


def _words_of(name: str, run: Sequence[Word]) -> list[str]:
    """Without its article where none is said: "Mans"."""
    words = [token.surface for token in all_tokens(name)]
    is_bare = words[0] in ARTICLES and run[0].surface != words[0]
    return words[1:] if is_bare else words
