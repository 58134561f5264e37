"""The SIAE that the public API of les-emplois gives (/api/v1/siaes/), as JSON.

Its own spelling is kept: "addresse_ligne_1".
"""

from importers.cells import Cells
from importers.facts import RowFacts, RowResult
from importers.formats.base import (
    Format,
    keyless,
    known_columns,
    known_kind,
    named,
    nameless,
)
from importers.names import readable
from importers.places import locate

REQUIRED = ("id", "siret", "type", "raison_sociale", "addresse_ligne_1", "code_postal", "ville")
USED = (
    "enseigne",
    "telephone",
    "courriel",
    "site_web",
    "description",
    "addresse_ligne_2",
    "departement",
    # Of a site for job seekers: nothing that a buyer needs.
    "cree_le",
    "mis_a_jour_le",
    "bloque_candidatures",
    "postes",
)
CONTACTS = {"emails": "courriel", "phones": "telephone"}
ADDRESS = ("addresse ligne 1", "addresse ligne 2")


def read(cells: Cells) -> RowResult:
    if rejected := nameless(cells, "raison sociale"):
        return rejected
    key = cells.raw("id")
    if not key:
        return keyless(cells, "id")
    place = locate(
        cells,
        city_column="ville",
        postcode_column="code postal",
        departement=cells.text("departement") or None,
    )
    return RowFacts(
        **named(cells, "raison sociale", "siret"),
        source_key=key,
        brand=readable(cells.text("enseigne")) or None,
        kinds=known_kind(cells, "type", "EI, AI, ACI, ETTI, EITI, GEIQ, EA…"),
        description=cells.prose("description") or None,
        website=cells.website("site web"),
        emails=cells.emails(CONTACTS["emails"]),
        phones=cells.phones(CONTACTS["phones"]),
        address=", ".join(filter(None, map(cells.text, ADDRESS))) or None,
        place=place,
        emptied=frozenset(f for f, column in CONTACTS.items() if cells.are_empty([column])),
        notes=tuple(cells.notes),
    )


FORMAT = Format(
    "emplois",
    "SIAE de l’API des Emplois de l’inclusion",
    "emplois",
    known_columns(REQUIRED, USED, read),
)
