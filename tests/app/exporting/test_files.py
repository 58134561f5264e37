"""A table written to a file, whole or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from app.exporting.files import FOR_ONESELF, WRITERS, write_table
from app.spreadsheets import LONGEST, Row, neutral
from importers.formats.own import neutralised

TABLE: list[Row] = [("Nom", "Ville"), ("Zoé ; dite « Z »", "Liège")]


def test_it_works(tmp_path: Path) -> None:
    write_table(tmp_path / "liste.csv", TABLE)
    text = (tmp_path / "liste.csv").read_bytes().decode()
    assert text == '\ufeffNom;Ville\r\n"Zoé ; dite « Z »";Liège\r\n'


def test_the_same_in_a_workbook(tmp_path: Path) -> None:
    write_table(tmp_path / "liste.xlsx", TABLE)
    book = CalamineWorkbook.from_path(tmp_path / "liste.xlsx")
    assert book.get_sheet_by_index(0).to_python() == list(map(list, TABLE))


@pytest.mark.parametrize("extension", WRITERS)
def test_it_has_its_name_once_it_is_whole(tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"liste{extension}"

    def rows() -> Iterator[Row]:
        yield from TABLE * 1000
        assert [found.name.startswith(".") for found in tmp_path.iterdir()] == [True]

    write_table(path, rows())
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("extension", WRITERS)
def test_what_fails_leaves_nothing(tmp_path: Path, extension: str) -> None:
    def rows() -> Iterator[Row]:
        yield from TABLE * 1000
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_table(tmp_path / f"liste{extension}", rows())
    assert list(tmp_path.iterdir()) == []


def test_a_file_may_be_for_oneself(tmp_path: Path) -> None:
    write_table(tmp_path / "liste.csv", TABLE, FOR_ONESELF)
    assert (tmp_path / "liste.csv").stat().st_mode & 0o777 == FOR_ONESELF


def test_a_text_too_long_for_a_workbook_loses_its_end(tmp_path: Path) -> None:
    write_table(tmp_path / "liste.xlsx", [("Nom",), ("a" * 40_000,)])
    book = CalamineWorkbook.from_path(tmp_path / "liste.xlsx")
    assert book.get_sheet_by_index(0).to_python() == [["Nom"], ["a" * LONGEST]]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_our_own_format_leaves_it_no_formula_to_neutralise(sign: str) -> None:
    """A second apostrophe would stay when the file is read."""
    assert neutral(f"{sign}1") == neutral(neutralised(f"{sign}1")) == neutralised(f"{sign}1")
