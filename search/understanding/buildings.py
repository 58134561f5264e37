"""Where a trade is done, when it is also the name of a need: "la peinture de la crèche"."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from domain.taxonomy import taxonomy
from search.french import words as normalised
from search.understanding.forms import names_in
from search.understanding.lexicon import ALSO, SURE, forces_of, lexicon
from search.understanding.needs import LONGEST, Need, needs_of
from search.understanding.packed import Words
from search.understanding.words import AT, DETERMINERS, LISTING, Word

# What "entretien", "rénovation" or "mobilier" are told of, in the lexicon, for any building.
_PREMISES = normalised("locaux")[0]
# The families of what is done to them; of others, "locaux" says where things come from.
_DONE_TO_PREMISES = frozenset({"proprete", "batiment", "mobilier-artisanat", "securite-mediation"})
_OF = frozenset({"de", "du", "des", "d", "dans", "pour"})
_ARTICLES = DETERMINERS - _OF


def as_premises(words: Sequence[Word], taken: Collection[int]) -> list[Word]:
    """`words`, a building said as "locaux" where this makes a term of a word that alone is not
    sure: "entretien de la crèche".
    """
    telling = [at for at, word in enumerate(words) if at not in taken and not word.is_stop]
    kept: set[int] = set()
    for start, run in _named(words, telling):
        is_term = _ends_a_term(words, telling[:start], run)
        if start and not is_term and _introduction(words, run[0], kept):
            before = telling[start - 1]
            is_kept = before in kept or _keeps_premises(words[before].form)
            kept.update(run if is_kept else ())
    return [replace(word, form=_PREMISES) if at in kept else word for at, word in enumerate(words)]


def _keeps_premises(trade: str) -> bool:
    """Whether it is told of them, and not told by it alone."""
    told = lexicon().get((trade, _PREMISES), {})
    done = {service for service, force in told.items() if force >= ALSO}
    is_sure = max(forces_of(trade).values(), default=0) >= SURE
    return bool(done) and _families(done) <= _DONE_TO_PREMISES and not is_sure


def worked_in(words: Sequence[Word], taken: Collection[int]) -> set[int]:
    """The positions of words that name the building that a need before them is done to.

    Not where both are of one family, "la location de la salle", nor one term, "lavage auto".
    """
    telling = [at for at, word in enumerate(words) if at not in taken and not word.is_stop]
    named: set[int] = set()
    found: set[int] = set()
    for start, run in _named(words, telling):
        if said := _introduction(words, run[0], named):
            named.update(run)
            needs = needs_of(words[: run[0]], {*taken, *found})
            is_term = _ends_a_term(words, telling[:start], run)
            if not is_term and _are_done_there(needs, _forms(words, run), said):
                found.update(run)
    return found


def _are_done_there(needs: Sequence[Need], building: Words, said: str) -> bool:
    """Sure ones, for what is not sure may go there: "transport à la déchèterie"."""
    told = [need for need in needs if need.is_sure or said not in AT]
    done = {service for need in told for service in need.services}
    return bool(done) and _families(done).isdisjoint(_families(_sold_in(building)))


def _named(words: Sequence[Word], telling: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
    """Where the name of a building begins among the words that tell, and its positions."""
    for start, at in enumerate(telling):
        for name in names_in("buildings.json").get(words[at].form, ()):
            run = telling[start : start + len(name)]
            if _forms(words, run) == name:
                yield start, run
                break


def _introduction(words: Sequence[Word], first: int, named: Collection[int]) -> str:
    """ "De", "dans nos"; "" for "ménage, crèche", and "du ménage et de la crèche", unless a
    building is listed before: "de la crèche et de la cantine".
    """
    articles = list(takewhile(lambda word: word.surface in _ARTICLES, reversed(words[:first])))
    at = first - len(articles) - 1
    if at < 1 or words[at].surface not in _OF | AT:
        return ""
    if any(word.follows_a_sign for word in words[at : first + 1]):
        return ""
    is_listed = words[at - 1].surface in LISTING and at - 2 not in named
    return "" if is_listed else words[at].surface


def _ends_a_term(words: Sequence[Word], before: Sequence[int], run: Sequence[int]) -> bool:
    runs = ((*before[-more:], *run) for more in range(1, min(LONGEST, len(before)) + 1))
    forces = (lexicon().get(_forms(words, positions), {}) for positions in runs)
    return any(max(told.values(), default=0) >= ALSO for told in forces)


def _sold_in(building: Words) -> set[str]:
    """The services that its name tells."""
    told = lexicon().get(building) or forces_of(building[0])
    return {service for service, force in told.items() if force >= ALSO}


def _families(services: Collection[str]) -> set[str]:
    known = taxonomy().services
    return {known[service].group for service in services if service in known}


def _forms(words: Sequence[Word], positions: Sequence[int]) -> Words:
    return tuple(words[at].form for at in positions)
