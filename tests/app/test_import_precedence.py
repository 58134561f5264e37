"""An import after a structure has written its page: what it wrote stays.

The rules and their why: docs/decisions/precedence.md.
"""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.importing.running import ImportRequest
from app.structures.facts import ADDRESS_BASE, STRUCTURE, Origin, read_fact, source_of
from app.structures.reverting import is_revertible, revert
from app.structures.saving import write_facts
from domain.models import HistoryEntry, Supplier
from tests.app.pages import on_sqlite
from tests.app.test_import_running import VERGER, counts, report_of, run

OURS = Origin.now(STRUCTURE)
CONTACTS = [
    {
        "kind": "email",
        "value": "accueil@verger.example",
        "label": "Accueil",
        "visibility": "public",
    }
]
ACTIVITIES = [
    {
        "zone": {"whole_country": True, "radius_km": None, "territories": []},
        "activities": [{"service": "repassage", "delivery": None}],
    }
]
# Whatever a list may say otherwise of the same structure.
OTHERWISE = (
    VERGER.replace("Menuiserie, repassage, dressage", "Menuiserie, repassage, traiteur")
    .replace("30 km", "100 km")
    .replace("contact@", "bonjour@")
    .replace("3 rue Haute", "9 rue Basse")
)


def written(folder: Path, **facts: Any) -> Supplier:
    """The supplier of a list, once the structure has written these facts of its page."""
    run(folder, VERGER)
    supplier = db.session.scalars(select(Supplier)).one()
    write_facts(supplier, facts, OURS, "user:1")
    db.session.commit()
    return supplier


def imported_again(supplier: Supplier, folder: Path, **request: Any) -> dict[str, Any]:
    report = run(folder, OTHERWISE, **request)
    db.session.expire_all()
    return report


@pytest.mark.parametrize("request_", [{}, {"source": "autre-liste"}], ids=["same list", "another"])
@pytest.mark.parametrize(
    ("name", "value"),
    [("activities", ACTIVITIES), ("activities", []), ("contacts", CONTACTS), ("contacts", [])],
    ids=["activities", "no activity", "contacts", "no contact"],
)
def test_it_works(
    app: Flask, tmp_path: Path, name: str, value: Any, request_: dict[str, str]
) -> None:
    supplier = written(tmp_path, **{name: value})
    imported_again(supplier, tmp_path, **request_)
    assert read_fact(supplier, name) == value


@on_sqlite
@pytest.mark.parametrize("value", ["12 allée des Pommiers", None], ids=["changed", "emptied"])
def test_so_does_a_field(app: Flask, tmp_path: Path, value: str | None) -> None:
    supplier = written(tmp_path, address=value)
    imported_again(supplier, tmp_path)
    assert supplier.address == value


@on_sqlite
def test_it_is_told_once_and_not_asked_again(app: Flask, tmp_path: Path) -> None:
    supplier = written(tmp_path, address="12 allée des Pommiers", contacts=[])
    first = imported_again(supplier, tmp_path)
    assert "adresse : la fiche garde" in first["rows"][0]["message"]
    assert "bonjour@" not in str(first)
    second = imported_again(supplier, tmp_path)
    assert "la fiche garde" not in second["rows"][0]["message"]
    assert counts(second) == {"unchanged": 1}


@on_sqlite
def test_a_rehearsal_tells_the_same(app: Flask, tmp_path: Path) -> None:
    supplier = written(tmp_path, address="12 allée des Pommiers")
    rehearsed = imported_again(supplier, tmp_path, dry_run=True)
    assert rehearsed["rows"] == imported_again(supplier, tmp_path)["rows"]


def test_a_kind_that_ends_in_the_source_ends_here(app: Flask, tmp_path: Path) -> None:
    dated = [{"code": "EI", "starts_on": "2020-01-01", "ends_on": None}]
    supplier = written(tmp_path, kinds=dated)
    assert supplier.kinds[0].source == STRUCTURE
    run(tmp_path, VERGER.replace(";EI;", ";ACI;"))
    db.session.expire_all()
    assert [kind.code for kind in supplier.kinds] == ["ACI"]


@on_sqlite
@pytest.mark.parametrize(("declared", "pages"), [("12345678200010", 1), ("44306184100047", 2)])
def test_a_siret_that_it_declared_tells_whom_a_list_speaks_of(
    app: Flask, tmp_path: Path, declared: str, pages: int
) -> None:
    run(tmp_path, VERGER.replace("12345678200010", ""))
    supplier = db.session.scalars(select(Supplier)).one()
    write_facts(supplier, {"siret": declared}, OURS, "user:1")
    db.session.commit()
    run(tmp_path, VERGER, source="autre-liste")
    db.session.expire_all()
    assert supplier.siret == declared
    assert len(db.session.scalars(select(Supplier)).all()) == pages


# A point found by the address is nobody's word

AT_ITS_ADDRESS = [47.4721, -0.5631, "address"]


def place_by_address(supplier: Supplier) -> HistoryEntry:
    by = Origin.now(ADDRESS_BASE)
    entry = write_facts(supplier, {"point": AT_ITS_ADDRESS}, by, ADDRESS_BASE)
    db.session.commit()
    assert entry is not None
    return entry


def placed_by_address(folder: Path) -> Supplier:
    run(folder, VERGER)
    supplier = db.session.scalars(select(Supplier)).one()
    place_by_address(supplier)
    return supplier


@on_sqlite
def test_the_same_list_leaves_it(app: Flask, tmp_path: Path) -> None:
    supplier = placed_by_address(tmp_path)
    assert counts(imported_again(supplier, tmp_path)) == {"updated": 1}
    assert read_fact(supplier, "point") == AT_ITS_ADDRESS


@on_sqlite
def test_a_list_that_moves_the_structure_moves_it(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "sites.csv"
    path.write_text("Identifiant;Nom;Adresse;Code postal;Ville\n1;Le Verger;;49000;Angers\n")
    report_of(ImportRequest(path))
    supplier = db.session.scalars(select(Supplier)).one()
    place_by_address(supplier)
    path.write_text("Identifiant;Nom;Adresse;Code postal;Ville\n1;Le Verger;;44000;Nantes\n")
    report = report_of(ImportRequest(path))
    db.session.expire_all()
    assert counts(report) == {"updated": 1}
    assert read_fact(supplier, "point")[2] == "commune"
    assert source_of(supplier, "point") == "sites"


# Reverting


@on_sqlite
def test_an_edit_of_the_address_is_taken_back_with_its_point(app: Flask, tmp_path: Path) -> None:
    run(tmp_path, VERGER)
    supplier = db.session.scalars(select(Supplier)).one()
    before = read_fact(supplier, "point")
    moved = {"address": "9 rue Basse", "point": [47.2181, -1.5528, "commune"]}
    edit = write_facts(supplier, moved, OURS, "user:1")
    place_by_address(supplier)
    assert edit is not None
    done = revert(supplier.id, edit, OURS, "user:1", certifies=False)
    assert done.left == {}
    assert (supplier.address, read_fact(supplier, "point")) == ("3 rue Haute", before)


@on_sqlite
def test_a_point_found_by_the_address_would_come_back(app: Flask, tmp_path: Path) -> None:
    run(tmp_path, VERGER)
    supplier = db.session.scalars(select(Supplier)).one()
    assert not is_revertible(place_by_address(supplier))


def take_back_last(supplier: Supplier) -> None:
    last = select(HistoryEntry).order_by(HistoryEntry.id.desc()).limit(1)
    revert(supplier.id, db.session.scalars(last).one(), OURS, "user:1", certifies=False)
    db.session.expire_all()


@on_sqlite
def test_a_list_that_says_again_what_its_source_says_is_the_source_s(
    app: Flask, tmp_path: Path
) -> None:
    supplier = written(tmp_path, activities=ACTIVITIES, contacts=CONTACTS)
    take_back_last(supplier)
    report = imported_again(supplier, tmp_path)
    assert not report["counts"].get("conflict")
    assert "traiteur" in {activity.service for activity in supplier.activities}
    assert [(zone.radius_km, zone.source) for zone in supplier.zones] == [(100, "membres")]
    assert "bonjour@verger.example" in {contact.value for contact in supplier.contacts}


@on_sqlite
def test_an_edit_that_stands_still_holds_the_list(app: Flask, tmp_path: Path) -> None:
    supplier = written(tmp_path, activities=ACTIVITIES)
    write_facts(supplier, {"activities": []}, OURS, "user:1")
    db.session.commit()
    take_back_last(supplier)
    imported_again(supplier, tmp_path)
    assert read_fact(supplier, "activities") == ACTIVITIES
