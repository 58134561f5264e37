"""What terms tell, and the words that others lead to, in a tenth of the memory of dictionaries.

Each process that reads needs has a hundred thousand of them. Keys lie in a trie, and what they
tell in arrays: neither ever changes.
"""

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import accumulate
from sys import intern

from marisa_trie import Trie

Words = tuple[str, ...]
Forces = Mapping[str, float]  # what a term tells of each service


class PackedWords(Mapping[str, str]):
    """From words to others, in the order given."""

    def __init__(self, told: Mapping[str, str]) -> None:
        self._keys = _Keys(told)
        self._told = [intern(word) for word in told.values()]

    def __getitem__(self, word: str) -> str:
        return self._told[self._keys.number(word)]

    def __contains__(self, word: object) -> bool:
        return word in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._told)


class PackedForces(Mapping[Words, Forces]):
    """From terms to what they tell, in the order given: services too.

    Terms are of one word at least, and no word holds a space.
    """

    def __init__(self, told: Iterable[tuple[Words, Forces]]) -> None:
        keys: list[str] = []
        # Four terms in five tell the same as another.
        alike: dict[tuple[tuple[str, float], ...], int] = {}
        self._runs = array("I")
        for term, forces in told:
            keys.append(" ".join(term))
            self._runs.append(alike.setdefault(tuple(forces.items()), len(alike)))
        self._keys = _Keys(keys)
        self._services = list(dict.fromkeys(service for run in alike for service, _ in run))
        codes = {service: code for code, service in enumerate(self._services)}
        self._ends = array("I", accumulate(map(len, alike), initial=0))
        self._codes = array("H", (codes[service] for run in alike for service, _ in run))
        self._forces = array("d", (force for run in alike for _, force in run))

    def __getitem__(self, term: Words) -> Forces:
        run = self._runs[self._keys.number(" ".join(term))]
        told = slice(self._ends[run], self._ends[run + 1])
        services = map(self._services.__getitem__, self._codes[told])
        return dict(zip(services, self._forces[told], strict=True))

    def __contains__(self, term: object) -> bool:
        return isinstance(term, tuple) and " ".join(term) in self._keys

    def __iter__(self) -> Iterator[Words]:
        return (tuple(map(intern, key.split(" "))) for key in self._keys)

    def __len__(self) -> int:
        return len(self._runs)


class _Keys:
    """Numbered from 0, in the order given."""

    def __init__(self, keys: Collection[str]) -> None:
        self._trie = Trie(keys)
        self._ids = array("I", map(self._trie.__getitem__, keys))
        self._numbers = array("I", bytes(self._ids.itemsize * len(keys)))
        for number, id_ in enumerate(self._ids):
            self._numbers[id_] = number

    def number(self, key: str) -> int:
        """Raises KeyError."""
        id_: int = self._trie[key]
        return self._numbers[id_]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key in self._trie

    def __iter__(self) -> Iterator[str]:
        return map(self._trie.restore_key, self._ids)
