"""One row by column titles: each repair and doubt is noted, no personal data is quoted."""

import pytest

from importers.cells import Cells


def cells(title: str, value: str) -> Cells:
    return Cells(2, [title], [value])


def test_it_works() -> None:
    row = cells("N° de SIRET", "123 456 782 00010")
    siret = row.siret("n de siret")
    assert siret is not None
    assert siret.value == "12345678200010"
    assert (row.notes[0].field, row.notes[0].rule) == ("N° de SIRET", "siret_espaces")


def test_an_absent_column_is_an_empty_cell() -> None:
    assert cells("Nom", "Biscornu").text("ville") == ""


def test_of_two_columns_with_one_title_the_first_counts() -> None:
    assert Cells(2, ["Nom", "NOM"], ["a", "b"]).text("nom") == "a"


@pytest.mark.parametrize(
    ("given", "read"), [("49000", "49000"), ("1150", "01150"), ("49 000", "49000"), ("00000", None)]
)
def test_a_postcode_has_five_digits(given: str, read: str | None) -> None:
    assert cells("CP", given).postcode("cp") == read


@pytest.mark.parametrize("given", ["4900", "490", "F-49000", "abc"])
def test_only_what_is_certain_is_repaired(given: str) -> None:
    row = cells("CP", given)
    row.postcode("cp")
    assert len(row.notes) == 1


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("0241000000", ("02 41 00 00 00",)),
        ("+33 2 41 00 00 00", ("02 41 00 00 00",)),
        ("+33 (0)2 41 00 00 00", ("02 41 00 00 00",)),
        ("02.41.00.00.00 / 06 12 34 56 78", ("02 41 00 00 00", "06 12 34 56 78")),
        ("241000000", ("02 41 00 00 00",)),
        ("3949", ("3949",)),
        ("+49 30 1234567", ("+49 30 1234567",)),
        ("", ()),
    ],
)
def test_telephones_are_written_as_in_france(given: str, read: tuple[str, ...]) -> None:
    assert cells("Tél", given).phones("tel") == read


def test_an_e_mail_in_the_wrong_column_is_not_quoted() -> None:
    row = cells("SIRET", "jeanne@verger.example")
    row.siret("siret")
    assert [note.value for note in row.notes] == [""]


@pytest.mark.parametrize("given", ["1e400", "nan", "12,3,4", "nord"])
def test_odd_degrees_are_left_aside(given: str) -> None:
    value = cells("lat", given).degrees("lat")
    assert value is None
