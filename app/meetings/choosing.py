"""Which of the appointments that people wish are held: as many as time and tables allow.

Between structures and buyers the choice is the best there is: of the two hundred meetings that a
hundred people wish, no other choice has more mutual wishes, then more appointments, then a better
share of ranks and of appointments for each. Structures among themselves come after, one by one.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# Beyond any sum of ranks and loads, so that one appointment more outweighs them all.
_ONE_MORE = 10**6


@dataclass(frozen=True, slots=True)
class Wished:
    """Two people of whom one at least wishes to meet the other; `ranks` are theirs, from 1.

    Of a structure and a buyer, the structure is the first.
    """

    first: int
    second: int
    ranks: tuple[int, ...]

    @property
    def is_mutual(self) -> bool:
        return len(self.ranks) == 2

    @property
    def cost(self) -> int:
        """The less, the better: always below zero, the mutual far below the others."""
        gain = _ONE_MORE * _ONE_MORE if self.is_mutual else _ONE_MORE
        return sum(self.ranks) - gain - (_ONE_MORE if self.is_mutual else 0)

    def other(self, person: int) -> int:
        return self.second if person == self.first else self.first


def choose(
    across: Iterable[Wished], among: Iterable[Wished], slots: int, tables: int
) -> list[Wished]:
    """At most `slots` for each person and `slots` × `tables` in all.

    `across` are those of a structure and a buyer; `among`, of two structures, have what is left.
    """
    exact = _Choice(sorted(across, key=_pair), slots)
    while len(exact.chosen) < slots * tables and exact.improve():
        pass
    held = sorted(exact.chosen, key=_pair)
    return [*held, *_one_by_one(among, exact.load, slots, slots * tables - len(held))]


def _pair(wished: Wished) -> tuple[int, int]:
    return wished.first, wished.second


def _one_by_one(
    wishes: Iterable[Wished], load: Counter[int], slots: int, most: int
) -> Iterator[Wished]:
    """The mutual first, then by rank."""
    ordered = sorted(wishes, key=lambda it: (it.cost, _pair(it)))
    for wished in ordered:
        if most and load[wished.first] < slots and load[wished.second] < slots:
            load.update((wished.first, wished.second))
            most -= 1
            yield wished


class _Choice:
    """Grown by one appointment at a time, along the cheapest alternating path.

    That is the successive shortest path method of minimum cost flows: after n steps no choice of n
    appointments is better. Somebody's n-th appointment costs n, which shares them out.
    """

    def __init__(self, wishes: Iterable[Wished], slots: int) -> None:
        self.chosen: set[Wished] = set()
        self.load: Counter[int] = Counter()
        self._slots = slots
        self._of: dict[int, list[Wished]] = defaultdict(list)
        self._firsts: dict[int, None] = {}
        self._seconds: dict[int, None] = {}
        for wished in wishes:
            self._of[wished.first].append(wished)
            self._of[wished.second].append(wished)
            self._firsts[wished.first] = self._seconds[wished.second] = None

    def improve(self) -> bool:
        """One appointment more, others exchanged for it as need be; False when none is worth it."""
        costs, came_by = self._explore()
        ends = [(costs[it] + self.load[it], it) for it in self._with_time(self._seconds, costs)]
        cost, person = min(ends, default=(0, 0))
        if cost >= 0:
            return False
        self.load[person] += 1
        while (wished := came_by.get(person)) is not None:
            self.chosen ^= {wished}
            person = wished.other(person)
        self.load[person] += 1
        return True

    def _with_time(self, people: Iterable[int], among: Iterable[int]) -> Sequence[int]:
        known = set(among)
        return [it for it in people if it in known and self.load[it] < self._slots]

    def _explore(self) -> tuple[dict[int, int], dict[int, Wished]]:
        """The cost of reaching each person from one who has time, and by which wish."""
        costs = {it: self.load[it] for it in self._with_time(self._firsts, self._firsts)}
        came_by: dict[int, Wished] = {}
        to_visit = deque(costs)
        while to_visit:
            person = to_visit.popleft()
            for wished in self._steps(person):
                other = wished.other(person)
                step = -wished.cost if wished in self.chosen else wished.cost
                if other not in costs or costs[person] + step < costs[other]:
                    costs[other] = costs[person] + step
                    came_by[other] = wished
                    to_visit.append(other)
        return costs, came_by

    def _steps(self, person: int) -> Iterator[Wished]:
        """To take an appointment from a first person, to give one up from a second."""
        is_first = person in self._firsts
        return (it for it in self._of[person] if (it in self.chosen) != is_first)
