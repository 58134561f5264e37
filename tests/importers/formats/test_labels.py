"""Public lists of who holds a label: ESUS, RSEi, RFAR."""

from datetime import date
from pathlib import Path

import pytest

from importers.facts import LabelFacts, Labelled, Rejected, RowResult
from importers.mapping import map_table
from importers.reading import open_table
from tests.importers.writing import results_of, write, write_workbook


def read(folder: Path, content: str, wanted: str | None = None) -> RowResult:
    return results_of(write(folder, content), wanted)[0]


def labelled(folder: Path, content: str, wanted: str | None = None) -> Labelled:
    row = read(folder, content, wanted)
    assert isinstance(row, Labelled)
    return row


def test_it_works(tmp_path: Path) -> None:
    row = labelled(tmp_path, "numero_siren,denomination\n123456782,LE VERGER\n")
    assert (row.number, row.siren, row.siret) == ("123456782", "123456782", None)
    assert row.labels == (LabelFacts("esus", "labellise"),)


def test_the_dates_and_the_issuer_are_taken_when_they_are_given(tmp_path: Path) -> None:
    content = (
        "numero_siren;Date de décision;Date de fin;Préfecture\n"
        "123456782;31/03/2024;2029-03-30;Préfet de Maine-et-Loire\n"
    )
    (label,) = labelled(tmp_path, content).labels
    assert label == LabelFacts(
        "esus", "labellise", "Préfet de Maine-et-Loire", date(2024, 3, 31), date(2029, 3, 30)
    )


def test_a_date_that_is_none_is_said(tmp_path: Path) -> None:
    row = labelled(tmp_path, "numero_siren;Date de fin\n123456782;bientôt\n")
    assert row.labels[0].ends_on is None
    assert row.notes[0].message == "date illisible, laissée de côté"


def test_a_workbook_whose_first_row_and_column_are_blank_is_read(tmp_path: Path) -> None:
    path = write_workbook(
        tmp_path, [(), ("", "SIREN", "Nom", "Agrément ESUS"), ("", 5720610, "x", "oui")]
    )
    (row,) = results_of(path)
    assert isinstance(row, Labelled)
    assert row.number == "005720610"
    assert row.notes[0].rule == "siren_zero"


def test_a_siret_names_one_establishment(tmp_path: Path) -> None:
    row = labelled(tmp_path, "Numéro de SIRET,Niveau RSEi\n123 456 782 00010,Confirmé\n")
    assert (row.siret, row.siren, row.labels[0].label) == ("12345678200010", None, "rsei")


@pytest.mark.parametrize("number", ["", "123456789", "inconnu"])
def test_a_row_without_its_number_is_rejected(tmp_path: Path, number: str) -> None:
    row = read(tmp_path, f"SIREN;PERIMETRE\n{number};Groupe\n")
    assert isinstance(row, Rejected)
    assert (row.field, row.value) == ("SIREN", number)


# Which list is which


def recognised(folder: Path, header: str) -> str:
    with open_table(write(folder, f"{header}\n{'x;' * header.count(';')}x\n")) as table:
        return map_table(table).format.name


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("numero_siren;denomination", "esus"),
        ("SIREN;Dénomination;Date ESUS", "esus"),
        ("SIREN;RAISON SOCIALE;PERIMETRE", "rfar"),
        ("Numéro de SIRET;Nom;Label RSEi", "rsei"),
        ("N° de SIRET;Nom;Label RSEi", "rsei"),
    ],
)
def test_a_list_is_known_by_its_titles(tmp_path: Path, header: str, name: str) -> None:
    assert recognised(tmp_path, header) == name


@pytest.mark.parametrize(
    "header",
    [
        "Nom;SIRET;Ville;ESUS;RSEi",
        "Nom;SIREN;Périmètre;Activités",
        "Numéro SIREN;Nom;Code postal",
    ],
)
def test_a_hand_made_list_gives_no_label_to_everybody(tmp_path: Path, header: str) -> None:
    assert recognised(tmp_path, header) == "generic"


@pytest.mark.parametrize("wanted", ["esus", "rsei", "rfar"])
def test_a_list_that_tells_too_little_is_read_once_it_is_named(tmp_path: Path, wanted: str) -> None:
    row = labelled(tmp_path, "Nom;Numéro de SIRET\nx;12345678200010\n", wanted)
    assert row.labels[0].label == wanted
