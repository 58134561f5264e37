"""Keys of the rows of hand-made lists: what a structure is known by from one list to the next."""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from domain.identifiers import is_siret
from domain.text import fold


def key_without_identifier(siret: str, name: str, commune: str) -> str:
    """Rows may change places, a row may change in everything else."""
    return "|".join((siret.replace(" ", ""), fold(name), commune))


def is_without_identifier(key: str) -> bool:
    """Whether it is such a key: it names a structure by what it says, not by a number."""
    return key.count("|") >= 2


def name_and_commune(key: str) -> str | None:
    """Of such a key; None of one that lacks either."""
    _, name, commune = _parts(key)
    return f"{name}|{commune}" if name and commune else None


def but_for_name(key: str) -> str | None:
    """Such a key without its name; None of a key that has no SIRET or no commune."""
    siret, _, commune = _parts(key)
    return f"{siret}||{commune}" if siret and commune else None


def but_for_commune(key: str) -> str | None:
    """Such a key without its commune; None of a key that has no SIRET or no name."""
    siret, name, _ = _parts(key)
    return f"{siret}|{name}|" if siret and name else None


def _parts(key: str) -> tuple[str, str, str]:
    """SIRET, name and commune; a wrong SIRET is none, for it identifies nobody."""
    siret, _, rest = key.partition("|")
    name, _, commune = rest.rpartition("|")
    return (siret if is_siret(siret) else "", name, commune)


class ListedKeys:
    """The keys of every row of a list, which are read when they are first asked about.

    `is_whole`: its source says all there is in it, and not what completes another list.
    """

    def __init__(self, keys: Iterable[str], *, is_whole: bool) -> None:
        self._unread = keys
        self._is_whole = is_whole

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def how_many(self, but: str | None) -> int | None:
        """How many read so but for their name or their commune; None: part of a list cannot say."""
        return self._counts[but] if self._is_whole else None

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(self._unread)

    @cached_property
    def _counts(self) -> Counter[str | None]:
        buts = (but for key in self._keys for but in (but_for_name(key), but_for_commune(key)))
        return Counter(but for but in buts if but)
