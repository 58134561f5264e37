"""The one place that a text asks for, and the others that stand next to it."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from search.understanding.arrondissements import is_one
from search.understanding.values import Alternative, Mention, Span, What
from search.understanding.words import AND, Word

_NARROWEST_FIRST = ("commune", "postcode", "epci", "departement", "former_region", "region")


def place_in(mentions: Iterable[Mention]) -> Mention | None:
    return next((mention for mention in mentions if mention.what is What.PLACE), None)


def with_one_place(
    words: Sequence[Word], mentions: Sequence[Mention], beside: Sequence[Mention]
) -> tuple[list[Mention], list[Alternative]]:
    """`mentions` with one place, in the words of all, and the others that are named next to it.

    "Dijon, en Côte-d’Or" is the narrower; "à Paris ou Lyon" the first.
    """
    places = [mention for mention in mentions if mention.what is What.PLACE]
    if not places:
        return list(mentions), []
    meant = min(places, key=_breadth)
    first, *others = _in_order(words, meant, beside)
    told = (*places, *beside)
    spans = tuple(span for place in told for span in place.spans)
    one = Mention(What.PLACE, first.values, _joined(words, spans) if beside else spans)
    left = [mention for mention in mentions if mention not in places]
    return [*left, one], [Alternative(one, Mention(What.PLACE, o.values, o.spans)) for o in others]


def _breadth(place: Mention) -> int:
    """An arrondissement is narrower than its town, and other postcodes broader."""
    return -1 if is_one(place.values[0]) else _NARROWEST_FIRST.index(_level(place))


def _in_order(words: Sequence[Word], meant: Mention, beside: Sequence[Mention]) -> list[Mention]:
    """As typed, those of one list: two towns, two départements. Else the surest comes first."""
    places = [meant, *beside]
    typed = sorted(places, key=lambda place: place.spans[0])
    if len({_level(place) for place in places}) > 1:
        return places
    if all(_are_listed(words, *two) for two in pairwise(typed)):
        return typed
    is_made_there = len(typed) == 2 and _is_of_what_is_made(words, *typed)
    return typed[::-1] if is_made_there else places


def _is_of_what_is_made(words: Sequence[Word], one: Mention, other: Mention) -> bool:
    """ "Savon de Marseille Lille" is asked for at Lille."""
    first, second = (_first_word(words, place) for place in (one, other))
    return first.surface in {"de", "d", "du", "des"} and not second.says_nothing


def _are_listed(words: Sequence[Word], one: Mention, other: Mention) -> bool:
    """ "Paris, Lyon", "à Paris et à Lyon", "44 85"; not "de Paris à Lyon"."""
    start = other.spans[0].start
    between = [word for word in words if one.spans[-1].end <= word.span.start < start]
    first, second = (_first_word(words, place) for place in (one, other))
    are_bare = not (first.says_nothing or second.says_nothing)
    return are_bare or second.follows_a_sign or any(word.surface in AND for word in between)


def _first_word(words: Sequence[Word], place: Mention) -> Word:
    return next(word for word in words if word.span.start == place.spans[0].start)


def _level(place: Mention) -> str:
    return place.values[0].partition(":")[0]


def _joined(words: Sequence[Word], spans: Iterable[Span]) -> tuple[Span, ...]:
    """In order; those that have but small words between them are one."""
    joined: list[Span] = []
    for span in sorted(spans):
        last = joined[-1] if joined else span
        between = (word for word in words if last.end <= word.span.start < span.start)
        if joined and all(word.says_nothing for word in between):
            joined[-1] = Span(last.start, span.end)
        else:
            joined.append(span)
    return tuple(joined)
