"""Services next to one that nobody does at a place: its family's, and those of close words."""

from collections import Counter
from collections.abc import Collection, Mapping

from domain.taxonomy import derived, taxonomy
from search.french import words

FAMILY = 1.5  # what the same family is worth; a word that no third service has is worth 1
CLOSE = 1.5  # below, two services share but common words, or a single one by chance


def services_next_to(wanted: Collection[str]) -> list[str]:
    """The closest first."""
    scores = {service: _closeness(service, wanted) for service in taxonomy().services}
    close = (s for s, score in scores.items() if score >= CLOSE and s not in wanted)
    return sorted(close, key=lambda service: -scores[service])


def _closeness(service: str, wanted: Collection[str]) -> float:
    known = taxonomy().services
    own = _words_by_service()
    of_wanted = frozenset[str]().union(*(own.get(other, ()) for other in wanted))
    families = {known[other].group for other in wanted if other in known}
    shared = sum(_weights()[word] for word in own[service] & of_wanted)
    return shared + FAMILY * (known[service].group in families)


@derived()
def _words_by_service() -> Mapping[str, frozenset[str]]:
    return {
        service.id: frozenset(words(" ".join((service.label, *service.synonyms))))
        for service in taxonomy().services.values()
    }


@derived()
def _weights() -> Mapping[str, float]:
    """A word that two services share brings them together more than one of ten."""
    used = Counter(word for own in _words_by_service().values() for word in own)
    return {word: 1 / max(1, count - 1) for word, count in used.items()}


@derived()
def words_of_trades() -> frozenset[str]:
    """Every word of a service's name or synonyms."""
    return frozenset(_weights())
