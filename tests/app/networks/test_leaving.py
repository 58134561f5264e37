"""A structure leaves a network by itself, and no list brings it back unsaid."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.importing.running import ImportRequest
from app.networks.joining import leave_network
from app.structures.facts import departed_from
from domain.models import Network, Supplier
from tests.app.networks.cast import NETWORK, PAGES, member, networks_of
from tests.app.pages import on_sqlite, publish
from tests.app.people import Person, editor_of, letters, visitor
from tests.app.test_import_running import VERGER, counts, report_of, run

pytestmark = on_sqlite
MANAGER = "reseau@atelier.example"


@pytest.fixture
def supplier(app: Flask, manager: Person) -> Supplier:
    made = member("Le Verger quitté", networks=[NETWORK, "autre"])
    publish(app)
    return made


@pytest.fixture
def person(app: Flask, supplier: Supplier) -> Person:
    return editor_of(supplier, app)


def leave(person: Person, supplier: Supplier, network: str = NETWORK) -> str:
    path = f"/structure/{supplier.id}/reseaux"
    return person.page(person.send(path, {"network": network}).location)


def test_it_works(supplier: Supplier, person: Person) -> None:
    assert "Réseaux" in person.page(f"/structure/{supplier.id}")
    assert "Quitter ce réseau" in person.page(f"/structure/{supplier.id}/reseaux")
    assert "n’est plus membre du réseau « Vergers »" in leave(person, supplier).replace("\xa0", " ")
    assert networks_of(supplier) == ["autre"]
    (letter,) = letters(MANAGER)
    assert "a quitté le réseau « Vergers »" in letter.subject.replace("\xa0", " ")


def test_it_is_for_those_who_keep_the_page(app: Flask, supplier: Supplier, manager: Person) -> None:
    path = f"/structure/{supplier.id}/reseaux"
    assert visitor(app).send(path, {"network": NETWORK}).status_code in {302, 400}
    assert manager.send(path, {"network": NETWORK}).status_code in {403, 404}
    assert networks_of(supplier) == ["autre", NETWORK]


def test_one_leaves_a_network_that_is_one_s_own(supplier: Supplier, person: Person) -> None:
    path = f"/structure/{supplier.id}/reseaux"
    assert person.send(path, {"network": "nulle-part"}).status_code == 404
    leave(person, supplier)
    leave(person, supplier)
    assert len(letters(MANAGER)) == 1


def test_a_manager_who_adds_it_again_is_told_and_may(
    supplier: Supplier, person: Person, manager: Person
) -> None:
    leave(person, supplier)
    page = manager.page(f"{PAGES}/membres/ajouter?q=quitté")
    assert "A quitté votre réseau d’elle-même." in page
    manager.send(f"{PAGES}/membres/ajouter", {"supplier": supplier.id})
    assert networks_of(supplier) == ["autre", NETWORK]
    assert departed_from(supplier) == frozenset()


@pytest.fixture
def departed(app: Flask, manager: Person, tmp_path: Path) -> Supplier:
    """A list said that it was a member; it has left since."""
    run(tmp_path, network=NETWORK)
    found = db.session.scalars(select(Supplier).filter_by(siret="12345678200010")).one()
    with app.test_request_context():
        leave_network(db.session.get_one(Network, NETWORK), found.id, "user:1")
    return found


@pytest.mark.parametrize("rows", [VERGER, VERGER.replace("3 rue", "5 rue")])
@pytest.mark.parametrize("source", [None, "reseau:vergers"])
def test_a_list_that_names_it_still_says_so_and_adds_nothing(
    departed: Supplier, tmp_path: Path, rows: str, source: str | None
) -> None:
    for _ in range(2):
        report = run(tmp_path, rows, network=NETWORK, source=source)
        assert counts(report) == {"conflict": 1}
        assert "la structure a quitté ce réseau" in str(report)
    assert networks_of(departed) == []


def test_a_list_of_sirets_adds_nothing_either(departed: Supplier, tmp_path: Path) -> None:
    path = tmp_path / "sirets.csv"
    path.write_text("SIRET\n12345678200010\n")
    report = report_of(ImportRequest(path, format="sirets", network=NETWORK))
    assert counts(report) == {"conflict": 1}
    assert networks_of(departed) == []
