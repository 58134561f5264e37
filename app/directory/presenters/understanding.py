"""What the words of the need were read as: each reading can be taken back, or be another."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from textwrap import shorten

from app.directory.asked import Asked
from app.directory.forms import Address, Criteria
from app.directory.left_aside import left_aside
from app.directory.places import address_of, read_place, told_apart
from app.directory.wording import OF_A_FAMILY, PARAMETERS, code_label, short_frame, shown_label
from app.templating import counted, typo
from domain.kinds import KINDS
from domain.text import fold
from search.french import literal_parts, parse
from search.french import words as normalised
from search.port import Facet, SearchResults
from search.understanding import (
    Alternative,
    Mention,
    Understood,
    What,
    cpv_said,
    place_at,
    says_nothing,
    trimmed,
    whole_family,
)

SEVERAL = 3  # no more are named in one chip
LONGEST_SAID = 40  # letters of the words left, in their chip
MAX_OTHERS = 4  # of one reading; all that a need accepts, which are few, are told

_FACETS: Mapping[What, Facet] = {
    What.SERVICE: Facet.SERVICE,
    What.KIND: Facet.KIND,
    What.LABEL: Facet.LABEL,
    What.NETWORK: Facet.NETWORK,
    What.LEGAL: Facet.LEGAL_FRAME,
}
# What a name alone would not tell.
_CALLED: Mapping[What, str] = {What.LABEL: "le label ", What.NETWORK: "le réseau "}


@dataclass(frozen=True, slots=True)
class ReadingChip:
    """What some words were read as, and the address of the search without them."""

    label: str
    said: str
    address: Address


@dataclass(frozen=True, slots=True)
class OtherReading:
    label: str
    address: Address


@dataclass(frozen=True, slots=True)
class OtherReadings:
    """What some words may mean otherwise; `sentence` says how they were read."""

    sentence: str
    others: tuple[OtherReading, ...]


def present_chips(criteria: Criteria, networks: Mapping[str, str]) -> tuple[ReadingChip, ...]:
    """A place typed apart counts before that of the need, which has then no chip."""
    understood = criteria.understood
    return tuple(
        ReadingChip(
            reading_label(mention, networks),
            understood.words_of(mention),
            criteria.with_only(text=_without(understood, mention)).address(),
        )
        for mention in understood.mentions
        if not (mention.what is What.PLACE and criteria.place)
    )


def present_words_left(asked: Asked) -> Iterator[ReadingChip]:
    """One for the words that nothing reads, which are looked for as they are beside the rest.

    What is quoted or left out says so itself.
    """
    understood = asked.criteria.understood
    literal = literal_parts(understood.typed)
    left = tuple(span for span in understood.left if tuple(span) not in literal)
    if not left or asked.leaves_words_out:
        return
    mention = Mention(What.TEXT, (), left)
    said = understood.words_of(mention)
    words = said if len(left) == 1 else shorten(said, LONGEST_SAID, placeholder=" …")
    address = asked.criteria.with_only(text=_said(understood.without(mention))).address()
    yield ReadingChip(typo(_named(words)), said, address)


def present_others(criteria: Criteria, networks: Mapping[str, str]) -> tuple[OtherReadings, ...]:
    """For each reading that may be another, the likeliest others; of a need, all it accepts."""
    return (
        *_place_left_aside(criteria),
        *_place_of_another_name(criteria),
        *_of_one_place(criteria),
        *_read_otherwise(criteria, networks),
        *_code_beside(criteria),
        *_refused(criteria),
        *_quoted(criteria),
    )


@dataclass(frozen=True, slots=True)
class NotFollowed:
    """Words that nothing follows, why, and a label to ask instead."""

    said: str
    why: str
    label: OtherReading | None


def present_not_followed(asked: Asked, found: SearchResults) -> tuple[NotFollowed, ...]:
    return tuple(
        NotFollowed(typo(f"« {one.words} »"), typo(one.why), _with_label(asked.criteria, one.label))
        for one in left_aside(asked, is_a_name=found.named > 0)
    )


def _with_label(criteria: Criteria, label: str) -> OtherReading | None:
    asked = criteria.filters.get(Facet.LABEL, ())
    if not label or label in asked:
        return None
    filters = {**criteria.filters, Facet.LABEL: (*asked, label)}
    name = shown_label(Facet.LABEL, label, {})
    return OtherReading(name, criteria.with_only(filters=filters).address())


def _place_left_aside(criteria: Criteria) -> Iterator[OtherReadings]:
    said = criteria.understood.mention(What.PLACE)
    if said and criteria.place and not _is_asked_for(said, criteria.place):
        words = criteria.understood.words_of(said)
        there = OtherReading(reading_label(said, {}), criteria.with_only(place="").address())
        sentence = (
            f"« {words} » est laissé de côté : le lieu demandé est « {criteria.place} ». Voir :"
        )
        yield OtherReadings(typo(sentence), (there,))


def _is_asked_for(said: Mention, typed: str) -> bool:
    """Whether what is typed apart is that very place: there is nothing to tell."""
    asked = read_place(typed).place
    return asked is not None and f"{asked.level}:{asked.code}" in said.values


def _place_of_another_name(criteria: Criteria) -> Iterator[OtherReadings]:
    """A commune that has joined another, or whose name was mended or completed."""
    said = criteria.understood.mention(What.PLACE)
    others = (alternative.of for alternative in criteria.understood.alternatives)
    if said is None or criteria.place or said in others:
        return
    place, words = place_at(said.values[0]), criteria.understood.words_of(said)
    if place and place.level == "commune" and not _is_named(place.name, words):
        yield OtherReadings(typo(f"« {words} » a été lu comme {place.label}."), ())


def _is_named(name: str, said: str) -> bool:
    """Whatever article goes with it: "au Mans"."""
    return set(normalised(name)).issubset(normalised(said))


def _refused(criteria: Criteria) -> Iterator[OtherReadings]:
    """It is told, and nobody is left out: a search is asked for who answers."""
    for start, end in criteria.understood.refused:
        words = criteria.understood.typed[start:end]
        sentence = f"« {words} » n’est pas suivi : la recherche n’écarte personne."
        yield OtherReadings(typo(sentence), ())


def _quoted(criteria: Criteria) -> Iterator[OtherReadings]:
    """A service that a text tells in other words has its name found too."""
    if parse(criteria.text).phrases:
        where = "dans les fiches et dans les noms de leurs services"
        yield OtherReadings(typo(f"Entre guillemets : cherché tel quel {where}."), ())


def _read_otherwise(criteria: Criteria, networks: Mapping[str, str]) -> Iterator[OtherReadings]:
    of_one = (a for a in criteria.understood.alternatives if not _is_elsewhere(criteria, a))
    told = (a for a in of_one if not (_is_of_place(a) and criteria.place))
    for mention, alternatives in groupby(told, key=lambda alternative: alternative.of):
        words = criteria.understood.words_of(mention)
        sentence = f"« {words} » {_told(mention, words, networks)}"
        others = tuple(_others(criteria, alternatives, networks))
        shown = others if mention.what is What.SERVICE else others[:MAX_OTHERS]
        yield OtherReadings(typo(sentence), shown)


def _of_one_place(criteria: Criteria) -> Iterator[OtherReadings]:
    """Places that are named too: a search is of one."""
    place, alternatives = criteria.understood.place, criteria.understood.alternatives
    elsewhere = [one for one in alternatives if _is_elsewhere(criteria, one)]
    if place and elsewhere and not criteria.place:
        others = tuple(_others(criteria, elsewhere, {}))
        sentence = f"Un seul lieu est cherché à la fois, ici {told_apart(place)}. Voir plutôt :"
        yield OtherReadings(typo(sentence), others[:MAX_OTHERS])


def _is_elsewhere(criteria: Criteria, alternative: Alternative) -> bool:
    """Said by other words than the place that is searched, where one is."""
    of, instead = alternative.of, alternative.instead
    if instead is None or instead.what is not What.PLACE or criteria.understood.place is None:
        return False
    return of.what is What.TEXT or instead.spans != of.spans


def _code_beside(criteria: Criteria) -> Iterator[OtherReadings]:
    """A CPV code that shares no service with the need does not narrow it, as a NAF code does."""
    understood = criteria.understood
    needs = [mention for mention in understood.mentions if mention.what is What.SERVICE]
    for code in (need for need in needs if cpv_said(understood.words_of(need))):
        others = {value for need in needs if need is not code for value in need.values}
        if others and others.isdisjoint(code.values):
            words = understood.words_of(code)
            sentence = f"« {words} » s’ajoute au besoin : faire l’un ou l’autre suffit."
            yield OtherReadings(typo(sentence), ())


def _told(mention: Mention, words: str, networks: Mapping[str, str]) -> str:
    """How its words were read, before what else they may mean."""
    if mention.what is What.TEXT:
        return "peut vouloir dire :"
    if mention.what is What.SERVICE:
        return "peut vouloir dire plusieurs choses. Ne voir que :"
    label, called = reading_label(mention, networks), _CALLED.get(mention.what, "")
    if fold(label) == fold(words):
        return "peut aussi vouloir dire :"
    name = f"le {label}" if label.startswith("Réseau ") else f"{called}{label}"
    return f"a été lu comme {name}. Ou bien :"


def _is_of_place(alternative: Alternative) -> bool:
    instead = alternative.instead
    return alternative.of.what is What.PLACE or (instead is not None and instead.what is What.PLACE)


def _others(
    criteria: Criteria, alternatives: Iterable[Alternative], networks: Mapping[str, str]
) -> Iterator[OtherReading]:
    for alternative in alternatives:
        instead = alternative.instead
        if instead is None:
            words = criteria.understood.words_of(alternative.of)
            yield OtherReading(typo(_named(words)), _as_words(criteria, alternative.of))
        else:
            yield OtherReading(
                reading_label(instead, networks), _read_as(criteria, alternative.of, instead)
            )


def _named(words: str) -> str:
    return f"les mots « {words} »" if " " in words else f"le mot « {words} »"


def _as_words(criteria: Criteria, mention: Mention) -> Address:
    """In quotes, words are never read."""
    return criteria.with_only(text=criteria.understood.quoting(mention)).address()


def _read_as(criteria: Criteria, mention: Mention, instead: Mention) -> Address:
    if instead.what is What.PLACE:
        place = place_at(instead.values[0])
        assert place is not None
        # Of "lot réservé", "réservé" is still said when the Lot is meant.
        text = _said(criteria.understood.without(instead))
        return criteria.with_only(text=text, place=address_of(place)).address()
    text = _without(criteria.understood, mention)
    facet = _FACETS[instead.what]
    filters = {**criteria.filters, facet: instead.values}
    return criteria.with_only(text=text, filters=filters).address()


def _without(understood: Understood, mention: Mention) -> str:
    """The text less the words of one mention.

    Beside a need, how many and when are not looked for; alone, "500" would find nobody, and
    "10 000" is Troyes.
    """
    is_need = mention.what in {What.SERVICE, What.TEXT}
    return _said(understood.without_need(mention) if is_need else understood.without(mention))


def _said(text: str) -> str:
    """Small words that remain alone would find nobody; at an end, they tell nothing more."""
    return "" if says_nothing(text) else trimmed(text)


def reading_label(mention: Mention, networks: Mapping[str, str]) -> str:
    """What words were read as, as people call it."""
    if mention.what is What.PLACE:
        place = place_at(mention.values[0])
        return typo(told_apart(place)) if place else ""
    if mention.what is What.CODE:
        label = code_label(mention.values[0])
        return f"{label[0].upper()}{label[1:]}"
    if mention.what is What.SERVICE and (family := whole_family(mention.values)):
        return f"{shown_label(Facet.GROUP, family, networks)}{_or_else(mention.less_sure)}"
    if mention.what is What.KIND and (called := _family_of(mention.values)):
        return called
    facet = _FACETS[mention.what]
    assert facet in PARAMETERS
    labels = [shown_label(facet, value, networks) for value in mention.values]
    surest = _any_reserved(labels) if mention.what is What.LEGAL else _shortened(labels)
    return f"{surest}{_or_else(mention.less_sure)}"


def _family_of(codes: Sequence[str]) -> str:
    """Of all its kinds; "" when they are no whole family."""
    for family, called in OF_A_FAMILY.items():
        if set(codes) == {kind.code for kind in KINDS.values() if kind.family == family}:
            return called
    return ""


def _any_reserved(frames: Sequence[str]) -> str:
    if len(frames) <= SEVERAL:
        return " ou ".join(frames)
    return f"Marché réservé ({short_frame(frames[0])} à {short_frame(frames[-1])})"


def _shortened(labels: Sequence[str]) -> str:
    """Many would make a long name, and are told below, each with its link."""
    if len(labels) <= SEVERAL:
        return " ou ".join(labels)
    shown = SEVERAL - 1
    return f"{', '.join(labels[:shown])} ou {counted(len(labels) - shown, 'autre')}"


def _or_else(less_sure: Sequence[str]) -> str:
    """Several would make a long name, and are told below, each with its link."""
    if len(less_sure) > 1:
        return f", sinon {len(less_sure)} autres services"
    return "".join(f", sinon {shown_label(Facet.SERVICE, one, {})}" for one in less_sure)
