"""What is read, told in the words of the text that say it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from search.understanding.choosing import Candidate
from search.understanding.needs import Need
from search.understanding.values import Mention, Span, What
from search.understanding.words import AND, BEFORE_A_PLACE, Word

_FORMERLY = {"ancienne", "ex"}
_TOGETHER = {"cc", "communaute"}
_OF_TOWNS = {"de", "d", "du", "des", "communes", "agglomeration", "pays"}


def mention_of(words: list[Word], candidate: Candidate) -> Mention:
    first = candidate.first
    if candidate.places:
        first = introduced(words, first)
    last = _with_distance(words, candidate.last) if candidate.places else candidate.last
    span = Span(words[first].span.start, words[last - 1].span.end)
    return Mention(candidate.what, candidate.values, (span,))


def introduced(words: list[Word], first: int) -> int:
    """Where the small words that introduce a place begin: "près d’Angers", "ancienne région",
    "CC du pays de Redon".
    """
    while first and not words[first].is_apart and _introduces(words, first - 1):
        first -= 1
    return first - 1 if first and _goes_with(words[first - 1], words[first]) else first


def _goes_with(word: Word, following: Word) -> bool:
    is_former = word.surface in _FORMERLY and following.surface == "region"
    is_of = following.surface in _OF_TOWNS and not following.is_apart
    return is_former or (word.surface in _TOGETHER and is_of)


def _introduces(words: list[Word], at: int) -> bool:
    """ "À moins de 30 km de"; not the "et" of "Vannes et Lorient", nor "m" after 50."""
    word = words[at]
    is_small = word.is_stop and word.surface not in AND | {"m"}
    return word.introduces_a_place or is_small


def _with_distance(words: list[Word], last: int) -> int:
    """Where the distance said after a place ends: "Tours 30 km", "Tours à moins de 30 km"."""
    end = last
    for at in range(last, len(words)):
        if words[at].is_distance:
            end = at + 1
        elif words[at].surface not in BEFORE_A_PLACE:
            break
    return end


def mention_of_need(words: list[Word], need: Need) -> Mention:
    spans = tuple(words[position].span for position in sorted(need.positions))
    return Mention(What.SERVICE, need.services, spans, need.less_sure)


def is_said_in(span: Span, mentions: Sequence[Mention]) -> bool:
    spans = (span for mention in mentions for span in mention.spans)
    return any(start <= span.start < end for start, end in spans)


def with_precise_frames(mentions: list[Mention]) -> list[Mention]:
    """ "Marché réservé" says no more than the article that goes with it."""
    frames = [mention for mention in mentions if mention.what is What.LEGAL]
    precise = tuple(dict.fromkeys(v for m in frames if len(m.values) <= 2 for v in m.values))
    if len(frames) < 2 or not precise:
        return mentions
    spans = tuple(span for mention in frames for span in mention.spans)
    return [*(m for m in mentions if m not in frames), Mention(What.LEGAL, precise, spans)]


def with_precise_kinds(mentions: list[Mention]) -> list[Mention]:
    """ "Coopérative (Scop)" is a Scop, and said in the words of both."""
    kinds = [mention for mention in mentions if mention.what is What.KIND]
    return [
        replace(one, values=_narrowest(one, kinds)) if one in kinds else one for one in mentions
    ]


def _narrowest(kind: Mention, kinds: Sequence[Mention]) -> tuple[str, ...]:
    """Those of the kinds said that are some of its own, else its own."""
    narrower = [one.values for one in kinds if set(one.values) < set(kind.values)]
    return min(narrower, key=len, default=kind.values)


def said_once(mentions: list[Mention]) -> list[Mention]:
    """ "Entreprise adaptée (EA)" is one reading, in the words of both."""
    spans: defaultdict[tuple[What, tuple[str, ...]], list[Span]] = defaultdict(list)
    for mention in mentions:
        spans[mention.what, mention.values] += mention.spans
    first = {(mention.what, mention.values): mention for mention in reversed(mentions)}
    return [replace(first[read], spans=tuple(said)) for read, said in spans.items()]
