"""What the Marché de l'inclusion gives of its suppliers: the API's JSON, and the search's export.

The API has the identifiers of the SIAE list: both are one source. The export has none.
"""

from dataclasses import replace

from domain.text import fold
from importers.cells import Cells
from importers.facts import RowFacts, RowResult
from importers.formats.arranged import arranged
from importers.formats.base import Format, keyless
from importers.formats.siae import FORMAT as SIAE


def _identified(row: RowFacts, cells: Cells) -> RowResult:
    key, nature = cells.raw("id"), cells.text("nature")
    if not key:
        return keyless(cells, "id")
    return replace(row, source_key=key, is_secondary_site=nature == "ANTENNA" if nature else None)


def _is_active(cells: Cells) -> bool:
    return fold(cells.text("is active")) != "non"


API = Format(
    "marche",
    "Fournisseurs de l’API du Marché de l’inclusion",
    SIAE.source,
    arranged(
        ("id", "siret", "kind", "name", "post_code", "city", "sectors", "presta_types"),
        {
            "name": ("name",),
            "siret": ("siret",),
            "brand": ("brand",),
            "kinds": ("kind",),
            "website": ("contact website",),
            "address": ("address",),
            "postcode": ("post code",),
            "city": ("city",),
            "departement": ("department",),
            "services": ("sectors",),
            "networks": ("networks",),
            "labels": ("labels old",),
        },
        _identified,
        # The last ones say again what others say, or speak of the site itself.
        used=("nature", "is_active", "kind_parent", "region", "slug", "created_at", "updated_at"),
        concerns=_is_active,
    ),
)
# Its columns of first and last names are the contact person's.
EXPORT = Format(
    "marche-export",
    "Résultats de recherche exportés du Marché de l’inclusion",
    "marche-export",
    arranged(
        ("Raison sociale", "Enseigne", "Type de structure", "Ville", "Référence client 1"),
        {
            "name": ("raison sociale",),
            "brand": ("enseigne",),
            "kinds": ("type de structure",),
            "address": ("adresse",),
            "postcode": ("code postal",),
            "city": ("ville",),
            "emails": ("e mail",),
            "phones": ("telephone",),
        },
    ),
)
