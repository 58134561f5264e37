"""From the words of a query to a query of tantivy: fields, endings left open, typos.

Scores are constant: every word is required, so how rare a word is says the same of every hit,
and what is left to tell is where it was found and how exactly. Equal scores are then common, and
it is the quality of the page that orders them.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from rapidfuzz import process
from rapidfuzz.distance import OSA
from tantivy import Occur, Query

from search.embedded.generation import Generation
from search.embedded.storage import CODE_FIELD, TEXT_FIELDS
from search.french import TextQuery
from search.french_endings import forms_begun
from search.port import Matched

CODE_WEIGHT = max(TEXT_FIELDS.values())
PREFIX_WEIGHT = 0.7
TYPO_WEIGHTS = {1: 0.45, 2: 0.2}
# What a word found in several fields adds to the best of them: it tells two hits apart, and never
# lifts one above a better field.
OTHER_FIELDS = 0.1

# A word that so many suppliers use is meant: in the real files, no slip of the hand has three.
KNOWN = 3
ONE_TYPO_LENGTH = 5
TWO_TYPOS_LENGTH = 9
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Plan:
    """What a text asks of one generation: `query` for tantivy, `matched` for highlighting."""

    def __init__(self, text: TextQuery, generation: Generation) -> None:
        self._generation = generation
        self._schema = generation.schema
        self._terms = {word for phrase in text.phrases for word in phrase}
        prefix = text.words[-1].surface if text.prefix else ""
        words = [self._word(word.text) for word in text.words[: -1 if prefix else None]]
        if prefix:
            words.append(self._word(text.words[-1].text, prefix))
        required = words + [self._phrase(phrase) for phrase in text.phrases]
        self.query = Query.boolean_query(
            [(Occur.Must, part) for part in required or [Query.all_query()]]
            + [(Occur.MustNot, self._phrase(words)) for words in text.excluded]
        )
        self.matched = Matched(frozenset(self._terms), prefix)

    def _word(self, word: str, prefix: str = "") -> Query:
        typos = typos_of(word, prefix, self._generation)
        self._terms |= {word, *typos}
        parts = list(self._exact(word))
        for typo_count, weight in TYPO_WEIGHTS.items():
            forms = [form for form, count in typos.items() if count == typo_count]
            parts += self._any_of(forms, weight) if forms else ()
        parts += self._beginning(prefix) if prefix else ()
        return Query.disjunction_max_query(parts, OTHER_FIELDS)

    def _exact(self, word: str) -> Iterator[Query]:
        for field, weight in {**TEXT_FIELDS, CODE_FIELD: CODE_WEIGHT}.items():
            term = Query.term_query(self._schema, field, word, "basic")
            yield Query.const_score_query(term, weight)

    def _any_of(self, forms: list[str], closeness: float) -> Iterator[Query]:
        for field, weight in TEXT_FIELDS.items():
            terms = Query.term_set_query(self._schema, field, forms)
            yield Query.const_score_query(terms, weight * closeness)

    def _beginning(self, prefix: str) -> Iterator[Query]:
        for field, weight in TEXT_FIELDS.items():
            words = Query.regex_query(self._schema, field, f"{prefix}.*")
            yield Query.const_score_query(words, weight * PREFIX_WEIGHT)
        if begun := forms_begun(prefix):
            self._terms |= begun
            yield from self._any_of(list(begun), PREFIX_WEIGHT)

    def _phrase(self, words: tuple[str, ...]) -> Query:
        if len(words) == 1:
            return Query.disjunction_max_query(list(self._exact(words[0])), OTHER_FIELDS)
        found = (
            Query.const_score_query(
                Query.phrase_query(self._schema, field, list(words)), weight * len(words)
            )
            for field, weight in TEXT_FIELDS.items()
        )
        return Query.disjunction_max_query(list(found), OTHER_FIELDS)


def typos_of(word: str, prefix: str, generation: Generation) -> dict[str, int]:
    """The other forms that `word` may stand for, and how many typos away each is.

    None when KNOWN suppliers use the word, or one that it begins. A first letter mistaken counts
    two; a word with a digit is exact.
    """
    allowed = _allowed_typos(word)
    if not allowed or _is_known(word, prefix, generation):
        return {}
    near = process.extract(
        word,
        generation.forms(word[0]),
        scorer=OSA.distance,
        processor=None,
        score_cutoff=allowed,
        limit=None,
    )
    typos = {form: int(distance) for form, distance, _ in near if form != word}
    if allowed == 2:
        typos |= dict.fromkeys(filter(generation.has, _first_letter_typos(word)), 2)
    return typos


def _is_known(word: str, prefix: str, generation: Generation) -> bool:
    meant = chain([word], _forms_begun(prefix, generation) if prefix else ())
    return any(generation.is_used(form, KNOWN) for form in meant)


def _forms_begun(prefix: str, generation: Generation) -> Iterator[str]:
    yield from forms_begun(prefix)
    yield from (form for form in generation.forms(prefix[0]) if form.startswith(prefix))


def _allowed_typos(word: str) -> int:
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
