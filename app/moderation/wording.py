"""The French words of moderation."""

from collections.abc import Mapping
from enum import StrEnum

from app.api.models import ApiKey
from app.meetings.models import Meeting, Participant
from app.moderation.models import Report
from app.networks.lists.models import ListPiece, ListRow, MemberList
from app.networks.models import ManagerInvitation, MemberNote
from app.networks.place.models import NetworkPlace
from app.structures.models import Claim, Invitation
from domain.models import (
    Base,
    ClientReference,
    Contact,
    Document,
    HistoryEntry,
    Merge,
    Picture,
    PictureFile,
    SourceRecord,
    Supplier,
    SupplierLabel,
)

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

# Said beforehand: when a reason is needed, and who reads it. None is asked for what has no words.
_TO_REFUSE = "Facultatif pour accepter, nécessaire pour refuser. Envoyé à la personne concernée."
REASON_HELP: Mapping[Matter | None, str] = {
    None: "Nécessaire pour refuser une demande, une structure ou un document, et pour confier une"
    " fiche que quelqu’un tient. Envoyé aux personnes concernées.",
    Matter.CLAIM: "Nécessaire pour refuser, et pour confier une fiche que quelqu’un tient ;"
    " facultatif sinon. Envoyé à la personne concernée.",
    Matter.PROPOSAL: _TO_REFUSE,
    Matter.DOCUMENT: _TO_REFUSE,
    Matter.REPORT: "Facultatif. Envoyé à qui a signalé l’erreur, si cette personne attend une"
    " réponse.",
    Matter.DUPLICATE: "Facultatif. Envoyé, si vous les réunissez, aux personnes qui tiennent l’une"
    " ou l’autre fiche.",
    Matter.PARKED: "",
}
REASON_OF_DISPUTE = (
    "Nécessaire, que vous acceptiez ou refusiez. Envoyé seulement à qui n’obtient pas la fiche."
)
REASON_OF_CLAIM = _TO_REFUSE

# Where a personal datum may be, by what holds it.
PLACES: Mapping[type[Base], str] = {
    Supplier: "fiche",
    Contact: "contact",
    ClientReference: "référence",
    SupplierLabel: "label",
    Picture: "photo",
    PictureFile: "fichier de l’image",
    Document: "nom d’un document",
    HistoryEntry: "historique",
    SourceRecord: "ce qu’un import a gardé",
    Merge: "fusion",
    Report: "signalement",
    Claim: "demande de fiche",
    Invitation: "invitation",
    ManagerInvitation: "invitation à gérer un réseau",
    MemberNote: "note d’un réseau sur un membre",
    ApiKey: "nom d’une clé d’accès",
    NetworkPlace: "présentation d’un réseau",
    ListRow: "liste d’un réseau",
    MemberList: "titres, mots ou exemples d’une liste de réseau",
    ListPiece: "fichier d’une liste de réseau",
    Meeting: "rencontre",
    Participant: "inscription à une rencontre",
}
