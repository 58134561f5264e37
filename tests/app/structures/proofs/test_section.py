"""The section of labels: said by the structure, proved by a paper; official ones are read only."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.db import db
from app.structures.documents import check_document
from domain.models import Document, HistoryEntry, ProofDegree, Supplier, SupplierLabel
from tests.app.cast import TODAY, make_supplier
from tests.app.pages import on_sqlite, page, publish
from tests.app.people import Person, editor_of
from tests.app.structures.sending import paper


def official_label(label: str = "rsei", **values: Any) -> SupplierLabel:
    fact = {"degree": ProofDegree.LABELLED, "source": "esat", "as_of": TODAY}
    return SupplierLabel(label=label, **(fact | values))


def stored(app: Flask, **values: Any) -> tuple[Supplier, Person]:
    supplier = make_supplier(**values)
    publish(app, supplier)
    return supplier, editor_of(supplier, app)


def address(supplier: Supplier) -> str:
    return f"/structure/{supplier.id}/fiche/preuves"


def send(person: Person, supplier: Supplier, *rows: dict[str, Any], **said: Any) -> TestResponse:
    db.session.expire_all()
    fields = {
        f"labels-{index}-{name}": value
        for index, row in enumerate(rows)
        for name, value in row.items()
    }
    return person.send(address(supplier), {"version": supplier.version, **fields, **said})


def labels(supplier: Supplier) -> list[tuple[str, str, str]]:
    """Label, degree, source."""
    db.session.expire_all()
    return [(row.label, row.degree.value, row.source) for row in supplier.labels]


def changes(supplier: Supplier) -> int:
    return db.session.query(HistoryEntry).filter_by(supplier_id=supplier.id).count()


def test_a_label_is_declared_with_its_paper(app: Flask) -> None:
    supplier, person = stored(app)
    row = {
        "which": "esus",
        "issuer": "Préfecture",
        "starts_on": "2024-03-01",
        "ends_on": "2029-02-28",
        "file": paper(),
    }
    assert send(person, supplier, row).location == f"/structure/{supplier.id}"
    assert labels(supplier) == [("esus", "declare", "structure")]
    assert db.session.get_one(Document, supplier.labels[0].document_id).filename == "certificat.pdf"
    html = page(app, f"/fournisseur/{supplier.id}")
    assert "Déclaré" in html
    assert "Émetteur : Préfecture. Du 1er mars 2024 au 28 février 2029." in html


@on_sqlite
def test_a_charter_is_said_as_such(app: Flask) -> None:
    supplier, person = stored(app)
    send(person, supplier, {"which": "esus", "degree": "charte"})
    assert labels(supplier) == [("esus", "charte", "structure")]


@on_sqlite
@pytest.mark.parametrize("degree", ["verifie", "labellise", "x"])
def test_nobody_verifies_their_own_label(app: Flask, degree: str) -> None:
    supplier, person = stored(app)
    send(person, supplier, {"which": "esus", "degree": degree})
    assert labels(supplier) in ([], [("esus", "declare", "structure")])


@on_sqlite
def test_an_official_label_is_read_with_its_source_and_stays(app: Flask) -> None:
    supplier, person = stored(app, labels=[official_label()])
    html = person.page(address(supplier))
    assert "Ce que disent d’autres sources" in html
    assert "Source : Liste officielle des ESAT" in html
    send(person, supplier, {"which": "esus"})
    assert labels(supplier) == [("rsei", "labellise", "esat"), ("esus", "declare", "structure")]
    send(person, supplier)
    assert labels(supplier) == [("rsei", "labellise", "esat")]


@on_sqlite
def test_what_a_list_says_is_not_declared_by_the_structure(app: Flask) -> None:
    listed = official_label()
    listed.degree = ProofDegree.DECLARED
    supplier, person = stored(app, labels=[listed])
    listed_part = person.page(address(supplier)).partition("Ce que disent d’autres sources")[2]
    told = listed_part.partition("</div>")[0]
    assert "Déclaré" not in told
    assert "vous ne pouvez pas les retirer ici" in told


@on_sqlite
def test_a_label_is_there_once(app: Flask) -> None:
    supplier, person = stored(app, labels=[official_label()])
    assert "déjà sur votre fiche" in send(person, supplier, {"which": "rsei"}).text
    assert (
        "déjà sur votre fiche" in send(person, supplier, {"which": "esus"}, {"which": "esus"}).text
    )


@on_sqlite
def test_saving_the_same_again_is_no_change(app: Flask) -> None:
    supplier, person = stored(app)
    send(person, supplier, {"which": "esus"})
    db.session.add(official_label(supplier_id=supplier.id))
    db.session.commit()
    send(person, supplier, {"which": "esus"}, {"which": "ecocert"})
    before = changes(supplier)
    send(person, supplier, {"which": "esus"}, {"which": "ecocert"})
    assert changes(supplier) == before


@on_sqlite
def test_a_verified_label_stays_so_until_it_is_changed(app: Flask) -> None:
    supplier, person = stored(app)
    send(person, supplier, {"which": "esus", "file": paper()})
    row = {"which": "esus", "document_id": supplier.labels[0].document_id}
    check_document(row["document_id"], accepted=True, actor="user:9")
    assert "Vérifié par l’équipe de l’annuaire." in person.page(address(supplier))
    send(person, supplier, row)
    assert labels(supplier) == [("esus", "verifie", "moderation")]
    send(person, supplier, row | {"issuer": "Moi-même"})
    assert labels(supplier) == [("esus", "declare", "structure")]


@on_sqlite
def test_a_paper_that_cannot_be_read_is_told_and_the_words_kept(app: Flask) -> None:
    supplier, person = stored(app)
    bad = (BytesIO(b"<html>"), "certificat.pdf")
    answer = send(person, supplier, {"which": "esus", "issuer": "Préfecture", "file": bad})
    assert "ni un PDF, ni une photo" in answer.text
    assert 'value="Préfecture"' in answer.text
    assert labels(supplier) == []


@on_sqlite
def test_a_paper_is_kept_when_the_rest_is_refused(app: Flask) -> None:
    supplier, person = stored(app)
    dates = {"starts_on": "2025-01-01", "ends_on": "2024-01-01"}
    answer = send(person, supplier, {"which": "esus", "file": paper(), **dates})
    assert "La fin vient avant le début." in answer.text
    assert "certificat.pdf</a>" in answer.text


@on_sqlite
def test_a_paper_is_taken_away(app: Flask) -> None:
    supplier, person = stored(app)
    send(person, supplier, {"which": "esus", "file": paper()})
    row = {"which": "esus", "document_id": supplier.labels[0].document_id}
    assert "certificat.pdf" not in send(person, supplier, row, detach="labels-0").text
    send(person, supplier, row | {"document_id": ""})
    assert supplier.labels[0].document_id is None


@on_sqlite
@pytest.mark.parametrize("document_id", ["999", "x", "9" * 40, "²", "-1"])
def test_a_paper_that_is_not_there_is_not_saved(app: Flask, document_id: str) -> None:
    supplier, person = stored(app)
    answer = send(person, supplier, {"which": "esus", "document_id": document_id})
    assert "n’est plus là" in answer.text
    assert labels(supplier) == []


@on_sqlite
def test_the_paper_of_another_page_proves_nothing_here(app: Flask) -> None:
    supplier, person = stored(app)
    other = make_supplier("Une autre")
    publish(app, other)
    theirs = Document(
        supplier_id=other.id,
        filename="a.pdf",
        media_type="application/pdf",
        content=b"%PDF-",
        added_by="user:9",
    )
    db.session.add(theirs)
    db.session.commit()
    answer = send(person, supplier, {"which": "esus", "document_id": theirs.id})
    assert "n’est plus là" in answer.text


@on_sqlite
@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"which": "", "issuer": "Préfecture"}, "Choisissez le label"),
        ({"which": "esus", "starts_on": "0024-01-01"}, "Vérifiez l’année."),
        ({"which": "esus", "issuer": "x" * 201}, "200 caractères au plus"),
        ({"which": "esus", "issuer": "a\x00b"}, "ne peut pas être lu"),
        ({"which": "inconnu"}, "aria-invalid"),
        ({"which": "esus", "starts_on": "hier"}, "aria-invalid"),
    ],
)
def test_what_cannot_be_kept_is_told(app: Flask, row: dict[str, str], words: str) -> None:
    supplier, person = stored(app)
    assert words in send(person, supplier, row).text
    assert labels(supplier) == []


@on_sqlite
def test_an_empty_row_is_let_go(app: Flask) -> None:
    supplier, person = stored(app)
    send(person, supplier, {"which": "esus"}, {"which": "", "degree": "declare"})
    assert labels(supplier) == [("esus", "declare", "structure")]
