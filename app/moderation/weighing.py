"""Which of two pages to keep, unless a moderator says otherwise."""

from app.structures.colleagues.team import editors
from app.structures.facts import FACTS, read_fact
from domain.models import Supplier


def better_filled(one: Supplier, other: Supplier) -> tuple[Supplier, Supplier]:
    """The one to keep, then the one to merge: somebody keeps it, it says more, it came first."""
    kept, merged = sorted((one, other), key=_weight)
    return kept, merged


def _weight(supplier: Supplier) -> tuple[bool, int, int]:
    said = sum(bool(read_fact(supplier, name)) for name in FACTS)
    return not editors(supplier.id), -said, supplier.id
