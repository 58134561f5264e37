"""A town and its postcode are read where one cell says both."""

from pathlib import Path

import pytest

from importers.addresses import seat_in, town_in
from importers.contents import looks_like
from importers.facts import RowFacts
from importers.places import NO_COMMUNE, UNKNOWN_COMMUNE
from tests.importers.writing import results_of, write


@pytest.mark.parametrize(
    ("cell", "town"),
    [
        ("59000 LILLE", ("LILLE", "59000")),
        ("59 000 Lille Cedex 9", ("Lille Cedex 9", "59 000")),
        ("F-62130 - Saint-Pol/Ternoise", ("Saint-Pol/Ternoise", "F-62130")),
        ("1150 Blyes", ("Blyes", "1150")),
        ("Arras (62000)", ("Arras", "62000")),
        ("PARIS 13 - 75013", ("PARIS 13", "75013")),
        ("Lille", None),
        ("59000", None),
        ("Arras (62)", None),
        ("59000 et 62000", None),
        ("BP 4012 Lille", None),
    ],
)
def test_a_cell_may_say_both(cell: str, town: tuple[str, str] | None) -> None:
    assert town_in(cell) == town


@pytest.mark.parametrize(
    ("address", "street"),
    [
        ("12 rue de Lille 59000 LILLE", "12 rue de Lille"),
        ("ZA Nord, BP 12345, 62000 ARRAS CEDEX 9", "ZA Nord, BP 12345"),
        ("3 place Foch - 62033 Arras Cedex", "3 place Foch"),
        ("1 bd Vauban 59800 Lille, France", "1 bd Vauban"),
        ("59000 Lille", ""),
        ("12 rue de Lille, Lille", None),
        ("12 rue de Lille 62000 LILLE", None),
        ("12 rue de Lille 62033 Lille Cedex", None),
        ("12 rue de Lille 99999 LILLE", None),
        ("BP 59000 Arras", None),
        ("59000 " * 100 + "Lille", None),
    ],
)
def test_an_address_ends_with_its_town_when_its_postcode_bears_it_out(
    address: str, street: str | None
) -> None:
    seat = seat_in(address)
    assert (seat.street if seat else None) == street


def row(folder: Path, titles: str, cells: str) -> RowFacts:
    (result,) = results_of(write(folder, f"Nom;{titles};Activité\nAlpha;{cells};Couture\n"))
    assert isinstance(result, RowFacts), result
    return result


@pytest.mark.parametrize(
    ("titles", "cells"),
    [
        ("CP Ville", "59000 LILLE"),
        ("CP / Commune", "59000 LILLE"),
        ("Localité", "Lille (59000)"),
        ("Code postal et ville", "59000 LILLE"),
        ("Code postal - Commune", "59000 - LILLE"),
        ("Code postal du siège", "59000 LILLE"),
        ("CP;Ville", "59000;59000 LILLE"),
        ("CP;Ville", "59000 LILLE;59000 LILLE"),
        ("Adresse postale", "12 rue Haute 59000 LILLE"),
        ("Adresse;Ville", "12 rue Haute 59000 LILLE;"),
        ("Adresse;Suite adresse", "12 rue Haute;59000 LILLE"),
    ],
)
def test_both_are_read_whatever_the_titles(tmp_path: Path, titles: str, cells: str) -> None:
    found = row(tmp_path, titles, cells)
    assert (found.place.code_insee, found.place.postcode) == ("59350", "59000")
    assert found.address == ("12 rue Haute" if "rue" in cells else None)
    assert found.notes == ()


def test_an_address_alone_that_says_no_town_for_sure_is_in_doubt(tmp_path: Path) -> None:
    found = row(tmp_path, "Adresse postale", "12 rue de Lille, Lille")
    assert [(note.field, note.message) for note in found.notes] == [
        ("Adresse postale", UNKNOWN_COMMUNE)
    ]
    located = row(tmp_path, "Adresse;Lat;Lon", "12 rue de Lille;50.63;3.06")
    assert [note.message for note in located.notes] == [NO_COMMUNE]


def test_a_town_said_elsewhere_leaves_the_address_as_it_is(tmp_path: Path) -> None:
    found = row(tmp_path, "Adresse;Ville", "12 rue Haute 59000 LILLE;Lambersart")
    assert (found.address, found.place.city) == ("12 rue Haute 59000 LILLE", "Lambersart")


def test_cells_that_say_both_are_those_of_towns() -> None:
    look = looks_like(["59000 LILLE", "Arras (62000)", "1150 Blyes"])
    assert look is not None
    assert (look.field, look.count) == ("city", 3)
