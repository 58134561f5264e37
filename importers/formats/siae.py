"""The SIAE of the Marché de l'inclusion: one row for each convention of an establishment."""

from domain.kinds import kind_for
from importers.cells import Cells
from importers.facts import RowFacts, RowResult
from importers.formats.base import Format, keyless, known_columns, nameless
from importers.names import readable
from importers.places import locate, read_point

REQUIRED = ("id", "siret", "kind", "name", "post_code", "city")
USED = (
    "brand",
    "naf",
    "address",
    "department",
    "latitude",
    "longitude",
    "website",
    "description",
    "source",
)


def read(cells: Cells) -> RowResult:
    rejected = nameless(cells, "name")
    if rejected:
        return rejected
    if not cells.text("id"):
        return keyless(cells, "id")
    siret = cells.siret("siret")
    place = locate(
        cells,
        city_column="city",
        postcode_column="post code",
        departement=cells.text("department") or None,
        point=read_point(cells, "latitude", "longitude"),
    )
    name = cells.text("name")
    brand = readable(cells.text("brand"))
    return RowFacts(
        line=cells.line,
        source_key=cells.text("id"),
        name=readable(name),
        original_name=name,
        brand=brand if brand and not brand.isdigit() else None,
        siret=siret.value if siret else None,
        siret_problem=siret.problem if siret else None,
        kinds=_kinds(cells),
        naf=cells.naf("naf"),
        description=cells.prose("description") or None,
        website=cells.website("website"),
        address=cells.text("address") or None,
        place=place,
        notes=tuple(cells.notes),
    )


def _kinds(cells: Cells) -> tuple[str, ...]:
    kind = kind_for(cells.text("kind"))
    if kind is None:
        cells.note("kind", "type inconnu, laissé de côté", "EI, AI, ACI, ETTI, EITI, GEIQ, EA…")
        return ()
    return (kind.code,)


FORMAT = Format(
    "siae", "SIAE du Marché de l’inclusion", "siae", known_columns(REQUIRED, USED, read)
)
