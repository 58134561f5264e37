"""An arrondissement whose town is not said, which several have: "dans le onzième"."""

from collections.abc import Iterator, Sequence

from domain.geography import Place
from search.understanding.places import place_at
from search.understanding.words import ORDINAL_NUMBER, ORDINALS, Run, Word

_POSTCODES = {"75": 20, "69": 9, "13": 16}  # of Paris, Lyon and Marseille, which have so many
_CALLED = frozenset({"arrondissement", "arrondissements"})


def arrondissements_in(words: Sequence[Word]) -> Iterator[tuple[Run, tuple[Place, ...]]]:
    """Runs of words that name one, and the postcodes of those that have this number."""
    for at in range(1, len(words)):
        if words[at].surface in _CALLED:
            first, number = _numbered(words, at - 1)
            if places := tuple(_having(number)):
                yield (first, at + 1), places


def _numbered(words: Sequence[Word], at: int) -> tuple[int, int]:
    """Where its number begins, and the number; 0 when it is none. "Dix-septième" is two words."""
    said = words[at].surface
    written = ORDINAL_NUMBER.fullmatch(said)
    number = int(written[1]) if written else ORDINALS.get(said, 0)
    if number and at and words[at].is_joined and words[at - 1].surface == "dix":
        return at - 1, number + 10
    return at, number


def _having(number: int) -> Iterator[Place]:
    codes = (f"{start}{number:03}" for start, count in _POSTCODES.items() if number <= count)
    yield from filter(None, (place_at(f"postcode:{code}") for code in codes if number))
