"""Files kept at once and purged later: what a page, a claim or the history needs stays."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.db import db
from app.structures import files
from app.structures.facts import STRUCTURE, Origin
from app.structures.files import purge_files
from app.structures.models import Claim, ClaimProof
from app.structures.saving import write_facts
from app.uploads import UploadedPicture
from domain.models import Document, PictureFile, ProofDegree, Supplier, utcnow
from tests.app.cast import make_supplier
from tests.app.pages import publish

LONG_AGO = utcnow() - timedelta(days=3)
SHA256 = "c" * 64


@pytest.fixture
def supplier(app: Flask) -> Supplier:
    stored = make_supplier()
    publish(app, stored)
    return stored


def keep_picture(session: Session) -> None:
    session.add(
        PictureFile(
            sha256=SHA256,
            media_type="image/webp",
            content=b"RIFF",
            added_by="user:1",
            added_at=LONG_AGO,
        )
    )
    session.commit()


def test_a_picture_sent_twice_at_once_is_kept_once(app: Flask) -> None:
    picture, start = UploadedPicture(b"RIFF", 16, 16), Barrier(4)

    def send(number: int) -> None:
        with app.app_context():
            start.wait()
            files.keep_picture(picture, f"user:{number}")

    with ThreadPoolExecutor(4) as people:
        list(people.map(send, range(4)))
    assert db.session.query(PictureFile).one().sha256 == picture.sha256


def keep_document(session: Session, supplier: Supplier) -> Document:
    kept = Document(
        supplier_id=supplier.id,
        filename="kbis.pdf",
        media_type="application/pdf",
        content=b"%PDF-",
        added_by="user:1",
        added_at=LONG_AGO,
    )
    session.add(kept)
    session.commit()
    return kept


def say(supplier: Supplier, **facts: object) -> None:
    write_facts(supplier, facts, Origin.now(STRUCTURE), "user:1")
    db.session.commit()


def shown_picture() -> dict[str, object]:
    return {"kind": "photo", "sha256": SHA256, "alt": "Un banc", "width": 4, "height": 3}


def proved_label(document: Document) -> dict[str, object]:
    return {
        "label": "esus",
        "degree": ProofDegree.DECLARED.value,
        "issuer": None,
        "starts_on": None,
        "ends_on": None,
        "document_id": document.id,
    }


def pictures_kept(session: Session) -> int:
    purge_files(session)
    return session.query(PictureFile).count()


def documents_kept(session: Session) -> int:
    purge_files(session)
    return session.query(Document).count()


def test_what_was_sent_and_never_saved_goes(session: Session, supplier: Supplier) -> None:
    keep_picture(session)
    keep_document(session, supplier)
    assert (pictures_kept(session), documents_kept(session)) == (0, 0)


def test_not_before_a_day(session: Session, supplier: Supplier) -> None:
    keep_picture(session)
    keep_document(session, supplier)
    for kept in (*session.query(PictureFile), *session.query(Document)):
        kept.added_at = utcnow() - timedelta(hours=20)
    session.commit()
    assert (pictures_kept(session), documents_kept(session)) == (1, 1)


def test_a_picture_that_a_page_shows_stays(session: Session, supplier: Supplier) -> None:
    keep_picture(session)
    say(supplier, pictures=[shown_picture()])
    assert pictures_kept(session) == 1


def test_a_picture_that_the_history_can_put_back_stays(
    session: Session, supplier: Supplier
) -> None:
    keep_picture(session)
    say(supplier, pictures=[shown_picture()])
    say(supplier, pictures=[])
    assert pictures_kept(session) == 1
    say(supplier, pictures=[shown_picture()])
    assert supplier.pictures[0].alt == "Un banc"


def test_a_document_that_a_label_rests_on_stays(session: Session, supplier: Supplier) -> None:
    say(supplier, labels=[proved_label(keep_document(session, supplier))])
    assert documents_kept(session) == 1


def test_a_document_that_the_history_can_put_back_stays(
    session: Session, supplier: Supplier
) -> None:
    say(supplier, labels=[proved_label(keep_document(session, supplier))])
    say(supplier, labels=[])
    assert documents_kept(session) == 1


def test_a_document_that_a_claim_rests_on_stays(session: Session, supplier: Supplier) -> None:
    document = keep_document(session, supplier)
    session.add(Claim(supplier_id=supplier.id, proof=ClaimProof.DOCUMENT, document_id=document.id))
    session.commit()
    assert documents_kept(session) == 1
