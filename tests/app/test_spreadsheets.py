"""Tables to download: what people typed computes nothing on anybody's machine."""

import csv
from io import BytesIO, StringIO

import pytest
from python_calamine import CalamineWorkbook

from app.spreadsheets import spreadsheet

FORMULAS = ("=1+1", "+33 1", "-2", "@SUM(A1)", "\t=1", "\r=1")


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_it_works() -> None:
    answer = spreadsheet("liste", "csv", ["Nom", "Âge"], [["Zoé; dite « Z »", 4]])
    assert csv_rows(answer.data) == [["Nom", "Âge"], ["Zoé; dite « Z »", "4"]]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="liste.csv"'


@pytest.mark.parametrize("typed", FORMULAS)
def test_no_cell_of_a_csv_is_a_formula(typed: str) -> None:
    answer = spreadsheet("liste", "csv", ["Nom"], [[typed]])
    assert csv_rows(answer.data)[1] == [f"'{typed}"]


@pytest.mark.parametrize("typed", [*FORMULAS, "https://exemple.fr", "{=1}"])
def test_cells_of_a_workbook_are_what_was_typed(typed: str) -> None:
    answer = spreadsheet("liste", "xlsx", ["Nom", "Âge"], [[typed, 4]])
    workbook = CalamineWorkbook.from_filelike(BytesIO(answer.data))
    assert workbook.get_sheet_by_index(0).to_python()[1] == [typed, 4.0]
    assert b"<f>" not in answer.data
