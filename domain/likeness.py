"""Whether two names may be those of one structure, written by two people.

Measured on the real lists of ../shared/data (5,791 names): of the 21,079 pairs of one commune and
two SIREN, 109 are alike; of those names with a typo, an apostrophe forgotten, "Assoc." or no
article (23,112 of them), 99.8 % are like what they were.
"""

import re
from functools import lru_cache

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
_INITIALS = re.compile(r"\b(?:[a-z] )+[a-z]\b")  # "a p e i", as "A.P.E.I." is folded
_GLUED_ARTICLE = re.compile(r"\b[dl](?=[aeiouyh]\w{3})")
_DIGITS = re.compile(r"\d+")
_SHORTEST_SHARED = 4  # letters: fewer in common say nothing
# One typo from 5 letters, two from 9, as a search allows.
_TYPOS_FROM_LENGTH = ((9, 2), (5, 1))


def are_alike(name: str, other: str) -> bool:
    """The same letters but a typo or two, or one with a few words more than the other.

    A number counts: "Annexe 1" is not "Annexe 2".
    """
    one, two = _telling_words(name), _telling_words(other)
    return _same_letters("".join(one), "".join(two)) or _has_all_of(*sorted((one, two), key=len))


def rewordings(name: str) -> tuple[str, ...]:
    """What to look for when a name finds nothing: its telling words; these, with "dargile" cut."""
    words = " ".join(_telling_words(name))
    return words, _GLUED_ARTICLE.sub("", words)


@lru_cache(4096)
def _telling_words(name: str) -> tuple[str, ...]:
    words = _INITIALS.sub(lambda initials: initials[0].replace(" ", ""), fold(name)).split()
    return tuple(word for word in words if word not in _SAYS_LITTLE) or tuple(words)


def _same_letters(one: str, two: str) -> bool:
    """Words glued: an apostrophe or a space forgotten is no typo, or one."""
    return _DIGITS.findall(one) == _DIGITS.findall(two) and _is_within(_typos(one, two), one, two)


def _has_all_of(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    """Each of a few words is among many, one typo at most in each."""
    return len("".join(few)) >= _SHORTEST_SHARED and all(
        any(_is_same_word(word, it) for it in many) for word in few
    )


def _is_same_word(one: str, two: str) -> bool:
    if not (one.isalpha() and two.isalpha()):
        return one == two
    return _is_within(min(1, _typos(one, two)), one, two)


def _typos(one: str, two: str) -> int:
    longest = max(len(one), len(two))
    return next((typos for length, typos in _TYPOS_FROM_LENGTH if longest >= length), 0)


def _is_within(typos: int, one: str, two: str) -> bool:
    return OSA.distance(one, two, score_cutoff=typos) <= typos
