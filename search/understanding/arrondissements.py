"""Arrondissements: of the town that is said, "Lyon 8e", or of several, "dans le onzième".

Each is a postcode. Those who sit in the town are those who sit in it: files say no more.
"""

from collections.abc import Iterator, Sequence

from domain.geography import Place
from search.understanding.places import place_at
from search.understanding.words import ORDINAL_NUMBER, ORDINALS, Run, Word, words_of

_POSTCODES = {"75": 20, "69": 9, "13": 16}  # of Paris, Lyon and Marseille, which have so many
_ALL = frozenset(
    f"postcode:{start}{number:03}"
    for start, count in _POSTCODES.items()
    for number in range(1, count + 1)
)
_TOWNS = {"75056": "75", "69123": "69", "13055": "13"}
_DIGITS_OF_A_POSTCODE = 5
_CALLED = frozenset({"arrondissement", "arrondissements"})


def arrondissements_in(words: Sequence[Word]) -> Iterator[tuple[Run, tuple[Place, ...]]]:
    """Runs of words that name one, and the postcodes of those that have this number."""
    for at in range(1, len(words)):
        if words[at].surface in _CALLED:
            first, number = _numbered(words, at - 1)
            if places := tuple(_having(number)):
                yield (first, at + 1), places


def arrondissement_of(town: Place, words: Sequence[Word], run: Run) -> Place | None:
    """That of the town named by this run of words which they say, or those beside: "3e
    arrondissement de Lyon". Not the 13 of "Marseille 13", which is its département.
    """
    start = _TOWNS.get(town.code) if town.level == "commune" else None
    if start is None:
        return None
    if any(word.surface == "etage" for word in words[run[1] : run[1] + 1]):
        return None  # "Paris 3e étage"
    number = next(filter(None, _numbers_said(words, *run, start)), 0)
    return _numbered_place(start, number)


def arrondissement_called(town: Place, text: str) -> Place | None:
    """As arrondissement_of, for a text that names it alone."""
    words = words_of(text)
    return arrondissement_of(town, words, (0, len(words)))


def is_one(value: str) -> bool:
    """Whether a place, as "level:code", is the postcode of an arrondissement."""
    return value in _ALL


def _numbers_said(words: Sequence[Word], first: int, last: int, departement: str) -> Iterator[int]:
    for at in range(first, last):
        yield _numbered(words, at)[1] or _digits(words[at], departement)
    if first > 2 and words[first - 2].surface in _CALLED:
        yield _numbered(words, first - 3)[1]
    if last < len(words) and (last + 1 == len(words) or words[last + 1].surface in _CALLED):
        yield _numbered(words, last)[1]


def _digits(word: Word, departement: str) -> int:
    """ "8", "69008"; 0 for what is no number of its own."""
    said = word.surface
    if not said.isdecimal() or said == departement:
        return 0
    return int(said.removeprefix(departement) if len(said) == _DIGITS_OF_A_POSTCODE else said)


def _numbered(words: Sequence[Word], at: int) -> tuple[int, int]:
    """Where its number begins, and the number; 0 when it is none. "Dix-septième" is two words."""
    said = words[at].surface
    written = ORDINAL_NUMBER.fullmatch(said)
    number = int(written[1]) if written else ORDINALS.get(said, 0)
    if number and at and words[at].is_joined and words[at - 1].surface == "dix":
        return at - 1, number + 10
    return at, number


def _having(number: int) -> Iterator[Place]:
    yield from filter(None, (_numbered_place(start, number) for start in _POSTCODES))


def _numbered_place(start: str, number: int) -> Place | None:
    value = f"postcode:{start}{number:03}"
    return place_at(value) if value in _ALL else None
