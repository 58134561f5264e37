"""Descriptions as suppliers write them: plain, varied, 30 to 80 words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from app.demo.blocks import blocks, chance
from app.demo.french import at, capitalised
from domain.kinds import KINDS
from domain.taxonomy import taxonomy

MAX_WORDS = 78
ABROAD = "abroad"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a description may tell. `services` are told in order; none for a silent one."""

    kind: str | None  # None beyond the border
    commune: str
    founded: int
    people: int
    services: tuple[str, ...]
    staffing: bool
    own_words: bool  # whether the services' own words may be used


def description(rng: Random, subject: Subject) -> str:
    sentences = [opening(rng, subject)]
    told = list(offer(rng, subject))
    if told and chance(rng, 0.3):
        sentences = [told[0], *sentences, *told[1:]]
    else:
        sentences += told
    return " ".join(completed(rng, sentences, closings(rng, subject)))


def opening(rng: Random, subject: Subject) -> str:
    template: str = rng.choice(blocks("texts")["opening"][subject.kind or ABROAD])
    return capitalised(
        template.format(at=at(subject.commune), year=subject.founded, n=subject.people)
    )


def offer(rng: Random, subject: Subject) -> Iterator[str]:
    """One sentence on the first service, then at most one on the next two."""
    texts = blocks("texts")
    phrases = [phrase(rng, service, subject) for service in subject.services[:3]]
    if not phrases:
        yield rng.choice(texts["silent"])
        return
    yield rng.choice(texts[main_templates(subject)]).format(x=phrases[0])
    if subject.kind == "TIH":
        for other in phrases[1:2]:
            yield rng.choice(texts["second_alone"]).format(x=other)
    elif len(phrases) == 3 and chance(rng, 0.4):
        yield rng.choice(texts["two_more"]).format(x=phrases[1], y=phrases[2])
    elif len(phrases) > 1:
        yield rng.choice(texts["second"]).format(x=phrases[1])


def phrase(rng: Random, service: str, subject: Subject) -> str:
    """An infinitive for the service, in its own words or in others."""
    found: str = rng.choice(
        blocks("activities")[service]["said" if subject.own_words else "unsaid"]
    )
    return found


def main_templates(subject: Subject) -> str:
    if subject.kind == "TIH":
        return "main_alone"
    lends = taxonomy().services[subject.services[0]].group == "rh-interim"
    return "main_staffing" if subject.staffing and not lends else "main"


def closings(rng: Random, subject: Subject) -> list[str]:
    """Sentences to end with, in the order to try them: on the trade, on the kind, on anything."""
    texts: dict[str, Any] = blocks("texts")
    if subject.kind == "TIH":
        return shuffled(rng, texts["alone"])
    family = family_of(subject.kind)
    on_trade = [
        sentence
        for service in subject.services[:1]
        for sentence in texts["group"][taxonomy().services[service].group]
    ]
    first = shuffled(
        rng, [*shuffled(rng, on_trade)[:2], *shuffled(rng, texts["family"][family])[:2]]
    )
    return [*first, *shuffled(rng, texts["general"])]


def family_of(kind: str | None) -> str:
    if kind is None:
        return "ess"
    return "prison" if kind == "SEP" else KINDS[kind].family


def shuffled(rng: Random, sentences: Sequence[str]) -> list[str]:
    return rng.sample(sentences, len(sentences))


def completed(rng: Random, sentences: list[str], more: Sequence[str]) -> list[str]:
    """The sentences, with as many more as a length drawn for this text asks for."""
    target = rng.randint(38, 66)
    length = sum(map(words, sentences))
    for sentence in more:
        if length >= target:
            break
        if length + words(sentence) <= MAX_WORDS:
            sentences.append(sentence)
            length += words(sentence)
    return sentences


def words(text: str) -> int:
    return len(text.split())
