"""A directory, its file, another directory: the same suppliers, as far as the format tells."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.db import db
from app.demo import loader
from app.moderation.erasing import erase_personal
from domain.models import (
    Activity,
    Contact,
    ProofDegree,
    Supplier,
    SupplierLabel,
    Visibility,
    Zone,
)
from importers.formats.own import Exported, rows
from tests.app.cast import make_supplier
from tests.app.conftest import CopyTables
from tests.app.dumping import dump
from tests.app.exporting.moving import (
    all_said,
    all_said_elsewhere,
    another_directory,
    export,
    imported,
)
from tests.app.exporting.test_suppliers import FACT, reached
from tests.app.pages import on_sqlite
from tests.importers.formats.test_own import suppliers
from tests.importers.writing import write_workbook

pytestmark = pytest.mark.usefixtures("app")
SIZE = 300


def stored(supplier: Supplier) -> Supplier:
    db.session.add(supplier)
    db.session.commit()
    return supplier


def the_supplier() -> Supplier:
    return db.session.scalars(select(Supplier)).one()


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_it_works(tmp_path: Path, sqlite_tables: CopyTables, extension: str) -> None:
    loader.load(db.sessionmaker, SIZE)
    path, told = export(tmp_path / f"annuaire.{extension}"), all_said()
    with another_directory(tmp_path / "ailleurs", sqlite_tables):
        assert imported(path) == {"rows": len(told), "created": len(told)}
        assert all_said_elsewhere() == told
        assert imported(path) == {"rows": len(told), "unchanged": len(told)}


def test_dropped_where_it_comes_from_it_changes_nothing(tmp_path: Path) -> None:
    loader.load(db.sessionmaker, SIZE)
    path, before = export(tmp_path / "annuaire.csv"), dump(db.session)
    for _ in range(2):
        told = imported(path)
        assert told == {"rows": told["rows"], "unchanged": told["rows"]}
        assert dump(db.session) == before


@on_sqlite
@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=20)
@given(st.lists(suppliers(), min_size=1, max_size=20, unique_by=lambda one: one.facts.source_key))
def test_any_directory_comes_back_as_it_went(
    tmp_path_factory: pytest.TempPathFactory,
    sqlite_tables: CopyTables,
    given_ones: list[Exported],
) -> None:
    folder = tmp_path_factory.mktemp("any")
    with another_directory(folder / "ici", sqlite_tables):
        imported(write_workbook(folder, rows(given_ones)))
        path, told = export(folder / "annuaire.csv"), all_said()
        before = dump(db.session)
        assert imported(path) == {"rows": len(told), "unchanged": len(told)}
        assert dump(db.session) == before
    with another_directory(folder / "ailleurs", sqlite_tables):
        imported(path)
        assert all_said_elsewhere() == told


@on_sqlite
def test_each_service_keeps_its_own_zone(tmp_path: Path, sqlite_tables: CopyTables) -> None:
    one = make_supplier(services=["couture-retouche"])
    one.zones = [
        Zone(position=0, radius_km=30, **FACT),
        Zone(position=1, territories=["departement:49", "region:53"], **FACT),
    ]
    done = (("repassage", 0), ("traiteur", 1), ("menuiserie-batiment", 1))
    one.activities += [Activity(service=s, zone=one.zones[at], **FACT) for s, at in done]
    stored(one)
    path, told = export(tmp_path / "annuaire.csv"), all_said()
    with another_directory(tmp_path / "ailleurs", sqlite_tables):
        imported(path)
        assert all_said_elsewhere() == told
        assert len(the_supplier().zones) == 2


@on_sqlite
def test_zones_follow_what_the_first_directory_makes_of_them(
    tmp_path: Path, sqlite_tables: CopyTables
) -> None:
    one = make_supplier(services=[])
    one.zones = [Zone(position=at, radius_km=10 * at + 10, **FACT) for at in range(3)]
    services = ("repassage", "traiteur", "menuiserie-batiment")
    one.activities = [
        Activity(service=service, zone=zone, **FACT)
        for service, zone in zip(services, one.zones, strict=True)
    ]
    stored(one)
    paths, told = [export(tmp_path / "1.csv")], [all_said()]
    one.activities[2].zone = one.activities[0].zone
    one.zones[1].radius_km, one.zones[1].whole_country = None, True
    del one.zones[2]
    db.session.commit()
    paths, told = [*paths, export(tmp_path / "2.csv")], [*told, all_said()]
    with another_directory(tmp_path / "ailleurs", sqlite_tables):
        for at in (0, 1, 0):
            imported(paths[at])
            assert all_said_elsewhere() == told[at]


@on_sqlite
def test_a_file_proves_no_label(tmp_path: Path, sqlite_tables: CopyTables) -> None:
    one = make_supplier()
    held = SupplierLabel(label="esus", degree=ProofDegree.LABELLED, issuer="Préfet", **FACT)
    one.labels = [held]
    stored(one)
    path = export(tmp_path / "annuaire.csv")
    imported(path)
    assert [row.degree for row in the_supplier().labels] == [ProofDegree.LABELLED]
    with another_directory(tmp_path / "ailleurs", sqlite_tables):
        imported(path)
        (label,) = the_supplier().labels
        assert (label.degree, label.issuer) == (ProofDegree.DECLARED, "Préfet")


@on_sqlite
def test_private_contacts_move_and_stay_private(tmp_path: Path, sqlite_tables: CopyTables) -> None:
    one = reached(make_supplier())
    said = {"kind": "email", "visibility": Visibility.PRIVATE}
    one.contacts.append(Contact(value="accueil@verger.example", **said, **FACT))
    stored(one)
    without, path = export(tmp_path / "a.csv"), export(tmp_path / "b.csv", with_private=True)
    public, told = all_said(), all_said(with_private=True)
    with another_directory(tmp_path / "ailleurs", sqlite_tables):
        imported(without)
        assert all_said_elsewhere(with_private=True) == public
    with another_directory(tmp_path / "ailleurs encore", sqlite_tables):
        imported(path)
        assert all_said_elsewhere(with_private=True) == told
        assert all_said_elsewhere() == public


@on_sqlite
def test_its_own_file_and_another_directory_s_do_not_take_each_other_s_numbers(
    tmp_path: Path, sqlite_tables: CopyTables
) -> None:
    stored(make_supplier("Le Verger"))
    theirs = export(tmp_path / "theirs.csv")
    with another_directory(tmp_path / "ailleurs", sqlite_tables):
        stored(make_supplier("Le Prunier"))
        assert imported(theirs) == {"rows": 1, "created": 1}
        own = export(tmp_path / "own.csv")
        assert imported(own) == {"rows": 2, "unchanged": 2}
        assert imported(theirs) == {"rows": 1, "unchanged": 1}


@on_sqlite
def test_what_somebody_added_in_the_file_is_added_once(tmp_path: Path) -> None:
    stored(make_supplier())
    path = export(tmp_path / "annuaire.csv")
    path.write_text(path.read_text().replace("Menuiserie et agencement", "Repassage"))
    assert imported(path) == {"rows": 1, "updated": 1}
    assert imported(path) == {"rows": 1, "unchanged": 1}
    assert len(the_supplier().activities) == 2
    assert [record.source for record in the_supplier().records] == ["test"]


@on_sqlite
def test_what_was_erased_does_not_come_back(tmp_path: Path) -> None:
    stored(reached(make_supplier()))
    path = export(tmp_path / "annuaire.csv", with_private=True)
    path.write_text(path.read_text().replace("1;Les", "autre-1;Le Verger des"))
    erase_personal(db.session, "06 12 34 56 78")
    db.session.commit()
    assert imported(path) == {"rows": 1, "created": 1}
    assert "06 12 34 56 78" not in str(dump(db.session))
