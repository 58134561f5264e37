"""Kinds, labels, networks and legal frames by what people call them, as they type."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.kinds import LEGAL_FRAMES
from domain.taxonomy import derived
from search.french import tokens
from search.understanding.reading import understand
from search.understanding.terms import Meaning, Words, named
from search.understanding.values import Mention, What


@dataclass(frozen=True, slots=True)
class Begun:
    """A term that a text begins, and what it is read as, with nothing else."""

    term: str
    mention: Mention


@dataclass(frozen=True, slots=True)
class _Named:
    """`words` as they are written, without case nor accents."""

    words: Words
    term: str
    meaning: Meaning


def terms_begun(text: str, limit: int) -> list[Begun]:
    """Those that go on, or end, with the last word of `text`: the shortest of each meaning."""
    found: dict[Meaning, Begun] = {}
    for one in _going_on(tuple(token.surface for token in tokens(text))):
        if len(found) == limit:
            break
        if one.meaning not in found and (mention := _read_alone(one)):
            found[one.meaning] = Begun(one.term, mention)
    return list(found.values())


def is_term(text: str) -> bool:
    """Whether these very words are one of these terms, whole."""
    typed = tuple(token.surface for token in tokens(text))
    return any(one.words == typed for one in _all_named())


def _going_on(typed: Words) -> Iterator[_Named]:
    *whole, last = typed or ("",)
    if last:
        for one in _all_named():
            begins = one.words[: len(whole)] == tuple(whole)
            if begins and one.words[len(whole) :] and one.words[len(whole)].startswith(last):
                yield one


@derived()
def _read_alone(one: _Named) -> Mention | None:
    mentions = understand(one.term).mentions
    is_read = len(mentions) == 1 and mentions[0].what is one.meaning.what
    return mentions[0] if is_read and mentions[0].values == one.meaning.values else None


@derived()
def _all_named() -> list[_Named]:
    """The shortest first; of as long ones, in their order."""
    # Services are offered by what they are called, each apart.
    told = [pair for pair in named() if pair[1].what is not What.SERVICE]
    told += _articles()
    all_named = [
        _Named(tuple(token.surface for token in tokens(term)), term, meaning)
        for term, meaning in told
    ]
    return sorted(all_named, key=lambda one: (len(one.words), len(one.term)))


def _articles() -> Iterator[tuple[str, Meaning]]:
    """ "L2113-12", which is read by its form, and is no term."""
    for frame in LEGAL_FRAMES:
        if frame.startswith("l2113-"):
            yield frame.upper(), Meaning(What.LEGAL, (frame,))
