"""From what a buyer typed to texts for Meilisearch: what stands for one query is never in two.

Each word is sent quoted, so that it matches itself alone: Meilisearch would add typos to words
that are known, cut them in two and glue neighbours together. What a word may stand for was settled
before (search/spelling.py); Meilisearch has no "or" between words, so each choice is a text of its
own, that leaves out what the surer ones find. Totals and counts are then sums.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from search.documents import CODE_FIELDS
from search.french import TextQuery
from search.meilisearch.filters import all_of, any_of, none_of, one_of
from search.spelling import Spelling, Vocabulary

# Words misspelt together multiply; the texts farthest from what was typed are left out.
MAX_WORDINGS = 12
# The server reads a thousand words of a text: one that leaves out many more is not asked.
MAX_LEFT_OUT = 200

_CODE = re.compile(r"[0-9]{9}|[0-9]{14}|[0-9]{4}[a-z]")  # a SIREN, a SIRET or a NAF


@dataclass(frozen=True, slots=True)
class Wording:
    """One text: `text` for Meilisearch's own reading, and what it cannot say, as a filter."""

    text: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class _Choice:
    """One thing that a word may stand for. `farness` sorts the choices, the surest first."""

    farness: int
    text: str = ""
    prefix: str = ""
    left_out: tuple[str, ...] = ()
    condition: str = ""


def wordings(
    asked: TextQuery, spelt: list[Spelling], vocabulary: Vocabulary | None
) -> list[Wording]:
    """The texts that together find what `asked` asks, the surest first.

    One that is empty without a text to look for; none when no supplier uses the words.
    """
    quoted = [Spelling(phrase[0]) for phrase in asked.phrases if len(phrase) == 1]
    choices = [list(_choices(spelling, vocabulary)) for spelling in (*quoted, *spelt)]
    return [_wording(asked, chosen) for chosen in _closest(choices)]


def _closest(choices: Iterable[Sequence[_Choice]]) -> list[tuple[_Choice, ...]]:
    """One choice for each word, in the MAX_WORDINGS ways closest to what was typed.

    Word after word: all the ways at once may be more than a machine can hold.
    """
    ways: list[tuple[_Choice, ...]] = [()]
    for options in choices:
        longer = ((*way, option) for way in ways for option in options)
        ways = sorted(longer, key=_farness)[:MAX_WORDINGS]
    return ways


def _farness(way: tuple[_Choice, ...]) -> int:
    return sum(choice.farness for choice in way)


def _wording(asked: TextQuery, choices: tuple[_Choice, ...]) -> Wording:
    phrases = (_phrase(phrase) for phrase in asked.phrases if len(phrase) > 1)
    left_out = (f"-{_quoted(word)}" for choice in choices for word in choice.left_out)
    excluded = (f"-{_phrase(words)}" for words in asked.excluded)
    texts = (choice.text for choice in choices)
    # What is left out comes first: after ten terms nothing more is read. What is unfinished comes
    # last: only there is a word a beginning.
    prefixes = (choice.prefix for choice in choices)
    parts = (*excluded, *left_out, *phrases, *texts, *prefixes)
    return Wording(
        " ".join(dict.fromkeys(filter(None, parts))),
        all_of(
            *(choice.condition for choice in choices),
            *(none_of(_has_code(w[0])) for w in asked.excluded if len(w) == 1 and _is_code(w[0])),
        ),
    )


def _choices(spelling: Spelling, vocabulary: Vocabulary | None) -> Iterator[_Choice]:
    """What a word may stand for, each leaving out those before it."""
    word, prefix = spelling.word, spelling.prefix
    without_code = ""
    if _is_code(word):
        yield _Choice(0, condition=_has_code(word))
        without_code = none_of(_has_code(word))
    begins = _beginning_with(prefix, vocabulary) if prefix else []
    surest: list[str] = []
    for form in (word, *sorted(spelling.begun)):
        if not (prefix and form.startswith(prefix)):
            yield _Choice(0, _quoted(form), left_out=tuple(surest), condition=without_code)
            surest.append(form)
    if begins or (prefix and vocabulary is None):
        yield _Choice(0, prefix=prefix, left_out=tuple(surest), condition=without_code)
    surest += begins
    for form, typos in sorted(spelling.typos.items(), key=lambda typo: (typo[1], typo[0])):
        if form not in surest and len(surest) <= MAX_LEFT_OUT:
            yield _Choice(typos, _quoted(form), left_out=tuple(surest), condition=without_code)
            surest.append(form)


def _beginning_with(prefix: str, vocabulary: Vocabulary | None) -> list[str]:
    return vocabulary.forms(prefix) if vocabulary else []


def _is_code(word: str) -> bool:
    return _CODE.fullmatch(word) is not None


def _has_code(word: str) -> str:
    return any_of(*(one_of(field, [word]) for field in CODE_FIELDS))


def _phrase(words: tuple[str, ...]) -> str:
    return _quoted(" ".join(words))


def _quoted(text: str) -> str:
    return f'"{text}"'
