"""Kinds are found by their names, and open the legal frames that the law gives them."""

import pytest

from domain.kinds import KINDS, LEGAL_FRAMES, conditional_frames_of, frames_of, kind_for, words_of
from domain.text import fold

NAMED = {
    "EA": "EA",
    "ea": "EA",
    "Entreprise Adaptée": "EA",
    "entreprises adaptées": "EA",
    "atelier et chantier d’insertion": "ACI",
    "Ateliers et chantiers d'insertion": "ACI",
    "Entreprise Adaptée en Milieu Pénitentiaire ": "EA",
    "établissement et service d'aide par le travail": "ESAT",
    "Établissement et service d’accompagnement par le travail": "ESAT",
    "CAT": "ESAT",
    "association": "ASSO",
    "coopérative": "COOP",
}


@pytest.mark.parametrize(("words", "code"), NAMED.items())
def test_it_works(words: str, code: str) -> None:
    kind = kind_for(words)
    assert kind is not None
    assert kind.code == code


@pytest.mark.parametrize("words", ["", "EAU", "SARL", "entreprise"])
def test_a_word_of_no_kind_finds_none(words: str) -> None:
    assert kind_for(words) is None


def test_no_word_names_two_kinds() -> None:
    named = [(fold(words), kind.code) for kind in KINDS.values() for words in words_of(kind)]
    codes = dict(named)
    assert [(word, code) for word, code in named if codes[word] != code] == []


def test_it_holds_the_eighteen_kinds() -> None:
    assert len(KINDS) == 18
    assert {kind.family for kind in KINDS.values()} == {"handicap", "insertion", "ess"}


def test_every_kind_answers_every_frame() -> None:
    for kind in KINDS.values():
        assert kind.frames.keys() == LEGAL_FRAMES.keys()
        assert set(kind.frames.values()) <= {"oui", "conditionnel", "non"}


def test_every_condition_is_told() -> None:
    for kind in KINDS.values():
        told = {frame for frame, answer in kind.frames.items() if answer == "conditionnel"}
        assert kind.conditions.keys() == told


def test_an_esat_opens_reserved_contracts_and_the_oeth_deduction() -> None:
    assert frames_of(["ESAT"]) == ("l2113-12", "l2113-14", "oeth")
    assert conditional_frames_of(["ESAT"]) == ("l2113-15",)


def test_an_insertion_structure_opens_no_oeth_deduction() -> None:
    for code in ("EI", "ETTI", "AI", "ACI"):
        assert frames_of([code]) == ("l2113-13", "l2113-14")
        assert KINDS[code].oeth == "non"


def test_two_kinds_open_the_frames_of_both() -> None:
    assert frames_of(["EI", "ASSO"]) == ("l2113-13", "l2113-14", "l2113-15")
    assert conditional_frames_of(["EI", "ASSO"]) == ("l2113-12",)


def test_a_geiq_opens_no_frame() -> None:
    assert frames_of(["GEIQ"]) == ()
    assert conditional_frames_of(["GEIQ"]) == ()


def test_an_unknown_kind_opens_nothing() -> None:
    assert frames_of(["XYZ"]) == ()


def test_a_frame_lists_the_kinds_that_qualify_and_those_that_may() -> None:
    assert LEGAL_FRAMES["l2113-12"].kinds == ("ESAT", "EA", "EATT")
    assert "EITI" in LEGAL_FRAMES["l2113-13"].conditional_kinds
