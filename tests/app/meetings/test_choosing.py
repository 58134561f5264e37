"""Which appointments are held: none that nobody wishes, the best choice of those that are."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from app.meetings.choosing import Wished, choose

PEOPLE = 4  # on each side: structures 0 to 3, buyers 4 to 7


def test_it_works() -> None:
    wished = [Wished(0, 4, (1,)), Wished(0, 5, (2,)), Wished(1, 4, (1, 3))]
    assert choose(wished, [], slots=2, tables=2) == wished


def test_nobody_has_more_appointments_than_slots() -> None:
    wished = [Wished(structure, 4, (1,)) for structure in range(3)]
    assert len(choose(wished, [], slots=2, tables=9)) == 2


def test_there_are_no_more_than_tables_and_slots_hold() -> None:
    wished = [Wished(structure, 4 + structure, (1,)) for structure in range(4)]
    assert len(choose(wished, [], slots=1, tables=3)) == 3


def test_mutual_wishes_come_first() -> None:
    mutual = Wished(0, 5, (9, 9))
    assert choose([Wished(0, 4, (1,)), mutual], [], slots=1, tables=1) == [mutual]


def test_then_the_best_rank() -> None:
    best = Wished(0, 5, (1,))
    assert choose([Wished(0, 4, (2,)), best], [], slots=1, tables=1) == [best]


def test_one_appointment_is_exchanged_for_two() -> None:
    """The first wish alone would leave the second structure with nobody."""
    wished = [Wished(0, 4, (1,)), Wished(0, 5, (9,)), Wished(1, 4, (9,))]
    assert choose(wished, [], slots=1, tables=2) == wished[1:]


def test_they_are_shared_out() -> None:
    """Of four appointments at two tables, each has one rather than one person two."""
    wished = [Wished(a, b, (1,)) for a in (0, 1) for b in (4, 5)]
    held = choose(wished, [], slots=2, tables=1)
    assert set(loads(held).values()) == {1}


def test_structures_among_themselves_have_what_is_left() -> None:
    across, among = [Wished(0, 4, (9,))], [Wished(0, 1, (1, 1)), Wished(2, 3, (2,))]
    assert choose(across, among, slots=1, tables=2) == [across[0], among[1]]


def test_the_same_wishes_give_the_same_choice_whatever_their_order() -> None:
    wished = [Wished(a, b, (1,)) for a in range(4) for b in (4, 5)]
    assert choose(wished, [], 2, 2) == choose(wished[::-1], [], 2, 2)


pairs = st.tuples(st.integers(0, PEOPLE - 1), st.integers(PEOPLE, 2 * PEOPLE - 1))
ranks = st.lists(st.integers(1, 5), min_size=1, max_size=2).map(tuple)
across_wishes = st.dictionaries(pairs, ranks, max_size=9).map(
    lambda known: [Wished(*pair, given) for pair, given in known.items()]
)


@given(across_wishes, st.integers(1, 3), st.integers(1, 3))
def test_no_other_choice_is_better(wished: list[Wished], slots: int, tables: int) -> None:
    held = choose(wished, [], slots, tables)
    assert worth(held) == max(worth(other) for other in possible(wished, slots, tables))


def possible(wished: Sequence[Wished], slots: int, tables: int) -> Iterable[Sequence[Wished]]:
    """Every choice that time and tables allow."""
    for size in range(min(len(wished), slots * tables) + 1):
        for held in combinations(wished, size):
            if max(loads(held).values(), default=0) <= slots:
                yield held


def worth(held: Sequence[Wished]) -> tuple[int, int, int]:
    """Mutual wishes, then appointments, then ranks and the share of each."""
    shares = sum(load * (load - 1) // 2 for load in loads(held).values())
    return sum(it.is_mutual for it in held), len(held), -sum(sum(it.ranks) for it in held) - shares


def loads(held: Iterable[Wished]) -> Counter[int]:
    return Counter(person for it in held for person in (it.first, it.second))
