"""Rows of a file, and the runs that decide what becomes of them."""

from typing import Any

from importers.deciding import decide
from importers.decisions import Decision, Outcome
from importers.facts import Member, PlaceFacts, Rejected, RowFacts, ZoneFacts
from importers.known import Known, KnownSupplier

SIRET = "12345678200010"
ANGERS = PlaceFacts(postcode="49000", city="Angers", code_insee="49007")
NANTES = PlaceFacts(postcode="44000", city="Nantes", code_insee="44109")
RENNES = PlaceFacts(postcode="35000", city="Rennes", code_insee="35238")
THIRTY_KM, FRANCE = ZoneFacts(radius_km=30), ZoneFacts(whole_country=True)


def row(line: int = 2, key: str = "1", **said: Any) -> RowFacts:
    """An EI of Angers, unless told otherwise."""
    usual: dict[str, Any] = {"name": "Le Verger", "siret": SIRET, "kinds": ("EI",)}
    usual |= {"address": "3 rue Haute", "place": ANGERS, "original_name": "LE VERGER"}
    return RowFacts(line=line, source_key=key, **(usual | said))


def run(known: Known, *rows: RowFacts | Member | Rejected) -> list[Decision]:
    return [decide(r, known) for r in rows]


def outcomes(known: Known, *rows: RowFacts | Member | Rejected) -> list[Outcome]:
    return [decision.outcome for decision in run(known, *rows)]


def imported(*rows: RowFacts, source: str = "siae") -> Known:
    """What the directory knows once the rows are imported; a new run has seen nothing yet."""
    known = Known(source)
    run(known, *rows)
    return as_source(known, source)


def as_source(known: Known, source: str) -> Known:
    other = Known(source, created=known.created)
    for supplier in known.suppliers.values():
        other.add(supplier)
    return other


def only(known: Known) -> KnownSupplier:
    (supplier,) = known.suppliers.values()
    return supplier
