"""Where the words left over stand on a page: what line 7 of docs/ranking.md orders by."""

from collections.abc import Collection, Iterable, Iterator

from app.directory.presenters.common import kinds_of, labels_in_force
from domain.geography import gazetteer
from domain.kinds import words_of
from domain.markdown import plain
from domain.models import Supplier
from domain.taxonomy import taxonomy
from search.french import words


def where_said(typed: str, supplier: Supplier, said: Collection[str]) -> list[str]:
    """What of it says all these words, as typed, the best first; the others count a little.

    `said` are the services that it does not declare, read in its texts.
    """
    asked = set(words(typed))
    held = (_first_that_says(asked, field) for field in _fields(supplier, said))
    return list(filter(None, held))


_Field = tuple[tuple[str, Iterable[str]], ...]


def _first_that_says(asked: set[str], field: _Field) -> str:
    return next((where for where, texts in field if asked <= _words_in(texts)), "")


def _words_in(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in words(text)}


def _fields(supplier: Supplier, said: Collection[str]) -> Iterator[_Field]:
    """In the order of those of a search document (search/documents.py), each by its parts."""
    declared = [activity.service for activity in supplier.activities]
    yield (("son nom", filter(None, (supplier.name, supplier.brand))),)
    yield (("un service déclaré", (*_labels(declared), *(supplier.own_words or ()))),)
    yield (
        ("un autre nom de ses services", _other_names(declared)),
        ("son type", (name for kind in kinds_of(supplier) for name in words_of(kind))),
        ("un label", _labels_named(supplier)),
        ("un réseau", _networks_named(supplier)),
        ("son lieu", _places(supplier)),
    )
    yield (("un service lu dans ses textes", (*_labels(said), *_other_names(said))),)
    yield (("sa description", (plain(supplier.description or ""),)),)


def _labels(services: Iterable[str]) -> Iterator[str]:
    known = taxonomy().services
    return (known[service].label for service in services if service in known)


def _other_names(services: Iterable[str]) -> Iterator[str]:
    """Their synonyms, and the names of their families."""
    known = taxonomy()
    for service in (known.services[id_] for id_ in services if id_ in known.services):
        yield from (*service.synonyms, known.groups[service.group].label)


def _labels_named(supplier: Supplier) -> Iterator[str]:
    known = taxonomy().labels
    for label in (known[row.label] for row in labels_in_force(supplier) if row.label in known):
        yield from (label.label, *label.synonyms)


def _networks_named(supplier: Supplier) -> Iterator[str]:
    known = taxonomy().networks
    for network in (member.network for member in supplier.memberships):
        yield from (network.name, *(known[network.slug].synonyms if network.slug in known else ()))


def _places(supplier: Supplier) -> Iterator[str]:
    commune = gazetteer().commune(supplier.code_insee) if supplier.code_insee else None
    departement = gazetteer().departement(commune.departement) if commune else None
    if commune:
        yield commune.name
    if departement:
        yield departement.name
