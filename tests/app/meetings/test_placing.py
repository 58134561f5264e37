"""When and where appointments are held: never a conflict, for anybody."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from app.meetings.choosing import Wished, choose
from app.meetings.placing import Placed, place

PEOPLE = 9  # structures 0 to 8, buyers 9 to 17


def test_it_works() -> None:
    assert place([Wished(0, 9, (1,))], slots=1, tables=1) == [Placed(0, 9, slot=0, table=1)]


def test_a_buyer_stays_at_one_table() -> None:
    wished = [Wished(structure, buyer, (1,)) for structure in range(3) for buyer in (9, 10)]
    tables = {(it.second, it.table) for it in place(wished, slots=3, tables=2)}
    assert len(tables) == 2


def test_three_structures_that_all_wish_to_meet_need_three_slots() -> None:
    """With two slots, nobody can place the third: it is left out, and the others stand."""
    triangle = [Wished(0, 1, (1,)), Wished(1, 2, (1,)), Wished(0, 2, (1,))]
    assert len(place(triangle, slots=2, tables=3)) == 2
    assert len(place(triangle, slots=3, tables=1)) == 3


def test_no_table_is_used_twice_when_they_are_few() -> None:
    wished = [Wished(number, 9 + number, (1,)) for number in range(6)]
    assert without_conflict(place(wished, slots=3, tables=2))


def without_conflict(placed: Sequence[Placed]) -> bool:
    at_tables = {(it.slot, it.table) for it in placed}
    people = {(it.slot, person) for it in placed for person in (it.first, it.second)}
    return len(at_tables) == len(placed) and len(people) == 2 * len(placed)


def wishes_between(others: tuple[int, int]) -> st.SearchStrategy[list[Wished]]:
    people = st.tuples(st.integers(0, PEOPLE - 1), st.integers(*others))
    pairs = st.sets(people.filter(lambda pair: pair[0] < pair[1]), max_size=40)
    return pairs.map(lambda known: [Wished(*pair, (1,)) for pair in sorted(known)])


across_wishes = wishes_between((PEOPLE, 2 * PEOPLE - 1))
among_wishes = wishes_between((0, PEOPLE - 1))


@given(across_wishes, among_wishes, st.integers(1, 7), st.integers(1, 7))
def test_there_is_never_a_conflict(
    across: list[Wished], among: list[Wished], slots: int, tables: int
) -> None:
    placed = place(choose(across, among, slots, tables), slots, tables)
    assert without_conflict(placed)
    assert {(it.first, it.second) for it in placed} <= {
        (it.first, it.second) for it in (*across, *among)
    }
    assert all(0 <= it.slot < slots and 1 <= it.table <= tables for it in placed)


@given(across_wishes, st.integers(1, 7), st.integers(1, 7))
def test_between_two_sides_all_that_is_chosen_is_held(
    across: list[Wished], slots: int, tables: int
) -> None:
    chosen = choose(across, [], slots, tables)
    assert len(place(chosen, slots, tables)) == len(chosen)
