"""What words may also mean: offered beside what is read, in one click."""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from domain.geography import Place
from search.understanding.choosing import Candidate, value_of
from search.understanding.codes import Code
from search.understanding.lexicon import known_words
from search.understanding.mentions import mention_of, mention_of_need
from search.understanding.needs import MAX_SERVICES, Need
from search.understanding.one_place import place_in
from search.understanding.places import ambiguous_names, counts_in, places_called
from search.understanding.values import Alternative, Mention, Span, What
from search.understanding.words import Word

LONGEST_INITIALS = 3
_WITHIN_A_DATE = frozenset({"/", "."})


def read_otherwise(
    words: list[Word],
    candidates: list[Candidate],
    read: list[Candidate],
    mentions: Collection[Mention],
) -> Iterator[Alternative]:
    """What an administrator gave words as reading is the only one that they have.

    So has a place that tells which of another name is meant.
    """
    said = place_in(mentions)
    for one in (one for one in read if not one.is_given):
        mention = mention_of(words, one)
        if said and one.places and one.values == said.values:
            mention = said  # with the words of those that stand beside
        if mention not in mentions:
            continue
        for place in one.places[1:]:
            other = Mention(What.PLACE, (value_of(place),), mention.spans)
            yield Alternative(mention, other)
        if mention == mention_of(words, one):
            yield from _beaten(words, candidates, one)
            if _may_be_a_word(words, one):
                yield Alternative(mention, None)


def _may_be_a_word(words: list[Word], one: Candidate) -> bool:
    """ "Creuse", "tours", "AI"."""
    telling = [words[position] for position in one.positions if not words[position].is_stop]
    if len(telling) > 1:
        return False
    said = telling[0].surface
    return said in ambiguous_names() or said in known_words() or len(said) <= LONGEST_INITIALS


def _beaten(
    words: list[Word], candidates: list[Candidate], one: Candidate
) -> Iterator[Alternative]:
    """What the same words also mean: the "Lot" of "lot réservé"."""
    for other in candidates:
        if other.overlaps(one) and other.what not in (one.what, What.SERVICE):
            yield Alternative(mention_of(words, one), mention_of(words, other))


def heard_otherwise(
    words: list[Word], town: Candidate | None, read: list[Candidate], needs: list[Need]
) -> Iterator[Alternative]:
    """A big town that sounds like a village, or like words that tell nothing else: "lion"."""
    told = {position for need in needs for position in need.positions}
    if town is None or town in read or not told.isdisjoint(town.positions):
        return
    over = [one for one in read if one.overlaps(town)]
    if not over:
        yield from places_offered(words, [town])
    elif len(over) == 1 and over[0].places and over[0].values != town.values:
        yield Alternative(mention_of(words, over[0]), mention_of(words, town))


def places_offered(words: list[Word], places: list[Candidate]) -> Iterator[Alternative]:
    """Of words that are read as none."""
    for place in places:
        mention = mention_of(words, place)
        yield Alternative(Mention(What.TEXT, (), mention.spans), mention)


def service_by_service(words: list[Word], needs: list[Need]) -> Iterator[Alternative]:
    for need in needs:
        told = mention_of_need(words, need)
        accepted = (*need.services, *need.less_sure)
        if need.is_sure and len(accepted) == 1:
            continue
        of = told if need.is_sure else Mention(What.TEXT, (), told.spans)
        for service in accepted:
            yield Alternative(of, Mention(What.SERVICE, (service,), told.spans))


def part_by_part(words: list[Word], parts: Sequence[Candidate]) -> Iterator[Alternative]:
    """A search is of one place: each of those that it is made of."""
    for part in parts:
        mention = mention_of(words, part)
        for place in part.places:
            there = Mention(What.PLACE, (value_of(place),), mention.spans)
            yield Alternative(mention, there)


def counts_as_postcodes(
    words: list[Word], candidates: list[Candidate], place: Place | None
) -> Iterator[Alternative]:
    """Where no other place is named."""
    given = {at for one in candidates if one.is_given for at in one.positions}
    if place is None:
        for at, postcode in counts_in(words):
            if at not in given:
                yield _as_postcode(words[at], postcode)


def _as_postcode(word: Word, place: Place) -> Alternative:
    spans = (word.span,)
    postcode = Mention(What.PLACE, (f"postcode:{place.code}",), spans)
    return Alternative(Mention(What.TEXT, (), spans), postcode)


def dates_as_departements(words: list[Word], place: Place | None) -> Iterator[Alternative]:
    """ "26/07" may be in Drôme and Ardèche, where no place is named."""
    for day, month in pairwise(words) if place is None else ():
        if day.is_bare_date and month.is_bare_date and month.before in _WITHIN_A_DATE:
            spans = (Span(day.span.start, month.span.end),)
            for number in dict.fromkeys((day.surface, month.surface)):
                for departement in places_called(number)[:1]:
                    there = Mention(What.PLACE, (value_of(departement),), spans)
                    yield Alternative(Mention(What.TEXT, (), spans), there)


def code_by_code(codes: Sequence[Code]) -> Iterator[Alternative]:
    """Each of the services that a number stands for; the first of those that it may stand for."""
    for code in codes:
        spans, services = code.mention.spans, code.mention.values
        of = code.mention if code.is_sure else Mention(What.TEXT, (), spans)
        if code.mention.what is What.SERVICE and len(services) > 1:
            for service in services if code.is_sure else services[:MAX_SERVICES]:
                yield Alternative(of, Mention(What.SERVICE, (service,), spans))
