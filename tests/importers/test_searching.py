"""A datum is found in a file wherever it stands."""

import gzip
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from importers.searching import may_say
from importers.unpacking import CHUNK
from tests.importers.writing import write, write_workbook

EMAIL = "jeanne@verger.example"
ROWS = (("Nom", "Mail"), ("Le Verger", EMAIL))
OTHERS = (("Nom", "Ville"), ("Le Prunier", "Nantes"))


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "utf-16-be", "mac_roman"])
def test_it_is_found_in_a_text_of_any_encoding(tmp_path: Path, encoding: str) -> None:
    content = f"Tenue par Zoé, {EMAIL}\n\nNom;Ville\nLe Verger;Angers\n"
    assert may_say(write(tmp_path, content.encode(encoding)), EMAIL)


def test_it_is_found_where_two_chunks_meet(tmp_path: Path) -> None:
    assert may_say(write(tmp_path, " " * (CHUNK - 5) + EMAIL + " " * CHUNK), EMAIL)


def test_it_is_found_on_a_hidden_sheet(tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, OTHERS[0])
        hidden = book.add_worksheet()
        hidden.hide()
        hidden.write_row(0, 0, ROWS[1])
    assert may_say(path, EMAIL)


def test_it_is_found_in_the_author_s_name_and_in_letters_of_two_colours(tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"author": EMAIL})
        book.add_worksheet()
    assert may_say(path, EMAIL)
    with xlsxwriter.Workbook(path) as book:
        red = book.add_format({"font_color": "red"})
        book.add_worksheet().write_rich_string("A1", red, EMAIL[:6], EMAIL[6:])
    assert may_say(path, EMAIL)


@pytest.mark.parametrize("said", ["06 12 34 56 78", "+33612345678", "06.12\u202f34\u00a056-78"])
def test_a_number_is_found_however_it_is_written(tmp_path: Path, said: str) -> None:
    for path in (write(tmp_path, f"Tél;{said}\n"), write_workbook(tmp_path, [["Tél", said]])):
        assert may_say(path, "612345678")


def test_it_is_found_in_a_packed_text(tmp_path: Path) -> None:
    assert may_say(write(tmp_path, gzip.compress(EMAIL.encode())), EMAIL)


def test_what_says_it_nowhere_does_not(tmp_path: Path) -> None:
    assert not may_say(write(tmp_path, "Nom;Ville\nLe Verger;Angers\n"), EMAIL)
    assert not may_say(write_workbook(tmp_path, OTHERS), EMAIL)


def test_what_cannot_be_searched_may_say_it(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, OTHERS)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/embeddings/lettre.docx", path.read_bytes())
    assert may_say(path, EMAIL)
    assert may_say(write(tmp_path, b"PK\x03\x04torn"), EMAIL)
