"""What a word typed may stand for among the words that suppliers use: beginnings and typos.

Settled here for every engine. A word that enough suppliers use is spelt as meant; the others may
be typos of those they use.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.french import TextQuery
from search.french_endings import forms_begun
from search.port import Matched

# A word that so many suppliers use is meant: in the real files, no slip of the hand has three.
KNOWN = 3
ONE_TYPO_LENGTH = 5
TWO_TYPOS_LENGTH = 9
LONG_ENOUGH = 3
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Vocabulary(Protocol):
    """The words of the suppliers' texts."""

    def forms(self, beginning: str) -> list[str]:
        """Those that begin so."""
        ...

    def is_used(self, form: str, least: int) -> bool:
        """Whether `least` suppliers or more use `form`."""
        ...

    def has(self, form: str) -> bool:
        """Whether a supplier uses `form`."""
        ...


@dataclass(frozen=True, slots=True)
class Spelling:
    """What one word of a query stands for.

    `word` itself; when `prefix` is not empty, every word that begins so, and `begun`, those it
    begins otherwise written (see forms_begun); and `typos`, how many typos away each is.
    """

    word: str
    prefix: str = ""
    begun: frozenset[str] = frozenset()
    typos: Mapping[str, int] = field(default_factory=dict)


def spellings(asked: TextQuery, vocabulary: Vocabulary | None) -> list[Spelling]:
    """What each word of a query stands for, in order; no typo without a vocabulary."""
    last = len(asked.words) - 1
    return [
        _spelling(token.text, token.surface if asked.prefix and at == last else "", vocabulary)
        for at, token in enumerate(asked.words)
    ]


def forms_named(spelling: Spelling, vocabulary: Vocabulary | None) -> frozenset[str]:
    """For a word of a name typed, the words of names that it stands for.

    An unfinished word of few letters stands for itself: it begins too many.
    """
    begun = vocabulary.forms(spelling.prefix) if vocabulary and _is_long(spelling.prefix) else ()
    return frozenset({spelling.word, *spelling.begun, *spelling.typos, *begun})


def _is_long(prefix: str) -> bool:
    return len(prefix) >= LONG_ENOUGH


def matched_by(asked: TextQuery, found: Iterable[Spelling]) -> Matched:
    """What to highlight in a text."""
    terms = {word for phrase in asked.phrases for word in phrase}
    prefix = ""
    for spelling in found:
        terms |= {spelling.word, *spelling.begun, *spelling.typos}
        prefix = spelling.prefix or prefix
    return Matched(frozenset(terms), prefix)


def typos_of(word: str, prefix: str, vocabulary: Vocabulary) -> dict[str, int]:
    """The other forms that `word` may stand for, and how many typos away each is.

    None when KNOWN suppliers use the word, or one that it begins. A first letter mistaken counts
    two; a word with a digit is exact.
    """
    allowed = allowed_typos(word)
    if not allowed or _is_known(word, prefix, vocabulary):
        return {}
    near = process.extract(
        word,
        vocabulary.forms(word[0]),
        scorer=OSA.distance,
        processor=None,
        score_cutoff=allowed,
        limit=None,
    )
    typos = {form: int(distance) for form, distance, _ in near if form != word}
    if allowed == 2:
        typos |= dict.fromkeys(filter(vocabulary.has, _first_letter_typos(word)), 2)
    return typos


def _spelling(word: str, prefix: str, vocabulary: Vocabulary | None) -> Spelling:
    typos = typos_of(word, prefix, vocabulary) if vocabulary else {}
    return Spelling(word, prefix, frozenset(forms_begun(prefix) if prefix else ()), typos)


def _is_known(word: str, prefix: str, vocabulary: Vocabulary) -> bool:
    meant = chain([word], _forms_begun(prefix, vocabulary) if prefix else ())
    return any(vocabulary.is_used(form, KNOWN) for form in meant)


def _forms_begun(prefix: str, vocabulary: Vocabulary) -> Iterator[str]:
    yield from forms_begun(prefix)
    yield from (form for form in vocabulary.forms(prefix[0]) if form.startswith(prefix))


def allowed_typos(word: str) -> int:
    """How far from a word typed another one may be that is meant; with a digit, it is exact.

    static/js/picker.js follows the same rule.
    """
    if len(word) < ONE_TYPO_LENGTH or not word.isalpha():
        return 0
    return 1 if len(word) < TWO_TYPOS_LENGTH else 2


def _first_letter_typos(word: str) -> Iterable[str]:
    """One edit of the first letter: another one, one too few or too many, or the first two."""
    others = LETTERS.replace(word[0], "")
    yield from (letter + word[1:] for letter in others)
    yield from (letter + word for letter in others)
    yield word[1:]
    yield word[1] + word[0] + word[2:]
