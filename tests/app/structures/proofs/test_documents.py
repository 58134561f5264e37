"""The paper that proves a label: who opens it, and what a moderator makes of it."""

from typing import Any

import pytest
from flask import Flask

from app.db import db
from app.structures.documents import DocumentCheckError, check_document
from domain.models import Document, HistoryEntry, ProofDegree, Supplier, SupplierLabel
from tests.app.cast import TODAY, make_supplier
from tests.app.pages import on_sqlite, page, publish
from tests.app.people import buyer, colleague_at, editor_of, moderator, visitor

MODERATOR = "user:9"
PDF = "application/pdf"


def given(supplier: Supplier, added_by: str = "user:1", media_type: str = PDF) -> Document:
    document = Document(
        supplier_id=supplier.id,
        filename="Agrément.pdf",
        media_type=media_type,
        content=b"%PDF-1.7",
        added_by=added_by,
    )
    db.session.add(document)
    db.session.commit()
    return document


def proved(app: Flask, **values: Any) -> tuple[Supplier, Document]:
    """A supplier, and the paper of its label."""
    supplier = make_supplier()
    publish(app, supplier)
    document = given(supplier)
    fact = {"degree": ProofDegree.DECLARED, "source": "structure", "as_of": TODAY}
    supplier.labels = [SupplierLabel(label="esus", document_id=document.id, **(fact | values))]
    db.session.commit()
    return supplier, document


def address(supplier: Supplier, document: Document) -> str:
    return f"/structure/{supplier.id}/document/{document.id}"


@on_sqlite
def test_its_editors_and_moderators_open_it(app: Flask) -> None:
    supplier, document = proved(app)
    for person in (colleague_at(supplier, app), moderator(app)):
        answer = person.open(address(supplier, document))
        assert (answer.status_code, answer.data) == (200, b"%PDF-1.7")


@on_sqlite
def test_nobody_else_knows_that_there_is_one(app: Flask) -> None:
    supplier, document = proved(app)
    other = make_supplier("Une autre")
    publish(app, other)
    elsewhere = editor_of(other, app)
    assert visitor(app).open(address(supplier, document)).status_code == 302
    assert buyer(app).open(address(supplier, document)).status_code == 404
    assert elsewhere.open(address(supplier, document)).status_code == 404
    assert elsewhere.open(address(other, document)).status_code == 404


@on_sqlite
def test_what_a_rival_sent_to_claim_the_page_is_not_for_its_editors(app: Flask) -> None:
    supplier = make_supplier()
    publish(app, supplier)
    document = given(supplier, added_by="user:77")
    assert editor_of(supplier, app).open(address(supplier, document)).status_code == 404
    assert moderator(app).open(address(supplier, document)).status_code == 200


@on_sqlite
def test_a_browser_runs_nothing_of_it_and_keeps_nothing(app: Flask) -> None:
    supplier, document = proved(app)
    headers = editor_of(supplier, app).open(address(supplier, document)).headers
    assert headers["Content-Disposition"].startswith("attachment;")
    assert headers["Content-Security-Policy"].startswith("sandbox;")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"


@on_sqlite
def test_the_photo_of_a_paper_is_shown(app: Flask) -> None:
    supplier = make_supplier()
    publish(app, supplier)
    document = given(supplier, media_type="image/webp")
    headers = moderator(app).open(address(supplier, document)).headers
    assert headers["Content-Disposition"].startswith("inline;")


def test_accepted_it_makes_its_label_verified(app: Flask) -> None:
    supplier, document = proved(app)
    check_document(document.id, accepted=True, actor=MODERATOR)
    db.session.expire_all()
    label = supplier.labels[0]
    assert (label.degree, label.source) == (ProofDegree.VERIFIED, "moderation")
    assert document.checked_by == MODERATOR
    entry = db.session.query(HistoryEntry).filter_by(supplier_id=supplier.id).one()
    assert (entry.actor, list(entry.changes)) == (MODERATOR, ["labels"])
    assert "Justificatif vérifié par l’équipe de l’annuaire" in page(
        app, f"/fournisseur/{supplier.id}"
    )


def test_refused_it_leaves_the_label_as_the_structure_says(app: Flask) -> None:
    supplier, document = proved(app)
    check_document(document.id, accepted=False, actor=MODERATOR)
    db.session.expire_all()
    assert supplier.labels[0].degree is ProofDegree.DECLARED
    assert document.checked_at is not None


@on_sqlite
def test_it_is_decided_once(app: Flask) -> None:
    _supplier, document = proved(app)
    check_document(document.id, accepted=False, actor=MODERATOR)
    with pytest.raises(DocumentCheckError, match="déjà été examiné"):
        check_document(document.id, accepted=True, actor=MODERATOR)


@on_sqlite
def test_one_that_was_taken_away_is_not_decided(app: Flask) -> None:
    supplier, document = proved(app)
    supplier.labels.clear()
    db.session.commit()
    with pytest.raises(DocumentCheckError, match="retiré de sa fiche"):
        check_document(document.id, accepted=True, actor=MODERATOR)


@on_sqlite
def test_a_better_proof_is_not_lowered(app: Flask) -> None:
    supplier, document = proved(app, degree=ProofDegree.LABELLED, source="esat")
    check_document(document.id, accepted=True, actor=MODERATOR)
    db.session.expire_all()
    assert supplier.labels[0].degree is ProofDegree.LABELLED
