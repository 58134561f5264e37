"""Lists of ESAT and EA of which only the titles are known: no real file was at hand.

Gesat, Handeco and Hosmoz lists are read as one made by hand, whose columns are known.
"""

import re
from dataclasses import replace

from domain.text import fold
from importers.cells import Cells
from importers.facts import RowFacts, RowResult
from importers.formats.arranged import arranged
from importers.formats.base import (
    Format,
    keyless,
    known_columns,
    known_kind,
    named,
    nameless,
    rewritten,
)
from importers.places import locate

UNTRIED = "non essayé sur un vrai fichier"

# "Blanchisserie, pressing,Espaces verts": what goes together keeps its comma, a capital begins.
_GLUED = re.compile(r",\s*(?=[A-ZÀÂÇÉÈÊËÎÏÔÖÙÛÜŒ])")
_NOT_AVAILABLE = "#N/D"


def _parted(column: str, cell: str) -> str:
    if cell == _NOT_AVAILABLE:
        return ""
    return _GLUED.sub("\n", cell) if column == "poles de competences" else cell


# Gesat, Handeco, Hosmoz


def _named_kinds(row: RowFacts, _cells: Cells) -> RowFacts:
    """Gesat has no column of kinds: the name says it, or nothing does."""
    words = fold(row.name).split()
    return replace(row, kinds=tuple(kind for kind in ("ESAT", "EA") if fold(kind) in words))


GESAT = Format(
    "gesat",
    f"Liste du réseau Gesat ({UNTRIED})",
    "gesat",
    rewritten(
        arranged(
            ("Raison Sociale", "Siret", "Pôles de compétences", "Domaine 1"),
            {
                "name": ("raison sociale",),
                "siret": ("siret",),
                "address": ("adresse", "lieudit bp"),
                "postcode": ("code postal",),
                "city": ("ville",),
                "phones": ("tel",),
                "emails": ("email",),
                "capacity": ("capacite d accueil nombre de th total",),
                "services": (
                    "poles de competences",
                    *(f"domaine {number}" for number in range(1, 14)),
                ),
            },
            _named_kinds,
        ),
        _parted,
    ),
)

HANDECO = Format(
    "handeco",
    f"Export Handeco ({UNTRIED})",
    "handeco",
    rewritten(
        arranged(
            (
                "Raison sociale",
                "Siret",
                "Type de structure",
                "Métiers proposés",
                "Nombre de travailleurs dans la structure (en ETP)",
            ),
            {
                "name": ("raison sociale",),
                "siret": ("siret",),
                "kinds": ("type de structure",),
                "services": ("metiers proposes",),
                "address": ("adresse",),
                "postcode": ("code postal",),
                "city": ("ville",),
                "phones": ("telephone",),
                "emails": ("adresse e mail",),
            },
        ),
        _parted,
    ),
)


def _member(row: RowFacts, cells: Cells) -> RowFacts:
    """ "Oui", or "M" with a number: a member of Hosmoz."""
    said = cells.text("adherent hosmoz").upper()
    return replace(row, networks=("hosmoz",)) if said == "OUI" or said.startswith("M") else row


HOSMOZ = Format(
    "hosmoz",
    f"Liste de Hosmoz ({UNTRIED})",
    "hosmoz",
    rewritten(
        arranged(
            ("Id", "Raison Sociale", "Siret", "Catégorie", "Adhérent Hosmoz"),
            {
                "id": ("id",),
                "name": ("raison sociale",),
                "siret": ("siret",),
                "kinds": ("categorie",),
                "address": ("adresse", "lieudit bp"),
                "postcode": ("code postal",),
                "city": ("ville",),
                "phones": ("tel public",),
                "emails": ("email",),
                "services": ("poles de competences",),
                "website": ("url",),
            },
            _member,
        ),
        _parted,
    ),
)

# EA2, the flow of the ASP about adapted enterprises

EA2_REQUIRED = (
    "ITOU",
    "Type d'entreprise adaptée",
    "Identifiant EA2 Etablissement",
    "Siret de l'établissement membre",
    "Dénomination / raison sociale",
    "Code Postal",
    "Code INSEE commune",
)
# The signatory's e-mail is not among them: it opens an account, and is nobody's to publish.
EA2_USED = (
    "Numéro entrée ou batiment",
    "Numéro de voie",
    "Extension de voie",
    "Code voie",
    "Libelle de la voie",
    # Of the contract, and of whoever signed it.
    "Numéro de COT/CPOM",
    "Identifiant EA2 Signataire",
    "Siret Signataire",
    "Dénomination / raison sociale Signataire",
)
EA2_NAME, EA2_KIND = "denomination raison sociale", "type d entreprise adaptee"
EA2_ADDRESS = ("numero de voie", "extension de voie", "code voie", "libelle de la voie")


def is_ea2_establishment(cells: Cells) -> bool:
    """The last row counts the others: "Z|ASP|EA|…"."""
    return cells.text("itou") == "ITOU"


def read_ea2(cells: Cells) -> RowResult:
    if rejected := nameless(cells, EA2_NAME):
        return rejected
    number = cells.text("identifiant ea2 etablissement")
    if not number:
        return keyless(cells, "identifiant ea2 etablissement")
    place = locate(
        cells,
        city_column="(ville)",
        postcode_column="code postal",
        code_insee=cells.zeros("code insee commune", 5, "code_insee_zero") or None,
    )
    return RowFacts(
        **named(cells, EA2_NAME, "siret de l etablissement membre"),
        source_key=f"{number}:{fold(cells.text(EA2_KIND))}",  # EA and EATT may share a number
        kinds=known_kind(cells, EA2_KIND),
        address=" ".join(filter(None, map(cells.text, EA2_ADDRESS))) or None,
        place=place,
        notes=tuple(cells.notes),
    )


EA2 = Format(
    "ea2",
    f"Entreprises adaptées, flux EA2 de l’ASP ({UNTRIED})",
    "ea2",
    known_columns(EA2_REQUIRED, EA2_USED, read_ea2, is_ea2_establishment),
)

FORMATS = (EA2, GESAT, HANDECO, HOSMOZ)
