"""A row beside the suppliers that it may be, field by field: a person decides on that page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.importing.loading import known_supplier
from app.networks.lists.wording import CONTACTS, field_name
from app.structures.wording import imported_in_lines
from domain.models import Contact, ContactKind, Supplier, Visibility, today
from domain.text import fold
from importers.facts import RowFacts
from importers.known import facts_of

# By what one tells two structures apart, the surest first.
COMPARED = (
    "name",
    "brand",
    "siret",
    "address",
    "postcode",
    "city",
    "website",
    "emails",
    "phones",
    "kinds",
    "services",
    "labels",
    "zone",
    "description",
)


Lines = tuple[str, ...]


class Mark(StrEnum):
    """How what the directory says stands to what the row says, in words."""

    SAME = "identique"
    OTHER = "différent"
    NOT_THERE = "absent de la fiche"
    NOT_SAID = "absent du fichier"


@dataclass(frozen=True, slots=True)
class Beside:
    """What a supplier says of a field; `mark` is None when neither says anything."""

    lines: Lines
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class Compared:
    """A field: what the row says, and what each supplier does, in the order they are given."""

    called: str
    said: Lines
    beside: tuple[Beside, ...]


def compared(row: RowFacts, suppliers: Sequence[Supplier], source: str) -> list[Compared]:
    """Fields that somebody says. `source` is that of the network's lists."""
    said = facts_of(row)
    known = [_known(supplier, source) for supplier in suppliers]
    fields = (_field(name, said, known) for name in COMPARED)
    return [field for field in fields if field.said or any(b.lines for b in field.beside)]


def _field(name: str, said: Mapping[str, Any], known: Iterable[Mapping[str, Any]]) -> Compared:
    lines = imported_in_lines(name, said.get(name))
    theirs = (imported_in_lines(name, one.get(name)) for one in known)
    return Compared(field_name(name), lines, tuple(Beside(t, _mark(lines, t)) for t in theirs))


def _mark(said: Lines, theirs: Lines) -> Mark | None:
    if not said or not theirs:
        return Mark.NOT_SAID if theirs else Mark.NOT_THERE if said else None
    return Mark.SAME if set(map(fold, said)) == set(map(fold, theirs)) else Mark.OTHER


def _known(supplier: Supplier, source: str) -> dict[str, Any]:
    known = known_supplier(supplier, today())
    several = {name: list(values) for name, values in known.several.items()}
    zones = [[coverage, None] for _, coverage in known.zones]
    return known.single | several | {"zone": zones} | contacts_shown(supplier, source)


def contacts_shown(supplier: Supplier, source: str) -> dict[str, list[str]]:
    """Those that everybody sees, or that the network's own lists gave: others are not its own."""
    shown = [row for row in supplier.contacts if _is_shown(row, source)]
    return {name: list(_values(shown, kind)) for name, kind in CONTACTS.items()}


def _values(contacts: Iterable[Contact], kind: ContactKind) -> Iterator[str]:
    return (row.value for row in contacts if row.kind == kind)


def _is_shown(row: Contact, source: str) -> bool:
    return row.visibility is Visibility.PUBLIC or row.source == source
