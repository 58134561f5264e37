"""Where the facts of a supplier come from, and from when."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.demo import SOURCE as DEMO
from domain.models import Supplier
from importers.formats import FORMATS

_NAMES = {format_.source: format_.label for format_ in FORMATS if format_.source} | {
    DEMO: "Démonstration"
}

# Columns of the supplier, as Provenance names them; together, what a reader calls one thing.
_FIELDS = {
    "name": "nom",
    "brand": "nom",
    "description": "description",
    "siret": "identité",
    "naf": "identité",
    "legal_form": "identité",
    "capacity": "identité",
    "website": "site",
}
_ELSE = "adresse"


@dataclass(frozen=True, slots=True)
class SourceLine:
    source: str
    as_of: date
    facts: tuple[str, ...]


def source_lines(supplier: Supplier) -> tuple[SourceLine, ...]:
    """The most recent first; a source that brought nothing shown still counts as a mention."""
    facts: dict[tuple[date, str], dict[str, None]] = defaultdict(dict)
    for record in supplier.records:
        facts[record.as_of, record.source].update({})
    for as_of, source, name in _facts(supplier):
        facts[as_of, source][name] = None
    return tuple(
        SourceLine(_NAMES.get(source, source), as_of, tuple(names))
        for (as_of, source), names in sorted(facts.items(), reverse=True)
    )


def _facts(supplier: Supplier) -> Iterator[tuple[date, str, str]]:
    for fact in supplier.provenances:
        yield fact.as_of, fact.source, _FIELDS.get(fact.field, _ELSE)
    for name, rows in (
        ("type de structure", supplier.kinds),
        ("services", supplier.activities),
        ("zone d’intervention", supplier.zones),
        ("labels", supplier.labels),
        ("réseaux", supplier.memberships),
    ):
        for row in rows:
            yield row.as_of, row.source, name
