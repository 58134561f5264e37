"""The tables, and the outbox listener that comes with them."""

from domain.models.base import Base, in_force, today, utcnow
from domain.models.history import HistoryAction, HistoryEntry, ImportRun, ProbableDuplicate
from domain.models.index_copies import IndexCursor, ParkedDocument
from domain.models.outbox import OutboxEntry, enqueue
from domain.models.supplier import (
    Activity,
    Contact,
    ContactKind,
    Delivery,
    Membership,
    Network,
    PointPrecision,
    ProofDegree,
    Provenance,
    SourceRecord,
    Supplier,
    SupplierKind,
    SupplierLabel,
    Visibility,
    Zone,
)

__all__ = [
    "Activity",
    "Base",
    "Contact",
    "ContactKind",
    "Delivery",
    "HistoryAction",
    "HistoryEntry",
    "ImportRun",
    "IndexCursor",
    "Membership",
    "Network",
    "OutboxEntry",
    "ParkedDocument",
    "PointPrecision",
    "ProbableDuplicate",
    "ProofDegree",
    "Provenance",
    "SourceRecord",
    "Supplier",
    "SupplierKind",
    "SupplierLabel",
    "Visibility",
    "Zone",
    "enqueue",
    "in_force",
    "today",
    "utcnow",
]
