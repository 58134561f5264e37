"""Workbooks of Excel and LibreOffice, as people make them and as nobody should."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from importers.choices import SheetFound
from importers.limits import Limits, UnreadableFileError
from importers.reading import MERGED, open_table
from tests.importers.writing import (
    ods_cell,
    ods_row,
    ods_sheet,
    rows_of,
    told,
    write_ods,
    write_workbook,
)

ROWS = [["nom", "siret"], ["Biscornu", 41607065000014]]


def refusal(path: Path, **limits: int) -> str:
    with pytest.raises(UnreadableFileError) as refused, open_table(path, Limits(**limits)):
        pass
    return str(refused.value)


def test_an_ods_workbook_is_read_like_any_other(tmp_path: Path) -> None:
    rows = rows_of(write_ods(tmp_path, ods_sheet(ROWS)))
    assert [row.cells for row in rows] == [("nom", "siret"), ("Biscornu", "41607065000014")]


def test_lines_of_an_ods_workbook_count_its_blank_rows(tmp_path: Path) -> None:
    blank = ods_row("<table:table-cell/>", repeats=3)
    titles = ods_row(ods_cell("nom") + ods_cell("ville"))
    sheet = f'<table:table table:name="L">{blank}{titles}</table:table>'
    assert [row.line for row in rows_of(write_ods(tmp_path, sheet))] == [4]


def test_a_hidden_sheet_is_told_and_not_taken(tmp_path: Path) -> None:
    hidden = ods_sheet([["secret"]], name="Calculs", style="hidden")
    with open_table(write_ods(tmp_path, hidden + ods_sheet(ROWS))) as table:
        assert next(iter(table)).cells[0] == "nom"
        assert table.found.sheets == (SheetFound("Calculs", hidden=True), SheetFound("Liste"))
        assert table.found.remarks == ("Feuilles masquées, laissées de côté : « Calculs ».",)


def test_a_hidden_sheet_can_be_chosen(tmp_path: Path) -> None:
    hidden = ods_sheet(ROWS, name="Calculs", style="hidden")
    path = write_ods(tmp_path, hidden + ods_sheet([["aide"]]))
    assert rows_of(path, sheet="Calculs")[0].cells == ("nom", "siret")


@pytest.mark.parametrize(
    "above", [[["Lisez-moi"], ["Une ligne par structure."]], [["Aide", "Contact"], ["a", "b"]]]
)
def test_a_page_of_instructions_is_not_taken_for_the_list(
    tmp_path: Path, above: list[list[str]]
) -> None:
    path = write_ods(tmp_path, ods_sheet(above, name="Aide") + ods_sheet(ROWS))
    assert rows_of(path)[0].cells == ("nom", "siret")


@pytest.mark.parametrize(
    ("first", "taken"),
    [([["nom", "ville"]], "nom"), ([["Le Verger", "41607065000014"]], "Le Verger")],
)
def test_titles_alone_are_no_list_and_data_without_titles_are(
    tmp_path: Path, first: list[list[str]], taken: str
) -> None:
    after = ods_sheet([["label", "commune"], ["RGE", "Angers"]], name="Aide")
    read = rows_of(write_ods(tmp_path, ods_sheet(first, name="A") + after))[0].cells
    assert (read[0] == taken) is (taken == "Le Verger")


def test_of_two_lists_the_first_is_taken(tmp_path: Path) -> None:
    path = write_ods(
        tmp_path,
        ods_sheet([["siret"], ["41607065000014"]], name="2025") + ods_sheet(ROWS, name="2026"),
    )
    assert rows_of(path)[0].cells == ("siret",)


def test_a_workbook_whose_only_list_is_hidden_says_so(tmp_path: Path) -> None:
    path = write_ods(tmp_path, ods_sheet(ROWS, style="hidden"))
    assert "sauf masquée : affichez la feuille" in told(path)


@pytest.mark.parametrize(
    "cells",
    [
        ods_row(ods_cell("x", repeats=6_000_000)),
        ods_row(ods_cell("x"), repeats=6_000_000),
        ods_row("<table:table-cell/>", repeats=6_000_000) + ods_row(ods_cell("x")),
        ods_row('<table:table-cell table:number-columns-repeated="99999999"/>' + ods_cell("x")),
        ods_row(ods_cell("x", repeats=3000), repeats=3000),
    ],
)
def test_cells_repeated_in_ods_do_not_fill_the_memory(tmp_path: Path, cells: str) -> None:
    sheet = f'<table:table table:name="L">{cells}</table:table>'
    assert "trop étendue" in refusal(write_ods(tmp_path, sheet))


@pytest.mark.parametrize(
    "cell",
    [
        ods_cell("x" * 1000, repeats=300),
        '<table:table-cell><text:p>a<text:s text:c="900000000"/></text:p></table:table-cell>',
    ],
)
def test_texts_repeated_in_ods_do_not_fill_the_memory(tmp_path: Path, cell: str) -> None:
    path = write_ods(tmp_path, f'<table:table table:name="L">{ods_row(cell)}</table:table>')
    assert "trop longs textes" in refusal(path, workbook_size=200_000)


@pytest.mark.parametrize("content", ["<a", "<table:table>", "<!DOCTYPE a>", "&b;"])
def test_a_damaged_ods_is_told(tmp_path: Path, content: str) -> None:
    assert "abîmé" in refusal(write_ods(tmp_path, content))


def test_an_ods_behind_a_password_is_told(tmp_path: Path) -> None:
    path = write_ods(tmp_path, ods_sheet(ROWS), manifest="<m:encryption-data/>")
    assert "protégé par un mot de passe" in refusal(path)


def test_a_text_of_libreoffice_holds_no_sheet(tmp_path: Path) -> None:
    assert "aucune feuille remplie" in told(write_ods(tmp_path, ""))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(position=st.integers(0, 1200), value=st.integers(0, 255))
@example(position=779, value=3)  # an entry that ends too soon
def test_an_ods_with_any_byte_changed_is_read_or_refused(
    tmp_path: Path, position: int, value: int
) -> None:
    path = write_ods(tmp_path, ods_sheet(ROWS))
    damaged = bytearray(path.read_bytes())
    damaged[position % len(damaged)] = value
    path.write_bytes(damaged)
    assert told(path).endswith(".")


def test_a_workbook_with_macros_is_read_without_them(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, ROWS, name="liste.xlsm")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 AutoOpen")
    with open_table(path) as table:
        assert table.row_count == 2
        assert table.found.remarks == (
            "Ce classeur contient des macros : elles ne sont ni lues ni exécutées.",
        )


def test_a_formula_is_worth_its_value(tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["nom", "ville", "effectif"])
        sheet.write_formula(1, 0, '="Bis"&"cornu"', value="Biscornu")
        sheet.write_formula(1, 1, "=A9/0", value="#DIV/0!")
        sheet.write_formula(1, 2, "=40+2", value=42)
    assert rows_of(path)[1].cells == ("Biscornu", "", "42")


def test_a_cell_merged_over_several_rows_is_that_of_each(tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(1, 1, ["nom", "activité"])
        sheet.merge_range(2, 1, 3, 1, "Biscornu")
        sheet.write_column(2, 2, ["menuiserie", "repassage", "traiteur"])
        sheet.merge_range(6, 1, 6, 2, "fin")
    assert [row.cells for row in rows_of(path)[1:]] == [
        ("Biscornu", "menuiserie"),
        ("Biscornu", "repassage"),
        ("", "traiteur"),
        ("fin", ""),
    ]
    with open_table(path) as table:
        assert table.found.remarks == (MERGED,)


def test_a_merge_of_the_whole_sheet_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.merge_range(0, 0, 1_048_575, 0, "x")
        sheet.write_row(0, 1, ["a", "b"])
    assert told(path) == "lu."


def test_dates_are_written_as_everywhere(tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["nom", "siret"])
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_datetime(1, 1, date(2026, 1, 2), day)
    assert rows_of(path)[1].cells[1] == "2026-01-02"
