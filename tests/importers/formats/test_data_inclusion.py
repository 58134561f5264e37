"""Structures in the schema of data·inclusion."""

import json
from pathlib import Path
from typing import Any

import pytest

from importers.facts import RowFacts, RowResult
from tests.importers.writing import results_of, write, write_workbook

STRUCTURE = {
    "source": "emplois",
    "id": "0f2b",
    "nom": "LE VERGER",
    "siret": "12345678200010",
    "date_maj": "2026-01-01",
    "adresse": "3 rue Haute",
    "complement_adresse": "Bât. B",
    "code_postal": "49000",
    "commune": "Angers",
    "code_insee": "49007",
    "latitude": 47.47,
    "longitude": -0.55,
    "courriel": None,
    "telephone": "0241000000",
    "site_web": "https://verger.example",
    "description": "Maraîchage.",
    "reseaux_porteurs": ["aci", "chantier-ecole", "france-travail"],
}


def read(folder: Path, *changes: dict[str, Any]) -> list[RowResult]:
    structures = [STRUCTURE | changed for changed in changes]
    return results_of(write(folder, json.dumps({"items": structures, "total": len(structures)})))


def facts(folder: Path, **changed: Any) -> RowFacts:
    (row,) = read(folder, changed)
    assert isinstance(row, RowFacts)
    return row


def test_it_works(tmp_path: Path) -> None:
    row = facts(tmp_path)
    assert (row.source_key, row.name, row.siret) == ("emplois:0f2b", "Le Verger", "12345678200010")
    assert (row.kinds, row.networks) == (("ACI",), ("chantier-ecole",))
    assert (row.address, row.place.code_insee) == ("3 rue Haute, Bât. B", "49007")
    assert (row.phones, row.emptied) == (("02 41 00 00 00",), {"emails"})


def test_whoever_no_network_of_ours_carries_is_left_out(tmp_path: Path) -> None:
    others = [{"id": "1", "reseaux_porteurs": ["france-travail"]}]
    others += [{"id": "2", "reseaux_porteurs": ["mission-locale", "ccas-cias"]}]
    assert [row.line for row in read(tmp_path, *others, {})] == [3]


def test_whoever_says_no_network_may_be_a_member(tmp_path: Path) -> None:
    assert facts(tmp_path, reseaux_porteurs=[]).kinds == ()


@pytest.mark.parametrize("cell", ['["aci", "ei"]', "{aci,ei}", "aci;ei", "aci, ei"])
def test_a_dump_as_a_table_says_its_networks_in_one_cell(tmp_path: Path, cell: str) -> None:
    titles = ("id", "nom", "siret", "code_postal", "commune", "reseaux_porteurs")
    path = write_workbook(tmp_path, [titles, ("1", "x", "", "49000", "Angers", cell)])
    (row,) = results_of(path)
    assert isinstance(row, RowFacts)
    assert row.kinds == ("ACI", "EI")


def test_the_help_of_the_import_workbook_is_no_structure(tmp_path: Path) -> None:
    titles = ("__ignore__", "id", "nom", "siret", "code_postal", "commune", "reseaux_porteurs")
    help_text = (True, "Identifiant", "Nom de la structure", "14 chiffres", "", "", "")
    row = (False, "1", "Le Verger", 12345678200010.0, 49000, "Angers", "aci")
    (result,) = results_of(write_workbook(tmp_path, [titles, help_text, row]))
    assert isinstance(result, RowFacts)
    assert (result.line, result.siret, result.kinds) == (3, "12345678200010", ("ACI",))
