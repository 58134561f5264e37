"""What understanding answers with: what a text says, and which words of it say so."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from domain.geography import Place
from search.understanding.cutting import cut


class What(StrEnum):
    """What words may be read as; the value is the public name."""

    SERVICE = "services"
    KIND = "kinds"
    LABEL = "labels"
    NETWORK = "networks"
    LEGAL = "legal"
    PLACE = "place"
    CODE = "codes"
    TEXT = "text"


class Span(NamedTuple):
    """A part of the text typed, from one offset to another."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """What a part of the text is read as; its words need not stand together.

    `values` are ids of services, labels or frames, codes of kinds, slugs of networks, official
    numbers, or the one place, as "level:code". `less_sure` are services that the words may also
    mean, the likeliest first.
    """

    what: What
    values: tuple[str, ...]
    spans: tuple[Span, ...]
    less_sure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of one mention: `instead` of None leaves its words to the text."""

    of: Mention
    instead: Mention | None


@dataclass(frozen=True, slots=True)
class Understood:
    """What a buyer typed, understood. `text` is made of the words left over, as typed; `left` is
    where they stand, beside what is read.

    `place` is that of the mention of a place; `alternatives` come the likeliest first. `asides` are
    words that say how many, when, or nothing of who answers, beside what is needed; `refused` those
    that say who or where not. `radius_km`: the distance said, around whatever place.
    """

    typed: str
    mentions: tuple[Mention, ...] = ()
    text: str = ""
    left: tuple[Span, ...] = ()
    place: Place | None = None
    alternatives: tuple[Alternative, ...] = ()
    asides: tuple[Span, ...] = ()
    refused: tuple[Span, ...] = ()
    radius_km: int | None = None

    def values(self, what: What) -> tuple[str, ...]:
        """All that is read so, each once, in the order of the text."""
        told = (mention.values for mention in self.mentions if mention.what is what)
        return tuple(dict.fromkeys(chain.from_iterable(told)))

    @property
    def less_sure(self) -> tuple[str, ...]:
        """The services that the words may also mean, each once."""
        told = chain.from_iterable(mention.less_sure for mention in self.mentions)
        surest = self.values(What.SERVICE)
        return tuple(dict.fromkeys(service for service in told if service not in surest))

    def mention(self, what: What) -> Mention | None:
        """The first that is read so."""
        return next((mention for mention in self.mentions if mention.what is what), None)

    def words_of(self, mention: Mention) -> str:
        """Its words, as typed."""
        return " ".join(self.typed[start:end] for start, end in mention.spans)

    def without(self, mention: Mention) -> str:
        """The text typed less the words of one mention."""
        return cut(self.typed, mention.spans)

    def without_need(self, mention: Mention) -> str:
        """The text typed less the words of one need, and those said beside it alone."""
        return cut(self.typed, (*mention.spans, *self.asides))

    def without_place(self) -> str:
        """The text typed less the words that say where."""
        place = self.mention(What.PLACE)
        return self.without(place) if place else self.typed

    def quoting(self, mention: Mention) -> str:
        """The text typed, the words of one mention in quotes: they are then read as words."""
        parts, position = [], 0
        for start, end in sorted(set(mention.spans)):
            parts += [self.typed[position:start], f'"{self.typed[start:end]}"']
            position = end
        return " ".join("".join([*parts, self.typed[position:]]).split())
