"""FINESS, whose ESAT alone are suppliers."""

from pathlib import Path

import pytest

from importers.facts import Rejected, RowFacts, RowResult
from importers.formats.finess import TITLES
from importers.limits import UnreadableFileError
from tests.importers.writing import results_of, write

OPENING = "finess;etalab;96;2026-03-11\n"
SAID = {
    "typeet": "structureet",
    "nofinesset": "010008951",
    "nofinessej": "010783009",
    "rs": "ESAT DU PRUNIER",
    "rslongue": "ESAT DU PRUNIER ET DES VERGERS",
    "numvoie": "385",
    "typvoie": "ALL",
    "voie": "DES PRUNES",
    "lieuditbp": "BP 12",
    "commune": "047",
    "departement": "01",
    "ligneacheminement": "01150 BLYES",
    "telephone": "474000000",
    "categetab": "246",
    "siret": "12345678200010",
    "codeape": "8810C",
}


def row_of(**changed: str) -> str:
    said = SAID | changed
    return ";".join(said.get(title, "") for title in TITLES) + "\n"


def read(folder: Path, *rows: str, encoding: str = "utf-8") -> list[RowResult]:
    return results_of(write(folder, (OPENING + "".join(rows)).encode(encoding)))


def facts(folder: Path, **changed: str) -> RowFacts:
    (row,) = read(folder, row_of(**changed))
    assert isinstance(row, RowFacts)
    return row


def test_it_works(tmp_path: Path) -> None:
    row = facts(tmp_path)
    assert (row.source_key, row.siret, row.kinds) == ("010008951", "12345678200010", ("ESAT",))
    assert row.name == "ESAT du Prunier et des Vergers"
    assert (row.address, row.phones) == ("385 Allée des Prunes, Bp 12", ("04 74 00 00 00",))
    assert (row.place.code_insee, row.place.postcode, row.naf) == ("01047", "01150", "88.10C")


def test_hospitals_and_other_rows_have_no_result(tmp_path: Path) -> None:
    others = (row_of(categetab="156"), "geolocalisation;010008951;1;2\n")
    rows = read(tmp_path, *others, row_of(), row_of(categetab="609"))
    assert [row.line for row in rows] == [4]


def test_a_register_without_esat_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="Aucune ligne du fichier ne concerne"):
        read(tmp_path, row_of(categetab="156"))


@pytest.mark.parametrize(
    ("departement", "commune", "routing", "code"),
    [("9A", "105", "97100 BASSE TERRE", "97105"), ("2A", "004", "20000 AJACCIO", "2A004")],
)
def test_overseas_and_corsica_get_their_insee_code(
    tmp_path: Path, departement: str, commune: str, routing: str, code: str
) -> None:
    row = facts(tmp_path, departement=departement, commune=commune, ligneacheminement=routing)
    assert row.place.code_insee == code


def test_a_post_office_is_no_city(tmp_path: Path) -> None:
    row = facts(tmp_path, ligneacheminement="01151 LAGNIEU CEDEX")
    assert (row.place.city, row.place.postcode) == ("Blyes", "01151")


def test_both_encodings_are_read(tmp_path: Path) -> None:
    (row,) = read(tmp_path, row_of(rslongue="ESAT Vallée de la Dhuys préférée"), encoding="latin-1")
    assert isinstance(row, RowFacts)
    assert row.name == "ESAT Vallée de la Dhuys préférée"


def test_a_row_without_its_number_is_rejected(tmp_path: Path) -> None:
    assert isinstance(read(tmp_path, row_of(nofinesset=""))[0], Rejected)


def test_a_row_with_too_many_cells_is_rejected(tmp_path: Path) -> None:
    (row,) = read(tmp_path, row_of().strip() + ";encore\n")
    assert isinstance(row, Rejected)
    assert row.message == "33 cellules pour 32 colonnes"
