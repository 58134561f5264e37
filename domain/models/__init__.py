"""The tables, and the outbox listener that comes with them."""

from domain.models.base import Base, in_force, today, utcnow
from domain.models.files import Document, Picture, PictureFile, PictureKind
from domain.models.history import (
    DuplicateStatus,
    HistoryAction,
    HistoryEntry,
    ImportRun,
    Merge,
    ProbableDuplicate,
)
from domain.models.index_copies import IndexCursor, ParkedDocument
from domain.models.outbox import OutboxEntry, enqueue
from domain.models.supplier import (
    OWN_WORD,
    Activity,
    ClientReference,
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
from domain.models.synonym import Synonym

__all__ = [
    "OWN_WORD",
    "Activity",
    "Base",
    "ClientReference",
    "Contact",
    "ContactKind",
    "Delivery",
    "Document",
    "DuplicateStatus",
    "HistoryAction",
    "HistoryEntry",
    "ImportRun",
    "IndexCursor",
    "Membership",
    "Merge",
    "Network",
    "OutboxEntry",
    "ParkedDocument",
    "Picture",
    "PictureFile",
    "PictureKind",
    "PointPrecision",
    "ProbableDuplicate",
    "ProofDegree",
    "Provenance",
    "SourceRecord",
    "Supplier",
    "SupplierKind",
    "SupplierLabel",
    "Synonym",
    "Visibility",
    "Zone",
    "enqueue",
    "in_force",
    "today",
    "utcnow",
]
