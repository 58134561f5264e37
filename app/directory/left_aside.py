"""What a need says that is neither searched nor followed, so that the page can say it."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain

from app.directory.asked import Asked
from app.directory.faulty_codes import faulty_spans
from domain.taxonomy import taxonomy
from search.french import words
from search.port import MAX_RADIUS_KM, Facet
from search.understanding import (
    CUSTOMER_FORMS,
    Mention,
    Span,
    Understood,
    What,
    around_us_in,
    distances_in,
    is_precise,
    says_nothing,
    understand,
)

# How it is to be done: beside a need, these only tell what is needed.
_QUALITIES = frozenset(
    words(
        "bio biologique végétarien végétalien vegan végan halal casher écologique écoresponsable"
        " responsable durable éthique équitable local solidaire naturel"
    )
)
# "Sans doute", "sans hésiter" say nothing of what is needed.
_SET_PHRASES = frozenset(
    words("sans doute hésiter attendre tarder frais souci faute problème cesse")
)
_WITHOUT = re.compile(r"\bsans\s+(?:(?:un|une|les?|la|des?)\s+|[dl][’'])?\w+", re.IGNORECASE)

_WHOLE = "ce territoire est cherché en entier"


@dataclass(frozen=True, slots=True)
class LeftAside:
    """Words, as typed, and why they are not followed, where that helps.

    `label` is one that they name, and that may be asked instead.
    """

    words: str
    why: str = ""
    label: str = ""


def left_aside(asked: Asked, *, is_a_name: bool) -> list[LeftAside]:
    """In the order of the text, each once; a distance that was chosen apart comes last.

    `is_a_name`: somebody is called so, and was found by all the words.
    """
    typed, found = asked.criteria.understood.typed, dict[Span, LeftAside]()
    for start, end, why, label in _parts(asked, is_a_name=is_a_name):
        span = Span(start, end)
        if not any(_overlap(span, other) for other in found):
            found[span] = LeftAside(typed[start:end], why, label)
    told = {found[span].words.casefold(): found[span] for span in sorted(found)}
    return [*told.values(), *_distance_chosen(asked)]


_Part = tuple[int, int, str, str]


def _parts(asked: Asked, *, is_a_name: bool) -> Iterator[_Part]:
    understood = asked.criteria.understood
    yield from _near_me(asked)
    if why := _why_no_distance(asked):
        yield from ((*span, why, "") for span in distances_in(understood.typed))
    if understood.mentions and not is_a_name:
        yield from _not_wanted(understood)
        searched = (*understood.left, *faulty_spans(understood))
        for span in _asides(understood):
            if not any(_overlap(span, other) for other in searched):
                yield *span, "", ""
        yield from _qualities(understood, asked.criteria.filters.get(Facet.LABEL, ()))


def _near_me(asked: Asked) -> Iterator[_Part]:
    if asked.place.place is None:
        for span in around_us_in(asked.criteria.text):
            yield *span, "indiquez votre commune", ""


def _distance_chosen(asked: Asked) -> Iterator[LeftAside]:
    """Around a territory, where the need says none."""
    criteria, place = asked.criteria, asked.place
    is_chosen = criteria.radius_km != criteria.usual_radius_km
    if is_chosen and criteria.understood.radius_km is None and place.place and not place.is_local:
        yield LeftAside(f"{criteria.radius_km} km", _WHOLE)


def _why_no_distance(asked: Asked) -> str:
    """Why the distance said is not that of the search; "" when it is, or when none is said."""
    said, place = asked.criteria.understood.radius_km, asked.place
    if said is None:
        return ""
    if not 1 <= said <= MAX_RADIUS_KM:
        return f"une distance va de 1 à {MAX_RADIUS_KM} km"
    if place.place is None:
        return "autour de quelle commune ?"
    if not place.is_local:
        return _WHOLE
    return "" if asked.criteria.radius_km == said else f"{asked.criteria.radius_km} km sont choisis"


def _asides(understood: Understood) -> list[Span]:
    """Words that stand together are one; those that may be read otherwise are offered."""
    offered = [span for other in understood.alternatives for span in other.of.spans]
    around = list(around_us_in(understood.typed))
    told: list[Span] = []
    for span in understood.asides:
        said = understood.typed[span.start : span.end]
        is_told = any(_overlap(span, other) for other in (*offered, *around))
        if is_told or _is_set_phrase(said) or CUSTOMER_FORMS.issuperset(words(said)):
            continue
        if told and says_nothing(understood.typed[told[-1].end : span.start]):
            told[-1] = Span(told[-1].start, span.end)
        else:
            told.append(span)
    return told


def _not_wanted(understood: Understood) -> Iterator[_Part]:
    """ "Sans gluten": nobody is left out for it, unless the service is called so."""
    for found in _WITHOUT.finditer(understood.typed):
        span = Span(*found.span())
        said = set(words(found.group()))
        is_told = _is_set_phrase(found.group()) or said & set(words(understood.text))
        is_new = not is_told and _is_beside_names(understood, found.group())
        if is_new and _is_of_a_need(understood, span):
            yield *span, "", ""


def _is_set_phrase(said: str) -> bool:
    return _SET_PHRASES.issuperset(words(said))


def _is_of_a_need(understood: Understood, span: Span) -> bool:
    needs = (m.spans for m in understood.mentions if m.what is What.SERVICE)
    told = [*chain.from_iterable(needs), *understood.asides]
    return any(_overlap(span, other) for other in told)


def _qualities(understood: Understood, labels: Collection[str]) -> Iterator[_Part]:
    """Where words tell no more than the name of a service, who says them does not come first."""
    if is_precise(understood):
        return
    for mention in (m for m in understood.mentions if m.what is What.SERVICE):
        for start, end in mention.spans:
            word = understood.typed[start:end]
            label = _label_called(word)
            is_quality = _QUALITIES.issuperset(words(word)) and label not in labels
            if is_quality and _is_beside_names(understood, word):
                yield start, end, "", label


def _is_beside_names(understood: Understood, said: str) -> bool:
    """Whether none of the services read is called so."""
    known = taxonomy().services
    read = (known[service] for service in understood.values(What.SERVICE))
    names = chain.from_iterable((service.label, *service.synonyms) for service in read)
    return not any(set(words(said)) <= set(words(name)) for name in names)


def _label_called(word: str) -> str:
    mentions: tuple[Mention, ...] = understand(word).mentions
    labels = [value for m in mentions if m.what is What.LABEL for value in m.values]
    return labels[0] if len(labels) == 1 else ""


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
