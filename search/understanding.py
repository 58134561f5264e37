"""What a supplier says of itself: the services read in its own name and description.

A service counts as said when its label or one of its synonyms stands in the text, whole, up to
plural and feminine; the longest wins. Ambiguous and broad words of the taxonomy prove nothing
alone. Sentences are not understood: "nous ne faisons pas de menuiserie" says menuiserie.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

from domain.taxonomy import taxonomy
from domain.text import fold
from search.french import Token, tokens

Source = Literal["name", "description"]
Words = tuple[str, ...]


def services_said(name: str, description: str | None) -> dict[str, Source]:
    """Ids of the services a supplier's own words name, and where; the name comes first."""
    said: dict[str, Source] = dict.fromkeys(_services_in(name), "name")
    for service in _services_in(description or ""):
        said.setdefault(service, "description")
    return said


def _services_in(text: str) -> Iterator[str]:
    found = tokens(text)
    position = 0
    while position < len(found):
        length, services = _longest_from(found, position)
        yield from services
        position += length


def _longest_from(found: Sequence[Token], position: int) -> tuple[int, Words]:
    for length in _lengths().get(found[position].text, ()):
        sequence = found[position : position + length]
        services = _vocabulary().get(tuple(token.text for token in sequence))
        if services and len(sequence) == length:
            return length, services
    return 1, ()


@cache
def _vocabulary() -> dict[Words, Words]:
    """Normalised words → the services they say."""
    known = taxonomy()
    vocabulary: dict[Words, Words] = {}
    for service in known.services.values():
        for words in (service.label, *service.synonyms):
            folded = fold(words)
            if folded not in known.ambiguous and folded not in known.broad:
                key = tuple(token.text for token in tokens(words))
                vocabulary[key] = (*vocabulary.get(key, ()), service.id)
    return vocabulary


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """First word → how many words the terms that begin so have, the longest first."""
    lengths: dict[str, set[int]] = {}
    for words in _vocabulary():
        lengths.setdefault(words[0], set()).add(len(words))
    return {first: tuple(sorted(counts, reverse=True)) for first, counts in lengths.items()}
