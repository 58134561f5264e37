"""What a word that the lexicon has not, or is not sure of, tells by its synonyms."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain
from math import sqrt

from domain.taxonomy import derived
from search.french import words
from search.understanding.forms import french_words
from search.understanding.lexicon import SURE, TYPO, base_of, lexicon, stem_of
from search.understanding.packed import Forces

# Chosen on words of the lexicon, each hidden in turn, before any other (see ranking.md).
FEWEST = 0.3  # a vote below tells nothing: it would be right one time in five
FEWEST_TO_CONFIRM = 0.15  # what a word of the lexicon may tell
FORCE = 1.4  # of a vote of one: half a one is then enough to be read (see needs.ENOUGH)
SUREST = TYPO * SURE  # no vote tells more than a misspelt word does
ALIKE = 0.75  # of the best vote: others that are as likely


@derived(maxsize=4096)
def forces_by_synonyms(word: str) -> Forces:
    """What most of them tell; nothing when they tell little, or disagree."""
    votes = votes_that_count(word, french_words().synonyms.get(word, ()))
    best = max(votes.values(), default=0)
    return {service: min(FORCE * best, SUREST) * vote / best for service, vote in votes.items()}


def votes_that_count(word: str, synonyms: Iterable[str]) -> Forces:
    """The best of their votes, and those as likely; of what the word itself may tell, if any."""
    known, votes = lexicon().get((word,), {}), votes_of(synonyms)
    best = max(votes.values(), default=0)
    fewest = FEWEST_TO_CONFIRM if known else FEWEST
    told = {s: vote for s, vote in votes.items() if vote >= max(fewest, ALIKE * best)}
    return {s: vote for s, vote in told.items() if s in known} if known else told


def votes_of(synonyms: Iterable[str]) -> dict[str, float]:
    """Of each service, how far synonyms agree that it is meant: those of one family have one voice.

    Many that tell it weigh more than one, and those that tell nothing, or another, weigh against.
    """
    voices: dict[tuple[str, ...], Forces] = {}
    for said in synonyms:
        term = words(said)
        family = tuple(map(stem_of, term))
        voices[family] = max(voices.get(family, {}), _voice(term), key=_loudness)
    votes: defaultdict[str, float] = defaultdict(float)
    for service, part in chain.from_iterable(voice.items() for voice in voices.values()):
        votes[service] += part
    loudest = sum(map(_loudness, voices.values()))
    return {s: vote * sqrt(vote / loudest / (len(voices) + 1)) for s, vote in votes.items()}


def _voice(term: tuple[str, ...]) -> Forces:
    """Of each service, how surely a term tells it, less as it tells others too; 1 at most."""
    base = (base_of(term[0]),) if len(term) == 1 else term
    forces = lexicon().get(base, {})
    told = sum(forces.values())
    return {s: min(force / SURE, 1) * sqrt(force / told) for s, force in forces.items()}


def _loudness(voice: Forces) -> float:
    return max(voice.values(), default=0)
