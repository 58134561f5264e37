"""What a buyer says not to want: "pas d’ESAT", "sauf Paris et Lyon"; it is not read."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from domain.kinds import KINDS
from domain.taxonomy import derived, taxonomy
from search.understanding.choosing import Candidate
from search.understanding.families import family_told
from search.understanding.lexicon import SURE, SYNONYM, lexicon
from search.understanding.needs import needs_of
from search.understanding.packed import Forces
from search.understanding.values import Span, What
from search.understanding.words import (
    AND,
    DENYING,
    DETERMINERS,
    LEAVING_OUT,
    REFUSALS,
    Word,
)

_WHO = frozenset({What.KIND, What.LABEL, What.NETWORK, What.LEGAL})
_WHO_OR_WHERE = _WHO | {What.PLACE}
# "En dehors de Paris", "à l’exclusion des ESAT": the words that make one a refusal.
_LOCUTIONS: Mapping[str, tuple[str, ...]] = {
    "dehors": ("en",),
    "exception": ("a", "l"),
    "exclusion": ("a", "l"),
    "part": ("a",),
}
# "Autre qu’un ESAT", "ailleurs qu’à Paris": with the "que" that follows, all else is asked for.
_OTHER = frozenset({"autre", "autres", "autrement", "ailleurs", "plutot"})
_BEFORE_QUE = frozenset({"chose", "part", "type", "forme"})  # beside how one asks, after "autre"
_LEAVING = LEAVING_OUT | _OTHER | _LOCUTIONS.keys()
# What each word refuses; of services, the first ones refuse those that a kind is made for ("sans
# intérim"), and others beside what is asked for: "pas de jardinier" says that one is looked for.
_REFUSING: Mapping[str, frozenset[What]] = {
    **dict.fromkeys((*REFUSALS, *_LOCUTIONS), _WHO_OR_WHERE),
    **dict.fromkeys(_LEAVING, _WHO_OR_WHERE | {What.SERVICE}),
}
# "Sans gluten" is how it is made: of services, these refuse but those of one family with the need,
# and those named in several words.
_OF_A_FAMILY = frozenset({"sans", "ni"})
# After what is left out: "vitrerie exclue", "Paris non compris", "les vitres sont exclues".
_EXCLUDED = frozenset({"exclu", "exclue", "exclus", "exclues"})
_EXCLUDED_TOGETHER = frozenset({"exclus", "exclues"})
_INCLUDED = frozenset({"compris", "comprise", "comprises", "inclus", "incluse", "incluses"})
_NOT_INCLUDED = frozenset({"non", "pas"})
_BEING = frozenset({"est", "sont", "etant", "sera", "seront", "soit", "soient"})
_NOT = frozenset({"n", "ne"})
# "Surtout pas d’élagage" looks for none.
_EMPHASIS = frozenset({"surtout", "absolument"})
# All that may stand between "pas" and what it refuses, not the "loin" of "pas loin de Lyon".
_BETWEEN = frozenset(
    """
    le la les l un une des du de d a au aux en dans par chez sur vers avec region regions
    departement departements ville villes commune communes agglomeration agglo metropole territoire
    secteur pays passer recourir recours besoin faire compter inclure prevoir
    """.split()  # noqa: SIM905 a block of words reads better than thirty quoted ones
)
# Who, no longer where: "pas de structures ESAT", but "aucune structure à Lyon".
_NAMING = frozenset(
    """
    label labels labellise labellisee reseau structure structures etablissement etablissements
    membre membres adherent adherents certification certifie certifiee agree agreee
    """.split()  # noqa: SIM905 as above
)
# "Hors sol", "hors d’eau": set phrases, that refuse nothing.
_AFTER_HORS = frozenset(
    """
    age air cadre champ domicile eau gabarit gel heures jeu ligne murs norme normes oeuvre piste
    saison serie service site sites sol taxe taxes usage vacances week weekend zone
    """.split()  # noqa: SIM905 as above
)
_WITHIN_HORS = 2  # words from "hors" to its noun, at most: "hors d’eau", "hors les murs"
# Between "ne" and "pas", they tell that there is none, not that none is wanted.
_FINDING = frozenset(
    """
    a ai avons avez ont avait existe existent trouve trouvons trouvez trouvent connais connaissons
    connaissez vois voyons
    """.split()  # noqa: SIM905 as above
)
_OF = frozenset({"de", "d", "du", "des"})  # before a complement
_ENDING = frozenset({"mais", "plutot"})  # what is refused: all else is asked for
_NE = 3  # words from "ne" to "pas", at most: "il n’y a pas"


@dataclass(frozen=True, slots=True)
class _Refusal:
    """What a word may refuse; one that `leaves_out` takes all else.

    `is_beside_a_need`: something is asked for before it. `besides` are services that it refuses
    when they are surely told; beside them, those whose name of several words is said.
    """

    whats: frozenset[What]
    leaves_out: bool
    is_beside_a_need: bool
    besides: Collection[str] = ()

    @property
    def lists_services(self) -> bool:
        """Whether a comma goes on with other services: "nettoyage sauf bureaux, écoles"."""
        return self.leaves_out and self.is_beside_a_need


class _Asked:
    """What is surely asked for before a word, each stretch of the text read once, when needed."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words
        self._read: list[tuple[int, set[str]]] = []  # where each stretch ends, and what it asks for

    def before(self, at: int) -> set[str]:
        """ "Nettoyage mais pas de vitres", "informatique sans site web"."""
        read_to = self._read[-1][0] if self._read else 0
        if read_to < at:
            self._read.append((at, _services_told(self._words[read_to:at])))
        return {service for end, asked in self._read if end <= at for service in asked}


def _services_told(words: Sequence[Word]) -> set[str]:
    told = (need if need.is_sure else family_told(words, need) for need in needs_of(words, ()))
    return {service for need in told if need for service in need.services}


def refused_in(words: Sequence[Word], candidates: Collection[Candidate]) -> Iterator[Span]:
    """From the word that refuses, to the end of the last reading that it governs; from the first
    that is said to be left out, to the word that says so.
    """
    asked = _Asked(words)
    read_to = 0
    for at, word in enumerate(words):
        if at < read_to:
            continue
        first_out = _first_left_out(words, at, candidates, asked)
        if first_out is not None:
            yield Span(words[first_out].span.start, word.span.end)
        elif _refuses(words, at, candidates) and (
            last := _end_of_refused(words, at, candidates, asked)
        ):
            first = words[at - 1] if _is_stressed(words, at) else word
            yield Span(first.span.start, words[last - 1].span.end)
            read_to = last


def _first_left_out(
    words: Sequence[Word], at: int, candidates: Collection[Candidate], asked: _Asked
) -> int | None:
    """Where "vitres et moquettes exclues", "Paris n’est pas compris" begin."""
    last = _end_of_left_out(words, at)
    said = [one for one in candidates if _is_said_beside(words, one)] if last else []
    run = _ending_at(words, said, last)
    if not run:
        return None
    are_several = words[at].surface in _EXCLUDED_TOGETHER
    while more := _joined_before(words, said, run[0], are_several=are_several):
        run = [*more, *run]
    is_who_or_where = any(one.what in _WHO_OR_WHERE for one in run)
    if not any(_is_told(words, one) for one in run):
        return None
    first = run[0].first
    is_out = is_who_or_where or asked.before(first) or _asks_after(words, at + 1, candidates)
    return first if is_out else None


def _end_of_left_out(words: Sequence[Word], at: int) -> int:
    """Where what precedes "exclu", "est exclu", "n’est pas compris" ends; 0 elsewhere."""
    surface, first = words[at].surface, at
    if surface in _INCLUDED and _is_said_at(words, at - 1, _NOT_INCLUDED):
        first = at - 1
    elif surface not in _EXCLUDED:
        return 0
    if _is_said_at(words, first - 1, _BEING):
        first -= 2 if _is_said_at(words, first - 2, _NOT) else 1
    is_parted = any(word.is_apart or word.follows_a_sign for word in words[first + 1 : at + 1])
    return 0 if is_parted or not _is_told_of_what_precedes(words[first]) else first


def _is_said_at(words: Sequence[Word], at: int, surfaces: Collection[str]) -> bool:
    return at >= 0 and words[at].surface in surfaces


def _is_told_of_what_precedes(word: Word) -> bool:
    """ "Vitres (exclues)", but not "nettoyage Paris, exclues : vitres"."""
    return not word.is_apart and (not word.follows_a_sign or word.before.strip() == "(")


def _is_said_beside(words: Sequence[Word], one: Candidate) -> bool:
    """The "vitres" of "nettoyage, vitres exclues", not "nettoyage vitres"."""
    if one.what is not What.SERVICE:
        return one.what in _WHO_OR_WHERE
    return not any(word.follows_a_sign for word in words[one.first + 1 : one.last])


def _is_told(words: Sequence[Word], one: Candidate) -> bool:
    """Surely: one of "vitres et sols exclus" is enough."""
    return one.what is not What.SERVICE or _is_sure(words, one)


def _ending_at(words: Sequence[Word], said: Sequence[Candidate], last: int) -> list[Candidate]:
    """The longest of those that end there, if any, sure ones first; the "Lyon" of "Rhône, Lyon"."""
    ending = (one for one in said if one.last == last)
    longest = sorted(ending, key=lambda one: (not _is_told(words, one), one.first))[:1]
    return [replace(one, first=_after_a_comma(words, one)) for one in longest]


def _after_a_comma(words: Sequence[Word], one: Candidate) -> int:
    inner = range(one.last - 1, one.first, -1)
    return next((at for at in inner if "," in words[at].before), one.first)


def _joined_before(
    words: Sequence[Word], said: Sequence[Candidate], one: Candidate, *, are_several: bool
) -> list[Candidate]:
    """The "vitres" of "vitres et les moquettes exclues", the "Rennes" of "Rennes, Brest exclus"."""
    at = one.first
    while at > 1 and words[at - 1].surface in _BETWEEN and not words[at].follows_a_sign:
        at -= 1
    if at > 1 and words[at - 1].surface in AND:
        return _ending_at(words, said, at - 1)
    is_listed = are_several and one.places and "," in words[at].before
    before = _ending_at(words, said, at) if is_listed else []
    return [other for other in before if _is_alike(other, one)]


def _is_stressed(words: Sequence[Word], at: int) -> bool:
    return words[at].surface in DENYING and at > 0 and words[at - 1].surface in _EMPHASIS


def _refuses(words: Sequence[Word], at: int, candidates: Collection[Candidate]) -> bool:
    """Not "un autre ESAT", "ou non", "pourquoi pas", "on ne trouve pas", "hors sol", nor "hors" in
    a name.
    """
    surface, before = words[at].surface, [word.surface for word in words[:at]]
    if surface not in _REFUSING:
        return False
    if any(c.first <= at < c.last and c.last - c.first > 1 for c in candidates):
        return False  # "La Ferté-sous-Jouarre", "hors d’œuvre"
    if said := _LOCUTIONS.get(surface):
        return tuple(before[-len(said) :]) == said
    if surface in _OTHER:
        return _after_que(words, at) > 0
    if before[-1:] in (["ou"], ["pourquoi"]) or (surface in DENYING and _tells(words, at)):
        return False
    after = {word.surface for word in words[at + 1 : at + 1 + _WITHIN_HORS]}
    return surface != "hors" or after.isdisjoint(_AFTER_HORS)


def _tells(words: Sequence[Word], at: int) -> bool:
    """That there is none: "il n’y a pas d’ESAT", but not "on n’a pas besoin d’ESAT"."""
    before = [word.surface for word in words[max(0, at - _NE) : at]]
    is_found = not {"ne", "n"}.isdisjoint(before) and before[-1] in _FINDING
    return is_found and [word.surface for word in words[at + 1 : at + 2]] != ["besoin"]


def _after_que(words: Sequence[Word], at: int) -> int:
    """Where what is refused begins: "autre chose que", "un autre prestataire que"; 0 elsewhere."""
    for position in range(at + 1, len(words)):
        word = words[position]
        if word.is_apart:
            break
        if word.surface in {"que", "qu"}:
            return position + 1
        if not (word.is_empty or word.surface in _BEFORE_QUE):
            break
    return 0


def _end_of_refused(
    words: Sequence[Word], at: int, candidates: Collection[Candidate], asked: _Asked
) -> int:
    """0 when nothing is: "pas trop cher"; whole, with "de haies" after "pas de taille"."""
    surface = words[at].surface
    first = _after_que(words, at) if surface in _OTHER else at + 1
    refusal = _refusal(words, at, candidates, asked)
    one = _next_refused(words, first, candidates, refusal)
    last = 0
    while one is not None:
        one = _with_complement(words, one, candidates)
        last = one.last
        one = _another(words, one, candidates, refusal)
    return last


def _refusal(
    words: Sequence[Word], at: int, candidates: Collection[Candidate], asked: _Asked
) -> _Refusal:
    whats = _REFUSING[words[at].surface]
    if _is_stressed(words, at) or _asks_for_another(words, at, candidates):
        whats |= {What.SERVICE}
    is_beside_a_need = not all(word.says_nothing for word in words[:at])
    leaves_out = words[at].surface in _LEAVING
    is_any_service = What.SERVICE in whats or not _is_before_a_service(words, at, candidates)
    if is_any_service or not (needed := asked.before(at)):
        return _Refusal(whats, leaves_out, is_beside_a_need)
    known = taxonomy().services
    families = {known[service].group for service in needed}
    near = [service for service in known if known[service].group in families]
    besides = near if words[at].surface in _OF_A_FAMILY else list(known)
    return _Refusal(whats, leaves_out, is_beside_a_need, besides)


def _is_before_a_service(words: Sequence[Word], at: int, candidates: Collection[Candidate]) -> bool:
    """Whether one may stand there, before any sign: what is asked for tells if it is refused."""
    end = at + 1 + sum(1 for _ in takewhile(_goes_on, words[at + 1 :]))
    return any(one.what is What.SERVICE and at < one.first < end for one in candidates)


def _asks_for_another(words: Sequence[Word], at: int, candidates: Collection[Candidate]) -> bool:
    """ "Pas de nettoyage industriel, nettoyage de bureaux", when both are surely told."""
    if words[at].surface not in DENYING:
        return False
    sure = [one for one in candidates if one.what is What.SERVICE and _is_sure(words, one)]
    said = _next_refused(words, at + 1, sure, _Refusal(frozenset({What.SERVICE}), False, False))
    return said is not None and _asks_after(words, said.last, sure)


def _asks_after(words: Sequence[Word], at: int, candidates: Collection[Candidate]) -> bool:
    """Surely, and not of what precedes: "les vitres sont exclues, nettoyage de bureaux"."""
    after = (one for one in candidates if one.what is What.SERVICE and one.first >= at)
    return _is_parted(words, at) and any(_is_sure(words, one) for one in after)


def _is_parted(words: Sequence[Word], at: int) -> bool:
    """From what precedes, by a sign, "mais", "et plutôt" or "et pas de"."""
    following = words[at : at + 2]
    if any(word.follows_a_sign for word in following[:1]):
        return True
    told = [word.surface for word in following if word.surface not in AND]
    return bool(told) and (told[0] in _ENDING or (len(told) == 1 and told[0] in DENYING))


def _is_sure(words: Sequence[Word], one: Candidate) -> bool:
    return max(_forces(words, one).values(), default=0) >= SURE


def _another(
    words: Sequence[Word], one: Candidate, candidates: Collection[Candidate], refusal: _Refusal
) -> Candidate | None:
    """The next of a list: "sauf Rennes, Brest et Vannes"; a comma goes on with its like alone.

    Of services, when one is asked for before: "pas d’intérim, nettoyage" asks for the second.
    """
    following = words[one.last : one.last + 1]
    if refusal.besides and _asks_again(words, one):
        return None
    if any(word.surface in AND for word in following):
        return _next_refused(words, one.last + 1, candidates, _after_a_service(refusal, one))
    is_listed = one.what is not What.SERVICE or refusal.lists_services
    if is_listed and any(word.before.strip() in {",", "/"} for word in following):
        following_it = [other for other in candidates if other.first == one.last]
        return _longest([other for other in following_it if _is_alike(other, one)])
    return None


def _is_alike(other: Candidate, one: Candidate) -> bool:
    """Not the wider place where all but `one` is asked for: "hors Paris, Île-de-France"."""
    return other.what is one.what and not (one.places and _is_part(one, other))


def _is_part(one: Candidate, other: Candidate) -> bool:
    return set(one.places[0].communes) < set(other.places[0].communes)


def _after_a_service(refusal: _Refusal, one: Candidate) -> _Refusal:
    """What is said after one service is another, however little it tells: "ni vitres ni sols"."""
    more = {What.SERVICE} if refusal.besides and one.what is What.SERVICE else set()
    return replace(refusal, whats=refusal.whats | more)


def _asks_again(words: Sequence[Word], one: Candidate) -> bool:
    """ "Pas de vitres et espaces verts", but not "et de sols"."""
    said = [word.surface for word in words[one.last : one.last + 2]]
    return one.what is What.SERVICE and said[:1] == ["et"] and _OF.isdisjoint(said)


def _with_complement(
    words: Sequence[Word], one: Candidate, candidates: Collection[Candidate]
) -> Candidate:
    """ "Élagage des arbres", "vitres de bureaux", "développement web"."""
    if one.what is not What.SERVICE:
        return one
    small = list(takewhile(lambda word: word.surface in _OF | DETERMINERS, words[one.last :]))
    following = words[one.last : one.last + 1]
    needs = [
        other
        for other in candidates
        if other.what is What.SERVICE and other.first == one.last + len(small)
    ]
    if not small:
        needs = [other for other in needs if _is_made_clear(words, one, other)]
    elif small[0].surface not in _OF:
        return one
    found = _longest(needs) if all(map(_goes_on, following)) else None
    return replace(one, last=found.last) if found else one


def _is_made_clear(words: Sequence[Word], one: Candidate, other: Candidate) -> bool:
    """By the word right after, with which it tells a service: "développement web"."""
    return not _is_sure(words, one) and not _forces(words, one).keys().isdisjoint(
        _forces(words, other)
    )


def _next_refused(
    words: Sequence[Word], at: int, candidates: Collection[Candidate], refusal: _Refusal
) -> Candidate | None:
    """The longest of the readings that stand there, but for small words."""
    for first in range(at, len(words)):
        if not _goes_on(words[first]):
            return None
        here = [c for c in candidates if c.first == first and _is_refused(words, c, refusal)]
        if found := _longest(here):
            return found
        if words[first].surface in _NAMING and not refusal.leaves_out:
            refusal = replace(refusal, whats=refusal.whats & _WHO)
        elif not _may_stand_between(words[first], refusal):
            return None
    return None


def _is_refused(words: Sequence[Word], one: Candidate, refusal: _Refusal) -> bool:
    """ "Sauf bureaux", not the "structures" of "sauf les structures ESAT"."""
    if one.what is not What.SERVICE:
        return one.what in refusal.whats
    if _is_of_a_kind(words, one) or _is_named_beside(words, one, refusal):
        return True
    return What.SERVICE in refusal.whats and not words[one.first].says_nothing


def _is_named_beside(words: Sequence[Word], one: Candidate, refusal: _Refusal) -> bool:
    is_long = sum(not words[at].is_stop for at in one.positions) > 1
    return any(
        (force >= SURE and service in refusal.besides)
        or (force >= SYNONYM and is_long and refusal.besides)
        for service, force in _forces(words, one).items()
    )


def _is_of_a_kind(words: Sequence[Word], one: Candidate) -> bool:
    """Whether its words tell, before all, a service that a kind is made for: "intérim"."""
    forces = _forces(words, one)
    return max(forces, key=lambda service: forces[service], default="") in _services_of_a_kind()


def _forces(words: Sequence[Word], one: Candidate) -> Forces:
    form = tuple(words[at].form for at in one.positions if not words[at].is_stop)
    return lexicon().get(form, {})


@derived()
def _services_of_a_kind() -> frozenset[str]:
    """Those that a kind is another name of: intérim and ETTI."""
    services = taxonomy().services.values()
    return frozenset(s.id for s in services if not KINDS.keys().isdisjoint(s.synonyms))


def _longest(candidates: Sequence[Candidate]) -> Candidate | None:
    return max(candidates, key=lambda one: one.last, default=None)


def _goes_on(word: Word) -> bool:
    """No sign parts it from what is before, but "sauf : Rennes"."""
    return not word.is_apart and (not word.follows_a_sign or word.before.strip() == ":")


def _may_stand_between(word: Word, refusal: _Refusal) -> bool:
    is_around = refusal.leaves_out and word.introduces_a_place  # "sauf autour de Lyon"
    is_naming = word.surface in _NAMING
    return is_around or is_naming or word.surface in _BETWEEN
