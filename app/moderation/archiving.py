"""Take a supplier out of the directory, and bring it back: nothing is erased."""

from app.db import db
from app.moderation.letters import tell_archived, tell_restored
from app.structures.queries import hold_supplier
from app.structures.saving import note
from domain.models import HistoryAction, utcnow


def archive(supplier_id: int, reason: str, actor: str) -> None:
    """Commits. Asked twice, it is done once."""
    supplier = hold_supplier(supplier_id)
    if supplier.archived_at is not None:
        return
    supplier.archived_at = utcnow()
    note(supplier, HistoryAction.ARCHIVED, actor, {"reason": [None, reason]})
    tell_archived(supplier, reason)
    db.session.commit()


def restore(supplier_id: int, reason: str, actor: str) -> None:
    """Commits. Asked twice, it is done once."""
    supplier = hold_supplier(supplier_id)
    if supplier.archived_at is None:
        return
    supplier.archived_at = None
    note(supplier, HistoryAction.RESTORED, actor, {"reason": [None, reason]})
    tell_restored(supplier, reason)
    db.session.commit()
