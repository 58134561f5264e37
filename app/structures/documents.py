"""The papers that prove a label: who may open them, and what a moderator makes of them."""

from flask import abort, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.accounts.gate import roles_of
from app.accounts.models import User
from app.accounts.permissions import Role
from app.accounts.sessions import person
from app.db import db
from app.structures.facts import MODERATION, Origin, label_value
from app.structures.queries import hold_supplier
from app.structures.saving import write_facts
from app.uploads import PDF
from domain.models import Document, ProofDegree, Supplier, SupplierLabel, utcnow

# Whatever is in the file, a browser runs nothing of it, and it reaches nothing of the site.
SANDBOX = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"


class DocumentCheckError(Exception):
    """The document cannot be decided on; the message says why, in French."""


def document(supplier_id: int, document_id: int) -> ResponseReturnValue:
    """The file itself: a scan is shown, a PDF is saved."""
    found = db.session.get(Document, document_id)
    user = person()
    if found is None or user is None or not _may_open(found, supplier_id, user):
        abort(404)
    answer = current_app.response_class(found.content, mimetype=found.media_type)
    answer.headers.set(
        "Content-Disposition",
        "attachment" if found.media_type == PDF else "inline",
        filename=found.filename,
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _may_open(found: Document, supplier_id: int, user: User) -> bool:
    """Moderators, who sent it, and those who edit a page whose label rests on it.

    What somebody sent to claim a page is not for those who hold that page.
    """
    proves = select(SupplierLabel.id).where(
        SupplierLabel.supplier_id == supplier_id, SupplierLabel.document_id == found.id
    )
    is_of_page = db.session.scalar(proves) is not None
    if not (is_of_page or found.supplier_id == supplier_id):
        return False
    is_moderator = Role.MODERATOR in roles_of(user)
    return is_of_page or is_moderator or found.added_by == user.actor


def labels_proved(document_id: int) -> list[str]:
    """The labels that rest on it; none once they left the page."""
    named = select(SupplierLabel.label).where(SupplierLabel.document_id == document_id)
    return list(db.session.scalars(named))


def check_document(document_id: int, accepted: bool, actor: str) -> None:
    """A moderator read it: its label is then verified or, refused, stays as the structure says.

    Commits. Raises DocumentCheckError, and writes nothing, when there is nothing to decide.
    """
    found = db.session.get(Document, document_id)
    label = db.session.scalar(select(SupplierLabel).where(SupplierLabel.document_id == document_id))
    if found is None or label is None:
        raise DocumentCheckError(
            "Ce justificatif n’est plus là : la structure l’a retiré de sa fiche."
        )
    supplier = hold_supplier(label.supplier_id)
    db.session.refresh(found)
    if found.checked_at is not None:
        db.session.rollback()
        raise DocumentCheckError("Ce justificatif a déjà été examiné.")
    found.checked_at, found.checked_by = utcnow(), actor
    if accepted:
        _verify(supplier, document_id, actor)
    db.session.commit()


def _verify(supplier: Supplier, document_id: int, actor: str) -> None:
    """A label that its source says labelled already is proved better than we can."""
    labels = [
        label_value(row) | {"degree": ProofDegree.VERIFIED.value}
        if row.document_id == document_id and row.degree is not ProofDegree.LABELLED
        else label_value(row)
        for row in supplier.labels
    ]
    write_facts(supplier, {"labels": labels}, Origin.now(MODERATION), actor)
