"""Whether two names may be those of one structure, written by two people.

Measured on the real lists of ../shared/data (5,791 names): of the 21,079 pairs of one commune and
two SIREN, 109 are alike; of those names with a typo, an apostrophe forgotten, "Assoc." or no
article (23,112 of them), 99.8 % are like what they were.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from sys import intern

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.text import fold

# What is written or left out at will: articles, what they become without their apostrophe, and
# the legal form.
_SAYS_LITTLE = frozenset(
    """
    l d le la les un une des de du au aux a et en
    association assoc asso ass societe ste sa sas sasu sarl eurl eirl scop scic gie
    """.split()  # noqa: SIM905 a block of words reads better than thirty quoted ones
)
Ranks = NDArray[np.int64]
_NONE: Ranks = np.array([], np.int64)
_INITIALS = re.compile(r"\b(?:[a-z] )+[a-z]\b")  # "a p e i", as "A.P.E.I." is folded
_GLUED_ARTICLE = re.compile(r"\b[dl](?=[aeiouyh]\w{3})")
_DIGITS = re.compile(r"\d+")
_REMEMBERED = 1024
_SHORTEST_SHARED = 4  # letters: fewer in common say nothing
# One typo from 5 letters, two from 9, as a search allows.
_TYPOS_FROM_LENGTH = ((9, 2), (5, 1))


def are_alike(name: str, other: str) -> bool:
    """The same letters but a typo or two, or one with a few words more than the other.

    A number counts: "Annexe 1" is not "Annexe 2".
    """
    return _are_alike(_read(name), _read(other))


class AlikeNames:
    """Many names, asked again and again which of them are like another, as `are_alike` says.

    Only those that share nearly all letters with it, or as many words as the shorter has, are
    compared: in a large town, thousands share one.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = [_read(name) for name in names]
        self._sizes = np.array([len(name.words) for name in self._names], np.int64)
        ranks: defaultdict[str, list[int]] = defaultdict(list)
        ranks_of_word: defaultdict[str, list[int]] = defaultdict(list)
        for rank, name in enumerate(self._names):
            ranks[name.letters].append(rank)
            for word in name.words:
                ranks_of_word[word].append(rank)
        self._letters = _Near(ranks, _TYPOS_FROM_LENGTH[0][1])
        self._words = _Near(ranks_of_word, 1)

    def like(self, name: str) -> list[int]:
        """The ranks of those that may be the same, in the order given."""
        one = _read(name)
        near = np.zeros(len(self._names), np.bool_)
        near[self._letters.ranks(one.letters)] = True
        shared = np.concatenate([_NONE, *(self._words.ranks(word) for word in one.words)])
        shares = np.bincount(shared, minlength=len(self._names))
        near |= (shares > 0) & (shares >= np.minimum(self._sizes, len(one.words)))
        return [rank for rank in near.nonzero()[0].tolist() if _are_alike(one, self._names[rank])]


class _Near:
    """Texts and the ranks of what has them, found from a text a few typos away."""

    def __init__(self, ranks: dict[str, list[int]], typos: int) -> None:
        # One after the other: of 100,000 names most texts have one, and an array each would weigh.
        self._ranks = np.fromiter(chain.from_iterable(ranks.values()), np.int64)
        self._bounds = np.cumsum([0, *map(len, ranks.values())])
        self._at = {text: at for at, text in enumerate(ranks)}
        self._typos = typos
        self._near = lru_cache(_REMEMBERED)(self._compared)  # names repeat their words
        self._of_sort: defaultdict[str | int, list[str]] = defaultdict(list)
        for text in ranks:
            self._of_sort[_numbers(text) or len(text)].append(text)

    def ranks(self, text: str) -> Ranks:
        """Those of each text that is near, one after the other."""
        return np.concatenate([_NONE, *map(self._of, self._near(text))])

    def _of(self, text: str) -> Ranks:
        at = self._at[text]
        return self._ranks[self._bounds[at] : self._bounds[at + 1]]

    def _compared(self, text: str) -> tuple[str, ...]:
        """Numbers are the same, or tell two apart."""
        return tuple(self._each_near(text))

    def _each_near(self, text: str) -> Iterator[str]:
        lengths = range(len(text) - self._typos, len(text) + self._typos + 1)
        numbers = _numbers(text)
        for sort in [numbers] if numbers else lengths:
            texts = self._of_sort.get(sort, ())
            scored = process.extract(
                text, texts, scorer=OSA.distance, score_cutoff=self._typos, limit=None
            )
            yield from (found for found, _, _ in scored)


def rewordings(name: str) -> tuple[str, ...]:
    """What to look for when a name finds nothing: its telling words; these, with "dargile" cut."""
    words = " ".join(_telling_words(name))
    return words, _GLUED_ARTICLE.sub("", words)


@dataclass(frozen=True, slots=True)
class _Name:
    """As it is compared."""

    words: tuple[str, ...]
    letters: str
    numbers: str


@lru_cache(4096)
def _read(name: str) -> _Name:
    words = _telling_words(name)
    letters = "".join(words)
    return _Name(words, letters, _numbers(letters))


def _numbers(text: str) -> str:
    """Those that it holds, in order; "" without any."""
    return " ".join(_DIGITS.findall(text))


def _telling_words(name: str) -> tuple[str, ...]:
    words = _INITIALS.sub(lambda initials: initials[0].replace(" ", ""), fold(name)).split()
    # Names share their words: kept once, they weigh a third less.
    return tuple(intern(word) for word in words if word not in _SAYS_LITTLE) or tuple(words)


def _are_alike(one: _Name, two: _Name) -> bool:
    if _same_letters(one, two):
        return True
    return _has_all_of(one, two) if len(one.words) <= len(two.words) else _has_all_of(two, one)


def _same_letters(one: _Name, two: _Name) -> bool:
    """Words glued: an apostrophe or a space forgotten is no typo, or one."""
    ours, theirs = one.letters, two.letters
    return one.numbers == two.numbers and _is_within(_typos(ours, theirs), ours, theirs)


def _has_all_of(few: _Name, many: _Name) -> bool:
    """Each of a few words is among many, one typo at most in each."""
    return len(few.letters) >= _SHORTEST_SHARED and all(
        any(_is_same_word(word, it) for it in many.words) for word in few.words
    )


def _is_same_word(one: str, two: str) -> bool:
    if one == two or not (one.isalpha() and two.isalpha()):
        return one == two
    return _is_within(min(1, _typos(one, two)), one, two)


def _typos(one: str, two: str) -> int:
    longest = max(len(one), len(two))
    return next((typos for length, typos in _TYPOS_FROM_LENGTH if longest >= length), 0)


def _is_within(typos: int, one: str, two: str) -> bool:
    if abs(len(one) - len(two)) > typos:  # quicker than to align them, and true of most
        return False
    return OSA.distance(one, two, score_cutoff=typos) <= typos
