"""A file → its rows, whatever its encoding, separator and packing."""

import gzip
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importers.reading import WRAPPED, Row, open_table
from tests.importers.writing import rows_of, told, write, write_workbook

LIST = (
    "Nom de la structure;Ville;Activités\n"
    "Les Ateliers d’Élise;Châteauroux;Blanchisserie, espaces verts\n"
    "Régie de quartier;Orléans;Ménage à domicile\n"
)
CELLS = ["Les Ateliers d’Élise", "Châteauroux", "Blanchisserie, espaces verts"]


def test_it_works(tmp_path: Path) -> None:
    rows = rows_of(write(tmp_path, "nom,ville\nBiscornu,Angers\n"))
    assert rows == [Row(1, ("nom", "ville")), Row(2, ("Biscornu", "Angers"))]


def test_texts_with_commas_and_line_breaks_leave_the_semicolons_apart(tmp_path: Path) -> None:
    rows = 'Nom;Ville;Texte\nx;Angers;"Couture, retouche\nlinge, drap"\n'
    rows += rows.partition("\n")[2]
    assert rows_of(write(tmp_path, rows))[0].cells == ("Nom", "Ville", "Texte")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"]
)
def test_every_encoding_in_use_is_recognised(tmp_path: Path, encoding: str) -> None:
    rows = rows_of(write(tmp_path, LIST.encode(encoding)))
    assert list(rows[1].cells) == CELLS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "cp1252", "mac_roman"])
@pytest.mark.parametrize(
    "name",
    [
        *("Gérard", "LA RÉUNION", "FRANÇAIS", "Nîmes", "À table", "Jusqu’à demain", "L’Élan"),
        *("ALLIÈRES", "Saint-Pé", "LA CÔTE", "Cœur", "N° 1", "« Fil »", "Pain – Vin", "fête"),
    ],
)
def test_one_accent_in_all_tells_the_encoding(tmp_path: Path, encoding: str, name: str) -> None:
    rows = rows_of(write(tmp_path, f"nom;ville\nAtelier;Lyon\n{name};Lyon\n".encode(encoding)))
    assert rows[2].cells[0] == name


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_lines_that_are_quoted_whole_are_read_without(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    cells = ("Élan", '"À table"', "Nantes")
    lines = [("Nom", "Enseigne", "Ville"), cells, cells]
    quoted = ['"' + separator.join(c.replace('"', '""') for c in line) + '"' for line in lines]
    path = write(tmp_path, "\r\n".join([*quoted, ""]).encode(encoding))
    assert [row.cells for row in rows_of(path)] == [
        ("Nom", "Enseigne", "Ville"),
        *[("Élan", "À table", "Nantes")] * 2,
    ]
    with open_table(path) as table:
        assert table.found.remarks == (WRAPPED,)


@pytest.mark.parametrize(
    "text",
    [
        '"Nom"\n"Élan, Nantes"\n"Bis, Angers"\n',
        '"Nom";"Ville"\n"Élan";"Nantes"\n',
        '"Nom"\n"Élan"\n',
    ],
)
def test_a_column_of_quoted_cells_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    with open_table(write(tmp_path, text)) as table:
        assert table.found.remarks == ()


@pytest.mark.parametrize("encoding", ["iso8859_15", "cp850"])
def test_old_encodings_without_curly_apostrophe_are_too(tmp_path: Path, encoding: str) -> None:
    rows = rows_of(write(tmp_path, LIST.replace("’", "'").encode(encoding)))
    assert rows[1].cells[:2] == ("Les Ateliers d'Élise", "Châteauroux")


def test_the_oe_of_latin_9_is_not_taken_for_a_half(tmp_path: Path) -> None:
    rows = rows_of(write(tmp_path, "nom;ville\nLe cœur à l'œuvre;Angers\n".encode("iso8859_15")))
    assert rows[1].cells[0] == "Le cœur à l'œuvre"


def test_an_accent_far_down_a_large_file_still_tells_its_encoding(tmp_path: Path) -> None:
    filling = "Biscornu;Angers\n" * 20_000
    rows = rows_of(write(tmp_path, f"nom;ville\n{filling}Énée;Nîmes\n".encode("cp1252")))
    assert rows[-1].cells == ("Énée", "Nîmes")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_separator_in_use_is_recognised(tmp_path: Path, separator: str) -> None:
    content = separator.join(["nom", "ville"]) + "\n" + separator.join(["Biscornu", "Angers"])
    assert rows_of(write(tmp_path, content))[1].cells == ("Biscornu", "Angers")


def test_commas_inside_cells_do_not_pass_for_separators(tmp_path: Path) -> None:
    rows = rows_of(write(tmp_path, "nom;activités\nA;un, deux, trois\nB;un, deux, trois\n"))
    assert rows[1].cells == ("A", "un, deux, trois")


@pytest.mark.parametrize("separator", [*"|;,\t"])
def test_the_separator_line_of_excel_is_obeyed_and_skipped(tmp_path: Path, separator: str) -> None:
    text = f"sep={separator}\nnom{separator}ville\nBiscornu{separator}Angers\n"
    assert rows_of(write(tmp_path, text))[0] == Row(2, ("nom", "ville"))


def test_a_separator_line_that_the_file_belies_is_skipped_too(tmp_path: Path) -> None:
    rows = rows_of(write(tmp_path, "sep=:\nnom;ville\nBiscornu;Angers\n"))
    assert rows[0] == Row(2, ("nom", "ville"))


def test_line_numbers_are_those_of_a_spreadsheet(tmp_path: Path) -> None:
    rows = rows_of(write(tmp_path, 'nom,ville\n"Bis\ncornu",Angers\n\n,\nElan,Nantes\n'))
    assert [row.line for row in rows] == [1, 2, 5]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_understood(tmp_path: Path, end: str) -> None:
    rows = rows_of(write(tmp_path, end.join(["nom,ville", "Biscornu,Angers", ""])))
    assert rows[1] == Row(2, ("Biscornu", "Angers"))


def test_line_endings_may_be_mixed(tmp_path: Path) -> None:
    rows = rows_of(write(tmp_path, "nom,ville\r\nA,Angers\nB,Nantes\rC,Lille\r\n"))
    assert [(row.line, row.cells[0]) for row in rows] == [(1, "nom"), (2, "A"), (3, "B"), (4, "C")]


def test_four_hundred_columns_are_read(tmp_path: Path) -> None:
    titles = ",".join(f"titre {number}" for number in range(400))
    assert len(rows_of(write(tmp_path, f"{titles}\n"))[0].cells) == 400


def test_ragged_rows_are_given_as_they_are(tmp_path: Path) -> None:
    rows = rows_of(write(tmp_path, "a,b,c\n1\n1,2,3,4\n"))
    assert [len(row.cells) for row in rows] == [3, 1, 4]


def test_odd_spaces_become_plain(tmp_path: Path) -> None:
    rows = rows_of(write(tmp_path, "nom,siret\nA,416\u00a0070\u202f650 \n"))
    assert rows[1].cells[1] == "416 070 650"


def test_formulas_are_text_like_any_other(tmp_path: Path) -> None:
    rows = rows_of(write(tmp_path, "nom,ville\n=1+1,@SUM(A1)\n"))
    assert rows[1].cells == ("=1+1", "@SUM(A1)")


def test_a_workbook_is_read_whatever_its_name(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, [["nom", "siret"], ["Biscornu", 41607065000014]], name="l.csv")
    assert rows_of(path)[1] == Row(2, ("Biscornu", "41607065000014"))


def test_values_of_a_workbook_read_as_a_person_reads_them(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, [["n", "x", "b", "f"], [1.5, 30.0, True, date(2026, 1, 2)]])
    assert rows_of(path)[1].cells[:3] == ("1.5", "30", "oui")


def test_the_first_sheet_that_holds_something_is_the_list(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, [], [["nom", "ville"], ["A", "Angers"]], [["aide"]])
    assert rows_of(path)[0].cells == ("nom", "ville")


def test_lines_of_a_workbook_count_its_blank_rows(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, [[], [], ["nom", "ville"], [], ["A", "Angers"]])
    assert [row.line for row in rows_of(path)] == [3, 5]


def test_a_compressed_list_is_unpacked(tmp_path: Path) -> None:
    rows = rows_of(write(tmp_path, gzip.compress(LIST.encode()), "liste.csv.gz"))
    assert list(rows[1].cells) == CELLS


def test_a_table_can_be_gone_through_twice(tmp_path: Path) -> None:
    with open_table(write(tmp_path, LIST)) as table:
        assert list(table) == list(table)
        assert table.row_count == 3


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    assert told(write(tmp_path, content)).endswith(".")


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.text(alphabet='a;,"\n\r\t|é', max_size=60))
def test_any_text_is_read_or_refused_with_a_sentence(tmp_path: Path, content: str) -> None:
    assert told(write(tmp_path, content)).endswith(".")
