"""What a buyer says not to want: "pas d’ESAT", "sauf Paris"; it is not read."""

from collections.abc import Collection, Iterator, Sequence

from search.understanding.choosing import Candidate
from search.understanding.values import Span, What
from search.understanding.words import Word

_BUT = frozenset({"sauf", "hors", "hormis", "excepte", "exceptes", "sans", "ni"})
_AFTER_NOT = frozenset({"de", "d", "une", "un", "a", "en", "par", "pour", "chez"})
# "Hors site", "sans tutelle" tell a service.
_WHO_OR_WHERE = frozenset({What.KIND, What.LABEL, What.NETWORK, What.PLACE})


def refused_in(words: Sequence[Word], candidates: Collection[Candidate]) -> Iterator[Span]:
    """From the word that refuses, to the end of the longest reading that begins there."""
    for at, word in enumerate(words):
        first = _after_small_words(words, at + 1)
        if _refuses(word, words[at + 1 : at + 2]):
            ends = [c.last for c in candidates if c.what in _WHO_OR_WHERE and c.first == first]
            if ends:
                yield Span(word.span.start, words[max(ends) - 1].span.end)


def _refuses(word: Word, following: Sequence[Word]) -> bool:
    """ "Pas d’ESAT", but "pas trop cher"; "sauf ESAT"."""
    is_not = word.surface == "pas" and any(one.surface in _AFTER_NOT for one in following)
    return word.surface in _BUT or is_not


def _after_small_words(words: Sequence[Word], at: int) -> int:
    while at < len(words) and words[at].says_nothing:
        at += 1
    return at
