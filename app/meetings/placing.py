"""When and where chosen appointments are held: nobody twice in a slot, no table twice.

Between two sides there is always a way (Kőnig: so many slots as the busiest person has
appointments are enough). Among one side there may be none for the last few, which are told.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from app.meetings.choosing import Wished


@dataclass(frozen=True, slots=True)
class Placed:
    """The first slot is 0, the first table 1."""

    first: int
    second: int
    slot: int
    table: int


def place(wishes: Iterable[Wished], slots: int, tables: int) -> list[Placed]:
    """Those that find a slot. At most `slots` for each person, `slots` × `tables` in all."""
    grid = _Grid(slots)
    held = [(it.first, it.second) for it in wishes if grid.add(it.first, it.second)]
    grid.level(tables)
    rounds: list[list[tuple[int, int]]] = [[] for _ in range(slots)]
    for first, second in held:
        rounds[grid.slot_of(first, second)].append((first, second))
    return list(_at_tables(rounds, tables))


def _at_tables(rounds: Sequence[Sequence[tuple[int, int]]], tables: int) -> Iterator[Placed]:
    """Second persons, the buyers, stay at their table where they can."""
    last: dict[int, int] = {}
    for slot, pairs in enumerate(rounds):
        free = set(range(1, tables + 1))
        for first, second in sorted(pairs, key=lambda pair: (pair[1] not in last, pair)):
            table = last[second] if last.get(second) in free else min(free)
            free.remove(table)
            last[first] = last[second] = table
            yield Placed(first, second, slot, table)


class _Grid:
    """Whom each person meets in each slot: an edge colouring, of which slots are the colours."""

    def __init__(self, slots: int) -> None:
        self._slots = range(slots)
        self._met: dict[int, list[int | None]] = {}

    def add(self, one: int, other: int) -> bool:
        """In the first slot that both have free, others exchanged if need be; whether it is."""
        for person in (one, other):
            self._met.setdefault(person, [None] * len(self._slots))
        free, free_of_other = self._free(one), self._free(other)
        common = [slot for slot in free if slot in free_of_other]
        slot = common[0] if common else self._make_room(one, other)
        if slot is None:
            return False
        self._met[one][slot], self._met[other][slot] = other, one
        return True

    def _free(self, person: int) -> list[int]:
        return [slot for slot in self._slots if self._met[person][slot] is None]

    def _make_room(self, one: int, other: int) -> int | None:
        """A slot that the first has free, and the second now has too."""
        for mine, theirs in product(self._free(one), self._free(other)):
            chain = self._chain(other, mine, theirs)
            if one not in chain:
                self._exchange(chain, mine, theirs)
                return mine
        return None

    def _chain(self, person: int, slot: int, then: int) -> list[int]:
        """Who meets whom from that person on, in these two slots by turns."""
        chain = [person]
        while (following := self._met[chain[-1]][slot]) is not None:
            chain.append(following)
            slot, then = then, slot
        return chain

    def _exchange(self, chain: Iterable[int], one: int, other: int) -> None:
        for person in chain:
            met = self._met[person]
            met[one], met[other] = met[other], met[one]

    def level(self, tables: int) -> None:
        """No more at once than tables, by exchanges between the fullest slot and the emptiest."""
        sizes = self._sizes()
        while max(sizes, default=0) > tables:
            full, empty = sizes.index(max(sizes)), sizes.index(min(sizes))
            self._move_one(full, empty)
            sizes[full], sizes[empty] = sizes[full] - 1, sizes[empty] + 1

    def _sizes(self) -> list[int]:
        return [sum(it[slot] is not None for it in self._met.values()) // 2 for slot in self._slots]

    def _move_one(self, full: int, empty: int) -> None:
        """Some chain has one more in the fuller slot: of all of them together, it has more."""
        for person, met in self._met.items():
            if met[full] is not None and met[empty] is None:
                chain = self._chain(person, full, empty)
                if len(chain) % 2 == 0:
                    self._exchange(chain, full, empty)
                    return

    def slot_of(self, one: int, other: int) -> int:
        return self._met[one].index(other)
