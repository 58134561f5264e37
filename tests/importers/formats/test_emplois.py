"""The SIAE of the public API, as JSON."""

import json
from pathlib import Path
from typing import Any

from importers.facts import Rejected, RowFacts
from tests.importers.writing import results_of, write

SIAE = {
    "id": "0f2b",
    "cree_le": "2020-01-01T00:00:00+01:00",
    "mis_a_jour_le": "2026-01-01T00:00:00+01:00",
    "siret": "12345678200010",
    "type": "ACI",
    "raison_sociale": "ASSOC DU VERGER",
    "enseigne": "LE VERGER",
    "telephone": "0241000000",
    "courriel": "contact@verger.example",
    "site_web": "",
    "description": "Maraîchage.\nRepassage.",
    "bloque_candidatures": False,
    "addresse_ligne_1": "3 Rue Haute",
    "addresse_ligne_2": None,
    "code_postal": "49000",
    "ville": "Angers",
    "departement": "49",
    "postes": [{"id": 1, "rome": "Maraîchage (A1414)"}],
}


def read(folder: Path, **changed: Any) -> Any:
    answer = {"count": 1, "next": None, "previous": None, "results": [SIAE | changed]}
    return results_of(write(folder, json.dumps(answer), "siaes.json"))[0]


def test_it_works(tmp_path: Path) -> None:
    row = read(tmp_path)
    assert isinstance(row, RowFacts)
    assert (row.line, row.source_key, row.siret, row.kinds) == (
        1,
        "0f2b",
        "12345678200010",
        ("ACI",),
    )
    assert (row.name, row.brand) == ("Assoc du Verger", "Le Verger")
    assert (row.address, row.place.code_insee) == ("3 Rue Haute", "49007")
    assert (row.emails, row.phones) == (("contact@verger.example",), ("02 41 00 00 00",))
    assert row.description == "Maraîchage.\nRepassage."


def test_an_unknown_kind_is_said(tmp_path: Path) -> None:
    row = read(tmp_path, type="OPCS")
    assert (row.kinds, row.notes[0].value) == ((), "OPCS")


def test_an_emptied_contact_is_told_from_an_absent_field(tmp_path: Path) -> None:
    assert read(tmp_path, courriel=None).emptied == {"emails"}


def test_a_record_without_a_name_is_rejected_by_its_rank(tmp_path: Path) -> None:
    row = read(tmp_path, raison_sociale=None)
    assert isinstance(row, Rejected)
    assert (row.line, row.field) == (1, "raison_sociale")
