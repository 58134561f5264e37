"""The French words of moderation."""

from collections.abc import Mapping
from enum import StrEnum

REPORT_SUBJECTS: Mapping[str, str] = {
    "fermee": "La structure a fermé ou n’existe pas",
    "coordonnees": "Ses coordonnées sont fausses",
    "services": "Elle ne fait pas ce que dit la fiche",
    "type": "Son type, son label ou son réseau est faux",
    "doublon": "Elle est deux fois dans l’annuaire",
    "personnelle": "Une donnée personnelle ne devrait pas être visible",
    "autre": "Autre chose",
}


class Matter(StrEnum):
    """What waits for a decision; the value is that of addresses."""

    CLAIM = "demande"
    PROPOSAL = "nouvelle"
    DOCUMENT = "document"
    REPORT = "signalement"
    DUPLICATE = "doublon"
    PARKED = "index"


# Of these, somebody waits for the answer.
ASKED = frozenset({Matter.CLAIM, Matter.PROPOSAL, Matter.DOCUMENT, Matter.REPORT})

MATTERS: Mapping[Matter, str] = {
    Matter.CLAIM: "Demandes de fiche",
    Matter.PROPOSAL: "Nouvelles structures",
    Matter.DOCUMENT: "Documents",
    Matter.REPORT: "Signalements",
    Matter.DUPLICATE: "Doublons probables",
    Matter.PARKED: "Fiches que l’index refuse",
}

ONE_MATTER: Mapping[Matter, str] = {
    Matter.CLAIM: "Demande de fiche",
    Matter.PROPOSAL: "Nouvelle structure",
    Matter.DOCUMENT: "Document",
    Matter.REPORT: "Signalement",
    Matter.DUPLICATE: "Doublon probable",
    Matter.PARKED: "Refusée par l’index",
}

# What the two decisions are called for each; of one that cannot be refused, "".
DECISIONS: Mapping[Matter, tuple[str, str]] = {
    Matter.CLAIM: ("Confier la fiche", "Refuser la demande"),
    Matter.PROPOSAL: ("Publier", "Refuser"),
    Matter.DOCUMENT: ("Valider le document", "Refuser le document"),
    Matter.REPORT: ("Clore : corrigé", "Clore : sans suite"),
    Matter.DUPLICATE: ("Réunir", "Ce sont deux structures"),
    Matter.PARKED: ("Renvoyer à l’index", ""),
}

# Somebody reads the refusal: it must say why.
NEEDS_REASON = frozenset({Matter.CLAIM, Matter.PROPOSAL, Matter.DOCUMENT})
