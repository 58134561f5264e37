"""The Marché de l'inclusion: its API's JSON, and the export of a search."""

import json
from pathlib import Path
from typing import Any

import pytest

from importers.facts import LabelFacts, RowFacts
from importers.limits import UnreadableFileError
from importers.mapping import map_table
from importers.reading import open_table
from tests.importers.writing import results_of, write

SIAE = {
    "id": 7,
    "name": "LES ATELIERS DU VERGER",
    "brand": "Le Verger",
    "siret": "12345678200010",
    "nature": "ANTENNA",
    "kind": "EI",
    "kind_parent": "Insertion",
    "contact_website": "https://verger.example",
    "address": "3 Rue Haute",
    "city": "Angers",
    "post_code": "49000",
    "department": "49",
    "is_active": True,
    "sectors": [{"name": "Repassage", "slug": "repassage"}, {"name": "Autre", "slug": "autre"}],
    "presta_types": ["PREST"],
    "networks": [{"name": "Coorace", "slug": "coorace"}],
    "labels_old": [{"name": "ESUS"}],
    "offers": [{"name": "Linge", "description": "Tout."}],
}


def read(folder: Path, **changed: Any) -> RowFacts:
    (row,) = results_of(write(folder, json.dumps({"results": [SIAE | changed]})))
    assert isinstance(row, RowFacts)
    return row


def test_it_works(tmp_path: Path) -> None:
    row = read(tmp_path)
    assert (row.source_key, row.name, row.brand) == ("7", "Les Ateliers du Verger", "Le Verger")
    assert (row.kinds, row.place.code_insee) == (("EI",), "49007")
    assert (row.services, row.networks) == (("repassage",), ("coorace",))
    assert (row.labels, row.is_secondary_site) == ((LabelFacts("esus"),), True)


def test_a_sector_that_is_no_service_is_said(tmp_path: Path) -> None:
    row = read(tmp_path)
    assert row.unmatched == {"sectors": ("Autre",)}
    assert row.notes[0].message == "sectors : « Autre » ne correspond à rien de connu"


def test_what_is_no_more_active_is_left_out(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="Aucune ligne du fichier ne concerne"):
        read(tmp_path, is_active=False)


def test_the_list_and_the_api_are_one_source(tmp_path: Path) -> None:
    """Both have the identifiers of the Marché."""
    paths = (
        write(tmp_path, json.dumps([SIAE]), "a.json"),
        write(tmp_path, "id,siret,kind,name,post_code,city\n7,,EI,x,49000,Angers\n"),
    )
    for path, name in zip(paths, ("marche", "siae"), strict=True):
        with open_table(path) as table:
            known = map_table(table).format
            assert (known.name, known.source) == (name, "siae")


EXPORT = (
    "Raison sociale;Enseigne;Type de structure;Adresse;Code postal;Ville;Référence client 1;"
    "Référence client 2;Référence client 3;Prénom;Nom;E-mail;Téléphone\n"
    "LE VERGER;;EI;3 rue Haute;49000;Angers;Mairie;;;Jeanne;Dupont;j@verger.example;0241000000\n"
)


def test_the_export_of_a_search_is_read(tmp_path: Path) -> None:
    (row,) = results_of(write(tmp_path, EXPORT))
    assert isinstance(row, RowFacts)
    assert (row.name, row.kinds, row.emails) == ("Le Verger", ("EI",), ("j@verger.example",))


def test_the_person_of_the_export_is_left_aside(tmp_path: Path) -> None:
    with open_table(write(tmp_path, EXPORT)) as table:
        mapped = map_table(table)
    assert mapped.format.name == "marche-export"
    assert {"Prénom", "Nom"} <= set(mapped.binding.ignored)
