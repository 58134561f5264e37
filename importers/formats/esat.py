"""The official list of ESAT, drawn from FINESS: spreadsheets have eaten its leading zeros."""

import re

from domain.text import fold
from importers.cells import Cells
from importers.facts import RowFacts, RowResult
from importers.formats.base import Format, keyless, known_columns, nameless
from importers.names import readable
from importers.places import locate

FINESS, NAME, ADDRESS = "et n finess", "et raison sociale", "et adresse"
CONTACTS = {"emails": "et email", "phones": "et telephone 1"}
REQUIRED = ("ET-N°FINESS", "ET-Raison sociale", "ET-Code Postal", "ET-SIRET", "ET-Commune Code")
USED = (
    "ET-Adresse",
    "ET-Type",
    "ET-Commune Libellé",
    "ET-Département Code",
    "ET-Téléphone 1",
    "ET-Email",
    "EJ-Statut juridique Libellé",
    "Capacité autorisée agrégée",
    "EJ-N°FINESS",
    "EJ-Raison sociale",
    "EJ-Statut juridique Code",
    "EJ-Email",
    "ET-Région Code",
    "ET-Région Libellé",
    "ET-Département Libellé",
)

# The street types of FINESS, at the head of the street's name.
_STREETS = {
    "R": "Rue",
    "AV": "Avenue",
    "RTE": "Route",
    "CHE": "Chemin",
    "CHEM": "Chemin",
    "BD": "Boulevard",
    "ALL": "Allée",
    "IMP": "Impasse",
    "PL": "Place",
    "LOT": "Lotissement",
    "QU": "Quai",
    "QUA": "Quartier",
    "VOI": "Voie",
    "DOM": "Domaine",
    "FRM": "Ferme",
    "FG": "Faubourg",
    "SQ": "Square",
    "CRS": "Cours",
    "PAS": "Passage",
}
_ADDRESS = re.compile(r"(?:(\d+)\s+)?(?:([BTQ])\s+)?(.*)")
_REPEATED = {"B": "bis", "T": "ter", "Q": "quater"}


def read(cells: Cells) -> RowResult:
    rejected = nameless(cells, NAME)
    if rejected:
        return rejected
    finess = cells.zeros(FINESS, 9, "finess_zero")
    if not finess:
        return keyless(cells, FINESS)
    siret = cells.siret("et siret")
    place = locate(
        cells,
        city_column="et commune libelle",
        postcode_column="et code postal",
        code_insee=cells.zeros("et commune code", 5, "code_insee_zero") or None,
        departement=cells.zeros("et departement code", 2, "departement_zero") or None,
    )
    return RowFacts(
        line=cells.line,
        source_key=finess,
        name=readable(cells.text(NAME)),
        original_name=cells.text(NAME),
        siret=siret.value if siret else None,
        siret_problem=siret.problem if siret else None,
        kinds=("ESAT",),
        legal_form=cells.text("ej statut juridique libelle") or None,
        is_secondary_site=fold(cells.text("et type")) == "secondaire",
        capacity=cells.whole("capacite autorisee agregee") or None,
        emails=cells.emails(CONTACTS["emails"]),
        phones=cells.phones(CONTACTS["phones"]),
        address=read_address(cells.text(ADDRESS)),
        place=place,
        emptied=frozenset(f for f, column in CONTACTS.items() if cells.are_empty([column])),
        notes=tuple(cells.notes),
    )


def read_address(text: str) -> str | None:
    """The street with its type in full: "385 ALL DU PRUNNUS" → "385 Allée du Prunnus"."""
    found = _ADDRESS.fullmatch(text)
    if not text or found is None:
        return None
    number, repeated, street = found.groups()
    kind, _, rest = street.partition(" ")
    typed = kind in _STREETS and rest
    street = f"{_STREETS[kind]} {_inside(rest)}" if typed else readable(street)
    return " ".join(part for part in (number, _REPEATED.get(repeated or ""), street) if part)


def _inside(words: str) -> str:
    """Readable words that follow others: their first article stays in lower case."""
    return readable(f"X {words}").removeprefix("X ")


FORMAT = Format("esat", "Liste officielle des ESAT", "esat", known_columns(REQUIRED, USED, read))
