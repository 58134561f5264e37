"""The services that words name between them: each word tells something, none tells all.

The words are those of the taxonomy, and everyday ones (`data/understanding/everyday.json`): what
alone tells a service ("sure"), and what tells it with another word ("may").
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.taxonomy import derived, taxonomy
from domain.text import fold
from search.french import all_tokens
from search.french import words as normalised
from search.spelling import allowed_typos
from search.understanding.forms import french_words

PATH = Path(__file__).resolve().parents[2] / "data" / "understanding" / "everyday.json"

Words = tuple[str, ...]

LABEL, SYNONYM, BROAD, SURE, MAY = 5.0, 4.0, 2.5, 3.0, 1.0
LONGER = 0.5  # what each word more of one term adds: "petit four" is no small oven
ENOUGH = 0.9  # below, words tell no service: they are only suggestions
TIED = 0.75  # of the best: others that share its words
MAX_SERVICES = 4  # more that are tied tell none
SHARING = 0.3
LONGEST = 6
TYPO = 0.7  # what a word with a typo still tells


@dataclass(frozen=True, slots=True)
class Need:
    """Services that some of the words tell, the surest first, and the positions of these words."""

    services: Words
    positions: frozenset[int]
    is_sure: bool


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What a run of words tells of each service."""

    positions: Sequence[int]
    forces: Mapping[str, float]


@derived()
def lexicon() -> Mapping[Words, Mapping[str, float]]:
    """What each term tells of each service; the strongest counts."""
    told: defaultdict[Words, dict[str, float]] = defaultdict(dict)
    for term, service, force in _told():
        if term:
            told[term][service] = max(force, told[term].get(service, 0))
    return {term: _shared(forces) for term, forces in told.items()}


@derived()
def known_words() -> frozenset[str]:
    """Every word of the lexicon: words that mean something else than a place."""
    return frozenset(chain.from_iterable(lexicon()))


def _shared(forces: Mapping[str, float]) -> Mapping[str, float]:
    """The more services a word tells as surely, the less it tells of each."""
    return {
        service: force * sum(other >= force for other in forces.values()) ** -SHARING
        for service, force in forces.items()
    }


def _told() -> Iterator[tuple[Words, str, float]]:
    known, everyday = taxonomy(), _everyday()
    for service in known.services.values():
        yield normalised(service.label), service.id, LABEL
        for synonym in service.synonyms:
            broad = fold(synonym) in known.broad
            yield normalised(synonym), service.id, BROAD if broad else SYNONYM
        said = everyday.get(service.id, {})
        for level, force in (("sure", SURE), ("may", MAY)):
            for term in said.get(level, ()):
                for words in _verb_forms(normalised(term)):
                    yield words, service.id, force


def _verb_forms(term: Words) -> Iterator[Words]:
    """The term and, of an infinitive, its participle and its present: "laver", "lavé", "lave"."""
    yield term
    if len(term) == 1 and term[0].endswith("er") and len(term[0]) > 4:
        yield (term[0][:-1],)


@cache
def _everyday() -> Mapping[str, Mapping[str, list[str]]]:
    content: Mapping[str, Mapping[str, list[str]]] = json.loads(PATH.read_text(encoding="utf-8"))
    return content


def needs_of(forms: Sequence[str]) -> list[Need]:
    """What the words say is needed, the main need first; "" stands for a word that is taken."""
    found = list(_evidence([base_of(form) for form in forms]))
    needs: list[Need] = []
    taken: frozenset[int] = frozenset()
    while need := _strongest(found, taken, first=not needs):
        needs.append(need)
        taken |= need.positions
        if not need.is_sure:
            break
    return needs


def _strongest(found: list[_Evidence], taken: frozenset[int], *, first: bool) -> Need | None:
    left = [e for e in found if taken.isdisjoint(e.positions)]
    if not left:
        return None
    score, explained = _scores(left)
    best = max(score.values())
    least = ENOUGH if first else SURE * 0.7
    if best < least and not first:
        return None
    tied = sorted((s for s in score if score[s] >= TIED * best), key=lambda s: (-score[s], s))
    positions = frozenset(chain.from_iterable(explained[s] for s in tied[:MAX_SERVICES]))
    is_sure = best >= least and len(tied) <= MAX_SERVICES
    return Need(tuple(tied[:MAX_SERVICES]), positions, is_sure)


def _scores(left: Iterable[_Evidence]) -> tuple[dict[str, float], dict[str, set[int]]]:
    """Of each service: what all words tell, less for those that tell nothing of it."""
    told: defaultdict[str, float] = defaultdict(float)
    explained: defaultdict[str, set[int]] = defaultdict(set)
    everything: set[int] = set()
    for evidence in left:
        everything |= set(evidence.positions)
        for service, force in evidence.forces.items():
            told[service] += force
            explained[service] |= set(evidence.positions)
    score = {
        service: force * (0.5 + 0.5 * len(explained[service]) / len(everything))
        for service, force in told.items()
    }
    return score, explained


def base_of(form: str) -> str:
    """The word of the lexicon that it is a form of ("lavaient", "laver"); else itself."""
    return form if form in known_words() else french_words().forms.get(form, form)


def _evidence(forms: Sequence[str]) -> Iterator[_Evidence]:
    """Each term that stands in the words; one within a longer one tells nothing more."""
    left = [position for position, form in enumerate(forms) if form]
    while left:
        run = _longest_term(forms, left) or left[:1]
        term = tuple(forms[position] for position in run)
        if term in lexicon():
            yield _Evidence(run, _times(1 + LONGER * (len(run) - 1), lexicon()[term]))
        elif mended := mended_word(term[0]):
            yield _Evidence(run, _times(TYPO, lexicon().get((mended,), {})))
        left = left[len(run) :]


def _longest_term(forms: Sequence[str], left: Sequence[int]) -> Sequence[int]:
    """Where the longest term that begins there stands; empty without one."""
    for size in range(min(LONGEST, len(left)), 0, -1):
        run = left[:size]
        term = tuple(forms[position] for position in run)
        if term in lexicon() and (run[-1] - run[0] < size or term in _with_small_words()):
            return run
    return ()


def _times(factor: float, forces: Mapping[str, float]) -> Mapping[str, float]:
    return {service: factor * force for service, force in forces.items()}


@derived()
def _with_small_words() -> frozenset[Words]:
    """Names written with words that do not count: "nettoyage de véhicules".

    Others are read only where they stand as written: who "lave le linge" is no "lave-linge".
    """
    names = (name for s in taxonomy().services.values() for name in (s.label, *s.synonyms))
    return frozenset(
        normalised(name) for name in names if len(list(all_tokens(name))) > len(normalised(name))
    )


@derived(maxsize=4096)
def mended_word(form: str) -> str | None:
    """The word of the lexicon that a misspelt one is nearest to, if any is near enough."""
    if form in known_words() or form in french_words().others:
        return None
    return nearest_word(form)


def nearest_word(form: str) -> str | None:
    """The word of the lexicon that is one or two typos away, whatever `form` is."""
    allowed = allowed_typos(form)
    if not allowed:
        return None
    near = process.extractOne(
        form, _alone_by_letter().get(form[0], ()), scorer=OSA.distance, score_cutoff=allowed
    )
    return near[0] if near else None


@derived()
def _alone_by_letter() -> Mapping[str, list[str]]:
    """The terms of one word, by their first letter."""
    by_letter: defaultdict[str, list[str]] = defaultdict(list)
    for term in lexicon():
        if len(term) == 1:
            by_letter[term[0][:1]].append(term[0])
    return dict(by_letter)
