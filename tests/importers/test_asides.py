"""Totals, dates and legends among the rows of a list are told from its structures."""

from pathlib import Path

import pytest

from app.demo.generator import generate
from importers.asides import (
    EMPTY,
    HEADING,
    LEGEND,
    NUMBERS,
    REMARK,
    TOTAL,
    Aside,
    aside_of,
    says_nothing,
)
from importers.facts import RowFacts
from tests.importers.writing import results_of

REAL = ("siae_lemarche_fixture.csv", "esat_finess_liste_officielle.csv", "geiq_ffgeiq_label.csv")


@pytest.mark.parametrize(
    ("cells", "aside"),
    [
        (("TOTAL", "", "42"), TOTAL),
        (("TOTAL", "", "12500"), TOTAL),  # which is also a postcode
        (("Total : 42 adhérents",), TOTAL),
        (("", "Nombre d’adhérents", "42"), TOTAL),
        (("42 adhérents",), TOTAL),
        (("Sous-total Rhône", "12"), TOTAL),
        (("Total Rhône : 12",), TOTAL),
        (("", "42", "7"), NUMBERS),
        (("Mis à jour le 12/03/2026",), REMARK),
        (("Dernière mise à jour :", "mars 2026"), REMARK),
        (("Liste arrêtée au 31/12/2025",), REMARK),
        (("NB : à jour de cotisation",), REMARK),
        (("Page 1/3",), REMARK),
        (("* en attente de cotisation",), REMARK),
        (("(1) adhésion en cours", ""), REMARK),
        (("(source : CRESS, nov. 2026)",), REMARK),
        (("Fait à Nantes le 12/11/2026",), REMARK),
        (("Fait le 1er mars 2026, à Nantes",), REMARK),
        (("", "Nantes, le 12 novembre 2026"), REMARK),
        (("Finistère (29)",), HEADING),
        (("", "Hauts-de-France"), HEADING),
        (("B",), HEADING),
        (("Nos partenaires",), HEADING),
        (("Légende :",), LEGEND),
        (("-", "n/a", "NC"), EMPTY),
    ],
)
def test_what_is_no_structure_is_called_what_it_is(cells: tuple[str, ...], aside: Aside) -> None:
    assert aside_of(cells) == aside


@pytest.mark.parametrize(
    "cells",
    [
        *(("Total Festum",), ("Total Festum", "33000"), ("TOTAL", "Lyon"), ("TotalEnergies",)),
        *(("Total", "82161143100015"), ("Total", "02 40 00 00 00"), ("Légende urbaine",)),
        *(("104", "75019"), ("NC Nettoyage",), ("Source d’énergie",), ("Structure 42",)),
        *(("Nord", "Lille"), ("Lille",), ("Savoie Insertion",)),
        *(("*Delta",), ("* Delta",), ("* delta", "Lille"), ("(Dé)Marche",), ("Fait main",)),
        *(("(Re)naître (49)",), ("Collectif le 8 mai 1945",), ("Fait à Nantes",)),
        *(("Partenaires", "Lille"), ("Les Partenaires",), ("Partenaires Services",)),
    ],
)
def test_a_structure_may_bear_such_a_name(cells: tuple[str, ...]) -> None:
    assert aside_of(cells) is None


def test_no_name_of_the_demo_is_taken_for_one() -> None:
    assert not [one.name for one in generate(2000) if aside_of((one.name,))]


@pytest.mark.parametrize("file", REAL)
def test_no_name_of_the_real_lists_is_taken_for_one(shared_data: Path, file: str) -> None:
    rows = [row for row in results_of(shared_data / file) if isinstance(row, RowFacts)]
    assert rows
    assert not [
        row.name
        for row in rows
        if any(map(aside_of, ((row.original_name,), (row.original_name, "12"))))
    ]


@pytest.mark.parametrize("text", ["", "-", "?", "n/a", "N.C.", "néant", "non renseigné"])
def test_some_cells_are_filled_for_want_of_an_answer(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["Élan", "104", "L’Inconnu", "Nada"])
def test_others_answer(text: str) -> None:
    assert not says_nothing(text)
