"""What kinds, labels, networks, legal frames and families of services are called, in normalised
words.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.kinds import KINDS, LEGAL_FRAMES, words_of
from domain.taxonomy import taxonomy
from domain.text import without_brackets
from search.french import words
from search.understanding.forms import french_words
from search.understanding.lexicon import SHORTEST_JOINED, known_words
from search.understanding.said import services_named
from search.understanding.trades import services_of
from search.understanding.values import Mention, What

Words = tuple[str, ...]

_SHORTEST_MISTYPED = 4  # of a folded word: "emau" for "Emmaüs"

# How buyers name a legal frame, beside its articles.
_FRAMES: Mapping[str, Words] = {
    "l2113-12": (
        "réservé handicap",
        "marché réservé au handicap",
        "lot réservé au handicap",
        "secteur protégé",
        "secteur adapté",
        "secteur protégé et adapté",
        "secteur adapté et protégé",
        *("travail protégé", "travail protégé et adapté", "emploi protégé"),
        *("établissement protégé", "entreprise protégée", "structure protégée"),
        "STPA",
    ),
    "l2113-13": (
        "réservé insertion",
        "marché réservé à l’insertion",
        "lot réservé à l’insertion",
        "marché d’insertion",
    ),
    "l2113-13-1": ("marché réservé pénitentiaire", "réservé au travail pénitentiaire"),
    "l2113-14": ("marché réservé handicap et insertion",),
    "l2113-15": (
        "marché réservé à l’ESS",
        "marché réservé ESS",
        "lot réservé ESS",
        "marché réservé économie sociale et solidaire",
    ),
    "oeth": (
        "OETH",
        "DOETH",
        "AGEFIPH",
        "FIPHFP",
        "obligation d’emploi",
        "obligation d’emploi des travailleurs handicapés",
        *("bénéficiaires de l’obligation d’emploi", "BOE", "travailleurs BOE", "salariés BOE"),
        "unités bénéficiaires",
        "déduction AGEFIPH",
        "contribution AGEFIPH",
        "déduction OETH",
    ),
}
# Whom a family employs, and what a contract asks for, say it too.
_WHOM = (
    *("clause sociale", "clause d’insertion", "clause sociale d’insertion"),
    *("jeunes en insertion", "personnes en insertion", "salariés en insertion"),
    *("public en insertion", "personnes éloignées de l’emploi"),
)
_DISABLED = ("personnes handicapées", "personnes en situation de handicap")
_IN_PRISON = (
    *("prison", "détenus", "personnes détenues"),
    *("fabriqué en prison", "travail des détenus", "faire travailler des détenus"),
)
# One serves these people as often as one employs them.
_SERVED = (*_DISABLED, *_IN_PRISON)
# Every kind of a family at once.
_FAMILIES: Mapping[str, Words] = {
    "insertion": (
        *("insertion", "structure d’insertion", "structure de l’insertion"),
        *_WHOM,
        *("sous-traitance insertion", "sous-traiter à l’insertion"),
    ),
    "handicap": (
        *("STPA", "structure du handicap", "entreprises du handicap"),
        *("travailleurs handicapés", "salariés en situation de handicap"),
        *_DISABLED,
        *("sous-traitance handicap", "sous-traiter au handicap"),
    ),
}
# Those that the law calls so: a GEIQ is none.
_SIAE = ("EI", "ETTI", "AI", "ACI", "EITI")
_CALLED_SIAE = (
    "SIAE",
    "IAE",
    "insertion par l’activité économique",
    "structure d’insertion par l’activité",
)
# Any of them: most are registered as one of the first two.
_COOPERATIVES = ("SCOP", "SCIC", "COOP")
# What one does, by whatever name, before what one is.
_EMPLOYERS = words("groupement d’employeurs")
_OF_ENTREPRENEURS = frozenset(map(words, ("coopérative d’activités et d’emploi", "CAE")))
_TRADES = {_EMPLOYERS, *_OF_ENTREPRENEURS}
_CALLED_COOPERATIVES = ("coopérative", "société coopérative", "coop")
# Some frame of reserved contracts, whichever.
_RESERVED = ("marché réservé", "lot réservé", "achat réservé", "clause réservée", "réservé")


@dataclass(frozen=True, slots=True)
class Meaning:
    what: What
    values: Words


@cache
def terms() -> Mapping[Words, Meaning]:
    """What each term means, but for those of one service."""
    return {words(term): meaning for term, meaning in named() if words(term)}


def kinds_beside_a_trade(form: Words) -> Words:
    """Of whom a service bears the name, beside a trade of theirs: "CAE bâtiment"."""
    return _COOPERATIVES if form in _OF_ENTREPRENEURS else ()


def names_whom(form: Words) -> bool:
    """Whether it names people, or a clause for them, rather than who employs them."""
    return form in _whom()


def names_served(form: Words) -> bool:
    """Whether it names people whom one serves as often as one employs them."""
    return form in _served()


@cache
def _whom() -> frozenset[Words]:
    return frozenset(map(words, (*_WHOM, *_SERVED)))


@cache
def _served() -> frozenset[Words]:
    return frozenset(map(words, _SERVED))


@cache
def in_one_word() -> Mapping[Words, Meaning]:
    """The long ones as they may also be written: "Imprimvert"."""
    long = (t for t in terms() if len(t) > 1 and sum(map(len, t)) >= SHORTEST_JOINED)
    return {("".join(term),): terms()[term] for term in long}


def well_written(mention: Mention, typed: str) -> str:
    """How a label or a network is written, when the words typed for it are written otherwise."""
    if words(typed) in terms():
        return typed
    known, (value, *_) = taxonomy(), mention.values
    named = known.labels if mention.what is What.LABEL else known.networks
    return without_brackets(named[value].label)


@cache
def word_of_a_term(form: str) -> str | None:
    """The word of some term that one strange to French is a typo away from, if any."""
    if len(form) < _SHORTEST_MISTYPED or form in known_words() or form in french_words().others:
        return None
    return nearest_word_of_a_term(form)


def nearest_word_of_a_term(form: str) -> str | None:
    """The same, whatever else `form` may mean."""
    known = _by_letter().get(form[:1], ())
    near = process.extractOne(form, known, scorer=OSA.distance, score_cutoff=1)
    return near[0] if near and near[1] else None


@cache
def _by_letter() -> Mapping[str, list[str]]:
    by_letter: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted({word for term in terms() for word in term}):
        if len(word) >= _SHORTEST_MISTYPED:
            by_letter[word[:1]].append(word)
    return dict(by_letter)


@cache
def longest_term() -> int:
    return max(map(len, terms()))


def named() -> Iterator[tuple[str, Meaning]]:
    """A later one wins: a kind before a network, a frame before both."""
    known = taxonomy()
    for group in known.groups.values():
        yield group.label, Meaning(What.SERVICE, services_of(group.id))
    for network in known.networks.values():
        called = (term for term in (network.label, *network.synonyms) if not _is_a_trade(term))
        yield from _all(What.NETWORK, network.id, called)
    for label in known.labels.values():
        said = (label.label, without_brackets(label.label), *label.synonyms)
        yield from _all(What.LABEL, label.id, said)
    for kind in KINDS.values():
        called = (term for term in words_of(kind) if words(term) not in _TRADES)
        yield from _all(What.KIND, kind.code, called)
    for family, said in _FAMILIES.items():
        codes = tuple(kind.code for kind in KINDS.values() if kind.family == family)
        for term in said:
            yield term, Meaning(What.KIND, codes)
    yield from _all(What.KIND, "SEP", _IN_PRISON)
    for term in _CALLED_SIAE:
        yield term, Meaning(What.KIND, _SIAE)
    for term in _CALLED_COOPERATIVES:
        yield term, Meaning(What.KIND, _COOPERATIVES)
    for term in _RESERVED:
        yield term, Meaning(What.LEGAL, tuple(frame for frame in LEGAL_FRAMES if frame != "oeth"))
    for frame, said in _FRAMES.items():
        yield from _all(What.LEGAL, frame, (without_brackets(LEGAL_FRAMES[frame].label), *said))


def _is_a_trade(term: str) -> bool:
    """ "Ressourcerie" is what one does, whatever the network."""
    return " " not in term and bool(services_named(term))


def _all(what: What, value: str, said: Iterable[str]) -> Iterator[tuple[str, Meaning]]:
    for term in said:
        yield term, Meaning(what, (value,))
