"""Folding makes two spellings of one name equal."""

import pytest

from domain.text import fold, fold_all


def test_it_folds_accents_case_and_signs() -> None:
    assert fold("L’Haÿ-les-Roses") == "l hay les roses"


@pytest.mark.parametrize(
    "spelling", ["Saint-Étienne", "ST ETIENNE", " st.  étienne ", "st\nEtienne"]
)
def test_spellings_of_one_name_fold_alike(spelling: str) -> None:
    assert fold(spelling) == "saint etienne"


def test_ligatures_are_opened() -> None:
    assert fold("Œuvre Lætitia Straße") == "oeuvre laetitia strasse"


def test_st_is_read_as_saint_only_as_a_word() -> None:
    assert fold("Ste-Anne, Est, Brest") == "sainte anne est brest"


def test_an_accent_apart_from_its_letter_is_folded_too() -> None:
    assert fold("Bezie\u0300res") == fold("Bezières")


def test_many_lines_fold_as_each_would() -> None:
    names = ["L'Abergement-Clémenciat", "", "Ste-Œuvre (32)", "Y"]

    assert fold_all(names) == [fold(name) for name in names]
