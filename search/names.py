"""What suppliers are called: the words of a name, however they are joined, and the name whole."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from search.french import STOP_WORDS, TextQuery, Token, all_tokens, parse, text_of_joined, words
from search.spelling import Spelling, Vocabulary, forms_named, spellings
from search.understanding import same_trade

# "Kan ar Mor" may be written in one word, "Scoprobat" in two: so many words make one at most.
MOST_JOINED = 3
SHORTEST_JOINED = 5  # letters: shorter ones are words of their own
# A sentence is no name.
MOST_WORDS = 8
# Of a name whose words are misspelt, how many names it may be.
MOST_WHOLE = 64

# What a structure is, and not who: the same name is told with and without.
_STATUSES = frozenset(
    words(
        """
        association assoc asso ass ESAT CAT EA EATT EI AI ACI ETTI EITI GEIQ SCOP SCIC SARL SAS SA
        SASU EURL SEM compagnie cie
        """
    )
)


@dataclass(frozen=True, slots=True)
class NameAsked:
    """Of each word typed, the words of names that it stands for; and what the name whole may be.

    `very_words` and `very_whole` are the same as typed, without a typo or an ending left open.
    `statuses` are the words that say what the structure is, as typed: left out of `words` beside
    others. All are looked for among `name_words` of documents.
    """

    words: tuple[frozenset[str], ...]
    whole: tuple[str, ...]
    very_words: tuple[frozenset[str], ...]
    very_whole: tuple[str, ...]
    statuses: tuple[frozenset[str], ...] = ()

    @property
    def may_be_alike(self) -> bool:
        """Whether it is also looked for otherwise than as typed."""
        return (self.words, self.whole) != (self.very_words, self.very_whole)


def name_words(names: Iterable[str]) -> set[str]:
    """What is indexed of these names of one supplier."""
    return {form for name in names for form in _forms_of(name)}


def has_words_of(name: str, typed: str) -> bool:
    """Whether a name has all that was typed, as written, what the structure is left out."""
    held, asked = name_words([name]), name_asked(typed, None)
    return all(not held.isdisjoint(forms) for forms in asked.very_words)


def name_asked(typed: str, vocabulary: Vocabulary | None, *, whole: bool = False) -> NameAsked:
    """What is looked for; nothing without a word. `whole`: only those whose whole name it is.

    Beside what the structure is, a trade may be said by another word: "GEIQ bâtiment", "GEIQ BTP".
    What is quoted beside words is to stand in the name too.
    """
    asked = parse(typed)
    name = _name_of_words(asked, typed, vocabulary, whole=whole)
    quoted = tuple(frozenset([word]) for phrase in asked.phrases for word in phrase)
    return _with_words(name, quoted) if name.words and quoted else name


def _with_words(name: NameAsked, words: tuple[frozenset[str], ...]) -> NameAsked:
    """With these, in any order, among its words: no whole name is then the one typed."""
    return NameAsked((*name.words, *words), (), (*name.very_words, *words), (), name.statuses)


def _name_of_words(
    asked: TextQuery, typed: str, vocabulary: Vocabulary | None, *, whole: bool
) -> NameAsked:
    spelt = spellings(asked, vocabulary)
    forms = [forms_named(one, vocabulary) for one in spelt]
    if len(forms) > MOST_WORDS:
        very_words = tuple(frozenset([word.text]) for word in asked.words)
        return NameAsked(() if whole else tuple(forms), (), very_words, ())
    others = _otherwise_said(asked, typed)
    told = [at for at, word in enumerate(asked.words) if word.text not in _STATUSES]
    counting = told or range(len(asked.words))
    very_whole = tuple(_wholes_typed(asked))
    name = NameAsked(
        tuple(forms[at] | others[at] for at in counting),
        tuple(_wholes_meant(asked, spelt)),
        tuple(others[at] | {asked.words[at].text} for at in counting),
        very_whole,
        tuple(frozenset([word.text]) for word in asked.words if word.text in _STATUSES),
    )
    return _wholly(name) if whole and name.words else name


def _wholly(name: NameAsked) -> NameAsked:
    called = (frozenset(name.very_whole),)
    return replace(name, words=called, whole=name.very_whole, very_words=called)


def _otherwise_said(asked: TextQuery, typed: str) -> list[frozenset[str]]:
    """Of each word, those that say the same: joined to its neighbours, or of the same trade."""
    joined = _joined_by_word(typed)
    has_status = any(word.text in _STATUSES for word in asked.words)
    return [
        joined.get(word.start, frozenset())
        | (same_trade(word.text) if has_status and word.text not in _STATUSES else frozenset())
        for word in asked.words
    ]


def _forms_of(name: str) -> Iterator[str]:
    """Its words, those that its words make, and the name whole."""
    found = [token for token in all_tokens(name) if token.text not in _STATUSES]
    yield from words(name)
    yield _key(words(name))
    yield from _joined_in(found)
    yield from _wholes_in_one_word(found)


def _joined_in(found: list[Token]) -> Iterator[str]:
    """Neighbours in one word: with the small words between them or not, and with those before
    the first.
    """
    told = [at for at, token in enumerate(found) if not _is_small(token)]
    for size in range(1, MOST_JOINED + 1):
        for first in range(len(told) - size + 1):
            run = told[first : first + size]
            start, end = run[0], run[-1] + 1
            yield from _in_one_word([found[at] for at in run])
            if end - start > size:
                yield from _in_one_word(found[start:end])
            if start and not first:
                yield from _in_one_word(found[:end])


def _joined_by_word(typed: str) -> dict[int, frozenset[str]]:
    """Of each word, by where it begins, the words that it makes with its neighbours."""
    found = list(all_tokens(typed))
    made: dict[int, set[str]] = {token.start: set() for token in found}
    for size in range(2, MOST_JOINED + 2):
        for first in range(len(found) - size + 1):
            run = found[first : first + size]
            for token in run:
                made[token.start].update(_in_one_word(run))
    return {start: frozenset(forms) for start, forms in made.items()}


def _in_one_word(run: Iterable[Token]) -> Iterator[str]:
    surfaces = [token.surface for token in run]
    if len(surfaces) > 1 and sum(map(len, surfaces)) >= SHORTEST_JOINED:
        yield text_of_joined(surfaces)


def _wholes_in_one_word(found: list[Token]) -> Iterator[str]:
    """The name whole in one word, when it is short."""
    told = [token for token in found if not _is_small(token)]
    if len(told) <= MOST_JOINED:
        yield from map(_key_of_one, (*_in_one_word(told), *_in_one_word(found)))


def _wholes_typed(asked: TextQuery) -> Iterator[str]:
    if asked.words:
        yield _key(word.text for word in asked.words)
    yield from map(_key_of_one, _in_one_word(asked.words))


def _wholes_meant(asked: TextQuery, spelt: Sequence[Spelling]) -> Iterator[str]:
    """As typed first, then with a slip of the hand in some of the words."""
    meant = [(one.word, *_slips(one)) for one in spelt]
    slipped = map(_key, islice(product(*meant), MOST_WHOLE)) if meant else ()
    yield from dict.fromkeys((*_wholes_typed(asked), *slipped))


def _slips(spelling: Spelling) -> list[str]:
    return sorted(form for form, typos in spelling.typos.items() if typos == 1)


def _is_small(token: Token) -> bool:
    return token.surface in STOP_WORDS or token.text in STOP_WORDS


def _key(found: Iterable[str]) -> str:
    """The same for names of the same words, in whatever order; no word of a text is like it."""
    told = set(found)
    return "=" + "+".join(sorted(told - _STATUSES or told))


def _key_of_one(word: str) -> str:
    return _key([word])
