"""Which kinds one establishment may have at the same time."""

import pytest

from domain.compatibility import compatible


@pytest.mark.parametrize(
    ("some", "others"),
    [
        (["EI"], ["EI"]),
        (["EI"], ["ACI", "AI"]),
        (["ESAT"], ["EA"]),
        (["ASSO"], ["ESAT"]),
        (["SCIC", "EI"], ["EI"]),
    ],
)
def test_kinds_that_go_together(some: list[str], others: list[str]) -> None:
    assert compatible(some, others)
    assert compatible(others, some)


@pytest.mark.parametrize(
    ("some", "others"),
    [
        (["ESAT"], ["EI"]),
        (["GEIQ"], ["EI"]),
        (["EI", "ESAT"], ["EI"]),
        ([], ["EI"]),
        ([], []),
    ],
)
def test_kinds_that_do_not(some: list[str], others: list[str]) -> None:
    assert not compatible(some, others)
    assert not compatible(others, some)
