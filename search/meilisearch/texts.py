"""Every text to ask for, of a query: none finds a supplier that another one finds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from domain.geography import Place
from search.documents import FACET_FIELDS
from search.french import parse
from search.french import words as normalised
from search.meilisearch.filters import all_of, any_of, none_of, one_of
from search.meilisearch.places import sitting_in
from search.meilisearch.wordings import Wording, wordings
from search.names import name_asked
from search.port import Facet, Matched, Need, SearchQuery
from search.spelling import Vocabulary, matched_by, spellings


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts to ask for, and what is looked for in them.

    `named` finds those who bear the name typed, if any; of them, `wholly_named` those whose name
    it is, whole, `named_alike` those whose name is but like it (a typo away, or unfinished), and
    `named_as_typed` those who have all its words, what says what a structure is too. The rest
    leave them out, the surest first: `saying` find those who but say the words of
    the need, `others` all others.
    """

    named: Wording | None
    others: Sequence[Wording]
    matched: Matched
    wholly_named: str = ""
    named_alike: str = ""
    named_as_typed: str = ""
    saying: Sequence[Wording] = ()

    @property
    def all(self) -> list[Wording]:
        return [*([self.named] if self.named else []), *self.others, *self.saying]


def texts_of(query: SearchQuery, place: Place | None, vocabulary: Vocabulary | None) -> Texts:
    texts = _read(query, vocabulary)
    bearing = list(_bearing(query, place, vocabulary))
    if not bearing:
        return texts
    named = any_of(*(way for one in bearing for way in (one.holding, one.whole) if way))
    wholly = [one.whole for one in bearing if one.whole]
    return replace(
        texts,
        named=Wording(condition=named),
        others=_conditioned(texts.others, none_of(named)),
        saying=_conditioned(texts.saying, none_of(named)),
        wholly_named=any_of(*wholly) if wholly else "",
        named_alike=_alike(bearing),
        named_as_typed=any_of(*(one.as_typed for one in bearing)),
    )


class _Bearing(NamedTuple):
    """Whose name holds a name typed, whose name it is, whose name has its statuses too.

    `exactly`: whose name holds its very words, or is it; `may_be_alike`: others may bear it.
    """

    holding: str
    whole: str
    as_typed: str
    exactly: str
    may_be_alike: bool


def _alike(bearing: Sequence[_Bearing]) -> str:
    """Those whose name is but like one; "" when nobody's can be."""
    if not any(one.may_be_alike for one in bearing):
        return ""
    return none_of(any_of(*(one.exactly for one in bearing)))


def _bearing(
    query: SearchQuery, place: Place | None, vocabulary: Vocabulary | None
) -> Iterator[_Bearing]:
    """Of each name typed, wherever they are or at the place."""
    names = [(name_asked(query.name, vocabulary, whole=query.name_is_whole), "")]
    if place:
        names.append((name_asked(query.name_there, vocabulary), sitting_in(place)))
    for asked, there in names:
        if asked.words:
            whole = all_of(_has_name([asked.whole]), there) if asked.whole else ""
            called = _has_name([asked.very_whole]) if asked.very_whole else ""
            yield _Bearing(
                all_of(_has_name(asked.words), there),
                whole,
                all_of(_has_name((*asked.words, *asked.statuses)), there),
                all_of(any_of(*filter(None, (_has_name(asked.very_words), called))), there),
                asked.may_be_alike,
            )


def _has_name(words: Iterable[Iterable[str]]) -> str:
    """Of each word, the name has one of the forms."""
    return all_of(*(one_of("name_words", sorted(forms)) for forms in words))


def _read(query: SearchQuery, vocabulary: Vocabulary | None) -> Texts:
    texts, matched = _texts(query.text, vocabulary)
    need = query.need
    if need is None:
        return Texts(None, texts, matched)
    having = one_of(FACET_FIELDS[Facet.SERVICE], need.accepted)
    others = _conditioned(texts, having) if need.accepted else []
    with_words = _with_words(need, query.text)
    if not with_words:
        return Texts(None, others, matched)
    texts, said = _texts(with_words, vocabulary)
    themselves = all_of(none_of(having), saying(normalised(need.words), names=True))
    return Texts(None, others, matched | said, saying=_conditioned(texts, themselves))


def saying(words: Sequence[str], *, names: bool) -> str:
    """Those whose own texts, or `names`, hold all these words; "" without a word."""
    fields = (*(("name_words",) if names else ()), "own_texts")
    return all_of(*(any_of(*(one_of(field, [word]) for field in fields)) for word in words))


def _with_words(need: Need, text: str) -> str:
    """The words of the need are whole: what is unfinished comes last, and is of the text."""
    return f"{need.words} {text}" if parse(need.words) else ""


def _texts(text: str, vocabulary: Vocabulary | None) -> tuple[list[Wording], Matched]:
    """One empty text without a text."""
    asked = parse(text)
    if not asked:
        return [Wording()], Matched()
    spelt = spellings(asked, vocabulary)
    return wordings(asked, spelt, vocabulary), matched_by(asked, spelt)


def _conditioned(texts: Iterable[Wording], condition: str) -> list[Wording]:
    return [replace(text, condition=all_of(text.condition, condition)) for text in texts]
