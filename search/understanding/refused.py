"""What a buyer says not to want: "pas d’ESAT", "sauf Paris et Lyon"; it is not read."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from search.understanding.choosing import Candidate
from search.understanding.values import Span, What
from search.understanding.words import Word

_WHO_OR_WHERE = frozenset({What.KIND, What.LABEL, What.NETWORK, What.LEGAL, What.PLACE})
# What each word refuses: "sans élagage" tells little of élagage, and "pas de jardinier" that one is
# looked for.
_REFUSING: Mapping[str, frozenset[What]] = {
    **dict.fromkeys(("sauf", "hors", "hormis", "excepte"), _WHO_OR_WHERE | {What.SERVICE}),
    **dict.fromkeys(("sans", "ni", "pas", "non", "aucun", "aucune", "exception"), _WHO_OR_WHERE),
}
_AND = frozenset({"et", "ou", "ni"})


def refused_in(words: Sequence[Word], candidates: Collection[Candidate]) -> Iterator[Span]:
    """From the word that refuses, to the end of the last reading that it governs."""
    for at, word in enumerate(words):
        last = _end_of_refused(words, at, candidates)
        if last:
            yield Span(word.span.start, words[last - 1].span.end)


def _end_of_refused(words: Sequence[Word], at: int, candidates: Collection[Candidate]) -> int:
    """0 when nothing is: "pas trop cher", "hors site"."""
    refused = _REFUSING.get(words[at].surface, frozenset())
    if any(c.first <= at < c.last and c.last - c.first > 1 for c in candidates):
        return 0  # a word of a longer name: "La Ferté-sous-Jouarre", "hors d’œuvre"
    last = _end_of_next(words, at + 1, candidates, refused)
    while last < len(words) and words[last].surface in _AND:
        last_of_all = last
        last = _end_of_next(words, last + 1, candidates, refused)
        if not last:
            return last_of_all
    return last


def _end_of_next(
    words: Sequence[Word], at: int, candidates: Collection[Candidate], whats: Collection[What]
) -> int:
    """Where the longest of these readings ends, of those with but small words before; else 0."""
    first = at
    while first < len(words) and words[first].says_nothing:
        first += 1
    ends = (c.last for c in candidates if c.what in whats and at <= c.first <= first)
    return max(ends, default=0)
