"""Keys of the rows of hand-made lists: what a structure is known by from one list to the next."""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from domain.identifiers import is_siret
from domain.text import fold

Place = tuple[str, str]


def key_without_identifier(siret: str, name: str, commune: str) -> str:
    """Rows may change places, a row may change in everything else."""
    return "|".join((siret.replace(" ", ""), fold(name), commune))


def but_for_name(key: str) -> Place | None:
    """The SIRET and the commune of such a key; None of a key that has not both."""
    siret, _, rest = key.partition("|")
    commune = rest.rpartition("|")[2]
    return (siret, commune) if commune and is_siret(siret) else None


class ListedKeys:
    """The keys of every row of a list, which are read when they are first asked about.

    `is_whole`: its source says all there is in it, and not what completes another list.
    """

    def __init__(self, keys: Iterable[str], *, is_whole: bool) -> None:
        self._unread = keys
        self._is_whole = is_whole

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def has_one_name_at(self, place: Place) -> bool:
        return self._names[place] == 1

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(self._unread)

    @cached_property
    def _names(self) -> Counter[Place]:
        places = map(but_for_name, self._keys if self._is_whole else ())
        return Counter(place for place in places if place)
