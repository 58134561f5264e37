"""What terms tell, kept in little memory: read as it was given."""

import pytest

from search.understanding.packed import PackedForces, PackedWords

TOLD = {
    ("laver", "vitres"): {"vitrerie": 1.5, "nettoyage": 3.0},
    ("laver",): {"nettoyage": 2.4},
    ("nettoyage",): {"nettoyage": 2.4},
    ("évider",): {},
}


def test_terms_tell_what_they_were_given() -> None:
    assert PackedForces(TOLD.items()) == TOLD


def test_terms_and_services_stay_in_order() -> None:
    packed = PackedForces(TOLD.items())
    assert list(packed) == list(TOLD)
    assert list(packed["laver", "vitres"]) == ["vitrerie", "nettoyage"]


@pytest.mark.parametrize("term", [(), ("lav",), ("vitres",), ("laver", "vitres", "sales")])
def test_other_terms_are_not_known(term: tuple[str, ...]) -> None:
    packed = PackedForces(TOLD.items())
    assert term not in packed
    assert packed.get(term) is None


def test_words_lead_where_they_were_told() -> None:
    told = {"lavaient": "laver", "lave": "laver", "vitre": "vitres"}
    packed = PackedWords(told)
    assert packed == told
    assert list(packed) == list(told)
    assert "laver" not in packed


def test_nothing_may_be_told() -> None:
    assert not PackedForces(())
    assert not PackedWords({})
