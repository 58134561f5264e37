"""Which of the appointments that people wish are held: as many as time and tables allow.

Between structures and buyers the choice is the best there is: of the two hundred meetings that a
hundred people wish, no other choice has more mutual wishes, then more appointments, then a better
share of ranks and of appointments for each. Structures among themselves come after, one by one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

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
    room = slots * tables
    while room and (more := exact.improve(room)):
        room -= more
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

    Prices make each step cost nothing or more (Johnson), so that Dijkstra's search may stop at the
    first end it reaches: it looks around those whose appointments change, not at everybody.
    """

    def __init__(self, wishes: Iterable[Wished], slots: int) -> None:
        self.load: Counter[int] = Counter()
        self._slots = slots
        self._wished = list(wishes)
        self._costs = [it.cost for it in self._wished]
        # Wishes by their number: all of a first, those of a second that are chosen.
        self._of: dict[int, list[int]] = defaultdict(list)
        self._chosen_of: dict[int, set[int]] = {it.second: set() for it in self._wished}
        for number, wished in enumerate(self._wished):
            self._of[wished.first].append(number)
        self._with_time = dict.fromkeys(self._of)
        self._set_prices()

    def _set_prices(self) -> None:
        """A first costs nothing yet; a second, as much as its cheapest wish."""
        self._prices = dict.fromkeys(self._of, 0)
        for wished, cost in zip(self._wished, self._costs, strict=True):
            self._prices[wished.second] = min(cost, self._prices.get(wished.second, 0))
        self._start, self._end = 0, min(self._prices.values(), default=0)

    @property
    def chosen(self) -> list[Wished]:
        return [self._wished[it] for numbers in self._chosen_of.values() for it in numbers]

    def improve(self, most: int) -> int:
        """How many appointments more, all as cheap; 0 when none is worth what it undoes."""
        search = self._search()
        if search.cost is None:
            return 0
        self._lower(search.reached, search.cost)
        if self._end >= self._start:  # what they cost, prices apart
            return 0
        return self._take_free(most)

    def _search(self) -> "_Search":
        """From all firsts who have time, to the nearest second who has."""
        starts = {it: self._start + self.load[it] - self._prices[it] for it in self._with_time}
        search = _Search(starts)
        for person, cost in search.nearest():
            if person in self._chosen_of and self.load[person] < self._slots:
                search.finish(cost + self._cost_of_ending(person))
            search.go(self._steps(person, cost))
        return search

    def _steps(self, person: int, cost: int) -> Iterator[tuple[int, int, int]]:
        """To whom, at what cost in all, by which wish."""
        is_second = person in self._chosen_of
        return (self._to_firsts if is_second else self._to_seconds)(person, cost)

    def _to_seconds(self, first: int, cost: int) -> Iterator[tuple[int, int, int]]:
        """By an appointment that would be taken."""
        before = cost + self._prices[first]
        for number in self._of[first]:
            second = self._wished[number].second
            if number not in self._chosen_of[second]:
                yield second, before + self._costs[number] - self._prices[second], number

    def _to_firsts(self, second: int, cost: int) -> Iterator[tuple[int, int, int]]:
        """By an appointment that would be given up."""
        before = cost + self._prices[second]
        for number in self._chosen_of[second]:
            first = self._wished[number].first
            yield first, before - self._costs[number] - self._prices[first], number

    def _lower(self, reached: Mapping[int, int], cost: int) -> None:
        """The prices of who was nearer than the end: the way there is then free, none is less."""
        for person, nearer in reached.items():
            self._prices[person] += nearer - cost
        self._start -= cost

    def _take_free(self, most: int) -> int:
        """Along ways that cost nothing at these prices, none through a person twice."""
        count, seen = 0, set[int]()
        for first in [*self._with_time]:
            is_free = self._start + self.load[first] == self._prices[first]
            if count < most and is_free and first not in seen:
                count += self._take_from(first, seen)
        return count

    def _take_from(self, first: int, seen: set[int]) -> bool:
        came_by: dict[int, int] = {}
        to_visit = [first]
        while to_visit:
            person = to_visit.pop()
            if person in seen:
                continue
            seen.add(person)
            if self._is_free_end(person):
                self._take(person, came_by)
                return True
            for other, cost, number in self._steps(person, 0):
                if cost == 0 and other not in seen:
                    came_by[other] = number
                    to_visit.append(other)
        return False

    def _is_free_end(self, person: int) -> bool:
        has_time = person in self._chosen_of and self.load[person] < self._slots
        return has_time and self._cost_of_ending(person) == 0

    def _cost_of_ending(self, second: int) -> int:
        return self._prices[second] - self._end + self.load[second]

    def _take(self, person: int, came_by: Mapping[int, int]) -> None:
        """Back along the way, each wish is chosen, or no longer is."""
        self.load[person] += 1
        while (number := came_by.get(person)) is not None:
            wished = self._wished[number]
            self._chosen_of[wished.second] ^= {number}
            person = wished.other(person)
        self.load[person] += 1
        if self.load[person] == self._slots:
            del self._with_time[person]


class _Search:
    """Dijkstra's: people from the nearest on, until none is nearer than the end."""

    def __init__(self, starts: Mapping[int, int]) -> None:
        self.reached: dict[int, int] = {}
        self.cost: int | None = None  # of the nearest end
        self._costs = dict(starts)
        self._next = [(cost, person) for person, cost in starts.items()]
        heapify(self._next)

    def nearest(self) -> Iterator[tuple[int, int]]:
        while self._next:
            cost, person = heappop(self._next)
            if self.cost is not None and cost >= self.cost:
                return
            if person not in self.reached:
                self.reached[person] = cost
                yield person, cost

    def go(self, steps: Iterable[tuple[int, int, int]]) -> None:
        for person, cost, _ in steps:
            known = self._costs.get(person)
            if known is None or cost < known:
                self._costs[person] = cost
                heappush(self._next, (cost, person))

    def finish(self, cost: int) -> None:
        """One may end there."""
        self.cost = cost if self.cost is None else min(self.cost, cost)
