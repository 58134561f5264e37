"""Kinds, labels, networks and legal frames found as one types what people call them."""

import pytest

from search.understanding import is_term, terms_begun


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ESA", "ESAT"),
        ("entreprise adap", "Entreprise adaptée"),
        ("emma", "Emmaüs"),
        ("oet", "OETH"),
        ("L2113-1", "L2113-12"),
        ("iso 9", "ISO 9001"),
    ],
)
def test_a_term_is_found_by_its_beginning(typed: str, first: str) -> None:
    assert terms_begun(typed, 3)[0].term == first


@pytest.mark.parametrize("typed", ["", "!!!", "zeppelin", "adaptée", "esat ang"])
def test_what_begins_no_term_finds_none(typed: str) -> None:
    assert terms_begun(typed, 3) == []


def test_each_meaning_is_told_once() -> None:
    told = [(begun.mention.what, begun.mention.values) for begun in terms_begun("marché", 9)]
    assert len(told) == len(set(told)) > 2


def test_a_term_is_whole() -> None:
    assert is_term("Régie de quartier")
    assert not is_term("régie de")
