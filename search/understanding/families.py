"""Families of services read as a whole: "un GEIQ du bâtiment"."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from search.understanding.needs import Need
from search.understanding.trades import family_called, services_of
from search.understanding.words import Word

# What is meant otherwise is said with them: "restauration de meubles".
_SAID_ALONE = frozenset({"restauration"})


def family_told(words: Sequence[Word], need: Need) -> Need | None:
    """The whole family, when the words tell no service of it surely and are the family's own."""
    family = family_called(words[position].form for position in need.positions)
    if need.is_sure or family is None:
        return None
    return replace(need, services=services_of(family), is_sure=True, less_sure=())


def is_clear_alone(words: Iterable[Word]) -> bool:
    """Whether all that they say is a family, which no kind beside needs to make clear."""
    telling = (word for word in words if not (word.says_nothing or word.is_circumstance))
    return all(word.form in _SAID_ALONE for word in telling)
