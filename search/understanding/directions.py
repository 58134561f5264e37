"""« Nord », « sud », « ouest » where they say on which side of a place: "au nord de Lyon"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from domain.geography import ARTICLES, LARGE_TOWN, TOWN, Place, is_called
from search.understanding.places import LONGEST, ambiguous_names, places_called
from search.understanding.words import AROUND_A_PLACE, Word

_SIDES = frozenset({"nord", "sud", "ouest"})  # "est" is a small word already
_SIDE_OF_A_SIDE = _SIDES | {"est"}  # "nord-est"
_OF = frozenset({"de", "d", "du", "des"})
_NO_COMMUNE = frozenset({"france", "pays"})
# "Secteur nord", "gare du Nord": they have a side, or one for a name.
_HAVING_SIDES = frozenset(
    """
    banlieue banlieues cote couronne facade hemisphere partie peripherie quartier quartiers rive
    rocade secteur secteurs versant zone
    """.split()  # noqa: SIM905 a block of words reads better than fifteen quoted ones
)
_NAMED_AFTER_ONE = frozenset({"gare", "mer", "pole", "porte", "station"}) | frozenset(
    {"afrique", "amerique", "coree", "europe", "irlande", "macedoine"}
)
_DEPARTEMENT = "59"  # which is called so too


def with_sides(words: Sequence[Word]) -> list[Word]:
    """`words`, those vague that say a side of what is named beside them, and not the Nord."""
    return [
        replace(word, is_vague=True) if _is_a_side(words, at) else word
        for at, word in enumerate(words)
    ]


def _is_a_side(words: Sequence[Word], at: int) -> bool:
    if words[at].surface not in _SIDES:
        return False
    return is_of_what_precedes(words, at) or _is_of_what_follows(words, at)


def is_of_what_precedes(words: Sequence[Word], at: int) -> bool:
    """ "Secteur nord", "gare du Nord", "Toulouse Nord"; not "Lille Nord", nor "Lyon, Nord"."""
    if words[at].follows_a_sign or words[at].is_apart:
        return False
    before = [word.surface for word in words[max(0, at - 2) : at]]
    if before[-1:] == ["du"]:
        return before[0] in _NAMED_AFTER_ONE
    if before and before[-1] in _HAVING_SIDES:
        return True
    runs = (words[max(0, at - size) : at] for size in range(1, min(LONGEST, at) + 1))
    return any(map(_is_a_town_elsewhere, runs))


def _is_of_what_follows(words: Sequence[Word], at: int) -> bool:
    """ "Nord de Lyon", "nord-est de la Sarthe", "Nord Toulouse"."""
    rest = _unparted(words, at + 1)
    sides = len(list(takewhile(lambda word: word.surface in _SIDE_OF_A_SIDE, rest)))
    rest = rest[sides:]
    if rest and rest[0].surface in _OF:
        return any(map(_is_a_place, _runs(rest[1:]))) or _is_around(rest[1:])
    return any(map(_is_a_town_elsewhere, _runs(rest)))


def _unparted(words: Sequence[Word], at: int) -> list[Word]:
    """Those after, to the first sign."""
    return list(takewhile(lambda word: not (word.follows_a_sign or word.is_apart), words[at:]))


def _runs(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """With their article, or without: "le Mans", "la Sarthe"."""
    starts = (0, 1) if words and words[0].surface in ARTICLES else (0,)
    for start in starts:
        for last in range(start + 1, min(start + LONGEST, len(words)) + 1):
            yield words[start:last]


def _is_around(words: Sequence[Word]) -> bool:
    """ "Du département", "de l’agglomération", "de la France"."""
    telling = [word for word in words if word.surface not in ARTICLES][:1]
    return any(word.surface in AROUND_A_PLACE | _NO_COMMUNE for word in telling)


def _is_a_place(run: Sequence[Word]) -> bool:
    place = _called(run)
    return place is not None and (place.level != "commune" or _is_known(run, place))


def _is_a_town_elsewhere(run: Sequence[Word]) -> bool:
    """Out of the Nord, where "Lille Nord" says the département."""
    place = _called(run)
    if place is None or place.level != "commune":
        return False
    return _is_known(run, place) and not place.code.startswith(_DEPARTEMENT)


def _called(run: Sequence[Word]) -> Place | None:
    said = " ".join(word.surface for word in run)
    if said in _SIDE_OF_A_SIDE or said.isdigit():
        return None
    return next((place for place in places_called(said)[:1] if is_called(place, said)), None)


def _is_known(run: Sequence[Word], town: Place) -> bool:
    """ "Tours nord", whose name is a common word too, as a large town."""
    is_a_word = len(run) == 1 and run[0].surface in ambiguous_names()
    return town.population >= (LARGE_TOWN if is_a_word else TOWN)
