"""The services that words name between them: each word tells something, none tells all."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations

from domain.customers import CUSTOMERS
from domain.text import fold
from search.french import words as normalised
from search.understanding.lexicon import (
    ALSO,
    ELSEWHERE,
    LONGEST_LOOSE,
    MAY,
    SURE,
    SYNONYM,
    base_of,
    compounds,
    forces_of,
    hints,
    in_one_order,
    lexicon,
    stem_of,
)
from search.understanding.packed import Forces, Words
from search.understanding.synonyms import forces_by_synonyms
from search.understanding.trades import family_listed, services_of
from search.understanding.words import LISTED, REFUSALS, Word

LONGER = 0.5  # what each word more of one term adds: "petit four" is no small oven
LOOSELY = 0.9  # of what a term tells, when its words stand otherwise: "vitres à laver"
WITHIN = 0.3  # of what words tell alone, when they stand in a longer term
LONGEST = 6
NEAR = 4  # words of one term stand at most so far from each other
PURPOSE = 0.5  # what tells for whom, or for what: "un gâteau pour la crèche"
WITHOUT = 0.1  # what is not wanted, or when: "sans pesticide", "pendant les vacances"

ENOUGH = 0.7  # no more, and words tell no service: they are only suggestions
BARELY = MAY  # no more: read if nothing tells against, and for few services
DOUBT = 0.25  # of what is barely told, what tells that nobody here does it
ENOUGH_FOR_ANOTHER = SURE
TIED = 0.75  # of the best: others that share its words
LESS_SURE = 0.4  # of the best: what the words may also mean
MAX_BARELY = 2
# The next word is not wanted, or says when: "sans pesticide ni engrais", "hors piste", "pendant les
# vacances".
_BEFORE_LITTLE = frozenset({"sans", "ni", "hors", "pendant", "durant"})
# Before the trade of who asks: "nettoyage, secteur bâtiment".
_OF_A_TRADE = frozenset({"secteur", "secteurs", "domaine", "milieu", "client", "clients"})
# In the plural and after what is needed, those who need it.
_CUSTOMERS = frozenset(map(fold, CUSTOMERS))
CUSTOMER_FORMS = frozenset(chain.from_iterable(map(normalised, CUSTOMERS)))
MAX_SERVICES = 4  # more that are tied tell none; of those less sure, the likeliest are read


@dataclass(frozen=True, slots=True)
class Need:
    """Services that some of the words tell, the surest first, and the positions of these words.

    `less_sure` are services that they may also mean, the likeliest first.
    """

    services: Words
    positions: frozenset[int]
    is_sure: bool
    force: float
    less_sure: Words = ()


@dataclass(frozen=True, slots=True)
class _Told:
    """A word that may tell a need: where it stands, and how much of it is what is needed.

    `alone` is what it says in no longer term. `is_asking`: it tells only within one: "aide à
    domicile". `is_around`: only between two others, for it often introduces a place: "homme à tout
    faire". `is_alone`: told of no word before ("diversité culturelle", "secteur bâtiment"), nor
    numbered ("bâtiment A"). `is_procedure`: only beside another word: "accord-cadre denrées".
    """

    position: int
    word: str
    alone: str
    weight: float
    is_asking: bool
    is_around: bool
    is_alone: bool = False
    is_procedure: bool = False


# Of each position, what its word tells of each service.
_Evidence = Mapping[int, Forces]
_ForcesOf = Callable[[str], Forces]  # what a word tells


def needs_of(words: Sequence[Word], taken: Collection[int]) -> list[Need]:
    """What the words say is needed, the main need first; those `taken` are read otherwise.

    When they tell nothing surely, their synonyms are asked.
    """
    told = list(_told(words, taken))
    needs = _listed(words, told) or _needs(_evidence(told, forces_of))
    is_clear = needs and needs[0].is_sure
    found = needs if is_clear else _needs(_evidence(told, _forces_by_any_means))
    wanted = {one.position for one in told if one.weight > WITHOUT}
    purposes = [one for one in told if one.weight == PURPOSE]
    whole = set(chain.from_iterable(positions for positions, _ in _terms(purposes)))
    customers = {one.position for one in told if _is_customer(one)} - whole
    return [
        replace(need, positions=need.positions - customers or need.positions)
        for need in found
        if need.is_sure or not wanted.isdisjoint(need.positions)
    ]


def _is_customer(one: _Told) -> bool:
    """Who says "repas pour une crèche" does not look for "crèche" in what suppliers say."""
    return one.weight == PURPOSE and one.word in CUSTOMER_FORMS


def _listed(words: Sequence[Word], told: Sequence[_Told]) -> list[Need]:
    """One need of each thing of a list, when most are called by their names, and are not one.

    "Nettoyage et espaces verts", not "tonte et taille", nor "lavage et repassage de draps". What
    heads the list may be called otherwise: "rénovation complète : plomberie, peinture".
    """
    parts = list(_parts(words, told)) if any(word.is_listed for word in words) else []
    heading = parts[:1] if _are_headed(words, parts) else []
    things = parts[len(heading) :]
    named = [_sure_needs(thing) for thing in things if _is_named(thing)]
    services = [service for needs in named for need in needs for service in need.services]
    if len(named) < 2 or len(named) <= len(things) / 2:
        return []
    if not all(named) or len(services) > len(set(services)):
        return []
    found = [
        *(need for part in heading for need in _less(services, _sure_needs(part))),
        *(need for thing in things for need in _needs_of_thing(thing, services)),
    ]
    services = [service for need in found for service in need.services]
    return [replace(need, less_sure=_but(services, need.less_sure)) for need in found]


def _are_headed(words: Sequence[Word], parts: Sequence[Sequence[_Told]]) -> bool:
    at = parts[1][0].position if len(parts) > 1 else 0
    return at > 0 and ":" in words[at].before and not words[at - 1].is_of_a_lot


def _needs_of_thing(part: Sequence[_Told], named: Collection[str]) -> list[Need]:
    """Sure ones; of a thing that is called otherwise, what it may be beside what others name."""
    if _is_named(part):
        return _sure_needs(part)
    return _less(named, _needs(_evidence(part, forces_of))[:1])


def _less(services: Collection[str], needs: Sequence[Need]) -> list[Need]:
    """Of each need, what it tells but these; those that tell no more are none."""
    found = (replace(need, services=_but(services, need.services)) for need in needs)
    return [need for need in found if need.services]


def _sure_needs(part: Sequence[_Told]) -> list[Need]:
    family = [*_whole_family(part)]
    return family or [need for need in _needs(_evidence(part, forces_of)) if need.is_sure]


def _whole_family(part: Sequence[_Told]) -> Iterator[Need]:
    """ "Nettoyage, transport": all that the word says, for nothing tells which of them."""
    is_needed = part[0].is_alone and all(one.weight == 1 for one in part)
    family = family_listed([one.word for one in part]) if is_needed else None
    if family:
        positions = frozenset(one.position for one in part)
        yield Need(services_of(family), positions, is_sure=True, force=SURE)


def _parts(words: Sequence[Word], told: Sequence[_Told]) -> Iterator[list[_Told]]:
    """What tells something, cut at "et" and at commas, but within a term, "parcs et jardins", and
    between two things that are done to one: "nettoyage et désinfection de véhicules".
    """
    telling = [one for one in told if not (one.is_around or one.is_asking)]
    whole = (at for at, forces in _terms(telling) if max(forces.values()) >= SURE)
    within = {position for positions in whole for position in positions[1:]}
    part: list[_Told] = []
    for following in _cut(words, telling, within):
        if part and not _is_done_to_one(words, part, following):
            yield part
            part = []
        part += following
    if part:
        yield part


def _cut(
    words: Sequence[Word], telling: Sequence[_Told], within: Collection[int]
) -> Iterator[list[_Told]]:
    part: list[_Told] = []
    for one in telling:
        if part and _is_cut_before(words, part[-1], one, within):
            yield part
            part = []
        part.append(one)
    if part:
        yield part


def _is_cut_before(words: Sequence[Word], last: _Told, one: _Told, within: Collection[int]) -> bool:
    """A number always cuts: "lot 1 nettoyage lot 2 vitres"."""
    between = words[last.position + 1 : one.position + 1]
    if any(word.is_of_a_lot for word in between):
        return True
    return one.position not in within and any(word.is_listed for word in between)


def _is_done_to_one(
    words: Sequence[Word], part: Sequence[_Told], following: Sequence[_Told]
) -> bool:
    """Whether one word is the beginning of a term that the next thing, after "et", ends."""
    between = words[part[-1].position + 1 : following[0].position + 1]
    is_joined = all(LISTED.isdisjoint(word.before) and not word.is_of_a_lot for word in between)
    ends = (following[at:] for at in range(1, len(following)))
    runs = (tuple(one.word for one in (part[0], *end)) for end in ends)
    return is_joined and len(part) == 1 and any(run in lexicon() for run in runs)


def _is_named(part: Sequence[_Told]) -> bool:
    """Whether words of it are the name of one service, or of a family, and what is needed."""
    if any(_whole_family(part)):
        return True
    runs = (part[first:last] for first, last in combinations(range(len(part) + 1), 2))
    return any(
        max(lexicon().get(tuple(one.word for one in run), {}).values(), default=0) >= SYNONYM
        for run in runs
        if len(run) <= LONGEST and all(one.weight == 1 for one in run)
    )


def _forces_by_any_means(word: str) -> Forces:
    """With what its synonyms tell: of a word that is known, of its own services alone."""
    known, told = forces_of(word), forces_by_synonyms(word)
    return {service: force + told.get(service, 0) for service, force in known.items()} or told


def _needs(evidence: _Evidence) -> list[Need]:
    needs: list[Need] = []
    while (need := _strongest(evidence)) and (not needs or need.force >= ENOUGH_FOR_ANOTHER):
        needs.append(need)
        evidence = {at: forces for at, forces in evidence.items() if at not in need.positions}
        if not need.is_sure:
            break
    told = {service for need in needs for service in need.services}
    return [replace(need, less_sure=_but(told, need.less_sure)) for need in needs]


def _but(told: Collection[str], services: Words) -> Words:
    """What another need tells is its own."""
    return tuple(service for service in services if service not in told)


def _told(words: Sequence[Word], taken: Collection[int]) -> Iterator[_Told]:
    weight, is_little, is_told, is_begun = 1.0, False, False, False
    for position, word in enumerate(words):
        is_for = word.surface == "pour" and not _is_infinitive(words[position + 1 : position + 2])
        if is_for and is_begun:  # "un ESAT pour le nettoyage" says what is needed
            weight = PURPOSE
        if position in taken or word.is_stop or word.is_vague:
            continue
        if word.introduces_a_place:
            yield _Told(position, word.form, word.form, weight, is_asking=True, is_around=True)
            continue
        if is_told and word.surface in _CUSTOMERS:
            weight = PURPOSE
        share = WITHOUT if is_little else weight
        is_asking = word.is_empty or word.is_quantity or word.surface in REFUSALS
        said = (base_of(word.form), base_of(word.alone))
        is_alone = _is_alone(words, position)
        yield _Told(
            position,
            *said,
            share,
            is_asking,
            is_around=False,
            is_alone=is_alone,
            is_procedure=word.is_procedure,
        )
        is_little = word.surface in _BEFORE_LITTLE
        is_begun = is_begun or not is_asking
        is_told = is_told or max(forces_of(word.form).values(), default=0) >= SURE


def _is_alone(words: Sequence[Word], position: int) -> bool:
    word, following = words[position], words[position + 1 : position + 2]
    before = words[position - 1] if position and not word.is_listed else None
    is_told_of_it = before and (before.surface in _OF_A_TRADE or not before.says_nothing)
    return not is_told_of_it and not any(map(_is_a_number, following))


def _is_a_number(word: Word) -> bool:
    """The "A" of "bâtiment A", not the "2)" of the next thing."""
    is_letter = word.typed.isupper() and len(word.typed) == 1
    return (word.surface.isdigit() or is_letter) and not word.is_of_a_lot


def _is_infinitive(following: Sequence[Word]) -> bool:
    """ "Des bras pour vider un camion": this is what is needed."""
    return any(word.surface.endswith(("er", "ir", "re")) for word in following)


def _strongest(evidence: _Evidence) -> Need | None:
    score = _scores(evidence)
    elsewhere = score.pop(ELSEWHERE, 0)
    if not score:
        return None
    ordered = sorted(score, key=lambda service: (-score[service], service))
    best = score[ordered[0]]
    tied = [service for service in ordered if score[service] >= TIED * best]
    services = tuple(tied[:MAX_SERVICES])
    less_sure = [s for s in ordered if LESS_SURE * best <= score[s] < TIED * best]
    positions = frozenset(
        at for at, forces in evidence.items() if any(service in forces for service in services)
    )
    is_sure = _is_told(best, len(tied), elsewhere)
    return Need(services, positions, is_sure, best, tuple(less_sure[:MAX_SERVICES]))


def _is_told(best: float, tied: int, elsewhere: float) -> bool:
    if best <= BARELY:
        return best > ENOUGH and tied <= MAX_BARELY and elsewhere <= DOUBT * best
    return tied <= MAX_SERVICES and best >= elsewhere


def _scores(evidence: _Evidence) -> dict[str, float]:
    """Of each service: what all words tell, less for those that tell more of others."""
    told: defaultdict[str, float] = defaultdict(float)
    for forces in evidence.values():
        for service, force in forces.items():
            told[service] += force
    possible = sum(max(forces.values()) for forces in evidence.values())
    return {s: force * (0.5 + 0.5 * force / possible) for s, force in told.items()}


def _evidence(told: Sequence[_Told], alone: _ForcesOf) -> _Evidence:
    """What each word tells of each service: the strongest of the terms that it stands in."""
    found: dict[int, dict[str, float]] = {one.position: {} for one in told}
    apart = [one for one in told if not one.is_around]
    whole = [*_terms(apart), *(_terms(told) if len(apart) < len(told) else ())]
    sure = [frozenset(positions) for positions, forces in whole if max(forces.values()) >= ALSO]
    little = {one.position for one in told if one.weight == WITHOUT}
    for positions, forces in whole:
        wanted = WITHOUT if positions[0] in little else 1
        _keep(found, positions, forces, wanted * _share(positions, sure))
    # "Chemises à rendre sans un pli" is one term; beside what tells something, it is not.
    beside = little if sure or any(map(_is_clear, apart)) else set()
    together = [one for one in apart if not (one.is_asking or one.position in beside)]
    for positions, forces in _loose_terms(together):
        _keep(found, positions, forces, LOOSELY * _share(positions, sure))
    within = set(chain.from_iterable(positions for positions, _ in whole))
    telling = [one for one in told if not one.is_asking]
    for one in telling:
        share = one.weight * (WITHIN if one.position in within else 1)
        forces = _with_others(one.alone, alone) if len(telling) > 1 else alone(one.alone)
        _keep(found, [one.position], forces, share)
    return {at: forces for at, forces in found.items() if forces}


def _is_clear(one: _Told) -> bool:
    is_wanted = one.weight > WITHOUT and not one.is_asking
    return is_wanted and max(forces_of(one.alone).values(), default=0) >= SURE


def _share(positions: Sequence[int], sure: Sequence[frozenset[int]]) -> float:
    """Of what a term tells, what is left within a longer one that tells something surely:
    "nettoyage de panneaux solaires" sells no panels.
    """
    longer = (term for term in sure if len(term) > len(positions))
    return WITHIN if any(term.issuperset(positions) for term in longer) else 1


def _keep(
    found: dict[int, dict[str, float]], positions: Sequence[int], forces: Forces, share: float
) -> None:
    """Each word of a term tells its part of it."""
    part = share * (1 + LONGER * (len(positions) - 1)) / len(positions)
    for position in positions:
        known = found[position]
        for service, force in forces.items():
            known[service] = max(known.get(service, 0), part * force)


def _with_others(word: str, alone: _ForcesOf) -> Forces:
    """What a word tells beside others: the longer terms that it may be a part of count too."""
    forces, hinted = alone(word), hints().get((stem_of(word),), {})
    return {s: forces.get(s, 0) + hinted.get(s, 0) for s in {*forces, *hinted}}


def _terms(told: Sequence[_Told]) -> Iterator[tuple[list[int], Forces]]:
    """Terms of several words, as they are written."""
    known = lexicon()
    for first in range(len(told)):
        for last in range(first + 2, min(first + LONGEST, len(told)) + 1):
            if told[first].is_around or told[last - 1].is_around:
                continue
            if all(one.is_procedure for one in told[first:last]):
                continue
            run = tuple(one.word for one in told[first:last])
            if forces := known.get(run) or known.get(("".join(run),)):  # "wi-fi" is "wifi"
                yield [one.position for one in told[first:last]], forces


def _loose_terms(told: Sequence[_Told]) -> Iterator[tuple[list[int], Forces]]:
    """Terms of two or three words, in another order or with others between."""
    known = compounds()
    stems = [stem_of(one.word) for one in told]
    for first in range(len(told)):
        for others in range(1, LONGEST_LOOSE):
            for rest in combinations(range(first + 1, min(first + NEAR, len(told))), others):
                at = (first, *rest)
                if forces := known.get(in_one_order(stems[i] for i in at)):
                    yield [told[i].position for i in at], forces
