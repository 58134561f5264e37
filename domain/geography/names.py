"""Names of places: equal, begun, or mistyped. Knows strings and positions, not places."""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.text import fold, fold_all

Named = Iterable[tuple[str, int]]

ARTICLES = frozenset({"le", "la", "les", "l"})  # that a name begins with
_EPCI_TYPE = re.compile(
    r"^(?:cc|ca|cu|(?:euro)?metropole(?: europeenne)?) (?:(?:des?|du|la|les?|l|d) )*"
)
# Each begins with letters or a space, which the search jumps to; none crosses a line break.
_WRITTEN_OTHERWISE = (
    (re.compile(r" cedex\b(?: \d+\b)?"), ""),
    (re.compile(r" (?:arrondissement|arrdt|ardt|arr)\b"), ""),
    (re.compile(r" 0*(\d{1,2})(?: ?(?:er|ere|eme|e))?\b"), r" \1"),  # "paris 13e", "lyon 03"
    (re.compile(r"communaute de communes\b"), "cc"),
    (re.compile(r"communaute d agglomeration\b"), "ca"),
    (re.compile(r"communaute urbaine\b"), "cu"),
    (re.compile(r" s(?= \w)"), " sur"),  # "chalon s/ saone"
    (re.compile(r" ss(?= \w)"), " sous"),
)

# One typo from 4 letters, two from 9: shorter names are too near each other.
_TYPOS_FROM_LENGTH = ((9, 2), (4, 1))
_SHORTEST_BEGINNING = 2
_LONGEST_TEXT = 200  # the longest label has 64


def canonical(text: str) -> str:
    """`fold`, and the ways of writing a place that addresses use: "PARIS 13E", "EVRY CEDEX 2".

    Empty for a text too long to be a place: what follows takes time with the number of words.
    """
    return _plainly_written(fold(text)) if len(text) <= _LONGEST_TEXT else ""


def canonical_all(lines: Iterable[str]) -> list[str]:
    """`canonical` of each of many names, at once."""
    return _plainly_written("\n".join(fold_all(lines))).split("\n")


def _plainly_written(folded: str) -> str:
    for pattern, plain in _WRITTEN_OTHERWISE:
        folded = pattern.sub(plain, folded)
    return folded


def without_article(name: str) -> str | None:
    """A canonical name without the article it begins with; None when it has none."""
    article, _, rest = name.partition(" ")
    return rest if rest and article in ARTICLES else None


def without_type(epci: str) -> str | None:
    """An EPCI's canonical name without "CC de la", "Métropole de"…; None when it has none."""
    rest = _EPCI_TYPE.sub("", epci)
    return rest if rest != epci else None


class _SortedNames:
    """Names in order, and whose each is: no object per name, so it is quick and light."""

    def __init__(self, names: list[str], positions: Sequence[int]) -> None:
        order = sorted(range(len(names)), key=names.__getitem__)
        self.names = [names[i] for i in order]
        self._positions = array("i", map(positions.__getitem__, order))

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return zip(self.names, self._positions, strict=True)

    def between(self, first: str, last: str) -> list[int]:
        """Positions of the names from `first` to `last`, both included."""
        found = slice(bisect_left(self.names, first), bisect_right(self.names, last))
        return self._positions[found].tolist()


class NameIndex:
    """From canonical names to positions; several may bear one name."""

    def __init__(self, names: list[str], other_names: Named) -> None:
        """`names` are those of today, by position; `other_names` lead there too, but come after."""
        others = list(other_names)
        self._today = _SortedNames(names, range(len(names)))
        self._others = _SortedNames([name for name, _ in others], [i for _, i in others])
        self._by_length = defaultdict(list)
        for name in {*self._today.names, *self._others.names}:
            self._by_length[len(name)].append(name)

    def named(self, name: str) -> list[int]:
        """Those that bear this very name today."""
        return self._today.between(name, name)

    def otherwise_named(self, name: str) -> list[int]:
        """Those that bore it, or are called so for short."""
        return self._others.between(name, name)

    def borne_by(self, positions: Collection[int]) -> dict[str, int]:
        """Every name that one of these bears, today or otherwise, and whose it is."""
        borne: dict[str, int] = {}
        for names in (self._today, self._others):
            for name, position in names:
                if position in positions:
                    borne.setdefault(name, position)
        return borne

    def beginning(self, start: str) -> Iterator[list[int]]:
        """Those with a name that begins so: a name of today, then another name."""
        if len(start) >= _SHORTEST_BEGINNING:
            for names in (self._today, self._others):
                yield names.between(start, start + "\uffff")

    def mistyped(self, name: str) -> Iterator[list[int]]:
        """Those one typo away, then two, as far as the name's length allows."""
        allowed = _typos_allowed(name)
        near = self._near(name, allowed) if allowed else []
        for typos in range(1, allowed + 1):
            yield from self._bearing([known for known, distance in near if distance == typos])

    def slipped(self, name: str) -> Iterator[list[int]]:
        """Those one typo away that begin alike: hands seldom miss the first letter."""
        near = self._near(name, 1) if _typos_allowed(name) else []
        yield from self._bearing([known for known, _ in near if known[0] == name[0]])

    def _bearing(self, known: Collection[str]) -> Iterator[list[int]]:
        """Those that bear one of the names today, then otherwise."""
        for names in (self._today, self._others):
            yield [i for name in known for i in names.between(name, name)]

    def _near(self, name: str, allowed: int) -> list[tuple[str, int]]:
        lengths = range(len(name) - allowed, len(name) + allowed + 1)
        candidates = [known for length in lengths for known in self._by_length.get(length, ())]
        matches = process.extract(
            name, candidates, scorer=OSA.distance, score_cutoff=allowed, limit=None
        )
        return [(found, int(distance)) for found, distance, _ in matches]


def _typos_allowed(name: str) -> int:
    return next((typos for size, typos in _TYPOS_FROM_LENGTH if len(name) >= size), 0)
