"""The official list of ESAT, with the zeros that spreadsheets ate."""

from pathlib import Path

import pytest

from importers.facts import RowFacts
from importers.formats.esat import read_address
from tests.importers.writing import results_of, write

HEADER = (
    "ET-N°FINESS,ET-Raison sociale,ET-Adresse,ET-Code Postal,ET-Type,ET-SIRET,"
    "ET-Département Code,ET-Commune Code,ET-Commune Libellé,ET-Téléphone 1,"
    "Capacité autorisée agrégée\n"
)
ROW = (
    "10008951,ESAT DU PRUNIER,385   ALL DES PRUNES,1150,Secondaire,12345678200010,"
    "1,1047,Blyes,04 74 00 00 00,9"
)


def facts(folder: Path, row: str = ROW) -> RowFacts:
    result = results_of(write(folder, HEADER + row + "\n"))[0]
    assert isinstance(result, RowFacts)
    return result


def test_it_works(tmp_path: Path) -> None:
    row = facts(tmp_path)
    assert (row.name, row.kinds) == ("ESAT du Prunier", ("ESAT",))
    assert (row.source_key, row.place.postcode, row.place.code_insee) == (
        "010008951",
        "01150",
        "01047",
    )
    assert (row.address, row.phones) == ("385 Allée des Prunes", ("04 74 00 00 00",))
    assert (row.capacity, row.is_secondary_site) == (9, True)


def test_each_zero_given_back_is_named(tmp_path: Path) -> None:
    assert [note.rule for note in facts(tmp_path).notes] == [
        "finess_zero",
        "code_insee_zero",
        "departement_zero",
        "code_postal_zero",
    ]


def test_a_capacity_of_zero_says_nothing(tmp_path: Path) -> None:
    assert facts(tmp_path, ROW.removesuffix("9") + "0").capacity is None


def test_a_row_without_siret_is_a_supplier_all_the_same(tmp_path: Path) -> None:
    row = facts(tmp_path, ROW.replace("12345678200010", ""))
    assert (row.siret, row.siret_problem) == (None, None)


def test_an_emptied_contact_is_told_from_an_absent_column(tmp_path: Path) -> None:
    assert facts(tmp_path, ROW.replace("04 74 00 00 00", "")).emptied == {"phones"}


def test_contacts_within_texts_become_contacts(tmp_path: Path) -> None:
    row = facts(tmp_path, ROW.replace("385   ALL DES PRUNES", "accueil@prunier.example"))
    assert (row.address, row.emails) == (None, ("accueil@prunier.example",))


@pytest.mark.parametrize(
    ("finess", "readable"),
    [
        ("385   ALL DU PRUNNUS", "385 Allée du Prunnus"),
        ("   RTE DE SAINT NIZIER", "Route de Saint Nizier"),
        ("21 B R PAUL CEZANNE", "21 bis Rue Paul Cezanne"),
        ("186    CHEMIN DE QUATOURZE", "186 Chemin de Quatourze"),
        ("     CHATEAU D'AUVILLIERS", "Chateau d'Auvilliers"),
        ("    ", None),
    ],
)
def test_an_address_gets_its_street_type_in_full(finess: str, readable: str | None) -> None:
    assert read_address(" ".join(finess.split())) == readable
