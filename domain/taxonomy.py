"""What suppliers offer and how they prove it: services and their groups, labels, networks."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache, wraps
from pathlib import Path
from typing import Any, NamedTuple, ParamSpec, TypeVar

from rapidfuzz import fuzz, process

from domain.text import fold
from domain.words import without_plurals

FOLDER = Path(__file__).resolve().parents[1] / "data" / "taxonomy"

# Measured on the service words of the test: at 84 every misspelling of one or two letters is
# recognised, and no word of another trade is taken for a service.
SUGGESTION_CUTOFF = 84

T = TypeVar("T")
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Group:
    """A family of services, such as "Propreté et hygiène"."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Service:
    """Something a buyer may need. NAF and CPV codes are proposals: a NAF proves no service."""

    id: str
    label: str
    group: str
    naf: tuple[str, ...]
    cpv: tuple[str, ...]
    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A label, certification, approval or standard that a supplier may hold."""

    id: str
    label: str
    category: str
    issuer: str
    description: str
    publicly_listed: bool  # a public file or API tells who holds it
    is_social: bool  # what it attests; one may be both, or neither
    is_environmental: bool
    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """A network, federation or union of suppliers."""

    id: str
    label: str
    synonyms: tuple[str, ...]


@dataclass(frozen=True)
class Taxonomy:
    """The whole vocabulary, each part by id, in display order."""

    groups: Mapping[str, Group]
    services: Mapping[str, Service]
    labels: Mapping[str, Label]
    networks: Mapping[str, Network]
    # Folded word → every meaning it has: ids of services and labels, codes of kinds (capitals).
    ambiguous: Mapping[str, tuple[str, ...]]
    # Folded synonyms too broad to count as a service said when read in a name or a description.
    broad: frozenset[str]
    hash: str = field(repr=False)

    def services_for(self, words: str) -> tuple[Service, ...]:
        """The services with this label or synonym; several for an ambiguous word, () for none.

        Case, accents and apostrophes do not count; number does only when it tells words apart.
        """
        return _named(words, self._services_by_words)

    def label_for(self, words: str) -> Label | None:
        """The label with this id, name or synonym."""
        return next(iter(_named(words, self._labels_by_words)), None)

    def network_for(self, words: str) -> Network | None:
        """The network with this id, name or synonym."""
        return next(iter(_named(words, self._networks_by_words)), None)

    def suggest_service(self, words: str) -> Service | None:
        """The service whose label or synonym is nearest, for "did you mean"; None if none is near.

        A suggestion to show, never to apply.
        """
        by_words = self._services_by_words
        found = process.extractOne(
            fold(words), by_words.keys(), scorer=fuzz.ratio, score_cutoff=SUGGESTION_CUTOFF
        )
        return by_words[found[0]][0] if found else None

    @cached_property
    def _services_by_words(self) -> dict[str, tuple[Service, ...]]:
        return _by_words((s, (s.label, *s.synonyms)) for s in self.services.values())

    @cached_property
    def _labels_by_words(self) -> dict[str, tuple[Label, ...]]:
        return _by_words((la, (la.id, la.label, *la.synonyms)) for la in self.labels.values())

    @cached_property
    def _networks_by_words(self) -> dict[str, tuple[Network, ...]]:
        return _by_words((n, (n.id, n.label, *n.synonyms)) for n in self.networks.values())


def _by_words(named: Iterable[tuple[T, Iterable[str]]]) -> dict[str, tuple[T, ...]]:
    """Folded words → what they name; then the same without plurals, where that adds a word."""
    index: dict[str, tuple[T, ...]] = {}
    singular: dict[str, tuple[T, ...]] = {}
    for thing, words in named:
        for folded in dict.fromkeys(map(fold, words)):
            index[folded] = (*index.get(folded, ()), thing)
            bare = without_plurals(folded)
            if thing not in singular.get(bare, ()):
                singular[bare] = (*singular.get(bare, ()), thing)
    return singular | index


def _named(words: str, index: Mapping[str, tuple[T, ...]]) -> tuple[T, ...]:
    folded = fold(words)
    return index.get(folded) or index.get(without_plurals(folded), ())


def _load(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def _hash() -> str:
    """Changes when any file of the taxonomy does, so that indexes know to be rebuilt."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.json")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _by_id(make: type[T], rows: Iterable[dict[str, Any]]) -> dict[str, T]:
    return {
        row["id"]: make(**{k: tuple(v) if isinstance(v, list) else v for k, v in row.items()})
        for row in rows
    }


# (words, id of the service that they name)
Synonyms = frozenset[tuple[str, str]]


class GivenReading(NamedTuple):
    """What an administrator says that words typed mean; `what` and `values` are those of a
    mention (search/understanding/values.py).
    """

    words: str
    what: str
    values: tuple[str, ...] = ()


GivenReadings = frozenset[GivenReading]


class Added(NamedTuple):
    """What a directory adds to the committed vocabulary."""

    synonyms: Synonyms = frozenset()
    readings: GivenReadings = frozenset()


_added = Added()
_derived: list[Callable[[], None]] = []


def taxonomy() -> Taxonomy:
    """The committed taxonomy, with the synonyms that this directory adds to it.

    They do not count in its hash: documents that they change are built again one by one.
    """
    return _extended(_added.synonyms)


def given_readings() -> GivenReadings:
    """The readings that this directory's administrators give to words."""
    return _added.readings


def add_synonyms(synonyms: Synonyms) -> None:
    """Have this process know these, instead of those added before."""
    _know(_added._replace(synonyms=synonyms))


def give_readings(readings: GivenReadings) -> None:
    """The same of readings."""
    _know(_added._replace(readings=readings))


def _know(added: Added) -> None:
    global _added  # noqa: PLW0603 one vocabulary a process, as the committed one
    if added != _added:
        _added = added
        for forget in _derived:
            forget()


def derived(maxsize: int | None = None) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A cache of what is worked out from the taxonomy; it begins anew when something is added.

    What is added is part of the key: what another thread was working out meanwhile serves nobody.
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        @lru_cache(maxsize)
        def kept(_added: Added, *args: P.args, **kwargs: P.kwargs) -> T:
            return function(*args, **kwargs)

        @wraps(function)
        def read(*args: P.args, **kwargs: P.kwargs) -> T:
            return kept(_added, *args, **kwargs)  # type: ignore[arg-type]  # they can be hashed

        _derived.append(kept.cache_clear)
        return read

    return decorate


@lru_cache(maxsize=2)
def _extended(added: Synonyms) -> Taxonomy:
    known = _committed()
    services = dict(known.services)
    for words, id_ in sorted(added):
        if service := services.get(id_):
            services[id_] = replace(service, synonyms=(*service.synonyms, words))
    return replace(known, services=services)


@cache
def _committed() -> Taxonomy:
    """As its files say it, read once."""
    content = _load("services")
    return Taxonomy(
        groups=_by_id(Group, content["groups"]),
        services=_by_id(Service, content["services"]),
        labels=_by_id(Label, _load("labels")),
        networks=_by_id(Network, _load("networks")),
        ambiguous={word: tuple(ids) for word, ids in content["ambiguous"].items()},
        broad=frozenset(content["broad"]),
        hash=_hash(),
    )
