"""Words spelt by ear, known by those beside: "espaces vers", "restoration collective"."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from domain.taxonomy import derived, taxonomy
from search.french import words as normalised
from search.understanding.forms import french_words
from search.understanding.lexicon import FARTHEST_HEARD, SHORTEST_HEARD, known_words
from search.understanding.sounds import sound_of, whole_sound_of
from search.understanding.words import Word

Words = tuple[str, ...]

_SHORTEST_SMALL_WORD = 4  # letters: "livraison au Mans" brings no "eau"


def as_heard(words: list[Word]) -> list[Word]:
    """`words`, those mended that make with the one beside them the name of a service.

    They are strange to the lexicon, or small words that introduce nothing; elsewhere they stay.
    """
    mended = list(words)
    for at, word in enumerate(words):
        if _may_be_misheard(words, at) and (form := _meant(words, at)):
            mended[at] = replace(word, form=form, surface=form)
    return mended


def _may_be_misheard(words: Sequence[Word], at: int) -> bool:
    word = words[at]
    if not word.is_stop:
        return len(word.form) >= SHORTEST_HEARD and word.form not in known_words()
    following = words[at + 1 : at + 2]
    introduces = any(not (one.is_stop or one.follows_a_sign) for one in following)
    return len(word.surface) >= _SHORTEST_SMALL_WORD and not introduces


def _meant(words: Sequence[Word], at: int) -> str | None:
    """The word that each name of two words, one of which stands beside, has instead."""
    farthest = 1 if words[at].is_stop else FARTHEST_HEARD
    is_french = words[at].form in french_words().others
    for beside, is_first in _neighbours(words, at):
        for form in _completing().get((beside.form, is_first, sound_of(words[at].surface)), ()):
            is_near = OSA.distance(words[at].surface, form) <= farthest
            if is_near and not (is_french and _differ_aloud(words[at].surface, form)):
                return form
    return None


def _differ_aloud(word: str, other: str) -> bool:
    return whole_sound_of(word) != whole_sound_of(other)


def _neighbours(words: Sequence[Word], at: int) -> Iterator[tuple[Word, bool]]:
    """The words beside, and whether each is the first of the two."""
    if at and not words[at].follows_a_sign:
        yield words[at - 1], True
    for following in words[at + 1 : at + 2]:
        if not following.follows_a_sign:
            yield following, False


@derived()
def _completing() -> Mapping[tuple[str, bool, str], Words]:
    """One word of a name of two, whether it is the first, how the other sounds → the other."""
    found: defaultdict[tuple[str, bool, str], Words] = defaultdict(tuple)
    for first, last in _names_of_two_words():
        found[first, True, sound_of(last)] += (last,)
        found[last, False, sound_of(first)] += (first,)
    return dict(found)


def _names_of_two_words() -> Iterator[tuple[str, str]]:
    for service in taxonomy().services.values():
        for name in (service.label, *service.synonyms):
            match normalised(name):
                case (first, last):
                    yield first, last
