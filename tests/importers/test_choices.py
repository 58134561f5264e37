"""How a file is read is found, told, and can be chosen instead."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.choices import Found, ReadingChoices, SheetFound
from importers.limits import UnreadableFileError
from importers.reading import open_pasted, open_table
from tests.importers.writing import rows_of, told, write, write_workbook

LIST = "nom;ville\nÉlan;Nîmes\n"


def found(path: Path) -> Found:
    with open_table(path) as table:
        return table.found


def test_it_works(tmp_path: Path) -> None:
    said = found(write(tmp_path, LIST.encode("cp1252")))
    assert (said.packing, said.encoding, said.separator) == ("texte", "cp1252", ";")
    assert {"mac_roman", "cp850"} < set(said.encodings)
    assert set(said.separators) == {";", ",", "\t", "|"}


def test_what_cannot_be_is_not_proposed(tmp_path: Path) -> None:
    assert "utf-8" not in found(write(tmp_path, LIST.encode("cp1252"))).encodings


@pytest.mark.parametrize(
    ("codec", "name"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("utf-16-be", "utf-16")],
)
def test_variants_of_an_encoding_have_one_name(tmp_path: Path, codec: str, name: str) -> None:
    assert found(write(tmp_path, (LIST * 3).encode(codec))).encoding == name


def test_a_chosen_encoding_is_believed(tmp_path: Path) -> None:
    path = write(tmp_path, LIST.encode("mac_roman"))
    assert rows_of(path, encoding="mac_roman")[1].cells == ("Élan", "Nîmes")
    assert rows_of(path, encoding="cp850")[1].cells != ("Élan", "Nîmes")


def test_utf8_chosen_does_not_leave_the_mark_of_its_start_in_the_first_title(
    tmp_path: Path,
) -> None:
    path = write(tmp_path, LIST.encode("utf-8-sig"))
    assert rows_of(path, encoding="utf-8")[0].cells[0] == "nom"


def test_a_chosen_separator_is_believed(tmp_path: Path) -> None:
    path = write(tmp_path, "nom;ville,pays\nA;Angers,France\n")
    assert rows_of(path, separator=",")[1].cells == ("A;Angers", "France")


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        (
            {"encoding": "utf-8"},
            "Le fichier n’est pas en Unicode (UTF-8) : choisissez un autre encodage.",
        ),
        (
            {"encoding": "klingon"},
            "Encodage inconnu : choisissez parmi Unicode (UTF-8), Windows (Europe",
        ),
        ({"separator": "x"}, "Séparateur inconnu : choisissez parmi virgule, point-virgule"),
        ({"separator": ""}, "lu."),
    ],
)
def test_a_wrong_choice_says_what_to_choose(
    tmp_path: Path, choices: dict[str, Any], sentence: str
) -> None:
    assert told(write(tmp_path, LIST.encode("cp1252")), **choices).startswith(sentence)


def test_the_sheets_are_told_and_one_can_be_chosen(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, [["nom", "ville"], ["A", "Angers"]], [["nom"], ["B"]])
    said = found(path)
    assert (said.packing, said.sheet) == ("xlsx", "Sheet1")
    assert said.sheets == (SheetFound("Sheet1"), SheetFound("Sheet2"))
    assert rows_of(path, sheet="Sheet2")[1].cells == ("B",)


def test_a_sheet_that_is_not_there_or_empty_is_told(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, [["nom", "ville"]], [])
    assert told(path, sheet="Autre").endswith("choisissez parmi « Sheet1 », « Sheet2 ».")
    assert told(path, sheet="Sheet2") == "La feuille « Sheet2 » est vide : choisissez-en une autre."


def test_text_pasted_from_a_spreadsheet_is_a_table() -> None:
    with open_pasted('nom\tville, pays\r\n"Bis\ncornu"\tAngers, France\r\n') as table:
        rows = [row.cells for row in table]
    assert rows == [("nom", "ville, pays"), ("Bis\ncornu", "Angers, France")]


def test_one_column_pasted_is_a_table_too() -> None:
    with open_pasted("SIRET\n12345678200010\n") as table:
        assert [row.cells for row in table] == [("SIRET",), ("12345678200010",)]


@pytest.mark.parametrize("text", ["", " \n\t\n"])
def test_nothing_pasted_is_told(text: str) -> None:
    with pytest.raises(UnreadableFileError, match="vide"), open_pasted(text):
        pass


@settings(deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_pasted_is_read_or_refused(text: str) -> None:
    with suppress(UnreadableFileError), open_pasted(text) as table:
        assert len(list(table)) == table.row_count


CHOICES = st.builds(
    ReadingChoices,
    encoding=st.none() | st.just("cp1252"),
    separator=st.none() | st.sampled_from(",;"),
    sheet=st.none() | st.text(max_size=9),
    header_line=st.none() | st.integers(0, 9),
)


@given(choices=CHOICES)
def test_choices_come_back_from_json_as_they_were(choices: ReadingChoices) -> None:
    assert ReadingChoices.from_json(choices.as_json()) == choices


@pytest.mark.parametrize(
    "said", [None, [], {"sheets": "x"}, {"header_line": -1}, {"header_line": True}, {"sheet": 1}]
)
def test_choices_that_make_no_sense_are_refused(said: object) -> None:
    with pytest.raises(UnreadableFileError, match="revenez aux choix proposés"):
        ReadingChoices.from_json(said)
