"""Files that an editor sends, kept at once: a form that is refused does not lose them.

They stay as long as a page shows them, a claim rests on them, or the history can put them back;
what was sent and never saved goes after a day.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import reduce
from operator import add

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    Text,
    cast,
    delete,
    exists,
    literal,
    select,
)
from sqlalchemy.orm import Session

from app.db import commit_change, db
from app.forms import number_in
from app.structures.models import Claim
from app.uploads import UploadedDocument, UploadedPicture, picture_size
from domain.models import (
    Document,
    HistoryEntry,
    Picture,
    PictureFile,
    Supplier,
    SupplierLabel,
    utcnow,
)

DRAFTS_LAST = timedelta(days=1)


def keep_picture(picture: UploadedPicture, actor: str) -> None:
    """Commits. Whoever sends last what is there already is who sees it before it is saved."""
    commit_change(lambda: _keep_picture(picture, actor))


def _keep_picture(picture: UploadedPicture, actor: str) -> None:
    file = db.session.get(PictureFile, picture.sha256)
    if file is None:
        file = PictureFile(
            sha256=picture.sha256, media_type=picture.media_type, content=picture.content
        )
        db.session.add(file)
    file.added_by, file.added_at = actor, utcnow()


def sizes_of(supplier: Supplier, sha256s: Iterable[str]) -> Mapping[str, tuple[int, int]]:
    """Picture → width and height in pixels; one that is no longer kept is left out."""
    known = {row.sha256: (row.width, row.height) for row in supplier.pictures}
    new = set(sha256s) - known.keys()
    if not new:
        return known
    files = db.session.scalars(select(PictureFile).where(PictureFile.sha256.in_(new)))
    return known | {file.sha256: picture_size(file.content) for file in files}


def document_of(sent: UploadedDocument, supplier_id: int, actor: str) -> Document:
    """In no session yet."""
    return Document(
        supplier_id=supplier_id,
        filename=sent.filename,
        media_type=sent.media_type,
        content=sent.content,
        added_by=actor,
    )


def keep_document(sent: UploadedDocument, supplier_id: int, actor: str) -> Document:
    """Commits."""
    kept = document_of(sent, supplier_id, actor)
    db.session.add(kept)
    db.session.commit()
    return kept


def documents_of(supplier: Supplier, ids: Iterable[str]) -> Mapping[int, Document]:
    """Those of these ids, as a form holds them, that were given for this page's labels."""
    wanted = [number for id_ in ids if (number := number_in(id_)) is not None]
    if not wanted:
        return {}
    claimed = select(Claim.document_id).where(Claim.document_id.is_not(None))
    query = select(Document).where(
        Document.id.in_(wanted), Document.supplier_id == supplier.id, Document.id.not_in(claimed)
    )
    return {document.id: document for document in db.session.scalars(query)}


def purge_files(session: Session) -> None:
    """Delete what was sent and is needed by nothing. The caller commits."""
    before = utcnow() - DRAFTS_LAST
    pictures = delete(PictureFile).where(
        PictureFile.added_at < before,
        ~exists().where(Picture.sha256 == PictureFile.sha256),
        ~exists().where(_is_told(literal('"sha256": "'), PictureFile.sha256, literal('"'))),
    )
    documents = delete(Document).where(
        Document.added_at < before,
        ~exists().where(SupplierLabel.document_id == Document.id),
        ~exists().where(Claim.document_id == Document.id),
        ~exists().where(
            HistoryEntry.supplier_id == Document.supplier_id,
            _is_told(literal('"document_id": '), cast(Document.id, Text), literal("}")),
        ),
    )
    for purge in (pictures, documents):
        session.execute(purge)


def _is_told(*parts: SQLColumnExpression[str]) -> ColumnElement[bool]:
    """Whether an entry of the history holds these words: its changes are a JSON text."""
    return cast(HistoryEntry.changes, Text).contains(reduce(add, parts))
