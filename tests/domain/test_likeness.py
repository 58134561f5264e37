"""Names that may be those of one structure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.likeness import AlikeNames, are_alike

GLYCINE = "Association La Glycine d’Argile"


@pytest.mark.parametrize(
    "typed",
    [
        "La Glycine dArgile",  # an apostrophe forgotten
        "glycine dargile",
        "Assoc. Glycine Argile",  # no article
        "La glycinne d'Argile",  # a typo
        "LA GLYCINE D'ARGIL",
        "La Gylcine d’Argile",  # two letters exchanged
        "Glycine d'Argile Lille",  # a word more
        "SCIC la glycine d’argile",
        "L A  GLYCINE D ARGILE",
    ],
)
def test_one_name_written_otherwise_is_alike(typed: str) -> None:
    assert are_alike(GLYCINE, typed)
    assert are_alike(typed, GLYCINE)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Les Ateliers du Verger", "Ateliers du Vergers"),
        ("A.P.E.I. du Maine", "Apei du Maine"),
        ("L’Abri", "Labri"),
        ("Association Relais Ondaine", "Relais Ondaine Intérim"),
        ("ESAT Saint-Joseph", "ESAT St Joseph"),
        ("SARL", "S.A.R.L."),
    ],
)
def test_and_so_are_these_of_the_real_lists(name: str, other: str) -> None:
    assert are_alike(name, other)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("GEIQ Interpro Alsace", "GEIQ TP Alsace"),
        ("ESAT Polangis annexe 1", "ESAT Polangis annexe 2"),
        ("Ménage Service Pro", "Ménage Service Tarn"),
        ("Association Travail et Vie", "Association Travail et Partage"),
        ("Régie de quartier Téla 13", "Régie de quartier Fécamp 12"),
        ("Assoc. Aita", "Assoc. Eita"),  # short names are near each other
        ("Association", "Association La Glycine"),
        ("", "La Glycine"),
        ("", "le"),
    ],
)
def test_neighbours_of_another_name_are_not(name: str, other: str) -> None:
    assert not are_alike(name, other)


WORDS = st.sampled_from(
    [
        "atelier",
        "atelirs",
        "ateliers",
        "du",
        "verger",
        "vergers",
        "12",
        "13",
        "1",
        "esat",
        "l’abri",
        "labri",
        "le",
        "apei",
        "a p e i",
        "maine",
        "main",
        "vie",
        "vies",
        "glycine",
        "glycnie",
    ]
)
NAMES = st.lists(WORDS, max_size=4).map(" ".join)


@given(st.lists(NAMES, max_size=12), NAMES)
def test_many_names_are_compared_as_two_are(names: list[str], name: str) -> None:
    alike = [rank for rank, other in enumerate(names) if are_alike(name, other)]
    assert AlikeNames(names).like(name) == alike
