"""From the words of a query to a query of tantivy: fields, endings left open, typos.

Scores are constant: every word is required, so how rare a word is says the same of every hit,
and what is left to tell is where it was found and how exactly. Equal scores are then common, and
it is the quality of the page that orders them.
"""

from collections.abc import Collection, Iterable, Iterator

import tantivy
from tantivy import Occur, Query

from search.embedded.storage import CODE_FIELD, NAME_FIELD, TEXT_FIELDS
from search.french import TextQuery
from search.names import NameAsked
from search.spelling import Spelling

CODE_WEIGHT = max(TEXT_FIELDS.values())
PREFIX_WEIGHT = 0.7
TYPO_WEIGHTS = {1: 0.45, 2: 0.2}
# What a word found in several fields adds to the best of them: it tells two hits apart, and never
# lifts one above a better field.
OTHER_FIELDS = 0.1
WAYS = 5  # of bearing a name, that `plan_of_names` tells


def plan(asked: TextQuery, found: list[Spelling], schema: tantivy.Schema) -> Query:
    """What `asked` asks of an index of that schema, its words spelt as `found`."""
    return _Plan(schema).all_of(asked, found)


def plan_of_names(names: Iterable[NameAsked], schema: tantivy.Schema) -> Query:
    """Those who bear one of the names: of each, a bit of the score tells who has all its words,
    the next one whose whole name it is, two more the same as typed, and the last who has its words
    and its statuses.
    """
    ways = (way for name in names for way in _ways(name))
    scored = (
        Query.const_score_query(_having(way, schema), 1 << bit) for bit, way in enumerate(ways)
    )
    return Query.boolean_query([(Occur.Should, query) for query in scored])


def _ways(name: NameAsked) -> tuple[Iterable[Iterable[str]], ...]:
    with_statuses = name.statuses and (*name.words, *name.statuses)
    return name.words, (name.whole,), name.very_words, (name.very_whole,), with_statuses


def _having(words: Iterable[Iterable[str]], schema: tantivy.Schema) -> Query:
    """Those whose name has, of each word, one of the forms."""
    return Query.boolean_query([(Occur.Must, _one_of(forms, schema)) for forms in words])


def _one_of(forms: Iterable[str], schema: tantivy.Schema) -> Query:
    """Term by term: a set of them is looked for among all the words of names, which are many."""
    terms = (Query.term_query(schema, NAME_FIELD, form, "basic") for form in sorted(forms))
    return Query.boolean_query([(Occur.Should, term) for term in terms])


def plan_of_words(words: Iterable[str], fields: Collection[str], schema: tantivy.Schema) -> Query:
    """Those that have all these words, as they are, in whichever of these fields."""
    held = (
        # A term each: a set of one costs twenty times as much.
        [Query.term_query(schema, field, word, "basic") for field in fields]
        for word in words
    )
    return Query.boolean_query([(Occur.Must, Query.disjunction_max_query(one)) for one in held])


class _Plan:
    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema

    def all_of(self, asked: TextQuery, found: list[Spelling]) -> Query:
        required = [*map(self._word, found), *map(self._phrase, asked.phrases)]
        return Query.boolean_query(
            [(Occur.Must, part) for part in required or [Query.all_query()]]
            + [(Occur.MustNot, self._phrase(words)) for words in asked.excluded]
        )

    def _word(self, spelling: Spelling) -> Query:
        parts = list(self._exact(spelling.word))
        for typo_count, weight in TYPO_WEIGHTS.items():
            forms = [form for form, count in spelling.typos.items() if count == typo_count]
            parts += self._any_of(forms, weight) if forms else ()
        parts += self._beginning(spelling.prefix) if spelling.prefix else ()
        parts += self._any_of(list(spelling.begun), PREFIX_WEIGHT) if spelling.begun else ()
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
            # Within no typo. A regex takes 0.25 ms a field to compile, and has a longest beginning.
            words = Query.fuzzy_term_query(self._schema, field, prefix, distance=0, prefix=True)
            yield Query.const_score_query(words, weight * PREFIX_WEIGHT)

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
