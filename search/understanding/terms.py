"""What kinds, labels, networks and legal frames are called, in normalised words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from domain.kinds import KINDS, LEGAL_FRAMES, words_of
from domain.taxonomy import taxonomy
from search.french import words
from search.understanding.values import What

Words = tuple[str, ...]

# How buyers name a legal frame, beside its articles.
_FRAMES: Mapping[str, Words] = {
    "l2113-12": (
        "réservé handicap",
        "marché réservé au handicap",
        "marché réservé ESAT",
        "lot réservé au handicap",
        "secteur protégé",
        "secteur adapté",
        "secteur protégé et adapté",
        "STPA",
    ),
    "l2113-13": (
        "réservé insertion",
        "marché réservé à l’insertion",
        "lot réservé à l’insertion",
        "marché réservé SIAE",
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
        "unités bénéficiaires",
        "déduction AGEFIPH",
        "contribution AGEFIPH",
        "déduction OETH",
    ),
}
# Every kind of a family at once.
_FAMILIES: Mapping[str, Words] = {
    "insertion": (
        "SIAE",
        "IAE",
        "structure d’insertion",
        "structure de l’insertion",
        "insertion par l’activité économique",
        "structure d’insertion par l’activité",
    ),
    "handicap": ("STPA", "entreprises du handicap"),
}
# Some frame of reserved contracts, whichever.
_RESERVED = ("marché réservé", "lot réservé", "achat réservé", "clause réservée", "réservé")


@dataclass(frozen=True, slots=True)
class Meaning:
    what: What
    values: Words


@cache
def terms() -> Mapping[Words, Meaning]:
    """What each term means, but for services."""
    return {words(term): meaning for term, meaning in _terms() if words(term)}


@cache
def longest_term() -> int:
    return max(map(len, terms()))


def _terms() -> Iterator[tuple[str, Meaning]]:
    """A later one wins: a kind before a network, a frame before both."""
    known = taxonomy()
    for network in known.networks.values():
        yield from _all(What.NETWORK, network.id, (network.label, *network.synonyms))
    for label in known.labels.values():
        short = label.label.partition(" (")[0]
        yield from _all(What.LABEL, label.id, (label.label, short, *label.synonyms))
    for kind in KINDS.values():
        yield from _all(What.KIND, kind.code, words_of(kind))
    for family, said in _FAMILIES.items():
        codes = tuple(kind.code for kind in KINDS.values() if kind.family == family)
        for term in said:
            yield term, Meaning(What.KIND, codes)
    for term in _RESERVED:
        yield term, Meaning(What.LEGAL, tuple(frame for frame in LEGAL_FRAMES if frame != "oeth"))
    for frame, said in _FRAMES.items():
        yield from _all(What.LEGAL, frame, said)


def _all(what: What, value: str, said: Iterable[str]) -> Iterator[tuple[str, Meaning]]:
    for term in said:
        yield term, Meaning(what, (value,))
