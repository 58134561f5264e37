"""Tables to download: what people typed computes nothing on anybody's machine."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from app.spreadsheets import Row, csv_lines, neutral, spreadsheet, workbook

FORMULAS = ("=1+1", "+33 1", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1")


def in_workbook(rows: Sequence[Row]) -> list[list[object]]:
    with workbook(rows, "Liste") as file:
        assert b"<f>" not in file.read()
        file.seek(0)
        return CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()


def test_it_works(app: Flask) -> None:
    with app.test_request_context():
        answer = spreadsheet("liste", "csv", ["Nom", "Âge"], [["Zoé; dite « Z »", 4]])
        assert answer.get_data(as_text=True) == '\ufeffNom;Âge\r\n"Zoé; dite « Z »";4\r\n'
    assert answer.headers["Content-Disposition"] == "attachment; filename=liste.csv"


def test_the_same_in_a_workbook(app: Flask) -> None:
    with app.test_request_context():
        answer = spreadsheet("liste-nantes", "xlsx", ["Nom", "Âge"], [["Zoé", 4]])
        assert answer.headers["Content-Disposition"] == "attachment; filename=liste-nantes.xlsx"
        answer.direct_passthrough = False
        assert CalamineWorkbook.from_filelike(BytesIO(answer.data)).sheet_names == ["Liste"]
        answer.close()
    assert in_workbook([["Nom", "Âge"], ["Zoé", 4]]) == [["Nom", "Âge"], ["Zoé", 4.0]]


@pytest.mark.parametrize("typed", FORMULAS)
def test_no_cell_of_a_csv_is_a_formula(typed: str) -> None:
    lines = "".join(csv_lines([[typed]])).removeprefix("\ufeff")
    assert list(csv.reader(StringIO(lines, newline=""), delimiter=";")) == [[f"'{typed}"]]


@pytest.mark.parametrize("typed", [*FORMULAS, "https://exemple.fr", "{=1}"])
def test_cells_of_a_workbook_are_what_was_typed(typed: str) -> None:
    assert in_workbook([["Nom"], [typed]])[1] == [typed]


@pytest.mark.parametrize("cell", ["1=1", "", 4])
def test_other_cells_stay_as_they_are(cell: str | int) -> None:
    assert neutral(cell) == cell
