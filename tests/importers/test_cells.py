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
    ("given", "read"),
    [
        ("49000", "49000"),
        ("1150", "01150"),
        ("49 000", "49000"),
        ("F-49000", "49000"),
        ("00000", None),
    ],
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
        ("+352 26 84 80", ("+352 26 84 80",)),
        ("02/41/00/00/00", ("02 41 00 00 00",)),
        ("3949 ; +49 30 1234567", ("3949", "+49 30 1234567")),
        ("02 41 00 00 00 poste 12", ("02 41 00 00 00 poste 12",)),
        ("02.41.00.00.00 (poste 12)", ("02 41 00 00 00 poste 12",)),
        ("", ()),
    ],
)
def test_telephones_are_written_as_in_france(given: str, read: tuple[str, ...]) -> None:
    assert cells("Tél", given).phones("tel") == read


def test_words_are_no_telephone_and_are_told() -> None:
    said = cells("Tél", "voir site")
    assert said.phones("tel") == ()
    assert said.notes[0].message == "téléphone illisible, laissé de côté"


@pytest.mark.parametrize(
    "given",
    [
        *("0241000000 0612345678", "0241000000;0612345678", "02410000000612345678"),
        *("02 41 00 00 00 06 12 34 56 78", "02.41.00.00.00-06.12.34.56.78"),
        *("0241000000\n0612345678", "02 41 00 00 00 et 06 12 34 56 78"),
        *("Tél : 02 41 00 00 00 (accueil), port. 06 12 34 56 78", "+33241000000 +33612345678"),
    ],
)
def test_telephones_run_together_are_told_apart(given: str) -> None:
    assert cells("Tél", given).phones("tel") == ("02 41 00 00 00", "06 12 34 56 78")


@pytest.mark.parametrize(
    "given",
    [
        *("contact@x.example jeanne@x.example", "contact@x.example/jeanne@x.example"),
        *("contact@x.example ; Jeanne@x.example", "contact@x.example ou jeanne@x.example"),
        *("<contact@x.example>, <mailto:jeanne@x.example>", "contact@x.example\njeanne@x.example"),
        *("Accueil <contact@x.example>, Jeanne P. <jeanne@x.example>",),
        *("contact@x.example. jeanne@x.example.",),
    ],
)
def test_e_mails_run_together_are_told_apart(given: str) -> None:
    row = cells("E-mail", given)
    assert row.emails("e mail") == ("contact@x.example", "jeanne@x.example")
    assert row.notes == []


@pytest.mark.parametrize("given", ["contact@x..example", "contact@.x.example", "contact@x"])
def test_an_e_mail_that_reaches_nobody_is_left_aside(given: str) -> None:
    row = cells("E-mail", given)
    assert row.emails("e mail") == ()
    assert [note.message for note in row.notes] == ["adresse e-mail illisible, laissée de côté"]


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("2026-01-02", "date à la place du SIRET : le tableur l’a transformé"),
        ("02/01/2026", "date à la place du SIRET : le tableur l’a transformé"),
        ("8,34E+13", "SIRET arrondi par un tableur : des chiffres sont perdus"),
        ("8.34e13", "SIRET arrondi par un tableur : des chiffres sont perdus"),
        ("12345678200011", "SIRET dont la clé de contrôle est fausse"),
    ],
)
def test_a_siret_that_a_spreadsheet_spoilt_is_kept_and_told(given: str, problem: str) -> None:
    row = cells("SIRET", given)
    siret = row.siret("siret")
    assert siret is not None
    assert (siret.value, siret.problem) == (given, problem)
    assert [note.message for note in row.notes] == [problem]
    assert row.notes[0].suggestion


@pytest.mark.parametrize(
    ("given", "rule"),
    [("12345678200010.0", "siret_nombre"), ("1234567400019", "siret_zero")],
)
def test_a_siret_that_can_be_mended_for_certain_is(given: str, rule: str) -> None:
    row = cells("SIRET", given)
    siret = row.siret("siret")
    assert siret is not None
    assert (len(siret.value), siret.problem) == (14, None)
    assert [note.rule for note in row.notes] == [rule]


@pytest.mark.parametrize("error", ["#REF!", "#N/D", "#N/A", "#DIV/0!", "#VALEUR!", "#NOM?"])
def test_a_formula_in_error_says_nothing_and_is_told(error: str) -> None:
    row = cells("Activités", error)
    assert row.text("activites") == ""
    assert not row.are_empty(["activites"])
    assert [note.value for note in row.notes] == [error]


def test_a_name_that_begins_with_a_sign_is_no_error() -> None:
    assert cells("Nom", "#Solidaires").text("nom") == "#Solidaires"


def test_an_e_mail_in_the_wrong_column_is_not_quoted() -> None:
    row = cells("SIRET", "jeanne@verger.example")
    row.siret("siret")
    assert [note.value for note in row.notes] == [""]


@pytest.mark.parametrize("given", ["1e400", "nan", "12,3,4", "nord"])
def test_odd_degrees_are_left_aside(given: str) -> None:
    value = cells("lat", given).degrees("lat")
    assert value is None
