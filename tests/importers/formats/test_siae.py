"""The SIAE of the Marché de l'inclusion."""

from pathlib import Path

from domain.geography import Point
from importers.facts import Rejected, RowFacts, RowResult
from tests.importers.writing import results_of, write

HEADER = (
    "id,siret,kind,name,brand,naf,address,post_code,city,department,"
    "latitude,longitude,source,website,description\n"
)
ROW = (
    "7,12345678200010,EI,LES ATELIERS DU VERGER,Le Verger,8121Z,3 Rue Haute,49000,Angers,49,"
    '47.47,-0.55,ASP,verger.example,"Menuiserie.\nRepassage."'
)


def read(folder: Path, row: str) -> RowResult:
    return results_of(write(folder, HEADER + row + "\n"))[0]


def facts(folder: Path, row: str) -> RowFacts:
    result = read(folder, row)
    assert isinstance(result, RowFacts)
    return result


def test_it_works(tmp_path: Path) -> None:
    row = facts(tmp_path, ROW)
    assert (row.source_key, row.siret, row.kinds) == ("7", "12345678200010", ("EI",))
    assert (row.name, row.original_name) == ("Les Ateliers du Verger", "LES ATELIERS DU VERGER")
    assert (row.place.code_insee, row.place.point) == ("49007", Point(47.47, -0.55))
    assert (row.naf, row.website) == ("81.21Z", "https://verger.example")
    assert row.description == "Menuiserie.\nRepassage."


def test_contacts_within_texts_become_contacts(tmp_path: Path) -> None:
    said = ROW.replace("Repassage.", "Jeanne : 0612345678").replace(
        "3 Rue Haute", "3 Rue Haute jeanne@verger.example"
    )
    row = facts(tmp_path, said)
    assert row.description == "Menuiserie.\nJeanne : [téléphone retiré]"
    assert row.address == "3 Rue Haute"
    assert (row.emails, row.phones) == (("jeanne@verger.example",), ("06 12 34 56 78",))


def test_a_wrong_siret_is_kept_with_its_problem(tmp_path: Path) -> None:
    row = facts(tmp_path, ROW.replace("12345678200010", "12345678200011"))
    assert row.siret == "12345678200011"
    assert row.siret_problem == "SIRET dont la clé de contrôle est fausse"
    assert row.notes[0].field == "siret"


def test_an_unknown_kind_is_said(tmp_path: Path) -> None:
    row = facts(tmp_path, ROW.replace(",EI,", ",OPCS,"))
    assert row.kinds == ()
    assert "type inconnu" in row.notes[0].message


def test_a_row_without_a_name_is_rejected_by_its_line(tmp_path: Path) -> None:
    result = read(tmp_path, ROW.replace("LES ATELIERS DU VERGER", ""))
    assert isinstance(result, Rejected)
    assert (result.line, result.field, result.message) == (2, "name", "nom absent")


def test_a_row_without_an_identifier_is_rejected(tmp_path: Path) -> None:
    assert isinstance(read(tmp_path, ROW.removeprefix("7")), Rejected)


def test_a_row_with_too_many_cells_is_rejected(tmp_path: Path) -> None:
    result = read(tmp_path, ROW + ",encore")
    assert isinstance(result, Rejected)
    assert result.message == "16 cellules pour 15 colonnes"


def test_a_short_row_says_less(tmp_path: Path) -> None:
    row = facts(tmp_path, "7,12345678200010,EI,VERGER,,,,49000,Angers")
    assert row.description is None
    assert row.place.code_insee == "49007"
