"""The French words of the pages: parameters, headings, degrees of proof, ways to deliver."""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from app.templating import typo
from app.vocabulary import label_of
from domain.geography import Level
from domain.kinds import KINDS
from domain.models import Delivery, ProofDegree
from domain.text import without_brackets
from search.port import Facet, Reading, Sort

PARAMETERS: Mapping[Facet, str] = {
    Facet.GROUP: "groupe",
    Facet.SERVICE: "service",
    Facet.SERVICES_KNOWN: "services",
    Facet.KIND: "type",
    Facet.LEGAL_FRAME: "cadre",
    Facet.LABEL: "label",
    Facet.NETWORK: "reseau",
    Facet.REGION: "region",
    Facet.DEPARTEMENT: "departement",
}

HEADINGS: Mapping[Facet, str] = {
    Facet.GROUP: "Famille de services",
    Facet.SERVICE: "Service",
    Facet.SERVICES_KNOWN: "Services renseignés",
    Facet.KIND: "Type de structure",
    Facet.LEGAL_FRAME: "Cadre d’achat possible",
    Facet.LABEL: "Label ou agrément",
    Facet.NETWORK: "Réseau",
    Facet.REGION: "Région",
    Facet.DEPARTEMENT: "Département",
}

SORTS: Mapping[str, Sort] = {
    "pertinence": Sort.RELEVANCE,
    "distance": Sort.DISTANCE,
    "nom": Sort.NAME,
    "fraicheur": Sort.FRESHNESS,
}

SORT_LABELS: Mapping[str, str] = {
    "pertinence": "Pertinence",
    "distance": "Distance",
    "nom": "Nom",
    "fraicheur": "Mise à jour récente",
}

READINGS: Mapping[str, Reading] = {
    "tous": Reading.EITHER,
    "implante": Reading.LOCATED,
    "intervient": Reading.REACHES,
}

READING_LABELS: Mapping[str, str] = {
    "tous": "Implantées ou intervenant ici",
    "implante": "Implantées ici",
    "intervient": "Intervenant ici",
}

READING_MEANINGS: Mapping[str, str] = {
    "implante": "Leur adresse est dans la commune, ou à {radius} km au plus.",
    "intervient": "Leur zone d’intervention atteint ce lieu, où qu’elles soient.",
}


class View(StrEnum):
    """How the results page shows what it found."""

    LIST = "liste"
    MAP = "carte"


VIEWS: Mapping[str, View] = {view.value: view for view in View}

VIEW_LABELS: Mapping[View, str] = {View.LIST: "Liste", View.MAP: "Carte"}

LEVELS: Mapping[Level, str] = {
    "commune": "commune",
    "epci": "intercommunalité",
    "departement": "département",
    "former_region": "ancienne région",
    "region": "région",
    "postcode": "code postal",
}

FAMILIES: Mapping[str, str] = {
    "handicap": "Handicap",
    "insertion": "Insertion",
    "ess": "Économie sociale et solidaire",
}

# Any kind of one.
OF_A_FAMILY: Mapping[str, str] = {
    "handicap": "Structure du handicap",
    "insertion": "Structure d’insertion",
}

DELIVERIES: Mapping[Delivery, str] = {
    Delivery.STAFFING: "Mise à disposition de personnel",
    Delivery.SERVICE: "Prestation",
    Delivery.MAKING: "Fabrication",
}

SAID: Mapping[str, str] = {
    "name": "d’après son nom",
    "description": "d’après sa description",
}

DEGREES: Mapping[ProofDegree, str] = {
    ProofDegree.LABELLED: "Labellisé",
    ProofDegree.VERIFIED: "Vérifié",
    ProofDegree.CHARTER: "Charte",
    ProofDegree.DECLARED: "Déclaré",
}

DEGREE_MEANINGS: Mapping[ProofDegree, str] = {
    ProofDegree.LABELLED: "Un organisme l’a attribué après contrôle.",
    ProofDegree.VERIFIED: "Un tiers a vérifié que la structure le détient.",
    ProofDegree.CHARTER: "La structure a signé une charte.",
    ProofDegree.DECLARED: "La structure le dit elle-même.",
}


_CODES = {"siret": "SIRET", "siren": "SIREN", "naf": "code NAF"}


def code_label(code: str) -> str:
    """ "SIREN 123456782", "code NAF 81.21Z" for "siren:123456782", "naf:81.21Z"."""
    name, _, number = code.partition(":")
    return f"{_CODES[name]} {number}"


def vouched_by(network: str, degree: ProofDegree) -> str:
    """Who says so comes with it: "vérifiée par Vergers" is no label of a third party."""
    words = "signataire de la charte de" if degree is ProofDegree.CHARTER else "vérifiée par"
    return f"{words} {network}"


def short_frame(label: str) -> str:
    """ "L2113-12" for "Marché réservé au handicap (L2113-12)"; the label when it has no number."""
    return label.rpartition("(")[2].rstrip(")")


def shown_label(facet: Facet, value: str, networks: Mapping[str, str]) -> str:
    """What a facet's value is called: a kind with its acronym, a label without its brackets."""
    if facet is Facet.NETWORK:
        return typo(label_of(facet, value, networks))
    return _lasting_label(facet, value)


# A page shows some three hundred of them, and all but the networks are read from files.
@lru_cache(maxsize=1024)
def _lasting_label(facet: Facet, value: str) -> str:
    label = label_of(facet, value, {})
    if facet is Facet.KIND and value in KINDS:
        short = KINDS[value].short
        return typo(f"{label} ({short})" if short.isupper() and short != label else label)
    return typo(without_brackets(label) if facet is Facet.LABEL else label)
