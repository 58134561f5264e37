"""The history of a page: read in words, filtered, and taken back one entry at a time."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.importing import ImportRequest, import_file
from app.moderation.erasing import erase_personal
from app.structures.facts import MODERATION, STRUCTURE, Origin, read_fact
from app.structures.reverting import (
    CHANGED_SINCE,
    FILE_GONE,
    FOR_MODERATORS,
    NOT_CERTAIN,
    WAS_ERASED,
    Reverted,
    revert,
)
from app.structures.saving import write_facts
from app.templating import day, hour
from domain.models import HistoryAction, HistoryEntry, Supplier
from importers.facts import RowFacts, ServedZone, ZoneFacts
from importers.formats import own
from importers.formats.own import Exported
from importers.report import Report
from tests.app.cast import make_supplier
from tests.app.pages import on_sqlite, plain, publish
from tests.app.people import Person, editor_of, moderator
from tests.importers.writing import write_workbook

OURS = Origin.now(STRUCTURE)


def stored(app: Flask, **values: Any) -> tuple[Supplier, Person]:
    supplier = make_supplier(**values)
    publish(app, supplier)
    return supplier, editor_of(supplier, app)


def change(supplier: Supplier, **facts: Any) -> HistoryEntry:
    entry = write_facts(supplier, facts, OURS, "user:1")
    assert entry is not None
    db.session.commit()
    return entry


def take_back(supplier: Supplier, entry: HistoryEntry, *, certifies: bool = True) -> Reverted:
    origin = Origin.now(MODERATION if certifies else STRUCTURE)
    return revert(supplier.id, entry, origin, "user:1", certifies=certifies)


def latest(supplier: Supplier) -> HistoryEntry:
    entries = select(HistoryEntry).where(HistoryEntry.supplier_id == supplier.id)
    return db.session.scalars(entries.order_by(HistoryEntry.id.desc())).first() or HistoryEntry()


def address(supplier: Supplier) -> str:
    return f"/structure/{supplier.id}/historique"


@on_sqlite
def test_colleagues_are_named_as_in_the_team(app: Flask) -> None:
    supplier, person = stored(app)
    assert person.user is not None
    write_facts(supplier, {"staff": 12}, OURS, person.user.actor)
    db.session.commit()
    for page in (address(supplier), f"/structure/{supplier.id}/equipe"):
        assert "page@atelier.example" in person.page(page)


def test_a_change_is_told_and_taken_back(app: Flask) -> None:
    supplier, person = stored(app)
    entry = change(supplier, staff=42)
    page = person.page(address(supplier))
    assert "Effectif" in page
    assert plain(f"{day(entry.at)} à {hour(entry.at)} ·") in page
    assert '<span class="change-line">42</span>' in page
    answer = person.send(f"{address(supplier)}/{entry.id}/annuler")
    assert answer.location == address(supplier)
    db.session.expire_all()
    assert supplier.staff is None
    told = latest(supplier)
    assert (told.action, told.reverts_id) == (HistoryAction.REVERTED, entry.id)


@on_sqlite
def test_a_revert_is_reverted_in_turn(app: Flask) -> None:
    supplier, _ = stored(app)
    take_back(supplier, change(supplier, staff=42))
    take_back(supplier, latest(supplier))
    assert supplier.staff == 42


@on_sqlite
def test_what_changed_since_is_left_and_told(app: Flask) -> None:
    supplier, _ = stored(app)
    entry = change(supplier, staff=42, capacity=10)
    change(supplier, staff=50)
    done = take_back(supplier, entry)
    assert (done.put_back, done.left) == (["capacity"], {"staff": CHANGED_SINCE})
    assert (supplier.staff, supplier.capacity) == (50, None)


@on_sqlite
@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("description", "Bons bois."),
        ("kinds", [{"code": "EA", "starts_on": "2020-01-01", "ends_on": None}]),
        (
            "contacts",
            [{"kind": "email", "value": "a@b.example", "label": None, "visibility": "public"}],
        ),
        (
            "activities",
            [
                {
                    "zone": {"whole_country": True, "radius_km": None, "territories": []},
                    "activities": [{"service": "repassage", "delivery": "prestation"}],
                }
            ],
        ),
        ("point", [48.0, 2.0, "hand"]),
        ("references", [{"client": "Ville d’Angers", "work": None, "year": 2024}]),
    ],
)
def test_each_fact_comes_back_as_it_was(app: Flask, fact: str, value: Any) -> None:
    supplier, _ = stored(app)
    before = read_fact(supplier, fact)
    entry = change(supplier, **{fact: value})
    assert read_fact(supplier, fact) == value
    assert take_back(supplier, entry).put_back == [fact]
    assert read_fact(supplier, fact) == before


@on_sqlite
def test_what_comes_back_is_its_source_s_again(app: Flask) -> None:
    supplier, _ = stored(app)
    supplier.records[0].facts = {"kinds": ["ESAT"], "description": "Bons bois."}
    supplier.description = "Bons bois."
    db.session.commit()
    take_back(supplier, change(supplier, kinds=[], description="Autre chose."))
    assert [(kind.code, kind.source) for kind in supplier.kinds] == [("ESAT", "test")]
    assert {row.field: row.source for row in supplier.provenances}["description"] == "test"


@on_sqlite
def test_what_a_source_certifies_is_for_moderators(app: Flask) -> None:
    supplier, _ = stored(app)
    entry = change(supplier, kinds=[])
    assert take_back(supplier, entry, certifies=False).left == {"kinds": FOR_MODERATORS}
    assert take_back(supplier, entry).put_back == ["kinds"]


def test_a_paper_that_is_gone_comes_back_to_no_label(app: Flask) -> None:
    supplier, _ = stored(app)
    nothing = dict.fromkeys(("issuer", "starts_on", "ends_on"))
    label = {"label": "esus", "degree": "declare", "document_id": 404, **nothing}
    entry = change(supplier, labels=[], staff=42)
    entry.changes = entry.changes | {"labels": [[label], []]}
    db.session.commit()
    done = take_back(supplier, entry)
    assert (done.put_back, done.left) == (["staff"], {"labels": FILE_GONE})
    assert (supplier.labels, supplier.staff) == ([], None)


@on_sqlite
def test_what_was_erased_does_not_come_back(app: Flask) -> None:
    supplier, _ = stored(app)
    said = {"kind": "email", "value": "a@b.example", "label": None, "visibility": "public"}
    change(supplier, contacts=[said])
    entry = change(supplier, contacts=[])
    erase_personal(db.session, "a@b.example")
    db.session.commit()
    assert take_back(supplier, entry).left == {"contacts": WAS_ERASED}


@on_sqlite
def test_the_history_is_filtered_by_field(app: Flask) -> None:
    supplier, person = stored(app)
    change(supplier, staff=42)
    change(supplier, description="Bons bois.")
    page = person.page(f"{address(supplier)}?champ=staff")
    assert ">42<" in page
    assert "Bons bois." not in page


@on_sqlite
@pytest.mark.parametrize("query", ["champ=%00", "page=-1", "page=abc", "page=99999999999"])
def test_an_odd_address_is_the_history_all_the_same(app: Flask, query: str) -> None:
    supplier, person = stored(app)
    assert "Historique" in person.page(f"{address(supplier)}?{query}")


@on_sqlite
def test_the_entry_of_another_page_is_not_taken_back_here(app: Flask) -> None:
    supplier, person = stored(app)
    other = make_supplier("Autre")
    publish(app, other)
    entry = change(other, staff=42)
    assert person.send(f"{address(supplier)}/{entry.id}/annuler").status_code == 404
    db.session.expire_all()
    assert other.staff == 42


@on_sqlite
def test_every_action_has_its_words(app: Flask) -> None:
    supplier, person = stored(app)
    team = {"owner": [None, person.user.actor], "colleagues": [[], ["user:99"]]}  # type: ignore[union-attr]  # signed in
    for action in HistoryAction:
        told = {"supplier_id": supplier.id, "actor": "user:99", "action": action, "version": 1}
        db.session.add(HistoryEntry(changes=team, **told))
    db.session.commit()
    page = person.page(address(supplier))
    assert page.count("<article") == len(HistoryAction)
    assert "Compte supprimé" in page


# Imports name and shape things in their own way

TITLES = "Nom;SIRET;Type;Adresse;Code postal;Ville;Activités;Labels;Zone d'intervention;Email;Tél\n"
BEFORE = (
    "LE VERGER;12345678200010;EI;3 rue Haute;49000;Angers;Menuiserie;;30 km;a@verger.example;\n"
)
AFTER = (
    "LE VERGER;12345678200010;EA;5 rue Basse;49000;Angers;Menuiserie, repassage;ESUS;50 km;"
    "contact@verger.example;0241000000\n"
)


@pytest.fixture
def imported(app: Flask, tmp_path: Path) -> Supplier:
    """A supplier that a second import has changed in every way."""
    for rows in (BEFORE, AFTER):
        path = tmp_path / "membres.csv"
        path.write_text(TITLES + rows)
        with Report() as report:
            import_file(db.sessionmaker, ImportRequest(path), report)
    db.session.expire_all()
    return db.session.scalars(select(Supplier)).one()


FACTS_OF_IT = ("address", "kinds", "labels", "contacts", "activities", "siret")


def said(supplier: Supplier) -> dict[str, Any]:
    db.session.expire_all()
    return {name: read_fact(supplier, name) for name in FACTS_OF_IT}


@on_sqlite
def test_what_an_import_changed_comes_back(imported: Supplier) -> None:
    done = take_back(imported, latest(imported))
    assert done.left == {}
    assert said(imported) == {
        "address": "3 rue Haute",
        "kinds": [{"code": "EI", "starts_on": None, "ends_on": None}],
        "labels": [],
        "contacts": [
            {"kind": "email", "value": "a@verger.example", "label": None, "visibility": "private"}
        ],
        "activities": [
            {
                "zone": {"whole_country": False, "radius_km": 30, "territories": []},
                "activities": [{"service": "menuiserie-batiment", "delivery": None}],
            }
        ],
        "siret": "12345678200010",
    }


@on_sqlite
def test_and_goes_again(imported: Supplier) -> None:
    after = said(imported)
    take_back(imported, latest(imported))
    take_back(imported, latest(imported))
    assert said(imported) == after


@on_sqlite
def test_a_service_that_the_structure_took_over_is_left(imported: Supplier) -> None:
    entry = latest(imported)
    for activity in imported.activities:
        activity.source = STRUCTURE
    db.session.commit()
    done = take_back(imported, entry)
    assert done.left["services"] == CHANGED_SINCE
    assert "kinds" in done.put_back


@on_sqlite
def test_an_import_is_told_in_words(imported: Supplier, app: Flask) -> None:
    page = moderator(app).page(address(imported))
    for words in ("Import : ", "50 km autour de l’adresse", "Repassage", "contact@verger.example"):
        assert words in page


# Of our own export, which tells several zones


def of_our_export(folder: Path, *zones: tuple[int, str]) -> Supplier:
    """The supplier of a file that says each service in a zone of its own, of so many km."""
    services = tuple(service for _, service in zones)
    facts = RowFacts(2, "1", "Le Verger", "Le Verger", services=services)
    served = tuple(ServedZone(ZoneFacts(radius_km=km), (service,)) for km, service in zones)
    path = write_workbook(folder, own.rows([Exported(facts, served)]))
    with Report() as report:
        import_file(db.sessionmaker, ImportRequest(path), report)
    db.session.expire_all()
    return db.session.scalars(select(Supplier)).one()


@on_sqlite
def test_a_service_withdrawn_from_one_of_its_zones_comes_back(app: Flask, tmp_path: Path) -> None:
    """Without a zone: which one it had, the import no longer says."""
    of_our_export(tmp_path, (30, "repassage"), (50, "traiteur"), (80, "couture-retouche"))
    supplier = of_our_export(tmp_path, (30, "repassage"), (50, "traiteur"))
    assert len(supplier.zones) == 2
    done = take_back(supplier, latest(supplier))
    assert done.left == {"zone": NOT_CERTAIN}
    assert done.put_back == ["services"]
    zones = {row.service: row.zone and row.zone.radius_km for row in supplier.activities}
    assert zones == {"repassage": 30, "traiteur": 50, "couture-retouche": None}
