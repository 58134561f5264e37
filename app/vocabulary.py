"""The values of each facet: from a person's words to a value, and back to what is shown."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.geography import gazetteer
from domain.kinds import KINDS, LEGAL_FRAMES, kind_for
from domain.models import Network
from domain.taxonomy import taxonomy
from domain.text import fold
from search.port import Facet, ServicesKnown

SERVICES_KNOWN: Mapping[str, str] = {
    ServicesKnown.DECLARED: "Déclarés, par elle ou par un réseau",
    ServicesKnown.SAID: "D’après son nom ou sa description",
    ServicesKnown.UNKNOWN: "Non renseignés",
}


def label_of(facet: Facet, value: str, networks: Mapping[str, str]) -> str:
    """What is shown for a value; the value itself when it is no longer known.

    `networks` gives the names of the directory's networks, by slug.
    """
    if facet is Facet.NETWORK:
        return networks.get(value, value)
    return _LABELS[facet](value) or value


def network_names(session: Session) -> dict[str, str]:
    """Name by slug: those of the taxonomy, and those that imports named."""
    known = {network.id: network.label for network in taxonomy().networks.values()}
    return known | {network.slug: network.name for network in session.scalars(select(Network))}


def values_named(facet: Facet, words: str, networks: Mapping[str, str]) -> tuple[str, ...]:
    """The values that these words name, several for an ambiguous service; () for none.

    A value is itself, whatever else bears that name: a box leads to those that it counts.
    """
    if words in known_values(facet, networks):
        return (words,)
    if facet is Facet.NETWORK:
        return tuple(slug for slug, name in networks.items() if fold(words) in _forms(slug, name))
    return _VALUES[facet](words)


def known_values(facet: Facet, networks: Mapping[str, str]) -> tuple[str, ...]:
    """Every value of a facet that is a closed list; () for territories."""
    return tuple(networks) if facet is Facet.NETWORK else _KNOWN.get(facet, lambda: ())()


def _forms(*words: str) -> set[str]:
    return {fold(form) for form in words}


def _kinds_named(words: str) -> tuple[str, ...]:
    kind = kind_for(words)
    return (kind.code,) if kind else ()


def _services_named(words: str) -> tuple[str, ...]:
    return tuple(service.id for service in taxonomy().services_for(words))


def _groups_named(words: str) -> tuple[str, ...]:
    groups = taxonomy().groups.values()
    return tuple(group.id for group in groups if fold(words) in _forms(group.id, group.label))


def _labels_named(words: str) -> tuple[str, ...]:
    label = taxonomy().label_for(words)
    return (label.id,) if label else ()


def _frames_named(words: str) -> tuple[str, ...]:
    return tuple(id_ for id_ in LEGAL_FRAMES if fold(id_) == fold(words))


# A page asks it of each of its boxes of territories.
@lru_cache(maxsize=512)
def _departements_named(words: str) -> tuple[str, ...]:
    place = gazetteer().departement(words)
    return (place.code,) if place else ()


@lru_cache(maxsize=512)
def _regions_named(words: str) -> tuple[str, ...]:
    place = gazetteer().region(words)
    return (place.code,) if place else ()


def _departement_label(code: str) -> str | None:
    place = gazetteer().departement(code)
    return place.label if place else None


def _region_label(code: str) -> str | None:
    place = gazetteer().region(code)
    return place.label if place else None


_VALUES: Mapping[Facet, Callable[[str], tuple[str, ...]]] = {
    Facet.KIND: _kinds_named,
    Facet.SERVICE: _services_named,
    Facet.GROUP: _groups_named,
    Facet.LABEL: _labels_named,
    Facet.LEGAL_FRAME: _frames_named,
    Facet.SERVICES_KNOWN: lambda _: (),  # no other words than its values
    Facet.DEPARTEMENT: _departements_named,
    Facet.REGION: _regions_named,
}

_LABELS: Mapping[Facet, Callable[[str], str | None]] = {
    Facet.KIND: lambda code: KINDS[code].label if code in KINDS else None,
    Facet.SERVICE: lambda id_: getattr(taxonomy().services.get(id_), "label", None),
    Facet.GROUP: lambda id_: getattr(taxonomy().groups.get(id_), "label", None),
    Facet.LABEL: lambda id_: getattr(taxonomy().labels.get(id_), "label", None),
    Facet.LEGAL_FRAME: lambda id_: getattr(LEGAL_FRAMES.get(id_), "label", None),
    Facet.SERVICES_KNOWN: SERVICES_KNOWN.get,
    Facet.DEPARTEMENT: _departement_label,
    Facet.REGION: _region_label,
}

_KNOWN: Mapping[Facet, Callable[[], tuple[str, ...]]] = {
    Facet.KIND: lambda: tuple(KINDS),
    Facet.SERVICE: lambda: tuple(taxonomy().services),
    Facet.GROUP: lambda: tuple(taxonomy().groups),
    Facet.LABEL: lambda: tuple(taxonomy().labels),
    Facet.LEGAL_FRAME: lambda: tuple(LEGAL_FRAMES),
    Facet.SERVICES_KNOWN: lambda: tuple(SERVICES_KNOWN),
}
